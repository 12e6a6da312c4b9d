"""Whether a move is possible now: the conditions of the workflow's rows, on plain facts.

That the person may make it, ``rules.permissions`` says; that the state allows it, the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registry.rules.errors import Refused
from registry.rules.numerals import date_text
from registry.rules.words import listed
from registry.rules.workflow.vocabulary import Guard, Transition

FIRST_ROUND_REPORTS = 2
LATER_ROUND_REPORTS = 1
TIME_BOX = timedelta(days=30)
REOPEN_TIME = timedelta(days=90)
COOLING_OFF = timedelta(days=60)
# Two years of having belonged to the lab bar from judging its card.
MEMBERSHIP_BARS_FOR = timedelta(days=730)
MINIMUM_LAPSE_REMINDERS = 2
MAXIMUM_BOUNCES = 1


class Clearance(StrEnum):
    """What an editor's or referee's declaration of interests comes to."""

    MISSING = "missing"
    CLEAR = "clear"
    WAIVABLE = "waivable"
    BLOCKED = "blocked"


class ConditionNotMet(Refused):
    """A condition of the row does not hold; ``guard`` is its stable code."""

    code = "condition_not_met"

    def __init__(self, guard: Guard, message: str) -> None:
        super().__init__(message)
        self.guard = guard


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions are about, counted inside the transaction of the move.

    Titles are those of items or labels of comments ("R2.4"). Times are UTC. ``by_system`` where the
    clock acts and not a person. ``editor_clearance`` is that of whoever becomes handling editor.
    ``referees_standing`` is None where none were asked, ``signing_until`` where all have chosen.
    """

    at: datetime
    by_system: bool = False
    card_problems: tuple[str, ...] = ()
    check_errors: tuple[str, ...] = ()
    other_open: str = ""
    editor_clearance: Clearance = Clearance.MISSING
    editor_is_new: bool = False
    major_issues: int = 0
    unanswered_issues: tuple[str, ...] = ()
    unblocked_invitees: int = 0
    unchecked_core: tuple[str, ...] = ()
    reply_until: datetime | None = None
    is_release_registered: bool = False
    submitted_at: datetime | None = None
    round_number: int = 0
    reports_in_round: int = 0
    reports_missing: int = 0
    reports_in_all: int = 0
    decision_kind: str = ""
    is_revised: bool = False
    are_reports_seen: bool = False
    unanswered_musts: tuple[str, ...] = ()
    open_musts: tuple[str, ...] = ()
    bounces: int = 0
    last_decision_kind: str = ""
    open_disputes: tuple[str, ...] = ()
    has_accepted_snapshot: bool = False
    referees_standing: int | None = None
    is_proof_confirmed: bool = False
    proof_until: datetime | None = None
    signing_until: datetime | None = None
    redactions_waiting: int = 0
    is_leak_free: bool = False
    embargo_until: datetime | None = None
    lapses_at: datetime | None = None
    reminders_sent: int = 0
    reopen_until: datetime | None = None
    closed_at: datetime | None = None
    appeal_until: datetime | None = None
    appeals: int = 0
    is_invited_again: bool = False


def unmet(row: Transition, facts: Facts) -> tuple[tuple[Guard, str], ...]:
    """The conditions of the row that do not hold, each with a sentence that says what is found."""
    found = ((guard, _CONDITIONS[guard](facts)) for guard in row.guards)
    return tuple((guard, message) for guard, message in found if message)


def check_conditions(row: Transition, facts: Facts) -> None:
    """Raise ``ConditionNotMet`` for the first condition that does not hold."""
    for guard, message in unmet(row, facts):
        raise ConditionNotMet(guard, message)


def _until(moment: datetime | None, facts: Facts, what: str) -> str:
    if moment is not None and facts.at < moment:
        return f"{what} until {date_text(moment.date().isoformat())} ({moment:%H:%M} UTC)."
    return ""


