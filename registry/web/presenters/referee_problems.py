"""What a report lacks, in the words of its form: each thing once, with all the claims it is of."""

from __future__ import annotations

from collections.abc import Sequence

from registry.rules.pointer import split_pointer
from registry.rules.review.fields import FieldProblem
from registry.rules.review.verdicts import CONFIDENCE_LABELS
from registry.web.view_models.referee import ProblemLine
from registry.web.view_models.shared import Link

PLACES = {
    "summary": "Summary",
    "recommendation": "Recommendation",
    "competence": "What you can judge",
    "ai_used": "Text generator",
    "ai_statement": "Use of the text generator",
    "consulted": "Colleagues asked",
}
_CONFIDENCE = " or ".join(", ".join(CONFIDENCE_LABELS.values()).lower().rsplit(", ", 1))
# What many claims lack alike while a report is written.
LACKING = {
    "verdict_missing": "No verdict or abstention chosen",
    "confidence_missing": f"No confidence chosen: {_CONFIDENCE}",
    "comment_missing": "No reason given why the claim is not fully supported, or not judged",
    "evidence_missing": "No link to the public evidence that contradicts the claim",
}


def problem_lines(problems: Sequence[FieldProblem], page: str = "") -> tuple[ProblemLine, ...]:
    """Each problem and the fields that it leads to, on this page or another one."""
    places: dict[str, list[Link]] = {}
    for one in problems:
        place, link = _place(one), f"{page}#{_anchor(one)}"
        if one.code in LACKING:
            places.setdefault(LACKING[one.code], []).append(Link(place, link))
        else:
            places[f"{place}: {_sentence(one)}"] = [Link("", link)]
    return tuple(ProblemLine(text, tuple(links)) for text, links in places.items())


def errors_by_field(problems: Sequence[FieldProblem]) -> dict[str, tuple[str, ...]]:
    """What is wrong, by verdict or remark."""
    found: dict[str, tuple[str, ...]] = {}
    for one in problems:
        key = ".".join(map(str, split_pointer(one.pointer)[:2]))
        found[key] = (*found.get(key, ()), _sentence(one))
    return found


def _anchor(problem: FieldProblem) -> str:
    return "-".join(map(str, split_pointer(problem.pointer)[:2]))


def _place(problem: FieldProblem) -> str:
    parts = split_pointer(problem.pointer)
    if parts[:1] == ("verdicts",):
        return str(parts[1])
    if parts[:1] == ("comments",):
        return f"Comment {int(parts[1]) + 1}"
    return PLACES.get(str(parts[0]), str(parts[0])) if parts else "The report"


def _sentence(problem: FieldProblem) -> str:
    return f"found {problem.found}, expected {problem.expected}."
