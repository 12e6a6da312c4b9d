"""A lab's score followed step by step with the lab's own numbers."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from registry.rules.numerals import date_text, decimal_text
from registry.rules.ranking.lab_score import LabScore, ScoredRelease, Standing
from registry.rules.standard import Standard
from registry.web.presenters.shared import plain_number, score_text
from registry.web.view_models.shared import Cell, ScoreStep, ScoreWorking, Table

STANDING_WORDS = {
    Standing.DUE: "due",
    Standing.EARLY: "early card",
    Standing.WAITING: "waits until due",
}


def score_working(score: LabScore, names: Mapping[str, str], standard: Standard) -> ScoreWorking:
    """Tables of the models that count and wait, then one step for each letter of the method.

    ``names`` are the models' names by release id.
    """
    tables = [_counted(score, names)]
    if score.waiting:
        tables.append(_waiting(score, names))
    return ScoreWorking(
        summary=_summary(score),
        tables=tuple(tables),
        steps=tuple(
            step
            for step in (
                _mean_step(score, standard),
                _coverage_step(score),
                _flagship_step(score, names),
                _score_step(score, standard),
                _readings_step(score),
            )
            if step
        ),
    )


def _summary(score: LabScore) -> str:
    counted = len(score.members)
    models = "one model counts" if counted == 1 else f"{counted} models count"
    return (
        f"On {date_text(score.on.isoformat())}, {models}. A model that is due counts with or "
        "without a card; a card of a model that is not yet due joins as long as it raises the "
        "mean. Newer models weigh more."
    )


def _counted(score: LabScore, names: Mapping[str, str]) -> Table:
    headers = (
        "Model",
        "Released",
        "Counts as",
        "Tier",
        "Age in days",
        "Weight u",
        "Score M",
        "u × M",
    )
    return Table(
        caption="Models that count",
        headers=tuple(Cell(text, is_number=at > 2) for at, text in enumerate(headers)),
        rows=tuple(
            (
                Cell(names.get(release.id, release.id)),
                Cell(date_text(release.released_on.isoformat())),
                Cell(STANDING_WORDS[release.standing]),
                Cell(_tier(release.tier), is_number=True),
                Cell(f"{(score.on - release.released_on).days:,}", is_number=True),
                Cell(f"{release.recency:.4f}", is_number=True),
                Cell(_model_score(release), is_number=True),
                Cell(_number(_weighted(release)), is_number=True),
            )
            for release in score.members
        ),
    )


def _waiting(score: LabScore, names: Mapping[str, str]) -> Table:
    return Table(
        caption="Cards that wait: they would not raise the mean, and count once they are due",
        headers=(Cell("Model"), Cell("Released"), Cell("Due"), Cell("Score M", is_number=True)),
        rows=tuple(
            (
                Cell(names.get(release.id, release.id)),
                Cell(date_text(release.released_on.isoformat())),
                Cell(date_text(release.due_on.isoformat()) if release.due_on else "not invited"),
                Cell(_model_score(release), is_number=True),
            )
            for release in score.waiting
        ),
    )


def _mean_step(score: LabScore, standard: Standard) -> ScoreStep:
    days = standard.ranking.recency_half_life_days
    weights = _number(sum((Fraction(r.recency) for r in score.members), Fraction(0)))
    earned = _number(sum((_weighted(release) for release in score.members), Fraction(0)))
    return ScoreStep(
        title="P, the mean over these models",
        text=f"A model weighs its tier times one half for every {days} days of age; a model "
        "without a card scores 0.",
        formula=f"P = Σ u·M ÷ Σ u = {earned} ÷ {weights}",
        result=_number(score.mean),
    )


def _coverage_step(score: LabScore) -> ScoreStep:
    return ScoreStep(
        title="K and Q, coverage and depth",
        text="The same mean as two factors: how much of what counts has a card, and how much those "
        "cards disclose.",
        formula=f"P = K × Q = {decimal_text(score.coverage, 3)} × {_number(score.depth)}",
        result=_number(score.mean),
    )


def _flagship_step(score: LabScore, names: Mapping[str, str]) -> ScoreStep | None:
    flagship = score.flagship
    if flagship is None:
        return None
    how = "designated by an editor" if flagship.is_designated else "the newest due of tier 1"
    return ScoreStep(
        title="F, the flagship",
        text=f"{names.get(flagship.release_id, flagship.release_id)}, {how}.",
        formula="F = M of the flagship",
        result=_number(flagship.score),
    )


def _score_step(score: LabScore, standard: Standard) -> ScoreStep:
    if score.flagship is None:
        return ScoreStep(
            title="L, the score of the lab",
            text="No model of tier 1 is due, so there is no flagship to count apart.",
            formula="L = P",
            result=score_text(score.displayed),
        )
    share = standard.ranking.flagship_share
    return ScoreStep(
        title="L, the score of the lab",
        text="The flagship counts apart from the mean, because it is the model most people meet.",
        formula=f"L = {plain_number(share)} × {_number(score.flagship.score)} + "
        f"{plain_number(1 - share)} × {_number(score.mean)} = {_number(score.score)}",
        result=score_text(score.displayed),
    )


def _readings_step(score: LabScore) -> ScoreStep:
    strict, lenient = (score.readings[name] for name in ("strict", "lenient"))
    return ScoreStep(
        title="The same under other readings",
        text="Strict gives credit only to verified claims; lenient gives a stated claim as much as "
        "a verified one. Each is computed anew from the first step.",
        formula=f"strict {score_text(strict)}, lenient {score_text(lenient)}",
        result="",
    )


def _weighted(release: ScoredRelease) -> Fraction:
    return Fraction(release.recency) * (release.model_score or 0)


def _model_score(release: ScoredRelease) -> str:
    return "0, no card" if release.model_score is None else _number(release.model_score)


def _number(value: Fraction | Decimal) -> str:
    return decimal_text(value, 4)


def _tier(tier: Fraction) -> str:
    return {Fraction(1): "1", Fraction(1, 2): "½", Fraction(0): "0"}.get(tier, str(tier))