def _before(end: datetime | None, facts: Facts, what: str) -> str:
    if end is None:
        return f"{what} is not possible here."
    if facts.at >= end:
        return f"{what} was possible until {date_text(end.date().isoformat())} ({end:%H:%M} UTC)."
    return ""


def _named(names: tuple[str, ...], what: str) -> str:
    return f"{what}: {listed(names)}." if names else ""


def _editor_clear(facts: Facts) -> str:
    match facts.editor_clearance:
        case Clearance.CLEAR:
            return ""
        case Clearance.MISSING:
            return "The editor has not declared interests for this submission yet."
        case clearance:
            return f"The editor's declaration of interests is {clearance}; another one is needed."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s'[: number != 1]}"


def _needed(number: int) -> str:
    return f"{number} {'is' if number == 1 else 'are'} needed"


def _enough_reports(facts: Facts) -> str:
    needed = FIRST_ROUND_REPORTS if facts.round_number <= 1 else LATER_ROUND_REPORTS
    if facts.reports_in_round >= needed:
        return ""
    return (
        f"Round {facts.round_number} has {_count(facts.reports_in_round, 'report')}; "
        f"{_needed(needed)} to close it."
    )


def _all_reports(facts: Facts) -> str:
    """An editor may close a round early; by itself it closes when nothing is missing."""
    if facts.by_system and facts.reports_missing:
        return f"Missing in the round: {_count(facts.reports_missing, 'report')}."
    return ""


def _proof(facts: Facts) -> str:
    if facts.is_proof_confirmed:
        return ""
    if facts.proof_until is None:
        return "The proof has not been offered to the lab."
    return _until(facts.proof_until, facts, "The lab has not confirmed the proof; it may")


def _time_box(facts: Facts) -> str:
    if facts.submitted_at is None:
        return "It was not submitted."
    return _until(facts.submitted_at + TIME_BOX, facts, "The editors have")


def _grace(facts: Facts) -> str:
    if facts.lapses_at is None:
        return "Nothing is due from the lab."
    if facts.reminders_sent < MINIMUM_LAPSE_REMINDERS:
        return (
            f"The lab was reminded {_count(facts.reminders_sent, 'time')}; "
            f"{_needed(MINIMUM_LAPSE_REMINDERS)} before a submission lapses."
        )
    return _until(facts.lapses_at, facts, "The lab has")


def _cooled_off(facts: Facts) -> str:
    if facts.is_invited_again or facts.closed_at is None:
        return ""
    what = "A new submission of the same model waits"
    return _until(facts.closed_at + COOLING_OFF, facts, what)


