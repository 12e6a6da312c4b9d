"""Nothing confidential is found where it must not be, and all of it where it has to be.

Each confidential word of a registry with a submission in every stage is a canary. Every address is
asked as everybody, and what comes back is looked through for them.
"""

from __future__ import annotations

import difflib
import gzip
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pyarrow.parquet import read_table
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from registry.actions import break_glass
from registry.actions.people import person_again
from registry.exporters.dataset import write_dataset
from registry.exporters.dump.folder import write_dump
from registry.exporters.dump.state import current_state
from registry.models import OutboxMessage, Ranking, User
from registry.rules.permissions import Person
from tests.api.openapi import committed
from tests.factories.api_tokens import add_token
from tests.factories.canaries import CANARY, NOBODY, Canary, Review, World
from tests.factories.canary_stages import canary_world
from tests.web.review.all_addresses import (
    VARIABLE,
    filled,
    is_of_a_submission,
    templates,
    values_of_stage,
)
from tests.web.review.canary_table import ALLOWED, FOUND, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PRIVATE = ("account/", "admin/", "editor/", "referee/", "submissions/", "api/v1/submissions")
FORMS = ("editor/", "referee/", "submissions/")
OWN = ("/account/", "/account/email/", "/referee/", "/referee/profile/")
# Public pages are the same for all; these look whether that is so.
SIGNED_IN = ("representative", "conflicted", "handling", "first of published")
SNAPSHOT = "submissions/<slug:public_id>/preview/"
POSTING = {
    "revision": (
        *("representative", "conflicted", "undeclared", "handling"),
        *("first of revision", "second of revision", "declined of revision"),
    ),
    "pending": ("representative", "handling"),
}
SENT = {
    **dict.fromkeys(("_token", "_seen", "token", "file"), "another"),
    **dict.fromkeys(("reason", "letter", "statement", "text", "found_by", "name"), "Any words."),
    "kind": "minor",
    "reason_codes": "not_answered",
    "ground": "procedure",
    "sure": "on",
    "agreed": "on",
    "competing_interests": "None.",
    "ai_used": "no",
    "do": "accept",
}
# What is drawn by lot for each answer.
CHANCE = re.compile(
    r"""(nonce-|nonce="|csrf\w*(=|" value=")|x-request-id: |urn:uuid:)[\w+/=-]+""", re.IGNORECASE
)
# What follows from the words of the question, which the answer repeats.
OF_THE_WORDS = re.compile(r"^(etag|content-length|content-disposition): .*$", re.MULTILINE)
ACCOUNTS = ("/admin/registry/user/", "/admin/registry/actor/")
Leak = tuple[str, str, Canary]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield canary_world()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _drawings_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn in pixels can be read, and costs nothing."""
    monkeypatch.setattr("registry.web.chart_files.png", lambda svg: svg)
    monkeypatch.setattr("registry.web.views.previews.png", lambda svg: svg.encode())


def browser(person: Person | None) -> Client:
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(User.objects.get(actor__key=person.key))
    return client


def everybody(world: World) -> dict[str, Person | None]:
    """Whoever is the same person in all submissions."""
    people = world.people
    return {
        "anonymous": None,
        **world.others,
        "submitter": people.submitter,
        "representative": people.representative,
        "editor": people.editor,
        "handling": people.handling,
        "chief": people.chief,
    }


def referees(review: Review) -> dict[str, Person | None]:
    found = {"first": review.first, "second": review.second, "declined": review.declined}
    return {f"{name} of {review.stage}": one for name, one in found.items() if one is not None}


def requests(world: World) -> Iterator[tuple[str, Person | None, Client, str]]:
    """Who asks for what: name, person, browser, address."""
    every = [one for one in templates() if "submissions/<slug:draft>" not in one]
    browsers = {name: browser(person) for name, person in everybody(world).items()}
    for template in every:
        if not is_of_a_submission(template):
            for name, person in everybody(world).items():
                if _asks_once(name, template):
                    for address in filled(template, {}):
                        yield name, person, browsers[name], address
    for review in world.reviews.values():
        own = referees(review)
        for name, person in (everybody(world) | own).items():
            client = browsers.get(name) or browser(person)
            for address in OWN if name in own else ():
                yield name, person, client, address
            for template in every:
                if is_of_a_submission(template) and _asks(name, template, review.stage):
                    for address in filled(template, values_of_stage(template, review)):
                        yield name, person, client, address


def _asks_once(name: str, template: str) -> bool:
    """Pages of the account are about whoever asks alone, and public ones the same for all."""
    if template.startswith("account/"):
        return name in ("anonymous", "representative", "handling")
    if template.startswith("admin/registry/"):
        return name == "administrator"
    return template.startswith(PRIVATE) or name == "anonymous"


def _asks(name: str, template: str, stage: str) -> bool:
    """Everybody for everything in one stage, and for whatever could be theirs in the others."""
    if not template.startswith(PRIVATE):
        return name == "anonymous" or (stage == "published" and name in SIGNED_IN)
    if stage == "revision":
        return True
    match name:
        case "handling":
            return template.startswith(("editor/", SNAPSHOT))
        case "representative":
            return template.startswith("submissions/")
        case "undeclared" | "conflicted":
            return template == "editor/submissions/<slug:public_id>/"
        case _:
            return " of " in name and template.startswith(("referee/<", SNAPSHOT))


def text_of(response: Any) -> str:
    """Everything that came: status, headers and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{response.status_code}\n{headers}\n{body.decode(errors='replace')}"


