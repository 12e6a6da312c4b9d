"""The pages on which published versions are moved: who reaches them, and the way through them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registry.actions.review.notices import token_of
from registry.models import CardVersion, Motion, User
from registry.rules.permissions import Person
from registry.rules.workflow.versions import VersionAction
from registry.web.editor.versions import ROWS
from registry.web.presenters.editor_versions import item_choices
from tests.factories.review import Cast, add_staff, cast, published
from tests.factories.versions import add_administrator, kept, propose
from tests.web.drafts.test_filling import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def listing(db: None) -> CardVersion:
    return CardVersion.objects.get(live_on__release__public_id="xai/grok-1")


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(actor__key=person.key))
    return client


def address(version: CardVersion, act: str = "") -> str:
    parts = [*version.card.release.public_id.split("/"), version.number]
    if act:
        return reverse("editor:version_act", args=[*parts, act])
    return reverse("editor:version", args=parts)


def test_who_reaches_the_pages(people: Cast) -> None:
    version = published(people)
    motion = propose(people.editor, version, VersionAction.EXPRESS_CONCERN)
    pages = (
        reverse("editor:versions"),
        address(version),
        address(version, "retract"),
        reverse("editor:version_motion", args=[motion.public_id]),
    )

    def statuses(client: Client) -> list[int]:
        return [client.get(page).status_code for page in pages]

    for person in (people.handling, people.editor, people.chief):
        assert statuses(signed(person)) == [200, 200, 200, 200]
    undeclared = signed(add_staff("Uma Undeclared", "editor"))
    assert statuses(undeclared) == [200, 200, 404, 404]
    assert "Declare your interests" in text_of(undeclared.get(address(version)).content)
    assert "Express concern:" not in text_of(undeclared.get(pages[0]).content)
    # An administrator meets proposals that wait for one, and no others.
    admin = signed(add_administrator())
    assert statuses(admin) == [200, 200, 200, 404]
    assert "Express concern:" not in text_of(admin.get(pages[0]).content)
    for person in (people.submitter, people.referees[0]):
        assert statuses(signed(person)) == [404, 404, 404, 404]
    assert statuses(Client()) == [302, 302, 302, 302]
    submission = reverse("editor:submission", args=[version.origin.submission.public_id])
    assert "The published version" in text_of(signed(people.handling).get(submission).content)


def test_every_act_says_what_follows(people: Cast, listing: CardVersion) -> None:
    client = signed(people.chief)
    assert [*ROWS] == [
        *("express-concern", "lift-concern", "retract", "reinstate", "remove", "restore")
    ]
    for name in ROWS:
        page = client.get(address(listing, name))
        assert page.status_code == 200 and "Public afterwards" in text_of(page.content), name
        is_open = name in ("express-concern", "retract", "remove")
        assert ("Propose:" in text_of(page.content)) is is_open, name
        assert b" checked" not in page.content, "nothing is chosen beforehand"
    assert "no live version; now version 1" in text_of(
        client.get(address(listing, "retract")).content
    )
    assert client.get(address(listing, "fly")).status_code == 404


@pytest.mark.parametrize(
    "asked", ["xai/grok-1", "https://registry.example/models/xai/grok-1/versions/1/"]
)
def test_a_version_is_found_by_its_address(asked: str, people: Cast, listing: CardVersion) -> None:
    client = signed(people.editor)
    assert client.get(reverse("editor:versions"), {"q": asked}).url == address(listing)
    lost = client.get(reverse("editor:versions"), {"q": f"{asked}7/x"})
    assert lost.status_code == 404 and "No published version" in text_of(lost.content)


def act(client: Client, version: CardVersion, name: str, **data: object) -> int:
    sent = {"_token": token_of(version), "_form": name, **data}
    return client.post(address(version, name), sent).status_code


def agree(client: Client, do: str = "agree", **data: object) -> int:
    motion = Motion.objects.latest("id")
    page = reverse("editor:version_motion", args=[motion.public_id])
    return client.post(page, {"do": do, **data}).status_code


def status(version: CardVersion) -> str:
    return version.status_events.latest("id").status


def test_a_concern_from_the_form_to_the_banner(people: Cast, listing: CardVersion) -> None:
    editor, chief = signed(people.editor), signed(people.chief)
    assert act(editor, listing, "express-concern", text="Any.") == 400, "which claims?"
    claim = item_choices(listing)[0][0]
    words = {"text": "The hours cannot be right.", "items": [claim]}
    assert act(editor, listing, "express-concern", **words) == 302
    motion = reverse("editor:version_motion", args=[Motion.objects.get().public_id])
    asked = chief.get(motion)
    page = text_of(asked.content)
    assert "Nobody can agree yet" in page and b'value="agree"' not in asked.content
    assert "The hours cannot be right." in page and "nobody has told it yet" in page
    assert agree(chief) == 409, "the lab knows nothing"
    assert agree(editor, "tell", told_on="", how="") == 400
    assert agree(editor, "tell", told_on="2020-01-01", how="By letter.") == 409
    assert agree(editor, "drop") == 302
    safety = {"safety": "People rely on it."}
    assert act(editor, listing, "express-concern", _form="2", **words, **safety) == 302
    assert agree(editor) == 409, "nobody agrees to what they proposed"
    assert agree(chief) == 302
    assert status(listing) == "under_concern"
    assert "look at it again by" in text_of(chief.get(reverse("editor:versions")).content)
    assert act(chief, listing, "retract", _token="1", text="Late.") == 409  # noqa: S106 - a state
    assert act(chief, listing, "lift-concern", text="They were right.") == 302
    page = text_of(chief.get(address(listing)).content)
    assert status(listing) == "published" and "They were right." in page


def test_two_roles_remove_and_restore(people: Cast, listing: CardVersion) -> None:
    chief, admin, card = signed(people.chief), signed(add_administrator()), kept(listing).card
    assert act(chief, listing, "remove", text="Order 7.") == 400, "law or privacy?"
    assert act(chief, listing, "remove", text="Order 7.", reason_class="law") == 302
    assert "1 proposal" in text_of(chief.get("/editor/").content)
    assert agree(chief) == 409
    assert agree(admin) == 302
    assert status(listing) == "removed"
    assert act(chief, listing, "restore", text="The order was lifted.") == 302
    assert agree(admin) == 400, "without the file"
    wrong = SimpleUploadedFile("card.json", b"{}")
    assert agree(admin, card=wrong) == 409
    assert agree(admin, card=SimpleUploadedFile("card.json", card)) == 302
    assert status(listing) == "published"
