"""Conflicts of interest as people declare them: what blocks, what an editor may waive in public.

The same questions go to referees, handling editors and editors of appeals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from registry.rules.errors import Refused
from registry.rules.pointer import join_pointer
from registry.rules.review.fields import NOTHING, FieldProblem, Fields, raise_if_any

LONGEST_EXPLANATION = 2_000
MOST_WAIVED = 1
EMPLOYMENT_MONTHS = 24
COAUTHOR_MONTHS = 36


class Question(StrEnum):
    EMPLOYED = "employed"
    EQUITY = "equity"
    FUNDED = "funded"
    CONTRIBUTED = "contributed"
    COAUTHOR = "coauthor"
    FAMILY = "family"
    COMPETITOR = "competitor"
    SUPPLIER = "supplier"
    DISPUTE = "dispute"
    FORMERLY_EMPLOYED = "formerly_employed"
    OTHER = "other"


QUESTIONS: Mapping[Question, str] = MappingProxyType(
    {
        Question.EMPLOYED: "Are you employed by or under contract with the lab or its parent, or "
        f"were you in the past {EMPLOYMENT_MONTHS} months?",
        Question.EQUITY: "Do you hold equity in the lab or its parent, or did you in the past "
        f"{EMPLOYMENT_MONTHS} months?",
        Question.FUNDED: "Does the lab or its parent fund your work, or did it in the past "
        f"{EMPLOYMENT_MONTHS} months?",
        Question.CONTRIBUTED: "Are you named as an author of or contributor to the model or the "
        "card?",
        Question.COAUTHOR: f"Did you publish with a listed contributor in the past "
        f"{COAUTHOR_MONTHS} months?",
        Question.FAMILY: "Is somebody in your family employed by the lab or a contributor?",
        Question.COMPETITOR: "Do you work for a lab that competes with this one?",
        Question.SUPPLIER: "Do you work for a supplier of the lab, of cloud or chips for example?",
        Question.DISPUTE: "Were you in a public dispute with the lab or its people?",
        Question.FORMERLY_EMPLOYED: "Were you employed by the lab or its parent before the past "
        f"{EMPLOYMENT_MONTHS} months?",
        Question.OTHER: "Is there anything else that readers could take for a conflict?",
    }
)
HARD = frozenset(
    {
        Question.EMPLOYED,
        Question.EQUITY,
        Question.FUNDED,
        Question.CONTRIBUTED,
        Question.COAUTHOR,
        Question.FAMILY,
    }
)


class Outcome(StrEnum):
    CLEAR = "clear"
    WAIVABLE = "waivable"
    BLOCKED = "blocked"


OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CLEAR: "No conflict declared",
        Outcome.WAIVABLE: "An editor decides, with a reason that is published",
        Outcome.BLOCKED: "A conflict that cannot be waived",
    }
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """The answer to every question, and the explanation of each yes."""

    answers: Mapping[Question, bool]
    explanations: Mapping[Question, str]

    @classmethod
    def from_data(cls, raw: object) -> Declaration:
        """Read what ``to_data`` writes: ``{question: {"answer": bool, "explanation": text}}``.

        Raises ``FieldsInvalid`` for a question without an answer, or a yes without an explanation.
        """
        problems: list[FieldProblem] = []
        answers: dict[Question, bool] = {}
        explanations: dict[Question, str] = {}
        fields = Fields(raw, problems)
        for question in Question:
            one = fields.member(question)
            answer = one.flag("answer")
            explanation = one.text("explanation", LONGEST_EXPLANATION)
            one.finish()
            if answer is not None:
                answers[question] = answer
            if explanation.strip():
                explanations[question] = explanation
        fields.finish()
        raise_if_any(problems)
        raise_if_any(_incomplete(answers, explanations))
        return cls(answers, explanations)

    def to_data(self) -> dict[str, Any]:
        return {
            str(question): {
                "answer": self.answers[question],
                "explanation": self.explanations.get(question, ""),
            }
            for question in Question
        }

    @property
    def declared(self) -> tuple[Question, ...]:
        """The questions answered with yes; all that is published of a declaration."""
        return tuple(question for question in Question if self.answers[question])


def outcome(declaration: Declaration) -> Outcome:
    """What a declaration means: one hard conflict blocks, any other is for an editor to decide."""
    if HARD.intersection(declaration.declared):
        return Outcome.BLOCKED
    return Outcome.WAIVABLE if declaration.declared else Outcome.CLEAR


def check_waiver(declaration: Declaration, reason: str) -> None:
    """Raise ``Refused`` unless there is something to waive that may be, for a stated reason."""
    match outcome(declaration):
        case Outcome.CLEAR:
            raise Refused("Found no declared conflict: there is nothing to waive.")
        case Outcome.BLOCKED:
            hard = ", ".join(question for question in declaration.declared if question in HARD)
            raise Refused(f"Found a conflict that cannot be waived: {hard.replace('_', ' ')}.")
        case Outcome.WAIVABLE if not reason.strip():
            raise Refused("Reason: found nothing, expected the reason; it is published.")


def check_waivers(waived: Sequence[str]) -> None:
    """Raise ``Refused`` where a round has more referees with a waiver than one."""
    if len(set(waived)) > MOST_WAIVED:
        raise Refused(
            f"Found {len(set(waived))} referees with a waiver in this round, expected at most "
            f"{MOST_WAIVED}."
        )


def _incomplete(
    answers: Mapping[Question, bool], explanations: Mapping[Question, str]
) -> list[FieldProblem]:
    problems = []
    for question, words in QUESTIONS.items():
        if question not in answers:
            place = join_pointer((question, "answer"))
            problems.append(
                FieldProblem(place, "answer_missing", NOTHING, f"yes or no to “{words}”")
            )
        elif answers[question] and question not in explanations:
            place = join_pointer((question, "explanation"))
            expected = f"an explanation of the yes to “{words}”"
            problems.append(FieldProblem(place, "explanation_missing", NOTHING, expected))
    return problems
