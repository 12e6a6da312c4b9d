"""Cards in the making: those that a token sees, one of them, and starting one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet

from registry.actions import submissions, whole_drafts
from registry.api.addresses import address_of
from registry.api.answers import PRIVATE, Answer, Body, envelope, json_list, json_text
from registry.api.bodies import (
    REFUSALS,
    SHOWN,
    document_in,
    invalid_document,
    shaped,
)
from registry.api.operations import Many, One, Operation
from registry.api.paging import next_address, page_of
from registry.api.parameters import PAGED, Asked, Parameter, choices
from registry.api.private import PrivateEndpoint
from registry.api.v1.draft_data import summary, whole
from registry.api.v1.shapes import submissions as shapes
from registry.models import DraftChange, Lab, Release, Submission
from registry.models.keyset import Order
from registry.rules.checking.reading import ReadResult
from registry.rules.draft_documents import sections_sent
from registry.rules.errors import CardInvalid
from registry.rules.permissions import Person
from registry.rules.problems import Problem
from registry.rules.workflow.vocabulary import Kind, State

NEWEST_FIRST = Order(("id",), descending=True)
# What is gone is not listed; by its id it can still be asked for.
LISTED = tuple(state.value for state in State if state is not State.DISCARDED)


class Submissions(PrivateEndpoint):
    """Cards in the making."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "GET": Operation(
            "listSubmissions", "Submissions", "Cards in the making", Many(shapes.DraftSummary)
        ),
        "POST": Operation(
            "startSubmission",
            "Submissions",
            "Start a card",
            One(shapes.DraftSummary),
            (*REFUSALS, "not-permitted", "refused", "invalid-document", "idempotency-key-reused"),
            takes=shapes.NewSubmission,
            media_types=SHOWN,
            headers=("IdempotencyKey",),
            status=201,
        ),
    }
    parameters: ClassVar[tuple[Parameter, ...]] = (
        choices("state", "Only drafts in this state.", LISTED),
        *PAGED,
    )

    def get(self, asked: Asked) -> Answer:
        """What the token sees, the newest first: cards of its lab, or for a token without a lab
        the listings and self-assessments of its owner. Discarded drafts are not listed.
        """
        rows = _seen_by(self.caller.person)
        for states in asked.values.get("state", ()):
            rows = rows.filter(state__in=states)
        listing = asked.listing(f"submissions of {self.caller.token.public_id}")
        page = page_of(rows, NEWEST_FIRST, asked, listing=listing, seq=0)
        following = {"cursor": page.next.token} if page.next else {}
        count = {"count": rows.count()} if asked.values.get("count") else {}
        text = envelope(
            json_list(json_text(summary(row)) for row in page.rows),
            following=next_address(self.request.path, asked, following),
            **count,
        )
        return Answer("", lambda: Body(text), PRIVATE)

    def post(self, asked: Asked) -> Answer:
        """Start a card, empty or with a card to begin with. Its answer has the address of the draft
        in Location and in links.
        """
        read = document_in(self.request)
        wanted: shapes.NewSubmission = shaped(shapes.NewSubmission, read.document or {})
        return self.once(lambda: _started(self.caller.person, wanted, read))


class OneSubmission(PrivateEndpoint):
    """One card in the making."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "GET": Operation(
            "getSubmission", "Submissions", "One card in the making", One(shapes.Draft)
        )
    }

    def get(self, asked: Asked, draft: str) -> Answer:
        """State, what this token may do now, sections with their ETags, the card as it stands, and
        what the registry thinks of it: what blocks, what reviewers will ask, the score it would
        get.
        """
        submission = self.submission(draft)
        text = envelope(json_text(whole(self.caller.person, submission)))
        return Answer(submission.token, lambda: Body(text), PRIVATE)


def _seen_by(person: Person) -> QuerySet[Submission]:
    """What ``permissions.may_see`` lets a token see, as one query."""
    lab = person.scope.lab if person.scope else None
    rows = Submission.objects.select_related("lab").filter(state__in=LISTED)
    if lab is not None:
        return rows.filter(kind=Kind.LAB, lab__slug=lab)
    return rows.filter(created_by=person.key).exclude(kind=Kind.LAB)


def _started(person: Person, wanted: shapes.NewSubmission, read: ReadResult) -> Answer:
    kind = Kind(wanted["kind"])
    release, lab = _subject(wanted, read, kind)
    with transaction.atomic():
        submission = submissions.start(
            by=person,
            kind=kind,
            lab=lab,
            model_name=wanted.get("model_name", ""),
            release=release,
            origin=DraftChange.Origin.API,
        )
        if "card" in wanted:
            _fill(person, submission, wanted["card"], read)
    address = address_of("submission", submission.public_id)
    text = envelope(json_text(summary(submission)))
    return Answer(
        submission.token,
        lambda: Body(text),
        PRIVATE,
        status=201,
        headers={"Location": address},
    )


def _fill(
    person: Person, submission: Submission, card: Mapping[str, Any], read: ReadResult
) -> None:
    kind = Kind(submission.kind)
    try:
        sections = sections_sent(card, card_id=submission.card_id, kind=kind)
    except CardInvalid as invalid:
        raise invalid_document(list(invalid.problems), read, below="/card") from invalid
    whole_drafts.save_card(
        by=person, submission=submission, sections=sections, token=submission.token
    )


def _subject(
    wanted: shapes.NewSubmission, read: ReadResult, kind: Kind
) -> tuple[Release | None, Lab | None]:
    """The registered model that is meant, or the lab of a new one; refuses what is neither."""
    if ("model" in wanted) == ("model_name" in wanted):
        found = "both" if "model" in wanted else "neither"
        raise _wrong(
            read, "", "schema.alternatives", f"Found {found}; expected model or model_name."
        )
    if "model" in wanted:
        release = Release.objects.select_related("lab").filter(public_id=wanted["model"]).first()
        if release is None:
            said = f"model: Found {wanted['model'][:200]!r}, which is not registered."
            hint = "A model that the registry does not know is started with model_name and lab."
            raise _wrong(read, "/model", "registry.release_unknown", said, hint)
        if "lab" in wanted:
            said = "lab: The lab of a registered model is known."
            raise _wrong(read, "/lab", "schema.conflicting_key", said, "Leave it out.")
        return release, release.lab.standing
    lab = Lab.objects.filter(slug=wanted.get("lab", "")).first()
    if "lab" in wanted and lab is None:
        said = f"lab: Found {wanted['lab'][:200]!r}, which is not registered."
        raise _wrong(read, "/lab", "registry.developer_unknown", said)
    if lab is None and kind is not Kind.SELF_ASSESSMENT:
        said = "lab: A model that is not registered needs its lab."
        raise _wrong(read, "/lab", "schema.missing_key", said)
    return None, lab


def _wrong(
    read: ReadResult, pointer: str, code: str, message: str, hint: str | None = None
) -> Exception:
    return invalid_document([Problem(pointer, code, message, hint)], read)
