"""The pages of a reader's concern: reported by anybody, answered by editors, public if upheld."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from registry.actions.review import concerns
from registry.exporters.dump import cards
from registry.models import AuditEvent, CardVersion, Change, ConcernReport, User
from registry.rules.permissions import Person
from tests.factories.notices import remove
from tests.factories.review import Cast, actor, cast, published
from tests.factories.submissions import add_person

pytestmark = pytest.mark.django_db
CARD = "deepseek/deepseek-r1"
TYPED = {
    "statement": "The hours in the table are those of another cluster.",
    "links": "https://example.org/paper\nhttps://example.org/table",
    "item": "COMP-1",
    "name": "Canary Kim",
    "contact": "canary.kim@example.org",
}
HOSTILE = "<script>alert(1)</script>\u202e {{ 7|add:1 }}"
OUTCOME = "The hours are those of another cluster indeed."
SECRETS = ("Canary", "canary.kim", "of another cluster.", "example.org/paper")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def version(people: Cast) -> CardVersion:
    return published(people)


def new(version: CardVersion) -> str:
    return f"/concerns/new/?model={CARD}&version={version.number}"


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(actor__key=person.key))
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def send(client: Client, version: CardVersion, **change: str) -> Any:
    key = concerns.new_id()
    return client.post(new(version), {**TYPED, "_form": key, **change})


def filed(version: CardVersion) -> ConcernReport:
    assert send(Client(), version).status_code == 302
    return ConcernReport.objects.latest("id")


def answer(people: Cast, concern: ConcernReport, action: str) -> None:
    """Take the concern up and answer it."""
    outcome = OUTCOME if action == "uphold_concern" else "The table is right after all."
    for do in ("acknowledge_concern", action):
        concern.refresh_from_db()
        sent = {"do": do, "_token": concern.token, "outcome": outcome}
        path = f"/editor/concerns/{concern.public_id}/"
        assert signed(people.editor).post(path, sent).status_code == 302


def test_the_card_leads_there_and_anybody_may_report(client: Client, version: CardVersion) -> None:
    page = text(client.get(f"/models/{CARD}/"))
    assert f"/concerns/new/?model=deepseek%2Fdeepseek-r1&amp;version={version.number}" in page
    form = client.get(new(version))
    assert form.headers["Cache-Control"] == "private, no-store"
    assert "within three days" in text(form)
    sent = send(client, version)
    concern = ConcernReport.objects.get()
    assert sent.headers["Location"] == f"/concerns/{concern.public_id}/"
    status = text(client.get(sent.headers["Location"]))
    assert concern.public_id in status and "received" in status
    assert not [secret for secret in SECRETS if secret in status]
    assert (concern.item, concern.links) == ("COMP-1", TYPED["links"].split())
    assert AuditEvent.objects.latest("id").actor_key == concerns.a_reader().key


def test_whoever_is_signed_in_reports_as_themselves(version: CardVersion) -> None:
    reader = add_person("reader")
    assert send(signed(reader), version).status_code == 302
    assert AuditEvent.objects.latest("id").actor_key == reader.key


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"statement": ""}, "Statement: found nothing. Expected at least 20"),
        ({"links": "no address"}, "Links: found “no address” in line 1. Expected a public"),
        ({"links": ""}, "Links: found none. Expected at least one"),
        ({"item": "NO-1"}, "Claim: found one"),
        ({"contact": "nobody"}, "E-mail address: found no address."),
        ({"website": "https://spam.example/"}, "a field that people do not see"),
        ({"_form": "guess"}, "The form has no id"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(
    client: Client, version: CardVersion, change: dict[str, str], told: str
) -> None:
    response = send(client, version, **change)
    page = text(response)
    assert response.status_code == 400
    assert told in page and 'class="error-summary"' in page
    kept = {**TYPED, **change}
    for name in ("statement", "links", "name", "contact"):
        assert kept[name].partition("\n")[0] in page, name
    assert not ConcernReport.objects.exists()


def test_twice_sent_it_is_one(client: Client, version: CardVersion) -> None:
    key = concerns.new_id()
    first, second = (send(client, version, _form=key) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    other = send(client, version, _form=key, statement="Something else is wrong with it.")
    assert other.status_code == 409 and "Something else is wrong with it." in text(other)
    assert ConcernReport.objects.count() == 1


def test_a_network_that_sends_many_waits_and_loses_nothing(
    client: Client, version: CardVersion
) -> None:
    cache.clear()
    assert {send(client, version).status_code for _ in range(10)} == {302}
    refused = send(client, version)
    assert refused.status_code == 429
    assert "nothing is lost" in text(refused) and TYPED["statement"] in text(refused)
    assert ConcernReport.objects.count() == 10


def test_there_is_no_form_for_what_cannot_be_read(
    client: Client, version: CardVersion, people: Cast
) -> None:
    assert client.get("/concerns/new/").status_code == 200
    for address in (
        f"/concerns/new/?model={CARD}",
        f"/concerns/new/?model={CARD}&version=99",
        f"/concerns/new/?model={CARD}&version=99999999999999999999",
        "/concerns/new/?model=no/model&version=1",
        "/concerns/nobodyknows/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.delete(new(version)).status_code == 405
    remove(actor(people.chief), version, "A court order")
    assert client.get(new(version)).status_code == 404


def test_editors_not_on_the_case_meet_it(people: Cast, version: CardVersion) -> None:
    concern = filed(version)
    at = f"/editor/concerns/{concern.public_id}/"
    for person in (people.editor, people.chief):
        client = signed(person)
        assert "1 open concern" in text(client.get("/editor/"))
        assert at in text(client.get("/editor/concerns/"))
        page = text(client.get(at))
        assert all(secret in page for secret in SECRETS) and "Take up the concern" in page
        assert "Uphold" not in page
    handling = signed(people.handling)
    assert "No concern is open" in text(handling.get("/editor/"))
    assert at not in text(handling.get("/editor/concerns/"))
    assert handling.get(at).status_code == 404
    for person in (people.submitter, people.referees[0]):
        assert signed(person).get(at).status_code == 404
        assert signed(person).get("/editor/concerns/").status_code == 404
    assert Client().get(at).status_code == 302


def test_from_receipt_to_the_page_of_the_version(people: Cast, version: CardVersion) -> None:
    concern = filed(version)
    client, at = signed(people.editor), f"/editor/concerns/{concern.public_id}/"
    public = [f"/models/{CARD}/", f"/models/{CARD}/versions/{version.number}/"]
    before = [text(Client().get(path)) for path in public]
    taken = client.post(at, {"do": "acknowledge_concern", "_token": concern.token})
    assert taken.status_code == 302
    stale = client.post(at, {"do": "uphold_concern", "_token": concern.token, "outcome": "Lost?"})
    assert stale.status_code == 409 and "Lost?" in text(stale)
    concern.refresh_from_db()
    empty = client.post(at, {"do": "uphold_concern", "_token": concern.token})
    assert empty.status_code == 400 and "Outcome: found nothing" in text(empty)
    assert client.post(at, {"do": "fly", "_token": concern.token}).status_code == 400
    assert [text(Client().get(path)) for path in public] == before
    outcome = {"do": "uphold_concern", "_token": concern.token, "outcome": HOSTILE}
    assert client.post(at, outcome).status_code == 302
    for path in public:
        page = text(Client().get(path))
        assert "A reader’s concern was upheld" in page and 'href="#COMP-1"' in page
        assert HOSTILE not in page
        assert not [secret for secret in SECRETS if secret in page]
    assert "Uphold the concern" not in text(client.get(at))


def test_what_is_upheld_is_told_programs_and_followers(people: Cast, version: CardVersion) -> None:
    """With the day, the outcome and the claim; with nothing of who reported it, nor its id."""
    concern, other = filed(version), filed(version)
    client, at = Client(), [f"/api/v1/models/{CARD}/{end}" for end in ("release", "versions")]
    paths = [*at, "/feeds/versions.atom", "/labs/deepseek/feed.atom"]
    before = {path: client.get(path).headers["ETag"] for path in paths}
    answer(people, concern, "uphold_concern")
    answer(people, other, "not_uphold_concern")
    told = {"kind": "concern_upheld", "text": OUTCOME, "items": ["COMP-1"]}
    release, versions = (client.get(path).json()["data"] for path in at)
    for (one,) in (release["upheld_concerns"], versions[0]["upheld_concerns"]):
        assert {name: one[name] for name in told} == told and len(one) == 4
    assert release["notices"] == versions[0]["notices"] == []
    for path, etag in before.items():
        answered = client.get(path, headers={"If-None-Match": etag})
        assert answered.status_code == 200, path
        assert text(answered).count(OUTCOME) == 1, path
        for secret in (*SECRETS, concern.public_id, other.public_id, "is right after all"):
            assert secret not in text(answered), path
    change = Change.objects.filter(kind="card.concern_upheld").get()
    assert (change.subject, change.version) == (CARD, version.number)
    lines = [json.loads(line) for line in cards.lines()]
    (line,) = [one for one in lines if (one["id"], one["version"]) == (CARD, version.number)]
    assert line["upheld_concerns"] == release["upheld_concerns"]
    assert list(line) == [column.name for column in cards.MEMBERS]


def test_each_answered_claim_leads_to_a_form_about_it(version: CardVersion) -> None:
    page = text(Client().get(f"/models/{CARD}/"))
    assert page.count('class="claim-concern"') == page.count('<article class="claim"') > 0
    form = text(Client().get(f"{new(version)}&item=COMP-1"))
    address = f"?model=deepseek%2Fdeepseek-r1&amp;version={version.number}&amp;item=COMP-1"
    assert f'href="/concerns/new/{address}"' in page
    assert '<option value="COMP-1" selected>' in form


def test_what_is_not_upheld_is_told_nobody_else(people: Cast, version: CardVersion) -> None:
    paths = [f"/models/{CARD}/", f"/models/{CARD}/versions/", f"/api/v1/models/{CARD}/versions"]
    before = [text(Client().get(path)) for path in paths]
    concern = filed(version)
    answer(people, concern, "not_uphold_concern")
    concern.refresh_from_db()
    assert concern.state == "not_upheld"
    assert [text(Client().get(path)) for path in paths] == before
    assert "The table is right after all." in text(Client().get(f"/concerns/{concern.public_id}/"))
