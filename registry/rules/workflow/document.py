"""The workflow as a page for people: diagrams and tables, written from the rows themselves.

Run as a program, this writes ``docs/workflow.md``; with ``--check`` it fails where the page is
another one than the rows would make.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from registry.rules.review.clocks import PERIODS, ClockKind
from registry.rules.workflow.assignments import ASSIGNMENT_MOVES
from registry.rules.workflow.clock_table import (
    IN_STATE,
    OF_ASSIGNMENT,
    OF_CONCERN,
    OF_VERSION,
    PARTIES,
)
from registry.rules.workflow.concerns import CONCERN_MOVES
from registry.rules.workflow.submissions import TRANSITIONS
from registry.rules.workflow.versions import VERSION_MOVES
from registry.rules.workflow.vocabulary import REOPENED, State, Target, Track, Transition

DOCUMENT = Path(__file__).parents[3] / "docs" / "workflow.md"
REGENERATE = "make fix"
NOTHING_YET = "[*]"

HEAD = """# The workflow

What may happen to a submission, to a referee's assignment, to a published version and to a reader's
concern. This page is written from the tables in `registry/rules/workflow` by `make fix`, and
`make check` compares it; the same rows drive the checks, the buttons, the API's list of allowed
actions and the tests. What is in no row is refused with the code `transition_not_allowed`, and
nothing is written.

A move needs a row for the state, a role on *this* submission (`registry/rules/permissions.py`), the
row's conditions (`registry/rules/workflow/policies.py`) and, where the row says so, a second
person. While a submission is on hold, only a withdrawal and the end of the hold are possible.

The rows are the rules, and the program makes each of these moves.

Whoever stands under “Told” gets a mail, but for the person who made the move; `referees` of an
assignment is its own referee. The words are in `mails_of_submissions.py` and
`mails_of_assignments.py` of `registry/rules/workflow`. Mails of a decision leave ten minutes after
it; rescinding an acceptance takes back those that still wait. Of what the clock accepted, the
editors-in-chief are told where nobody handles it. Referees are told of a round by their
invitations, the lab of a listing with its right of reply. Of a proposed concern and of each move of
a version by an editor, the lab's representatives get one. Of a concern of readers, the editors-in-
chief do, and whoever reported it and left an address. What waits for one person without being a
move is told, too (`mails_of_waits.py`): a proposal those who may agree to it, and its end whoever
made it; a declared interest that need not forbid a part those who may let it stand, and that it
stands whoever declared it; one that forbids it to the editor in charge the editors-in-chief, who
have to find another; an appeal its editor; a confirmed proof the
handling editor.
"""

CLOCKS = """## Clocks

