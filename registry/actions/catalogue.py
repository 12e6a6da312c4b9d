"""Drawing up the catalogue's rows from releases and their live cards, and keeping them current."""

import json
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from registry.actions import gradings
from registry.models import (
    CatalogueChip,
    CatalogueEntry,
    Grading,
    ModelCard,
    Release,
)
from registry.models.catalogue import UNDISCLOSED_HIGH, UNDISCLOSED_LOW
from registry.models.live_documents import LiveDocuments
from registry.models.standing import card_status
from registry.rules.catalogue import claim_states, facts, search_text
from registry.rules.catalogue.chips import chips
from registry.rules.catalogue.figures import Span, spans, stated_figures
from registry.rules.grading.level import Level
from registry.rules.rounding import PUBLISHED_DECIMALS, half_up
from registry.rules.standard import CURRENT_VERSION, load_standard

# Raised whenever a row would be drawn up differently from the same card.
FORM = 5
EDITION = f"standard {CURRENT_VERSION}, form {FORM}"
AT_ONCE = 200
# Folding can make a name longer than its column.
LONGEST_SORT_NAME = 400
UNDISCLOSED = Span(UNDISCLOSED_LOW, UNDISCLOSED_HIGH)

Row = tuple[CatalogueEntry, list[CatalogueChip]]


def refresh(release_ids: Collection[int]) -> None:
    """Draw up the rows of these releases anew and store them. Runs under the registry's lock."""
    for ids in _batches(release_ids):
        rows = [draw_up(release) for release in _releases().filter(pk__in=ids)]
        CatalogueChip.objects.filter(entry__in=ids).delete()
        CatalogueEntry.objects.bulk_create(
            [entry for entry, _ in rows],
            update_conflicts=True,
            unique_fields=["release"],
            update_fields=CatalogueEntry.STATES,
        )
        CatalogueChip.objects.bulk_create([chip for _, of_entry in rows for chip in of_entry])


def outdated() -> set[int]:
    """Releases without a row, or with one drawn up by an earlier edition."""
    return set(
        Release.objects.exclude(catalogue_entry__edition=EDITION).values_list("pk", flat=True)
    )


def find_differences() -> Iterator[str]:
    """One sentence for each row that is not what its release and card say; writes nothing."""
    stored = CatalogueEntry.objects.prefetch_related("chips")
    for ids in _batches(Release.objects.order_by("pk").values_list("pk", flat=True)):
        entries = {entry.pk: entry for entry in stored.filter(pk__in=ids)}
        for release in _releases().filter(pk__in=ids):
            entry = entries.get(release.pk)
            if entry is None:
                yield f"{release.public_id}: it is not in the catalogue."
                continue
            computed, named = draw_up(release)
            for name in entry.disagreements(computed):
                yield f"{release.public_id}: its {name.replace('_', ' ')} in the catalogue differs."
            if _names(entry.chips.all()) != _names(named):
                yield f"{release.public_id}: its accelerators in the catalogue differ."


def draw_up(release: Release) -> Row:
    """The row of ``release`` and its accelerators; not stored.

    ``release`` comes with its lab, that lab's successor, card, live version, grading, and status.
    """
    lab = release.lab.standing
    entry = CatalogueEntry(
        release=release,
        lab=lab,
        public_id=release.public_id,
        name=release.name,
        lab_name=lab.name,
        sort_name=search_text.folded(release.name)[:LONGEST_SORT_NAME],
        released_on=release.released_on,
        has_card=False,
        open_weights=facts.UNSAID,
        reinforcement_learning=facts.UNSAID,
        peer_reviewed=facts.UNSAID,
        edition=EDITION,
    )
    texts = [release.name, *release.variants, *_lab_names(release)]
    named: dict[str, str] = {}
    card = getattr(release, "card", None)
    if card is not None and card.current_grading is not None:
        named = _describe(entry, card, card.current_grading, texts)
    entry.search_text = search_text.joined(texts)
    entry.summary = json.dumps(_summary(entry, release, named), ensure_ascii=False)
    return entry, [CatalogueChip(entry=entry, slug=slug, name=named[slug]) for slug in named]