def may_hear(world: World, person: Person | None, canary: Canary) -> bool:
    readers = ALLOWED[canary]
    return PUBLIC in readers or world.letter(person, canary.stage) in readers


def is_of_an_account(canary: Canary, address: str) -> bool:
    """In the console, people are people with accounts; what part they have is not told."""
    return canary.kind.endswith(("_name", "_hidden")) and address.startswith(ACCOUNTS)


def test_every_secret_is_planted_and_in_the_table(world: World) -> None:
    assert set(world.canaries.values()) == ALLOWED.keys()


def leaks_in(world: World, person: Person | None, text: str, asked: str) -> set[Canary]:
    """What somebody hears and must not; what they named themselves is no news to them."""
    words = {found.lower() for found in CANARY.findall(text)}
    words -= {found.lower() for found in CANARY.findall(asked)}
    return {
        canary
        for canary in map(world.canaries.__getitem__, words)
        if not may_hear(world, person, canary)
    }


def test_no_address_tells_what_it_must_not(world: World) -> None:
    leaks: list[Leak] = []
    readers: dict[str, set[str]] = {word: set() for word in world.canaries}
    statuses = Counter[int]()
    for name, person, client, address in requests(world):
        response = client.get(address)
        statuses[response.status_code] += 1
        text = text_of(response)
        for word in {found.lower() for found in CANARY.findall(text)}:
            readers[word].add(world.letter(person, world.canaries[word].stage))
        leaks += [
            (name, address, one)
            for one in leaks_in(world, person, text, address)
            if not is_of_an_account(one, address)
        ]
    assert leaks == [], "\n".join(map(str, leaks))
    unheard = sorted(
        (canary.kind, canary.stage, letter)
        for word, canary in world.canaries.items()
        for letter in FOUND[canary]
        if (NOBODY if letter == PUBLIC else letter) not in readers[word]
    )
    assert unheard == [], "\n".join(map(str, unheard))
    assert statuses.keys() == {200, 302, 401, 404, 405}, statuses


def test_no_refusal_tells_what_it_must_not(world: World) -> None:
    """What is posted from a stale page, or by somebody who may not, or makes no sense."""
    leaks, statuses = [], Counter[int]()
    for stage, names in POSTING.items():
        review = world.reviews[stage]
        people = everybody(world) | referees(review)
        for name in names:
            person, client = people[name], browser(people[name])
            for template in filter(is_of_a_submission, templates()):
                if not template.startswith(FORMS):
                    continue
                for address in filled(template, values_of_stage(template, review)):
                    with transaction.atomic():
                        response = client.post(address, SENT)
                        transaction.set_rollback(True)
                    statuses[response.status_code] += 1
                    found = leaks_in(world, person, text_of(response), address)
                    leaks += [(name, address, one) for one in found]
    assert leaks == [], "\n".join(map(str, leaks))
    assert {302, 400, 404, 405, 409} <= statuses.keys(), statuses


