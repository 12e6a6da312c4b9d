"""What can be told of a card that is not finished: what is wrong in it, and what it would earn.

A draft may lack anything. What is there must have the form of a card, so that nothing is stored
that no form could show; the rest of what is wrong is told and waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.card.sections import SECTIONS
from registry.rules.checking.check import CheckedCard, check_card
from registry.rules.checking.meaning import check_meaning
from registry.rules.checking.schema import validate
from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.names import split_card_id
from registry.rules.plausibility.results import Result, Severity
from registry.rules.pointer import split_pointer
from registry.rules.preview import Preview
from registry.rules.problems import Problem
from registry.rules.standard import Standard
from registry.rules.validation import Relatives, no_relatives, validate_card

# What a draft may be told of without being refused: something is not there yet.
INCOMPLETE = frozenset(
    {
        "schema.missing_key",
        "schema.missing_value",
        "schema.missing_reason",
        "schema.missing_stages",
        "schema.alternatives",
    }
)


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """``problems`` are those of the card as it stands; ``preview`` and ``plausibility`` are of its
    sound part, so that one bad field does not hide the worth of all others. ``checked`` holds the
    bytes to submit if there are no errors.
    """

    checked: CheckedCard
    problems: tuple[Problem, ...]
    plausibility: tuple[Result, ...]
    preview: Preview

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity != "error")

    def findings(self, severity: Severity) -> tuple[Result, ...]:
        return tuple(result for result in self.plausibility if result.severity is severity)


def check_draft(
    card: Mapping[str, Any],
    standard: Standard,
    *,
    today: date,
    relatives: Relatives | None = None,
) -> DraftCheck:
    """Check an assembled card (``drafts.assemble``), complete or not. Never raises for its content.

    ``relatives`` are what other published cards say, those of ``validation.validate_card``.
    """
    checked = check_card(canonical_bytes(card))
    sound = sound_part(card, today)
    known = relatives or no_relatives(sound)
    validation = validate_card(
        check_card(canonical_bytes(sound)),
        today=today,
        relatives=lambda _: known,
        standard=standard,
    )
    if validation.preview is None:
        raise AssertionError(f"The sound part has errors: {validation.problems}")
    return DraftCheck(checked, checked.problems, validation.plausibility, validation.preview)


def malformed(section: str, content: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What keeps the content of a section from being stored in a draft; empty if nothing does.

    ``content`` is what ``checking.reading`` returns. That something is missing is no reason.
    """
    card: dict[str, Any] = {"schema_version": "1.0", "card_id": "lab/model", **content}
    unknown = content.keys() - set(SECTION_MEMBERS[section])
    if unknown:
        return tuple(
            Problem(
                f"/{name}",
                "schema.unknown_key",
                f"{name}: Found in section {section}, which has "
                f"{', '.join(SECTION_MEMBERS[section])}.",
            )
            for name in sorted(unknown)
        )
    mine = {f"/{member}" for member in content}
    return tuple(
        problem
        for problem in validate(card)
        if problem.code not in INCOMPLETE
        and any(
            problem.pointer == place or problem.pointer.startswith(f"{place}/") for place in mine
        )
    )


def sound_part(card: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A valid card with every claim and fact of ``card`` that is sound; for a preview only.

    Where the identification lacks something, the ids stand in for it: nothing of it is scored.
    """
    lab, model = split_card_id(card["card_id"])
    sound = deepcopy(dict(card))
    sound["model"] = {"name": model, "developer": lab, **sound.get("model", {})}
    sound["prepared_by"] = {
        "name": lab,
        "prepared_on": today.isoformat(),
        **sound["prepared_by"],
    }
    # Each turn takes something out, so there are at most as many as the card has claims.
    while problems := _errors(sound):
        for problem in problems:
            _take_out(sound, split_pointer(problem.pointer), lab, model, today)
    return sound


def _errors(card: dict[str, Any]) -> Sequence[Problem]:
    found = validate(card) or check_meaning(card)
    return [problem for problem in found if problem.severity == "error"]


def _take_out(
    card: dict[str, Any], tokens: Sequence[str | int], lab: str, model: str, today: date
) -> None:
    first = str(tokens[0]) if tokens else ""
    if first == "model":
        card["model"] = {"name": model, "developer": lab}
    elif first == "prepared_by":
        role = card["prepared_by"].get("role")
        card["prepared_by"] = {"name": lab, "prepared_on": today.isoformat(), "role": role}
    elif first in SECTIONS and len(tokens) > 1 and isinstance(card.get(first), dict):
        card[first].pop(tokens[1], None)
        if not card[first]:
            del card[first]
    else:
        card.pop(first, None)
