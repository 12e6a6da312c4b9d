"""What can be told of a card that is not finished: what is wrong in it, and what it would earn.

A draft may lack anything. What is there must have the form of a card, so that nothing is stored
that no form could show; the rest of what is wrong is told and waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.rules.canonical import canonical_bytes
from registry.rules.card.sections import SECTIONS
from registry.rules.card_fields import CURRENT_VERSION
from registry.rules.checking.check import CheckedCard, check_card
from registry.rules.checking.meaning import check_meaning
from registry.rules.checking.schema import validate
from registry.rules.documents import Document
from registry.rules.drafts import SECTION_MEMBERS
from registry.rules.names import split_card_id
from registry.rules.plausibility.results import Result, Severity
from registry.rules.pointer import split_pointer, tokens_in
from registry.rules.preview import Preview
from registry.rules.problems import Problem
from registry.rules.standard import Standard
from registry.rules.validation import Relatives, no_relatives, validate_card


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """``problems`` are those of the card as it stands; ``preview`` and ``plausibility`` are of its
    sound part, so that one bad field does not hide the worth of all others. ``checked`` holds the
    bytes to submit if there are no errors, ``sound`` is the sound part.
    """

    checked: CheckedCard
    sound: Document
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
    relatives: Callable[[Document], Relatives] = no_relatives,
) -> DraftCheck:
    """Check an assembled card (``drafts.assemble``), complete or not. Never raises for its content.

    ``relatives`` are what other published cards say, those of ``validation.validate_card``.
    """
    checked = check_card(canonical_bytes(card))
    sound = checked if not checked.has_errors else check_card(canonical_bytes(sound_part(card)))
    validation = validate_card(sound, today=today, relatives=relatives, standard=standard)
    if validation.preview is None or sound.document is None:
        raise AssertionError(f"The sound part has errors: {validation.problems}")
    return DraftCheck(
        checked, sound.document, checked.problems, validation.plausibility, validation.preview
    )


def malformed(section: str, content: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What keeps the content of a section from being stored in a draft; empty if nothing does.

    ``content`` is what ``checking.reading`` returns. That something is missing is no reason.
    """
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
    # With stand-ins for what other sections hold, a sound section makes a valid card, and the
    # compiled validator says so at once.
    card = _identified({"schema_version": CURRENT_VERSION, "card_id": "lab/model", **content})
    mine = {f"/{member}" for member in content}
    return tuple(
        problem
        for problem in validate(card, in_the_making=True)
        if not (problem.code == "schema.length" and _is_empty_object(card, problem))
        and any(
            problem.pointer == place or problem.pointer.startswith(f"{place}/") for place in mine
        )
    )


def _is_empty_object(card: Mapping[str, Any], problem: Problem) -> bool:
    """A row or group in which nothing is said yet is incomplete, whatever else it is."""
    place: Any = card
    for token in tokens_in(card, problem.pointer):
        try:
            place = place[token]
        except (KeyError, IndexError, TypeError):
            return False
    return bool(place == {})


def sound_part(card: Mapping[str, Any]) -> dict[str, Any]:
    """A valid card with every claim of ``card`` that is sound; for a preview only."""
    sound = _identified(deepcopy(dict(card)))
    # Each turn takes something out, so there are at most as many as the card has claims.
    while problems := _errors(sound):
        for problem in problems:
            _take_out(sound, split_pointer(problem.pointer))
    return sound


def _identified(card: dict[str, Any]) -> dict[str, Any]:
    """The card with stand-ins for what every card must say of itself; nothing of it is scored.

    What is there in another shape stays, for the schema to refuse.
    """
    lab, model = split_card_id(card["card_id"])
    stand_ins: Mapping[str, Mapping[str, str]] = {
        "model": {"name": model, "developer": lab},
        "prepared_by": {"role": "registry", "name": lab, "prepared_on": "2026-01-01"},
    }
    for member, stand_in in stand_ins.items():
        said = card.get(member, {})
        card[member] = {**stand_in, **said} if isinstance(said, dict) else said
    return card


def _errors(card: dict[str, Any]) -> Sequence[Problem]:
    found = validate(card) or check_meaning(card)
    return [problem for problem in found if problem.severity == "error"]


def _take_out(card: dict[str, Any], tokens: Sequence[str]) -> None:
    """Take out the claim at a place, or the member of the card where the place is in no claim."""
    first = tokens[0] if tokens else ""
    section = card.get(str(first))
    if first in SECTIONS and len(tokens) > 1 and isinstance(section, dict):
        section.pop(str(tokens[1]), None)
        if section:
            return
    said = card["prepared_by"]
    kept = {"role": said["role"]} if isinstance(said, dict) and "role" in said else {}
    card.pop(str(first), None)
    if first == "prepared_by" and tuple(tokens[1:]) != ("role",):
        # The way the card came in does not depend on what else was said of it.
        card["prepared_by"] = kept
    _identified(card)