def operations() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every operation of the API: method, pattern of the resolver, headers; wrong ones, too."""
    patterns = {"/" + VARIABLE.sub(r"{\1}", one): one for one in templates()}
    for path, methods in committed()["paths"].items():
        for method in methods:
            yield method, patterns[path], {}
            if method == "put":
                yield method, patterns[path], {"If-Match": '"another"'}


def test_no_program_is_told_what_it_must_not(world: World, settings: Settings) -> None:
    """Every operation of the API, as programs of the lab and of a stranger."""
    settings.RATE_LIMIT_FACTOR = 0
    leaks, statuses = [], Counter[int]()
    owners = {"deepseek": world.people.representative, None: world.others["stranger"]}
    for lab, owner in owners.items():
        client = Client(headers={"Authorization": f"Bearer {add_token(owner, lab)[1]}"})
        for method, template, headers in operations():
            for stage in ("draft", "revision"):
                for address in filled(template, values_of_stage(template, world.reviews[stage])):
                    with transaction.atomic():
                        response = client.generic(
                            method, address, b"{}", "application/json", headers=headers
                        )
                        transaction.set_rollback(True)
                    statuses[response.status_code] += 1
                    found = leaks_in(world, owner, text_of(response), address)
                    leaks += [(lab, address, one) for one in found]
    assert leaks == [], "\n".join(map(str, leaks))
    assert {200, 404, 412, 428} <= statuses.keys(), statuses


def test_a_broken_glass_opens_reports_and_names_and_nothing_else(world: World) -> None:
    review, person = world.reviews["revised"], world.others["administrator"]
    by = person_again(person.key)
    break_glass.open_submission(review.submission, by=by, reason="A court asks to see it.")
    page = browser(person).get(f"/admin/submissions/{review.submission.public_id}/")
    assert page.status_code == 200
    words = {found.lower() for found in CANARY.findall(text_of(page))}
    assert {world.canaries[word].stage for word in words} == {"revised"}
    assert {world.canaries[word].kind for word in words} == {
        *("card", "first_name", "second_name", "firsts_report", "seconds_report", "competence")
    }


def test_what_is_hidden_answers_like_what_does_not_exist(world: World, settings: Settings) -> None:
    """To whoever has no part in it, an address with a real id is one with an invented id."""
    settings.RATE_LIMIT_FACTOR = 0
    differing = []
    review, embargoed = world.reviews["pending"], world.reviews["triage"]
    for name in ("anonymous", "stranger", "other lab's", "administrator", "conflicted"):
        client = browser(everybody(world)[name])
        for template in templates():
            # That there is one is what an administrator may know; what it says, never.
            is_known = name == "administrator" and template.startswith("admin/")
            if is_known or not is_of_a_submission(template):
                continue
            about = review if template.startswith(PRIVATE) else embargoed
            values = values_of_stage(template, about)
            # The model of a submission under embargo is known to nobody, even by its name.
            own = (
                [values["model"][0]]
                if "model" in values
                else values.get("public_id") or values["draft"]
            )
            for real, address in zip(own, filled(template, values), strict=False):
                invented = "z" * len(real)
                answers = [
                    _without_chance(text_of(client.get(asked)).replace(named, "it"))
                    for asked, named in (
                        (address, real),
                        (address.replace(real, invented), invented),
                    )
                ]
                if answers[0] != answers[1]:
                    differing.append((name, address, _difference(*answers)))
    assert differing == [], "\n".join(map(str, differing))


def _without_chance(text: str) -> str:
    """What is drawn by lot for each answer does not count."""
    return CHANCE.sub("", text)


def _difference(one: str, other: str) -> list[str]:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm="")
    return list(lines)[:8]


SEARCHES = (
    ("anonymous", "/models/?q={}"),
    ("anonymous", "/models.json?q={}"),
    ("anonymous", "/models.csv?q={}"),
    ("anonymous", "/api/v1/models?q={}&count=true"),
    ("undeclared", "/editor/invitations/?q={}"),
)


def test_a_search_for_a_secret_finds_as_much_as_one_for_nonsense(
    world: World, settings: Settings
) -> None:
    settings.RATE_LIMIT_FACTOR = 0
    one_of_each = {
        canary.kind: word
        for word, canary in world.canaries.items()
        if PUBLIC not in ALLOWED[canary]
    }
    for name, address in SEARCHES:
        client = browser(everybody(world)[name])
        nothing, *found = (
            _without_chance(
                OF_THE_WORDS.sub("", text_of(client.get(address.format(word))).lower())
            ).replace(word, "it")
            for word in ("qzk9999", *one_of_each.values())
        )
        told = [
            (kind, _difference(nothing, text))
            for kind, text in zip(one_of_each, found, strict=True)
            if text != nothing
        ]
        assert told == [], address


def test_nothing_that_is_downloaded_whole_tells_more(world: World, tmp_path: Path) -> None:
    with_it = []
    write_dump(tmp_path / "dump", current_state(), with_parquet=True, tell=lambda *_: None)
    ranking = Ranking.objects.order_by("-number")[0]
    write_dataset(tmp_path / "dataset", ranking)
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        text = _whole_text(path)
        assert leaks_in(world, None, text + str(path), "") == set(), path.name
        with_it += [path.name] if CANARY.search(text) else []
    # What is public of the published card is there.
    assert len(with_it) > 1
    assert [*tmp_path.rglob("*.parquet")], "these were read, too"


def _whole_text(path: Path) -> str:
    if path.suffix == ".parquet":
        return repr(read_table(path).to_pylist())
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()


def test_no_webhook_tells_more_than_what_is_public(world: World) -> None:
    messages = OutboxMessage.objects.filter(channel="webhook")
    assert any(world.version.card.release.public_id in one.body for one in messages)
    for one in messages:
        assert leaks_in(world, None, f"{one.subject}\n{one.body}", one.recipient) == set(), one.kind


def test_no_mail_tells_what_its_receiver_must_not_know(world: World) -> None:
    people = everybody(world) | {
        name: one for review in world.reviews.values() for name, one in referees(review).items()
    }
    addresses = {User.objects.get(actor__key=one.key).email: one for one in people.values() if one}
    told = set[str]()
    for mail in OutboxMessage.objects.filter(channel="mail"):
        text = f"{mail.subject}\n{mail.body}"
        found = leaks_in(world, addresses.get(mail.recipient), text, mail.recipient)
        assert found == set(), (mail.kind, mail.recipient)
        told |= {world.canaries[word.lower()].kind for word in CANARY.findall(text)}
    assert "letter" in told