def _describe(
    entry: CatalogueEntry, card: ModelCard, grading: Grading, texts: list[str]
) -> dict[str, str]:
    """Add what the live card says; return the accelerators it names, by slug."""
    documents = LiveDocuments(entry.public_id)
    document = documents(entry.public_id)
    if document is None:
        raise LookupError(f"{card} is graded, but its live version has no content.")
    claims = list(grading.claims.order_by("id"))
    standard = load_standard(grading.standard_version)
    named = chips(document)
    implied = gradings.implied_bases_of(document, documents)
    figures = stated_figures(document, documents, implied)
    entry.figures_text = json.dumps(figures, ensure_ascii=False)
    measured = spans(figures)
    for name, column in (
        ("flop", "flop"),
        ("accelerator_hours", "hours"),
        ("cost", "cost_usd"),
    ):
        span = measured.get(name, UNDISCLOSED)
        setattr(entry, f"{column}_low", span.low)
        setattr(entry, f"{column}_high", span.high)
    editors = grading.assessment.get("facts", {})
    entry.has_card = True
    entry.level = grading.level
    entry.score = int(half_up(Fraction(grading.score), PUBLISHED_DECIMALS).scaleb(9))
    entry.open_weights = facts.open_weights(document, editors)
    entry.reinforcement_learning = facts.reinforcement_learning(document, editors)
    entry.peer_reviewed = facts.peer_reviewed(document)
    letters = {
        claim.item: claim_states.letter(claim.status, applicable=claim.applicable)
        for claim in claims
    }
    items = [item.id for item in standard.items]
    grades = {claim.item: claim.grade for claim in claims}
    entry.claim_states = claim_states.claim_states(letters, items)
    entry.claim_states += claim_states.claim_grades(grades, items)
    model = document["model"]
    texts += [model["name"], model["developer"], *named.values()]
    texts += [claim.answer for claim in claims if claim.grade]
    return named


def _summary(entry: CatalogueEntry, release: Release, named: dict[str, str]) -> dict[str, Any]:
    """The entry as lists serve it; what is not known is left out."""
    summary: dict[str, Any] = {
        "id": entry.public_id,
        "name": entry.name,
        "lab": {"slug": entry.lab.slug, "name": entry.lab_name},
        "released": release.released,
        "has_card": entry.has_card,
    }
    if release.status is not None:  # type: ignore[attr-defined]  # see _releases
        summary["status"] = release.status  # type: ignore[attr-defined]
    if not entry.has_card:
        return summary
    version, grading = release.card.live_version, release.card.current_grading
    assert version is not None  # noqa: S101 - a constraint of the table
    assert grading is not None  # noqa: S101 - a constraint of the table
    counts = grading.result["counts"]
    return summary | {
        "card": {
            "version": version.number,
            "published_at": version.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "content_hash": version.content_hash,
            "prepared_by": version.preparer,
            "sources_read": version.sources_read,
        },
        "level": Level(grading.level).name.lower(),
        "score": float(half_up(Fraction(grading.score), PUBLISHED_DECIMALS)),
        "claims": {
            name: counts[name] for name in ("applicable", "declared", "evidenced", "verified")
        },
        "bar": {
            # In this order: PostgreSQL gives the members of a JSON column back in its own.
            grade: float(half_up(Fraction(grading.result["bar"][grade]), PUBLISHED_DECIMALS))
            for grade in ("verified", "evidenced", "stated")
        },
        "open_weights": entry.open_weights,
        "reinforcement_learning": entry.reinforcement_learning,
        "peer_reviewed": entry.peer_reviewed,
        "chips": [{"slug": slug, "name": name} for slug, name in named.items()],
        "figures": entry.figures,
    }


def _lab_names(release: Release) -> Iterator[str]:
    for lab in dict.fromkeys((release.lab.standing, release.lab)):
        yield lab.name
        yield from (alias.name for alias in lab.aliases.all())


def _releases() -> QuerySet[Release]:
    releases = Release.objects.select_related(
        "lab__merged_into", "card__live_version", "card__current_grading"
    )
    with_aliases = releases.prefetch_related("lab__aliases", "lab__merged_into__aliases")
    return with_aliases.annotate(status=card_status("card"))


def _names(named: Iterable[CatalogueChip]) -> dict[str, str]:
    return {chip.slug: chip.name for chip in named}


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    waiting = sorted(ids)
    for start in range(0, len(waiting), AT_ONCE):
        yield waiting[start : start + AT_ONCE]