What is due from whom, and when they are reminded; `manage.py run_clocks` does what this table says.
A day is over at midnight where the person lives: in the time zone of the account, UTC where none is
chosen. Where several speak for a lab, it is over when it is over for all of them. Clocks stand
still on hold, and the time of the editors on the registry track also while the lab has the card.
Reminders are days counted from the last day in time; nobody gets more than one mail a day, and who
was not reminded on the day itself is on the next. A submission lapses only after two reminders, and
not within a week of the second. The days to publish are counted from the one on which nobody is
waited for any more: the lab with its proof or its right of reply, referees who choose whether to
sign, an embargo.
"""


def document() -> str:
    """The whole page."""
    parts = (
        HEAD,
        "## Submissions\n",
        _diagram(_submission_edges()),
        _table(
            ("", "From → to", "Action", "Who", "Conditions", "Leaves", "Told", "Public"),
            (_submission_row(row) for row in TRANSITIONS),
        ),
        "## Referees' assignments\n",
        _diagram(
            (source, row.target or source, row.label)
            for row in ASSIGNMENT_MOVES
            for source in _sources(row.sources)
        ),
        _table(
            ("", "From → to", "Action", "Who", "Rule", "Told"),
            (
                (
                    row.number,
                    f"{_words(row.sources)} → {row.target or 'the same'}",
                    row.label,
                    _who(row.roles, (row.second,) if row.second else ()),
                    row.rule,
                    _words(row.notices),
                )
                for row in ASSIGNMENT_MOVES
            ),
        ),
        "## Published versions\n",
        _diagram(
            (source, row.target or "before", row.label)
            for row in VERSION_MOVES
            for source in sorted(row.sources)
        ),
        "“before” stands for the status that the version had before the present one.\n",
        _table(
            ("", "From → to", "Action", "Who", "Rule", "Public"),
            (
                (
                    row.number,
                    f"{_words(row.sources)} → {row.target or 'the status before'}",
                    row.label,
                    _who(row.roles, row.seconds),
                    row.rule,
                    row.public,
                )
                for row in VERSION_MOVES
            ),
        ),
        "## Readers' concerns (P09)\n",
        _diagram(
            (source, row.target, row.label)
            for row in CONCERN_MOVES
            for source in _sources(row.sources)
        ),
        CLOCKS,
        _table(
            ("Clock", "Runs", "For", "Time", "Reminders", "In the end"),
            (_clock_row(kind) for kind in ClockKind),
        ),
    )
    return "\n".join(parts)


def _clock_row(kind: ClockKind) -> tuple[str, ...]:
    period = PERIODS[kind]
    end = "–"
    if period.grace is not None:
        days = f"{period.grace} days later, " if period.grace else ""
        end = f"{days}{period.then}"
    return (
        period.label,
        ", ".join(_runs(kind)),
        str(PARTIES[kind]),
        f"{period.months} months" if period.months else f"{period.days} days",
        _days(period.reminders)
        + (f", then every {period.again} days" if period.again else "")
        + (f"; handling_editor {_days(period.alerts)}" if period.alerts else ""),
        end,
    )


def _runs(kind: ClockKind) -> Iterable[str]:
    """The states in which a clock runs, of whatever it is about."""
    for state, dues in IN_STATE.items():
        for due in dues:
            if due.kind is kind:
                track = f" ({_words(due.tracks)} track)" if due.tracks != frozenset(Track) else ""
                yield f"{state}{track}"
    for what, states in (
        ("assignment", OF_ASSIGNMENT),
        ("concern", OF_CONCERN),
        ("version", OF_VERSION),
    ):
        yield from (f"{what} {state}" for state, runs in states.items() if runs is kind)


def _days(offsets: Iterable[int]) -> str:
    """Days counted from the last one, with their sign."""
    words = (f"{offset:+d}".replace("-", "−") if offset else "0" for offset in offsets)
    return ", ".join(words) or "–"


def _submission_edges() -> Iterable[tuple[str, str, str]]:
    for row in TRANSITIONS:
        if row.target is Target.UNCHANGED:
            continue
        for source in _sources(row.sources):
            for target in _targets(row):
                yield source, target, f"{row.number} {row.label.lower()}"


def _sources(states: Iterable[str]) -> list[str]:
    return sorted(states) or [NOTHING_YET]


def _targets(row: Transition) -> Iterable[str]:
    """Where a row can lead, one arrow for each."""
    match row.target:
        case Target.STORED:
            others = [
                source
                for other in TRANSITIONS
                if other.target in row.sources
                for source in other.sources
            ]
            # A withdrawal of one's own is not taken back: only what lapsed has a way back.
            lapsing = {State.RETURNED, State.REVISION_REQUESTED}
            return sorted({*others} & lapsing if State.WITHDRAWN in row.sources else {*others})
        case Target.REOPENED:
            return sorted(REOPENED.values())
        case Target.BEFORE_DECISION:
            return [State.DECISION_PENDING, State.TRIAGE]
        case target:
            return [target]


def _submission_row(row: Transition) -> tuple[str, ...]:
    second = f"; {row.second}" if row.second else ""
    if row.second_if_contested:
        second += ", if contested"
    return (
        row.number,
        f"{_words(row.sources)} → {row.target}",
        row.label,
        _words(row.roles) + second,
        _words(row.guards),
        row.effects,
        _words(row.notices),
        row.public or "nothing",
    )


def _who(roles: Iterable[str], seconds: Iterable[str]) -> str:
    return "; ".join([_words(roles), *(f"and {role}" for role in seconds)])


def _words(values: Iterable[str]) -> str:
    return ", ".join(sorted(str(value) for value in values)) or "–"


def _diagram(edges: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"  {source} --> {target}: {label}" for source, target, label in edges]
    return "\n".join(["```mermaid", "stateDiagram-v2", *dict.fromkeys(lines), "```", ""])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; return the exit status."""
    if "--check" not in arguments:
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    if DOCUMENT.read_text(encoding="utf-8") == document():
        return 0
    sys.stderr.write(f"{DOCUMENT.name} is not what the rows make. Run {REGENERATE}.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
