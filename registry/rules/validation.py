"""Everything the registry can tell of a card that is not stored: for the author, by any interface.

Problems of form first; if there is no error among them, the plausibility of the figures and a
preview of what the card would earn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.rules.card_fields import CURRENT_VERSION
from registry.rules.checking.check import CheckedCard
from registry.rules.checking.problem_data import problem_to_data
from registry.rules.documents import Document, Lookup
from registry.rules.lineage.edges import WeightEdge
from registry.rules.plausibility.check import check_plausibility
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.problems import error_problem
from registry.rules.plausibility.results import Result, Severity, result_to_data
from registry.rules.preview import Preview, no_card, preview, preview_to_data
from registry.rules.problems import Problem
from registry.rules.standard import Standard, load_standard


@dataclass(frozen=True, slots=True)
class Relatives:
    """What the registry knows beside a card.

    ``lookup`` gives the published cards of ancestors, ``implied`` base models, both as
    ``lineage.rollup.roll_up`` takes them; ``findings`` are those of the evidence checker.
    """

    lookup: Lookup
    implied: Sequence[WeightEdge] = ()
    findings: Sequence[EvidenceFinding] = ()


def no_relatives(document: Document) -> Relatives:
    """For checks without a registry: no other card is known."""
    return Relatives(no_card)


@dataclass(frozen=True, slots=True)
class Validation:
    """``plausibility`` and ``preview`` are empty for a card that has errors of form."""

    checked: CheckedCard
    plausibility: tuple[Result, ...] = ()
    preview: Preview | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, plausibility checks of severity error among it, each with its place."""
        errors = [error_problem(one) for one in self.plausibility if one.severity is Severity.ERROR]
        places = self.checked.source_map
        located = tuple(places.located(error) for error in errors) if places else tuple(errors)
        return (*self.checked.problems, *located)

    @property
    def is_valid(self) -> bool:
        """Whether nothing in the card itself stands against publishing it."""
        return self.preview is not None and all(
            problem.severity != "error" for problem in self.problems
        )


def validate_card(
    checked: CheckedCard,
    *,
    today: date,
    relatives: Callable[[Document], Relatives] = no_relatives,
    standard: Standard | None = None,
) -> Validation:
    """Go on with a card where ``check_card`` ended. Reads what ``relatives`` reads, writes nothing.

    ``today`` is the day after which a date lies in the future.
    """
    if checked.document is None or checked.has_errors:
        return Validation(checked)
    document, known = checked.document, relatives(checked.document)
    results = check_plausibility(
        document, known.lookup, today=today, implied=known.implied, findings=known.findings
    )
    return Validation(
        checked,
        results,
        preview(
            document,
            standard or load_standard(),
            lookup=known.lookup,
            implied=known.implied,
            check_errors=sum(result.severity is Severity.ERROR for result in results),
        ),
    )


def validation_to_data(validation: Validation, standard: Standard | None = None) -> dict[str, Any]:
    """Write it as JSON data, the same for the API and the command line; absent is left out."""
    standard = standard or load_standard()
    checked = validation.checked
    data: dict[str, Any] = {"valid": validation.is_valid, "schema_version": CURRENT_VERSION}
    if checked.content_hash is not None:
        data["canonical_hash"] = checked.content_hash
    data["problems"] = [problem_to_data(problem, standard) for problem in validation.problems]
    data["plausibility"] = [_told(result_to_data(result)) for result in validation.plausibility]
    if validation.preview is not None:
        data["preview"] = preview_to_data(validation.preview, standard)
    return data


def _told(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "")}
