"""Recompute everything from the stored bytes and compare with what is stored."""

from collections.abc import Iterable, Iterator
from datetime import date

from registry.actions import catalogue, gradings, publication, rankings, scores, tallies
from registry.actions.audit import now
from registry.models import (
    CardVersion,
    ItemTally,
    Lab,
    LineageEdge,
    ModelCard,
    Ranking,
    RegistryState,
    VersionStatusEvent,
)
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.standard import load_standard
from registry.rules.workflow import versions as workflow


def find_differences(on: date | None = None) -> list[str]:
    """Return one sentence for each difference; writes nothing.

    ``on`` is the day for which the current ranking should hold, in UTC; today unless told
    otherwise, so a day on which something became due and was not refreshed is a difference.
    """
    on = on or now().date()
    lost = [*_contents()]
    if lost:
        return [*lost, "Nothing was recomputed from the stored bytes: they are not what they were."]
    return [
        *_versions(),
        *_gradings(),
        *_tallies(),
        *catalogue.find_differences(),
        *_rankings(on),
    ]


def _contents() -> Iterator[str]:
    versions = CardVersion.objects.select_related("content", "card__release")
    for version in versions.prefetch_related("status_events").iterator(500):
        if not hasattr(version, "content"):
            if _status(version) != VersionStatusEvent.Status.REMOVED:
                yield f"{version}: the content is gone, and no event says why."
        elif content_hash(version.content.canonical.encode()) != version.content_hash:
            yield f"{version}: the stored bytes do not have the recorded hash."


def _versions() -> Iterator[str]:
    versions = CardVersion.objects.select_related("content", "card__release", "live_on")
    for version in versions.prefetch_related("status_events", "lineage_edges").iterator(500):
        status, history = _status(version), [one.status for one in version.status_events.all()]
        if hasattr(version, "live_on") != workflow.is_live(history):
            yield f"{version}: it is {status}, but the card's pointer says otherwise."
        if not hasattr(version, "content"):
            continue
        document = version.content.document()
        if canonical_bytes(document) != version.content.canonical.encode():
            yield f"{version}: the stored bytes are not canonical."
        if _named(publication.edges_of(version, document)) != _named(version.lineage_edges.all()):
            yield f"{version}: the stored lineage is not what the card says."


def _status(version: CardVersion) -> str | None:
    events = list(version.status_events.all())
    return events[-1].status if events else None


def _named(edges: Iterable[LineageEdge]) -> list[tuple[str, str, str]]:
    return sorted((edge.kind, edge.model, edge.card_id) for edge in edges)


def _gradings() -> Iterator[str]:
    cards = ModelCard.objects.live().select_related(
        "release", "live_version__content", "current_grading"
    )
    for card in cards.iterator(chunk_size=500):
        version, stored = card.live_version, card.current_grading
        if version is None or stored is None:
            continue
        computed, claims = gradings.compute(card, version, at=stored.at)
        for name in stored.disagreements(computed):
            yield f"{card}: the stored {_words(name)} differs from the recomputed one."
        rows = {row.item: row for row in stored.claims.all()}
        for claim in claims:
            row = rows.pop(claim.item, None)
            if row is None:
                yield f"{card}: the grade of {claim.item} is missing."
                continue
            for name in row.disagreements(claim):
                yield f"{card}: the {_words(name)} of {claim.item} differs from the recomputed one."
        for item in rows:
            yield f"{card}: {item} is graded, but not in the standard."


def _tallies() -> Iterator[str]:
    counted = tallies.count_all()
    for tally in ItemTally.objects.all():
        for column in tallies.COLUMNS:
            if getattr(tally, column) != counted.pop((tally.item, column), 0):
                yield f"{tally.item}: the tally of {column} answers differs from the count."
    for item, column in counted:
        yield f"{item}: {column} answers are not in the tallies."


def _rankings(on: date) -> Iterator[str]:
    numbers = list(Ranking.objects.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"The rankings are not numbered one after the other: {numbers}."
    state = RegistryState.objects.select_related("current_ranking").filter(id=1).first()
    if state is None or state.current_ranking is None:
        yield "There is no ranking."
    elif state.current_ranking.number != numbers[-1]:
        yield f"{state.current_ranking} is current, but not the last."
    else:
        yield from _current_ranking(state, state.current_ranking, on)


def _current_ranking(state: RegistryState, ranking: Ranking, on: date) -> Iterator[str]:
    standard = load_standard()
    entries = {entry.lab_id: entry for entry in ranking.entries.select_related("score")}
    lines = []
    for dossier in scores.load_dossiers(Lab.objects.independent()):
        lab, entry = dossier.lab, entries.get(dossier.lab.pk)
        computed = scores.compute(dossier, standard, on, at=ranking.created_at)
        lines.append(rankings.line_of(dossier, computed))
        if entry is None:
            yield f"{lab}: not in {ranking}."
        elif entry.score.inputs_digest != computed.inputs_digest:
            yield f"{lab}: its inputs changed since {ranking}."
        else:
            for name in entry.score.disagreements(computed):
                yield f"{lab}: the stored {_words(name)} differs from the recomputed one."
    before = Ranking.objects.filter(number=ranking.number - 1).first()
    drawn_up, computed_entries = rankings.draw_up(
        lines, rankings.entries_by_lab(before), state, standard
    )
    for computed_entry in computed_entries:
        stored = entries.pop(computed_entry.lab_id, None)
        for name in stored.disagreements(computed_entry) if stored else ():
            yield f"{computed_entry.lab_name}: its {_words(name)} in {ranking} differs."
    for left in entries.values():
        yield f"{left.lab_name}: in {ranking}, but no longer known."
    for name in ranking.disagreements(drawn_up):
        yield f"{ranking}: the {_words(name)} differs from the recomputed one."


def _words(name: str) -> str:
    return name.replace("_", " ")
