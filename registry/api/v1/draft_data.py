"""Cards in the making as data for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.http import quote_etag

from registry.actions.people import subject_of
from registry.actions.readiness import Readiness, current_card, readiness
from registry.actions.submissions import UNSAVED
from registry.api.addresses import address_of, page_address
from registry.api.answers import known
from registry.api.times import moment_text
from registry.models import DraftSection, Submission
from registry.rules.checking.problem_data import problem_to_data
from registry.rules.drafts import sections_of
from registry.rules.permissions import Person, allowed_actions
from registry.rules.plausibility.results import result_to_data
from registry.rules.preview import preview_to_data
from registry.rules.problems import Problem
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Kind, State

# The ETag of a section that was never saved; no state of a saved one has so short a name.
NEVER_SAVED = "unsaved"


def section_state(stored: DraftSection | None) -> str:
    """What names the state of a section in its ETag."""
    return stored.token if stored else NEVER_SAVED


def section_token(state: str) -> str:
    """The token of a section by its ETag."""
    return UNSAVED if state == NEVER_SAVED else state


def summary(submission: Submission) -> dict[str, Any]:
    """The members of ``shapes.DraftSummary``."""
    lab = submission.lab
    return {
        "id": submission.public_id,
        "kind": submission.kind,
        "state": submission.state,
        "etag": quote_etag(submission.token),
        "card_id": submission.card_id,
        "model_name": submission.model_name,
        **({"lab": {"slug": lab.slug, "name": lab.name}} if lab else {}),
        "created": moment_text(submission.created_at),
        "changed": moment_text(submission.changed_at),
        "links": {
            "self": address_of("submission", submission.public_id),
            "card": address_of("submission-card", submission.public_id),
            "page": page_address("submission:detail", submission.public_id),
        },
    }


def whole(person: Person, submission: Submission) -> dict[str, Any]:
    """The members of ``shapes.Draft``, as this person may see and act on it."""
    data = summary(submission) | {
        "allowed_actions": [
            {"action": row.action.value, "label": row.label}
            for row in allowed_actions(person, subject_of(submission))
        ],
        "sections": sections(submission),
        "card": current_card(submission),
    }
    if submission.state != State.DISCARDED:
        data["check"] = _check(readiness(submission))
    return data


def sections(submission: Submission) -> list[dict[str, Any]]:
    """All sections of the form in their order, saved or not."""
    stored = {section.name: section for section in submission.sections.all()}
    return [
        _section(submission, name, stored.get(name)) for name in sections_of(Kind(submission.kind))
    ]


def _section(submission: Submission, name: str, stored: DraftSection | None) -> dict[str, Any]:
    return {
        "name": name,
        "etag": quote_etag(section_state(stored)),
        **({"saved": moment_text(stored.changed_at)} if stored else {}),
        "unparsed": stored.unparsed if stored else {},
        "links": {"self": address_of("submission-section", submission.public_id, name)},
    }


def _check(found: Readiness) -> dict[str, Any]:
    standard = load_standard()
    return {
        "is_ready": found.is_ready,
        "problems": [problem_to_data(_unplaced(one), standard) for one in found.errors],
        "warnings": [
            known(id=one.digest, message=one.message, pointer=one.place, reason=one.reason)
            for one in found.warnings
        ],
        "take_overs": [
            {
                "source": one.draft_import.name,
                "statements": one.total,
                "undecided": one.total - one.settled,
            }
            for one in found.take_overs
        ],
        "missing": list(found.missing),
        "plausibility": [known(**result_to_data(result)) for result in found.check.plausibility],
        "preview": preview_to_data(found.check.preview, standard),
    }


def _unplaced(problem: Problem) -> Problem:
    """Without line and column: the card was put together here and has none that anybody knows."""
    return replace(problem, line=None, column=None)
