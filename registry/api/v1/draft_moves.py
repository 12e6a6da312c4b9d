"""The moves of the workflow that a token may make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from registry.actions import submissions, whole_drafts
from registry.api.answers import Answer
from registry.api.bodies import (
    REFUSALS,
    SHOWN,
    body_of,
    document_in,
    invalid_document,
    shaped,
)
from registry.api.errors import RequestRefused
from registry.api.operations import One, Operation
from registry.api.parameters import Asked
from registry.api.private import PrivateEndpoint, stale, state_named
from registry.api.v1.draft_content import CHANGES, receipt
from registry.api.v1.draft_data import summary
from registry.api.v1.shapes import submissions as shapes
from registry.models import Submission
from registry.rules.errors import StaleWrite
from registry.rules.problems import Problem

MOVING = ("not-permitted", "transition-not-allowed", "refused", "idempotency-key-reused")


class Complete(PrivateEndpoint):
    """Marking a card as complete."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "POST": Operation(
            "completeSubmission",
            "Submissions",
            "Mark a card as complete",
            One(shapes.DraftSummary),
            (*REFUSALS, *MOVING, "invalid-document"),
            takes=shapes.Completion,
            media_types=SHOWN,
            body_required=False,
            headers=CHANGES,
        )
    }

    def post(self, asked: Asked, draft: str) -> Answer:
        """Lock the draft for the attestation, which only a representative who is signed in can
        make. Warnings that have no reason yet can be given one in the body, which takes a token
        that may also save. Refused with all that blocks; check of the draft lists it before.
        """
        submission, state = self.submission(draft), state_named(self.request)
        reasons = self._reasons() if body_of(self.request) else {}
        return self.once(
            lambda: _moved(
                submission,
                lambda: whole_drafts.complete(
                    by=self.caller.person, submission=submission, token=state, reasons=reasons
                ),
            )
        )

    def _reasons(self) -> Mapping[str, str]:
        read = document_in(self.request)
        given: shapes.Completion = shaped(shapes.Completion, read.document or {})
        reasons: dict[str, str] = {}
        for number, one in enumerate(given.get("reasons", ())):
            if one["warning"] in reasons:
                said = f"reasons.{number}.warning: Found the same warning twice."
                place = f"/reasons/{number}/warning"
                raise invalid_document([Problem(place, "schema.repeated_entry", said)], read)
            reasons[one["warning"]] = one["reason"]
        return reasons


class Discard(PrivateEndpoint):
    """Throwing a draft away."""

    operations: ClassVar[Mapping[str, Operation]] = {
        "POST": Operation(
            "discardSubmission",
            "Submissions",
            "Discard a draft",
            One(shapes.DraftSummary),
            (*MOVING, "malformed-request", "too-large"),
            headers=CHANGES,
        )
    }

    def post(self, asked: Asked, draft: str) -> Answer:
        """Delete the content of a draft and its history, for good; that there was one stays. What
        was submitted cannot be discarded. Takes no body.
        """
        submission, state = self.submission(draft), state_named(self.request)
        if body_of(self.request):
            raise RequestRefused("malformed-request", "Found a body; this address takes none.")
        return self.once(
            lambda: _moved(
                submission,
                lambda: submissions.discard(
                    by=self.caller.person, submission=submission, token=state
                ),
            )
        )


def _moved(submission: Submission, move: Callable[[], None]) -> Answer:
    try:
        move()
    except StaleWrite as refused:
        raise stale(str(refused), submission.token, summary(submission)) from refused
    return receipt(submission)
