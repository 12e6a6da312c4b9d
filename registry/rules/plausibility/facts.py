"""Facts against claims: PC25 stages, PC26 applicability, PC28 stages without compute.

A claim implies facts: who lists a parent has a base model. A fact that says otherwise, or a status
"not applicable" that such a fact rules out, is contradicted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.rules.documents import status_at
from registry.rules.plausibility import texts
from registry.rules.plausibility.implied_facts import ImpliedFact, implied_facts
from registry.rules.plausibility.inputs import PER_STAGE, TRAINING_STAGES, Inputs
from registry.rules.plausibility.results import Result, Severity, not_run
from registry.rules.standard import load_standard
from registry.rules.words import fact_words

CORRECT = "Correct the fact or the claim."


@dataclass(frozen=True, slots=True)
class _StageFact:
    fact: str
    listed: bool | None
    words: str


def check_stage_facts(inputs: Inputs) -> Iterator[Result]:
    """PC25: the list of stages and the facts about training say the same."""
    rows = inputs.value(TRAINING_STAGES).get("stages", ())
    stages = [row["stage"] for row in rows]
    distinct = set(stages)
    # Two runs of one stage are several stages to some and one to others.
    several = True if len(distinct) > 1 else False if len(stages) == 1 else None
    pairs = (
        _StageFact(
            "training.has_rl", "reinforcement_learning" in distinct, "reinforcement learning"
        ),
        _StageFact("training.has_distillation", "distillation" in distinct, "distillation"),
        _StageFact("training.multi_stage", several, "more than one stage"),
    )
    answered = [pair for pair in pairs if pair.fact in inputs.facts] if rows else []
    for pair in answered:
        yield _stage_fact(pair, inputs.facts[pair.fact], len(stages))
    if not answered:
        reason = "Training stages and facts about training are not both given."
        yield not_run("PC25", (TRAINING_STAGES,), reason)


def _stage_fact(pair: _StageFact, fact: Any, count: int) -> Result:
    agrees = pair.listed is None or pair.listed == fact
    listed = "lists" if pair.listed or pair.listed is None else "does not list"
    advice = "" if agrees else "Correct the list of stages or the fact."
    told = "agrees" if agrees else "one of them is wrong"
    counted = f"{count} stage{'s'[: count != 1]}"
    return Result(
        "PC25",
        Severity.PASS if agrees else Severity.ERROR,
        (TRAINING_STAGES,),
        message=f"The list of {counted} {listed} {pair.words}, and the fact {pair.fact} says "
        f"{fact_words(fact)}: {told}. {advice}".rstrip(),
        formula=f"{pair.words}: {listed}; {pair.fact}: {fact_words(fact)}",
        advice=advice,
    )


def check_applicability(inputs: Inputs) -> Iterator[Result]:
    """PC26: every fact, and every "not applicable", that a claim contradicts."""
    implied = list(dict.fromkeys(implied_facts(inputs)))
    found = [
        *(_contradicted(one, inputs.facts[one.fact]) for one in implied if _denied(one, inputs)),
        *_not_applicable(inputs, implied),
    ]
    yield from found
    checked = [one for one in implied if one.fact in inputs.facts]
    if found:
        return
    if not checked:
        yield not_run("PC26", ("identity.lineage",), "No fact is answered that a claim speaks of.")
        return
    count = len({one.fact for one in checked})
    counted = f"{count} fact{'s'[: count != 1]}"
    yield Result(
        "PC26",
        Severity.PASS,
        tuple(dict.fromkeys(one.claim for one in checked)),
        message=f"The claims contradict none of the {counted} that they speak of.",
        formula=counted,
    )


def _denied(one: ImpliedFact, inputs: Inputs) -> bool:
    answer = inputs.facts.get(one.fact)
    if answer is None:
        return False
    return one.value not in answer if isinstance(answer, list) else answer != one.value


def _contradicted(one: ImpliedFact, answer: Any) -> Result:
    return Result(
        "PC26",
        Severity.ERROR,
        (one.claim,),
        stated=None,
        message=f"The fact {one.fact} says {fact_words(answer)}, but {one.words}. {CORRECT}",
        formula=f"{one.fact}: {fact_words(answer)}; {one.words}",
        advice=CORRECT,
    )


def _not_applicable(inputs: Inputs, implied: list[ImpliedFact]) -> Iterator[Result]:
    """Claims that are set aside although the facts, or another claim, make them apply."""
    told = {one.fact: one.value for one in implied if isinstance(one.value, bool)}
    answers = {**inputs.facts, **told}
    why = {one.fact: one for one in reversed(implied)}
    for item in load_standard().items:
        if not item.applies.get("always") and (
            status_at(inputs.document, item.claim) == "not_applicable"
        ):
            outcome = item.applicability.outcome(answers)
            if outcome.applies is True:
                reasons = [_reason(fact, answers[fact], why.get(fact)) for fact in outcome.facts]
                text = "; ".join(reasons)
                advice = "Answer the claim, or leave it out."
                yield Result(
                    "PC26",
                    Severity.ERROR,
                    (item.claim,),
                    message=f"{item.title} is set aside as not applicable, but {text}. {advice}",
                    formula=text,
                    advice=advice,
                )


def _reason(fact: str, answer: Any, implied: ImpliedFact | None) -> str:
    return implied.words if implied else f"the fact {fact} says {fact_words(answer)}"


def check_stage_coverage(inputs: Inputs) -> Iterator[Result]:
    """PC28: every training stage has a line in the compute of the stages."""
    stages = [row["stage"] for row in inputs.value(TRAINING_STAGES).get("stages", ())]
    rows = inputs.value(PER_STAGE).get("stages", ())
    if not stages or not rows:
        reason = "Training stages and compute per stage are not both given."
        yield not_run("PC28", (PER_STAGE, TRAINING_STAGES), reason)
        return
    covered = {stage for row in rows for stage in (row["stage"], *row.get("also_covers", ()))}
    missing = [stage for stage in dict.fromkeys(stages) if stage not in covered]
    total = len(set(stages))
    counted = f"{total - len(missing)} of {total} training stages have a line of compute"
    advice = "List them, also without a figure, or in “also covers”." if missing else ""
    named = f"; missing: {texts.stages(missing)}" if missing else ""
    yield Result(
        "PC28",
        Severity.WARN if missing else Severity.PASS,
        (PER_STAGE, TRAINING_STAGES),
        message=f"{counted}{named}. {advice}".rstrip(),
        formula=counted,
        advice=advice,
    )
