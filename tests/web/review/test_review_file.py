"""The review of a published version, as every reader sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from registry.actions import publication
from registry.actions.review import assignments
from registry.models import (
    Actor,
    CardVersion,
    Change,
    Notice,
    OutboxMessage,
    ReviewFile,
    ReviewFileContent,
    User,
)
from registry.models.review.counted import referees_of
from registry.rules.canonical import canonical_bytes
from registry.rules.workflow.public_steps import PUBLIC_STEPS
from registry.rules.workflow.vocabulary import Action
from registry.web.presenters.review_file import review_page
from registry.web.presenters.review_words import STEPS
from registry.web.view_models.review_file import EditorLine, ReviewPage
from registry.web.view_models.shared import Link
from tests.factories.review import Cast, actor, assignment_of, cast, published
from tests.web.site import read

pytestmark = pytest.mark.django_db
CARD = "/models/deepseek/deepseek-r1/"


def address(version: CardVersion) -> str:
    return f"{CARD}versions/{version.number}/review/"


@pytest.fixture
def people() -> Cast:
    return cast()


def test_review_is_public_with_the_version(client: Client, people: Cast) -> None:
    version = published(people)
    page = read(client, address(version))
    assert page.faults == []
    for words in (
        "2 referees reported in 1 round.",
        "gave the same verdict on",
        "Hana Handling",
        "Say which hours the cost covers.",
        "The lab: disagrees.",
        "The hours are those of the RL stage.",
        "for the replies: no text generator used",
        "Hana Handling finds it settled.",
        "The reply settles it.",
        "Judges as competent in training compute.",
        "thank you for the card.",
        "Submitted with the lab’s attestation",
        "To be decided without another round",
        version.review_file.content_hash.removeprefix("sha256:"),
    ):
        assert words in page.text
    events = version.review_file.document()["events"]
    assert [(one["event"], one["by"]) for one in events] == [
        ("submit", "lab"),
        ("assign_editor", "editors"),
        ("send_to_review", "editors"),
        ("close_round", "clock"),
        ("revise", "editors"),
        ("submit_revision", "lab"),
        ("skip_round", "editors"),
        ("accept", "editors"),
    ]
    card = read(client, CARD)
    assert address(version) in card.links
    assert "Judged by 2 referees: 2 supported." in card.text
    newest, first = client.get(f"/api/v1{CARD}versions").json()["data"]
    assert newest["links"]["review"].endswith(f"/api/v1{CARD}versions/2/review")
    assert "review" not in first["links"]


def page_of(version: CardVersion, data: dict[str, Any]) -> ReviewPage:
    """The page that another file of the version would make."""
    file = ReviewFile(content_hash="sha256:00")
    ReviewFileContent(file=file, canonical=json.dumps(data))
    return review_page(version, file)


def test_each_public_move_has_words() -> None:
    assert {*STEPS} == {*PUBLIC_STEPS, Action.PUBLISH}


def test_files_of_the_first_schema_are_read_as_before(people: Cast) -> None:
    version = published(people)
    data = version.review_file.document()
    data["schema_version"] = "1.0"
    ruling = data["comments"][0]["ruling"]
    ruling |= {"ruling": "reclassed", "class": "note"}
    del ruling["editor"], data["editor"]["waiver"], data["further_editors"], data["events"]
    page = page_of(version, data)
    assert page.editors == (EditorLine("Hana Handling", "handling editor", "No conflict declared"),)
    assert page.schema == "review-file/1.0.schema.json"
    assert page.events == ()
    assert page.comments[0].weight == "Must be answered"
    assert page.comments[0].ruling == (
        "The editor gave it another weight: note, was must be answered"
    )


def test_nobody_is_named_who_did_not_sign(client: Client, people: Cast) -> None:
    version = published(people)
    found = [
        client.get(url).content.decode()
        for url in (
            address(version),
            f"{CARD}versions/{version.number}/review.json",
            f"/api/v1{CARD}versions/{version.number}/review",
            CARD,
        )
    ]
    for referee in people.referees:
        assert all(actor(referee).name not in text for text in found)
        assert all(referee.key not in text for text in found)
    assert all("Seen elsewhere." not in text for text in found), "a note in confidence"


def test_programs_read_the_bytes_that_were_hashed(client: Client, people: Cast) -> None:
    version = published(people)
    file = version.review_file
    for url in (
        f"{CARD}versions/{version.number}/review.json",
        f"/api/v1{CARD}versions/{version.number}/review",
    ):
        answer = client.get(url)
        assert answer.content == file.canonical.encode() == canonical_bytes(answer.json())
        assert file.content_hash in answer["ETag"]
        assert "immutable" in answer["Cache-Control"]
        assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_version_without_a_review_has_no_page_of_one(client: Client) -> None:
    assert client.get(f"{CARD}versions/1/review/").status_code == 404
    assert client.get(f"{CARD}versions/1/review.json").status_code == 404
    answer = client.get(f"/api/v1{CARD}versions/1/review")
    assert answer.status_code == 404
    assert "without a review" in answer.json()["detail"]
    assert f"{CARD}versions/1/review/" not in read(client, CARD).links


def test_review_of_a_removed_version_goes_with_it(
    client: Client, people: Cast, editor: Actor
) -> None:
    version = published(people)
    publication.remove(by=editor, version=version, reason="Order 7 of a court.")
    assert client.get(address(version)).status_code == 410
    assert client.get(f"{CARD}versions/{version.number}/review.json").status_code == 410
    assert client.get(f"/api/v1{CARD}versions/{version.number}/review").status_code == 410


def test_claims_verified_by_referees_are_not_called_unconfirmed(
    client: Client, people: Cast
) -> None:
    assert "not yet confirmed" in read(client, CARD).text
    published(people)
    text = read(client, CARD).text
    assert "two independent referees, who judged this very claim" in text
    assert "not yet confirmed" not in text


def test_disputes_redactions_and_signatures_are_shown(people: Cast) -> None:
    version = published(people)
    data = version.review_file.document()
    item = next(one for one in data["items"] if one["item"] == "COST-1")
    item["verdicts"][0] |= {"verdict": "contradicted", "links": ["[redacted: identifying]"]}
    item["verdicts"][1] |= {"stale": True, "comment": "It leaves the hours open."}
    item |= {"disputed": True, "carried": [{"verdict": "supported_full", "from_version": 1}]}
    item["adjudication"] = {
        "ruling": "supported_partial",
        "claim_hash": data["content_hash"],
        "editor": "Hana Handling",
        "reason": "One stage of two.",
    }
    data["reports"][0]["redactions"] = [{"place": "/summary", "reason": "offensive"}]
    data["referees"][0] |= {"name": "Rosa Referee", "recused": True, "waiver": "Long ago."}
    data["referees"][0]["conflicts"] = {"outcome": "waivable", "declared": ["formerly_employed"]}
    page = page_of(version, data)
    assert "an editor ruled on 1 of them" in page.lede
    row = page.rows[0]
    assert (row.item, row.is_disputed, row.ruling) == ("COST-1", True, "Supported in part")
    assert row.carried == ("Supported, carried from version 1",)
    assert [[cell.is_stale for cell in cells] for cells in row.cells] == [[False], [True]]
    assert page.adjudications[0].reason == "One stage of two."
    signed = page.referees[0]
    assert signed.name == page.columns[0] == "Rosa Referee"
    assert (signed.interests, signed.waiver) == ("Declared: formerly employed", "Long ago.")
    assert signed.note.endswith("recused: the verdicts count no more")
    assert page.reports[0].redactions == ("summary: offensive",)
    assert page.reports[0].remarks[0].links == (Link("[redacted: identifying]"),)
    assert page.reports[1].remarks[0].text == "It leaves the hours open."


def test_a_referee_who_leaves_late_is_marked_and_nobody_named(people: Cast, client: Client) -> None:
    """By a notice on what rests on the verdicts, in a mail to the lab, beside the pseudonym."""
    version = published(people)
    goes = people.referees[0]
    assignment = assignment_of(goes, version.origin.submission)
    before = version.review_file.content_hash
    assignments.recuse(
        by=goes, assignment=assignment, token=assignment.token, reason="Bought stock in May."
    )
    notice = Notice.objects.get(version=version)
    assert (notice.kind, notice.signed) == ("recusal", [])
    assert "COST-1" in notice.items and notice.actor_key != goes.key
    page = read(client, address(version))
    assert "Recusal of a referee" in page.text
    left = f"{assignment.referee} recused after the publication: the verdicts count no more"
    assert left in page.text and page.text.count("recused after") == 1
    mail = OutboxMessage.objects.get(kind="version_notice")
    assert mail.recipient == User.objects.get(actor=people.representative.key).email
    change = Change.objects.get(kind="card.recusal")
    assert (change.subject, change.version) == ("deepseek/deepseek-r1", version.number)
    card = read(client, f"{CARD}versions/{version.number}/")
    told = client.get(f"/api/v1{CARD}versions").json()
    assert "Recusal of a referee" in card.text and "recusal" in json.dumps(told)
    for text in (page.text, card.text, mail.body, json.dumps(told), notice.text):
        assert "Rosa" not in text and "Bought stock" not in text
    version.refresh_from_db()
    assert version.review_file.content_hash == before


def test_an_editor_signs_the_notice_of_a_recusal(people: Cast) -> None:
    version = published(people)
    submission = version.origin.submission
    assignment = assignment_of(people.referees[0], submission)
    assignments.recuse(
        by=people.handling, assignment=assignment, token=assignment.token, reason="Shares."
    )
    signed = [{"name": "Hana Handling", "role": "handling_editor"}]
    assert [one.signed for one in version.notices.all()] == [signed]
    assert referees_of(version) == 1
