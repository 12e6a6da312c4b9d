"""What stands between a draft and its submission, worked out anew each time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.actions import imports
from registry.actions.audit import now
from registry.actions.publication import developer_problems
from registry.actions.submissions import drafts_of
from registry.models import Submission
from registry.models.relatives import relatives_of
from registry.rules.draft_check import DraftCheck, check_draft
from registry.rules.drafts import assemble
from registry.rules.errors import CardInvalid, Refused
from registry.rules.grading.level import Level
from registry.rules.plausibility.problems import error_problem
from registry.rules.plausibility.results import Severity
from registry.rules.problems import Problem
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import EDITABLE, Kind, State

# The card is what its sections make; elsewhere it is what was frozen.
# What ``require_ready`` lets pass has no problems left, for the condition of the same name.
READY: Mapping[str, Any] = {"card_problems": ()}
OPEN_TO_CHANGE = EDITABLE | {State.AWAITING_ATTESTATION, State.DISCARDED}


@dataclass(frozen=True)
class Warned:
    """A warning that reviewers will ask about, with the reason given for it so far."""

    digest: str
    message: str
    place: str
    reason: str


@dataclass(frozen=True)
class Readiness:
    """What stands between a draft and its submission.

    ``errors`` block, ``warnings`` need a reason each, ``missing`` is what the level asks for, in
    sentences; ``unparsed`` are fields with a text that could not be read, by section;
    ``take_overs`` are cards of others that the lab has not looked at to the end.
    """

    check: DraftCheck
    errors: tuple[Problem, ...]
    warnings: tuple[Warned, ...]
    missing: tuple[str, ...]
    unparsed: Mapping[str, tuple[str, ...]]
    take_overs: tuple[imports.Progress, ...] = ()

    @property
    def is_ready(self) -> bool:
        unanswered = any(not warning.reason for warning in self.warnings)
        return not (self.errors or unanswered or self.missing or self.unparsed or self.take_overs)


def check_submission(submission: Submission) -> DraftCheck:
    """Check the card as it stands or was frozen; reads what other published cards say."""
    card = current_card(submission)
    return check_draft(card, load_standard(), today=now().date(), relatives=relatives_of)


def current_card(submission: Submission) -> dict[str, Any]:
    """The frozen card of a submission under review, else what the draft's sections make."""
    frozen = submission.snapshots.order_by("-number").first()
    if frozen is not None and State(submission.state) not in OPEN_TO_CHANGE:
        return frozen.document()
    return assemble(submission.card_id, Kind(submission.kind), drafts_of(submission))


def readiness(submission: Submission) -> Readiness:
    """All that blocks, that reviewers will ask, and that is missing, worked out anew."""
    check = check_submission(submission)
    kind = Kind(submission.kind)
    misfits = tuple(error_problem(result) for result in check.findings(Severity.ERROR))
    given = {each.digest: each.reason for each in submission.acknowledgements.all()}
    return Readiness(
        check=check,
        errors=(*check.errors, *misfits, *_lab_problems(submission, check), *_sources(kind, check)),
        warnings=tuple(_warnings(check, given)),
        missing=check.preview.level_if_attested.missing
        if kind is Kind.LAB and check.preview.level_if_attested.level < Level.STATED
        else (),
        unparsed={
            section.name: tuple(section.unparsed)
            for section in submission.sections.all()
            if section.unparsed
        },
        take_overs=tuple(one for one in imports.take_overs(submission) if not one.is_done),
    )


def warning_digest(place: str, message: str) -> str:
    """The name of a warning: another message at another place is another warning."""
    return hashlib.sha256(f"{place}\n{message}".encode()).hexdigest()


def _warnings(check: DraftCheck, given: Mapping[str, str]) -> list[Warned]:
    places = [(problem.pointer, problem.message) for problem in check.warnings]
    places += [
        (result.claims[0] if result.claims else "", result.message)
        for result in check.findings(Severity.WARN)
    ]
    digests = [(warning_digest(place, message), message, place) for place, message in places]
    return [
        Warned(digest, message, place, given.get(digest, "")) for digest, message, place in digests
    ]


def _lab_problems(submission: Submission, check: DraftCheck) -> tuple[Problem, ...]:
    document = check.checked.document or {}
    developer = document.get("model", {}).get("developer")
    if submission.lab is None or developer is None:
        return ()
    return tuple(developer_problems(document, submission.lab))


def _sources(kind: Kind, check: DraftCheck) -> tuple[Problem, ...]:
    """A third party speaks from sources only: each claim needs one."""
    if kind is not Kind.THIRD_PARTY:
        return ()
    document, standard = check.checked.document or {}, load_standard()
    return tuple(
        Problem(
            f"/{item.claim.replace('.', '/')}/evidence",
            "registry.source_missing",
            f"{item.title}: no source is given. What a third party lists, it must have read "
            "somewhere.",
            "Add the public source, or leave the claim out.",
        )
        for item in standard.items
        if (
            claim := document.get(item.claim.partition(".")[0], {}).get(
                item.claim.partition(".")[2]
            )
        )
        and not claim.get("evidence")
    )


def require_ready(submission: Submission) -> Readiness:
    """The readiness of a draft that nothing stands in the way of; raise what does."""
    found = readiness(submission)
    if found.errors:
        raise CardInvalid(found.errors)
    if found.unparsed:
        names = ", ".join(sorted(found.unparsed))
        raise Refused(f"Some fields hold a text that could not be read, in: {names}.")
    for one in found.take_overs:
        raise Refused(
            f"{one.total - one.settled} of {one.total} statements of {one.draft_import.name} are "
            "not decided yet: each is confirmed, corrected or removed."
        )
    if found.missing:
        raise Refused(" ".join(found.missing))
    open_warnings = [warning for warning in found.warnings if not warning.reason]
    if open_warnings:
        raise Refused(
            f"{len(open_warnings)} warning(s) have no reason yet. First: {open_warnings[0].message}"
        )
    return found
