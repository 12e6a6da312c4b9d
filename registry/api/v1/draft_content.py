"""What a draft says: the whole card, or one section, read and replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from registry.actions import submissions, whole_drafts
from registry.actions.readiness import current_card
from registry.api.answers import JSON, PRIVATE, Answer, Body, envelope, json_text
from registry.api.bodies import REFUSALS, SHOWN, document_in, invalid_document
from registry.api.errors import RequestRefused
from registry.api.operations import Bare, One, Operation
from registry.api.parameters import Asked
from registry.api.private import PrivateEndpoint, stale, state_named
from registry.api.v1.draft_data import (
    section_state,
    section_token,
    summary,
)
from registry.api.v1.shapes import submissions as shapes
from registry.models import DraftChange, DraftSection, Submission
from registry.rules.draft_documents import section_sent, sections_sent
from registry.rules.drafts import sections_of
from registry.rules.errors import CardInvalid, StaleWrite
from registry.rules.workflow.vocabulary import Kind

CARD = {"type": "object", "description": "A model card; it may lack anything."}
SECTION = {"type": "object", "description": "The members of a card that the section holds."}
WRITING = (
    *REFUSALS,
    "not-permitted",
    "transition-not-allowed",
    "refused",
    "invalid-document",
    "idempotency-key-reused",
)
CHANGES = ("IfMatch", "IdempotencyKey")


class DraftCard(PrivateEndpoint):
    """The whole card of a draft."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "GET": Operation("getDraftCard", "Submissions", "The card of a draft", Bare({JSON: CARD})),
        "PUT": Operation(
            "putDraftCard",
            "Submissions",
            "Replace the card of a draft",
            One(shapes.DraftSummary),
            WRITING,
            body=dict.fromkeys(SHOWN, CARD),
            headers=CHANGES,
        ),
    }

    def get(self, asked: Asked, draft: str) -> Answer:
        """The card as its sections make it together, with nothing around it. It may lack anything;
        what people typed and the registry could not read is not in it.
        """
        submission = self.submission(draft)
        text = json_text(current_card(submission))
        return Answer(submission.token, lambda: Body(text), PRIVATE)

    def put(self, asked: Asked, draft: str) -> Answer:
        """Replace all sections, all or none: what the card leaves out is taken out of the draft,
        and stays in its history. The same card again changes nothing. What is wrong with the form
        of a value refuses the whole; what is merely missing is told by check and refuses nothing.
        """
        submission, state = self.submission(draft), state_named(self.request)
        read = document_in(self.request)
        try:
            sections = sections_sent(
                read.document or {}, card_id=submission.card_id, kind=Kind(submission.kind)
            )
        except CardInvalid as invalid:
            raise invalid_document(list(invalid.problems), read) from invalid

        def act() -> Answer:
            try:
                whole_drafts.save_card(
                    by=self.caller.person, submission=submission, sections=sections, token=state
                )
            except StaleWrite as refused:
                raise stale(str(refused), submission.token, current_card(submission)) from refused
            return receipt(submission)

        return self.once(act)


class DraftSectionContent(PrivateEndpoint):
    """One section of a draft."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "GET": Operation(
            "getDraftSection", "Submissions", "One section of a draft", Bare({JSON: SECTION})
        ),
        "PUT": Operation(
            "putDraftSection",
            "Submissions",
            "Replace a section of a draft",
            One(shapes.DraftSummary),
            WRITING,
            body=dict.fromkeys(SHOWN, SECTION),
            headers=CHANGES,
        ),
    }

    def get(self, asked: Asked, draft: str, section: str) -> Answer:
        """The members of the card that the section holds; empty as long as it was never saved. The
        ETag is the section's own, so that people and programs can work on different ones at once.
        """
        stored = _stored(self.submission(draft), section)
        text = json_text(_content(stored))
        return Answer(section_state(stored), lambda: Body(text), PRIVATE)

    def put(self, asked: Asked, draft: str, section: str) -> Answer:
        """Replace one section and leave the others. If-Match takes the ETag of the section, which
        the answer to this has anew. The same content again changes nothing.
        """
        submission = self.submission(draft)
        _stored(submission, section)
        state = state_named(self.request)
        read = document_in(self.request)
        try:
            content = section_sent(section, read.document or {}, kind=Kind(submission.kind))
        except CardInvalid as invalid:
            raise invalid_document(list(invalid.problems), read) from invalid

        def act() -> Answer:
            try:
                saved = submissions.save_section(
                    by=self.caller.person,
                    submission=submission,
                    name=section,
                    draft=content,
                    token=section_token(state),
                    origin=DraftChange.Origin.API,
                )
            except StaleWrite as refused:
                current: DraftSection | None = refused.current
                raise stale(
                    "The section was saved by somebody else after you read it. Nothing was "
                    "overwritten.",
                    section_state(current),
                    _content(current),
                ) from refused
            return receipt(submission, state=saved.token)

        return self.once(act)


def receipt(submission: Submission, *, state: str = "") -> Answer:
    """What a change is answered with: the draft without its content, and the new ETag.

    ``state`` is that of the section where one was changed. Nothing of the card is in it, because
    answers are kept for repeated calls, and content that is discarded shall be gone.
    """
    text = envelope(json_text(summary(submission)))
    return Answer(state or submission.token, lambda: Body(text), PRIVATE)


def _stored(submission: Submission, name: str) -> DraftSection | None:
    """The section as it is saved; refuses the name of none."""
    names = sections_of(Kind(submission.kind))
    if name not in names:
        raise RequestRefused(
            "not-found", f"A draft of this kind has the sections {', '.join(names)}."
        )
    return submission.sections.filter(name=name).first()


def _content(stored: DraftSection | None) -> Mapping[str, Any]:
    return stored.draft().content if stored else {}
