"""Recompute everything from the stored bytes and compare with what is stored."""

from collections.abc import Iterator
from datetime import date

from registry.actions import gradings, rankings, tallies
from registry.actions.audit import now
from registry.models import CardVersion, ClaimGrade, ItemTally, ModelCard, RegistryState
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.grading.assessment import parse_assessment
from registry.rules.grading.completeness import assess, grades_to_data, result_to_data
from registry.rules.ranking.draws import draw_lab
from registry.rules.ranking.lab_data import score_to_data
from registry.rules.ranking.lab_inputs import inputs_digest
from registry.rules.ranking.lab_score import score_lab
from registry.rules.standard import load_standard


def find_differences(on: date | None = None) -> list[str]:
    """Return one sentence for each difference; writes nothing.

    ``on`` is the day for which the current ranking should hold, in UTC; today unless told
    otherwise, so a day on which something became due and was not refreshed is a difference.
    """
    on = on or now().date()
    return [*_content(), *_gradings(), *_tallies(), *_ranking(on)]


def _content() -> Iterator[str]:
    versions = CardVersion.objects.select_related("content", "card__release")
    for version in versions.iterator(chunk_size=500):
        if not hasattr(version, "content"):
            continue  # removed by law; its status event says so
        stored = version.content.canonical.encode()
        if content_hash(stored) != version.content_hash:
            yield f"{version}: the stored bytes do not have the recorded hash."
        elif canonical_bytes(gradings.document_of(version)) != stored:
            yield f"{version}: the stored bytes are not canonical."


def _gradings() -> Iterator[str]:
    standard = load_standard()
    cards = ModelCard.objects.live().select_related(
        "release", "live_version__content", "current_grading"
    )
    for card in cards.iterator(chunk_size=500):
        version, grading = card.live_version, card.current_grading
        if version is None or grading is None:
            continue
        document = gradings.document_of(version)
        assessment = gradings.assessment_of(card, document)
        if assessment != grading.assessment:
            yield f"{card}: what editors recorded is not what was graded."
        result = assess(document, standard, parse_assessment(assessment, standard))
        if result_to_data(result) != grading.result:
            yield f"{card}: the stored result differs from the recomputed one."
        stored = {
            row.item: {
                "status": row.status,
                "applicable": row.applicable,
                "level": row.grade,
                "substance": row.substance,
                "credit": row.credit,
                "reason": row.reason,
            }
            for row in ClaimGrade.objects.filter(grading=grading)
        }
        for item, data in grades_to_data(result.claims).items():
            if stored.get(item) != data:
                yield f"{card}: the grade of {item} differs from the recomputed one."


def _tallies() -> Iterator[str]:
    counted = tallies.count_all()
    for tally in ItemTally.objects.all():
        for column in tallies.COLUMNS:
            if getattr(tally, column) != counted.pop((tally.item, column), 0):
                yield f"{tally.item}: the tally of {column} answers differs from the count."
    for item, column in counted:
        yield f"{item}: {column} answers are not in the tallies."


def _ranking(on: date) -> Iterator[str]:
    state = RegistryState.objects.select_related("current_ranking").filter(id=1).first()
    if state is None or state.current_ranking is None:
        yield "There is no ranking."
        return
    standard = load_standard()
    entries = {
        entry.lab_id: entry
        for entry in state.current_ranking.entries.select_related("score", "lab")
    }
    lines = []
    for lab, inputs, counts in rankings.load_inputs(rankings.labs_to_rank()):
        entry = entries.get(lab.pk)
        if entry is None:
            yield f"{lab}: not in ranking {state.current_ranking_id}."
            continue
        if inputs_digest(inputs, standard, on) != entry.score.inputs_digest:
            yield f"{lab}: its inputs changed since ranking {state.current_ranking_id}."
            continue
        if score_to_data(score_lab(inputs, standard, on)) != entry.score.working:
            yield f"{lab}: the stored score differs from the recomputed one."
        if draw_lab(inputs, standard, on).tobytes() != bytes(entry.score.draws):
            yield f"{lab}: the stored draws differ from the recomputed ones."
        lines.append(rankings.Line(lab.pk, lab.slug, lab.name, entry.score, counts))
    yield from rankings.table_differences(state.current_ranking, lines, state)
