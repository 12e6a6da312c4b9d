"""The console: who reaches it, that it shows nothing closed, and that it changes nothing."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from registry import models
from registry.admin.shown import NEVER, NOTHING, SEALED, text_of
from registry.admin.site import console
from registry.admin.table import Table
from registry.admin.tables import TABLES
from registry.models import Role, User
from registry.models.review import (
    clocks,
    decisions,
    editors,
    published,
    reports,
    rounds,
)
from registry.rules.permissions import Person
from tests.factories.everywhere import administrator, fill, plant
from tests.factories.review import add_staff
from tests.factories.submissions import add_person, start_draft

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=")


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def user_of(person: Person) -> User:
    return User.objects.get(actor__key=person.key)


def address(model: type[Model], *rest: object) -> str:
    end = "".join(f"{part}/" for part in rest)
    return f"/admin/registry/{model.__name__.lower()}/{end}"


def newest(model: type[Model]) -> Model:
    row = model._default_manager.order_by("-pk").first()
    assert row is not None, f"no row of {model.__name__}"
    return row


def test_every_table_is_in_the_console_and_every_column_of_one_kind() -> None:
    assert TABLES.keys() == set(apps.get_app_config("registry").get_models())
    assert console._registry.keys() == TABLES.keys()
    for table in TABLES.values():
        kinds = [*table.shown, *table.named, *table.people, *table.sealed, *table.never]
        assert sorted(kinds) == sorted(field.name for field in table.fields), table.name
    assert console.check(None) == []


def test_only_what_is_shown_is_searched_filtered_and_ordered() -> None:
    for table in TABLES.values():
        asked = {*table.filters, *filter(None, [table.dates])}
        assert asked <= set(table.shown), table.name
        assert set(table.columns) <= {field.name for field in table.fields} - table.never
        for way in table.searched:
            assert is_shown(table, way.removesuffix("__exact").split("__")), (table.name, way)


def test_no_filter_asks_for_what_is_closed() -> None:
    """Django lets any column of a table be filtered by, and so be guessed letter by letter."""
    for model, table in TABLES.items():
        rows = console.get_model_admin(model)
        for field in table.fields:
            may = field.name in {*table.filters, table.dates}
            for lookup in (field.name, f"{field.name}__startswith", f"{field.name}__pk"):
                assert rows.lookup_allowed(lookup, "a") is may, (table.name, lookup)
    client = signed(administrator())
    assert client.get(address(models.Report), {"canonical__contains": "a"}).status_code == 400
    assert client.get(address(models.User), {"password__startswith": "p"}).status_code == 400


def is_shown(table: Table, way: list[str]) -> bool:
    """Whether each step of the way leads over a column that is shown where it stands."""
    first, *rest = way
    if first not in table.shown:
        return False
    related = table.model._meta.get_field(first).related_model
    return not rest or (isinstance(related, type) and is_shown(TABLES[related], rest))


@pytest.mark.parametrize(
    "module",
    [clocks, decisions, editors, published, reports, rounds],
    ids=lambda each: each.__name__,
)
def test_words_of_a_review_are_never_shown_before_their_publication(module: Any) -> None:
    """Free text in the tables of a review is closed, but for what is public or says when."""
    public = {"ReviewFileContent", "Notice", "ItemVerdict"}
    for model in vars(module).values():
        if not isinstance(model, type) or not issubclass(model, Model) or model.__name__ in public:
            continue
        table = TABLES[model]
        texts = {f.name for f in table.fields if f.get_internal_type() == "TextField"}
        assert texts <= table.confidential, model.__name__


def test_who_reaches_it() -> None:
    paths = ["/admin/", address(models.Report), "/admin/roles/give/", "/admin/ranking/refresh/"]
    tom = administrator()
    for path in paths:
        response = signed(tom).get(path)
        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for gone in ("login", "logout", "password_change", "jsi18n", "autocomplete", "auth/user"):
        assert signed(tom).get(f"/admin/{gone}/").status_code == 404
    others = [add_staff("Chidi Chief", "editor", "editor_in_chief"), add_person("submitter")]
    for person in others:
        assert {signed(user_of(person)).get(path).status_code for path in paths} == {404}
    for path in paths:
        assert Client().get(path).headers["Location"].startswith("/account/sign-in/?next=/admin/")
    # The role alone is not enough, and it holds only as long as somebody has it.
    Authenticator.objects.filter(user=tom).delete()
    assert signed(tom).get("/admin/").headers["Location"].startswith("/account/second-factor/")
    Role.objects.filter(user=tom).delete()
    assert signed(tom).get("/admin/").status_code == 404


def test_nothing_closed_is_shown_found_or_changed() -> None:
    """One walk: every list, its search, one row of each table, and every way to write."""
    fill()
    planted = plant()
    assert len(planted) > 120
    client = signed(administrator())
    shown, naming = [client.get("/admin/").content.decode()], set()
    before = digest()
    for model, table in TABLES.items():
        row = newest(model)
        shown.append(looked_up(client, address(model)))
        if table.has_pages:
            shown.append(looked_up(client, address(model, row.pk)))
        naming |= {
            model.__name__ for page in shown[-1 - table.has_pages :] if "Rosa Referee" in page
        }
        words = [word for where, word in planted.items() if where.startswith(f"{model.__name__}.")]
        if table.searched and words:
            page = client.get(address(model), {"q": words[0]}).content.decode()
            assert "0 rows" in page, f"{model.__name__} is found by what is closed"
        check_refuses(client, model, row)
        for name in table.confidential:
            text = text_of(table, row, name)
            is_named = table.names_people(row) and name in table.people
            assert is_named or text in (NEVER, NOTHING) or text.startswith(SEALED), (table, name)
    assert digest() == before
    found = {where for where, word in planted.items() for page in shown if word in page}
    assert found == set()
    # Her account, and the parts of editors and administrators, which she has only here: not her
    # reports, her assignment, her declaration or her profile.
    assert naming == {"Actor", "User", "EditorAssignment", "BreakGlass", "Notice"}


def looked_up(client: Client, path: str) -> str:
    response = client.get(path)
    page = str(response.content.decode())
    assert response.status_code == 200, path
    assert not FORBIDDEN.search(page), path
    return page


def check_refuses(client: Client, model: type[Model], row: Model) -> None:
    data = {"action": "delete_selected", "_selected_action": row.pk, "state": "published"}
    for rest in ((), ("add",), (row.pk, "change"), (row.pk, "delete")):
        status = client.post(address(model, *rest), data).status_code
        assert status in (403, 404, 405), f"{status} at {address(model, *rest)}"


def digest() -> str:
    """Of every row of every table, but for the small ones by all columns."""
    found = hashlib.sha256()
    for model in TABLES:
        rows = model._default_manager.order_by("pk")
        found.update(f"{model.__name__} {rows.count()}".encode())
        for values in rows.order_by("-pk").values_list()[:20]:
            found.update(repr(values).encode())
    return found.hexdigest()


def test_a_draft_and_who_was_asked_stay_closed() -> None:
    """Which model a lab prepares a card of, and who was asked to referee what."""
    submission = fill()
    draft = start_draft(add_person("preparer", "deepseek"))
    asked = models.Assignment.objects.get()
    models.Assignment.objects.filter(pk=asked.pk).update(state="declined", referee=None)
    client = signed(administrator())
    page = looked_up(client, address(models.Submission, draft.pk))
    assert draft.public_id in page and draft.model_name not in page and draft.card_id not in page
    assert "0 rows" in looked_up(client, f"{address(models.Submission)}?state=draft&q=deepseek-r1")
    page = looked_up(client, address(models.Assignment, asked.pk))
    assert "declined" in page and submission.public_id not in page
    found = looked_up(client, f"{address(models.Assignment)}?q={submission.public_id}")
    assert "0 rows" in found


def test_pseudonyms_hold_within_one_submission() -> None:
    fill()
    report, referee = newest(models.Report), newest(models.SubmissionReferee)
    closed = text_of(TABLES[models.Report], report, "actor_key")
    assert closed == text_of(TABLES[models.SubmissionReferee], referee, "person")
    note = newest(models.OutboxMessage)
    assert text_of(TABLES[models.OutboxMessage], note, "recipient") != closed
    assert reverse("admin:index") == "/admin/"