_CONDITIONS: Mapping[Guard, Callable[[Facts], str]] = {
    Guard.CARD_READY: lambda f: _named(f.card_problems, "The card is not ready"),
    Guard.NO_OTHER_OPEN: lambda f: f.other_open,
    Guard.EDITOR_CLEAR: _editor_clear,
    Guard.MAJOR_ISSUE: lambda f: (
        ""
        if f.major_issues
        else "A card is returned with at least one major issue, tied to an item; there is none."
    ),
    Guard.ISSUES_ANSWERED: lambda f: _named(f.unanswered_issues, "Major issues without an answer"),
    Guard.NO_CHECK_ERROR: lambda f: _named(f.check_errors, "Checks at severity error are open"),
    Guard.TWO_INVITEES: lambda f: (
        ""
        if f.unblocked_invitees >= FIRST_ROUND_REPORTS
        else f"Proposed without a forbidding interest: {_count(f.unblocked_invitees, 'referee')}; "
        f"{_needed(FIRST_ROUND_REPORTS)}."
    ),
    Guard.CORE_CHECKED: lambda f: _named(f.unchecked_core, "Core items not checked yet"),
    Guard.REPLY_OVER: lambda f: _until(f.reply_until, f, "The lab may reply to the listing"),
    Guard.RELEASE_REGISTERED: lambda f: (
        "" if f.is_release_registered else "The model is not registered as a release yet."
    ),
    Guard.TIME_BOX_OVER: _time_box,
    Guard.ENOUGH_REPORTS: _enough_reports,
    Guard.ALL_REPORTS: _all_reports,
    Guard.NO_DECISION: lambda f: (
        f"A decision on this snapshot stands already: {f.decision_kind}." if f.decision_kind else ""
    ),
    Guard.ROUND_CURRENT: lambda f: (
        "The card was revised since the last round, and its reports would be about the former one. "
        "Open another round."
        if f.is_revised
        else ""
    ),
    Guard.REVISED: lambda f: (
        ""
        if f.is_revised
        else "The last round looked at the card as it stands. Open that one again."
    ),
    Guard.REPORTS_SEEN: lambda f: (
        ""
        if f.are_reports_seen
        else "A report came in, or went, since the page was made. Look at it, then decide."
    ),
    Guard.MUSTS_ANSWERED: lambda f: _named(
        f.unanswered_musts, "Comments that must be answered and are not"
    ),
    Guard.ONE_BOUNCE: lambda f: (
        "It was sent back as incomplete once already; another time is not possible."
        if f.bounces >= MAXIMUM_BOUNCES
        else ""
    ),
    Guard.LAST_WAS_MINOR: lambda f: (
        ""
        if f.last_decision_kind == "minor"
        else "Only a minor revision is decided without another round."
    ),
    Guard.NO_OPEN_MUST: lambda f: _named(f.open_musts, "Comments that must be settled are open"),
    Guard.DISPUTES_ADJUDICATED: lambda f: _named(
        f.open_disputes, "Disputes without an adjudication"
    ),
    Guard.TWO_REPORTS: lambda f: (
        ""
        if f.reports_in_all >= FIRST_ROUND_REPORTS
        else f"Reported: {_count(f.reports_in_all, 'referee')}; {_needed(FIRST_ROUND_REPORTS)}."
    ),
    Guard.SNAPSHOT_ACCEPTED: lambda f: (
        "" if f.has_accepted_snapshot else "The card as it stands is not the one that was accepted."
    ),
    Guard.REFEREES_STAND: lambda f: (
        ""
        if f.referees_standing is None or f.referees_standing >= FIRST_ROUND_REPORTS
        else "Since the acceptance a referee left over an interest; "
        f"left: {_count(f.referees_standing, 'report')}; {_needed(FIRST_ROUND_REPORTS)}."
    ),
    Guard.PROOF_CONFIRMED: _proof,
    Guard.SIGNING_OVER: lambda f: _until(
        f.signing_until, f, "Not every referee has chosen whether to sign; they may"
    ),
    Guard.NO_REDACTION_WAITS: lambda f: (
        "A redaction of a report waits for a second person. It has to be agreed to or dropped "
        "first: what is published stays."
        if f.redactions_waiting
        else ""
    ),
    Guard.LEAK_CHECKED: lambda f: (
        ""
        if f.is_leak_free
        else "Nobody has looked through the review file as it stands and cleared it of leaks."
    ),
    Guard.EMBARGO_OVER: lambda f: _until(f.embargo_until, f, "Under embargo"),
    Guard.GRACE_OVER: _grace,
    Guard.REOPEN_IN_TIME: lambda f: _before(f.reopen_until, f, "Reopening"),
    Guard.APPEAL_IN_TIME: lambda f: _before(f.appeal_until, f, "An appeal"),
    Guard.FIRST_APPEAL: lambda f: "There was an appeal already; one is all." if f.appeals else "",
    Guard.NEW_EDITOR: lambda f: (
        ""
        if f.editor_is_new
        else "A granted appeal needs an editor who had no part yet: neither in charge of the "
        "submission or the appeal, nor agreeing to the rejection."
    ),
    Guard.COOLED_OFF: _cooled_off,
}
