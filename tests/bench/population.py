"""Registries of any size: generated cards of real shape, stored as if they had been published.

Every generated card is a copy of a starter card under another id, for another lab, with the rows
that publishing it would have stored. Copies come in blocks of all starter cards, and lineage stays
inside its block, so a card has as many relatives in a large registry as in a small one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction

from registry.actions import catalogue
from registry.actions.audit import command_actor
from registry.actions.ranked import ranked_transaction
from registry.actions.tallies import COLUMNS, count_all
from registry.models import (
    AuditEvent,
    CardContent,
    CardVersion,
    CatalogueChip,
    CatalogueEntry,
    ClaimGrade,
    Grading,
    ItemTally,
    Lab,
    LineageEdge,
    ModelCard,
    PeerReviewConfirmation,
    Release,
    VersionStatusEvent,
)
from registry.rules.canonical import content_hash
from registry.rules.checking.check import CheckedCard, check_card
from registry.rules.names import normalized_name
from tests.bench.copies import PUBLISHED_AT, Copy, Template

STARTER_ACTOR = "starter compilation"
_INVITED_ON = date(2025, 1, 1)
_BATCH = 500
# What editors recorded and what each claim earned is copied inside the database.
_COPIED = (
    ("registry_claimgrade", "grading_id"),
    ("registry_editorialfact", "card_id"),
    ("registry_applicabilityoverride", "card_id"),
)


@dataclass(frozen=True)
class Spare:
    """A registered release without a card, and the checked card to publish for it."""

    public_id: str
    checked: CheckedCard


def generated_labs(count: int, prefix: str = "bench-lab-") -> list[Lab]:
    """Register labs; every second one is invited, so that its releases are due."""
    slugs = [f"{prefix}{number:04}" for number in range(count)]
    Lab.objects.bulk_create(
        Lab(
            slug=slug,
            name=slug.replace("-", " ").title(),
            normalized_name=normalized_name(slug.replace("-", " ")),
            invited_on=_INVITED_ON if number % 2 else None,
        )
        for number, slug in enumerate(slugs)
    )
    return list(Lab.objects.filter(slug__in=slugs))


def grow(cards: int, owners: Sequence[Lab]) -> None:
    """Add generated cards, evenly over ``owners``, until ``cards`` are live.

    The registry holds the starter cards already. Ends with a new ranking, so what follows finds
    everything as after the last publication.
    """
    with transaction.atomic():
        templates = _templates()
        first = ModelCard.objects.live().count()
        copies = _copies(templates, owners, range(first, cards))
        while batch := list(islice(copies, _BATCH)):
            _store(batch)
        _tally()
    with ranked_transaction() as touched:
        for lab in Lab.objects.all():
            touched.add(lab, "cards were generated")
        touched.redraw_outdated()


def add_spares(name: str, owners: Sequence[Lab], count: int) -> list[Spare]:
    """Register ``count`` releases over ``owners`` in turn, to publish copies of starter cards."""
    templates = _templates()
    spares = []
    for number in range(count):
        template = templates[number % len(templates)]
        release = _release(template, owners[number % len(owners)], f"spare-{name}-{number}")
        release.save()
        catalogue.refresh([release.pk])
        text = _rewritten(template, release, {template.release.public_id: release.public_id})
        spares.append(Spare(release.public_id, check_card(text.encode(), "json")))
    return spares


def _templates() -> list[Template]:
    contents = (
        CardContent.objects.filter(version__published_by=command_actor(STARTER_ACTOR).key)
        .select_related("version__card__release__lab", "version__card__current_grading")
        .prefetch_related("version__lineage_edges")
        .order_by("version__card__release__public_id")
    )
    return [
        Template(
            release=content.version.card.release,
            card=content.version.card,
            version=content.version,
            grading=grading,
            canonical=content.canonical,
            edges=tuple(content.version.lineage_edges.all()),
            confirmations=tuple(
                PeerReviewConfirmation.objects.filter(card=content.version.card).order_by("id")
            ),
            entry=content.version.card.release.catalogue_entry,
            chips=tuple(content.version.card.release.catalogue_entry.chips.order_by("id")),
            answers=tuple(claim.answer for claim in grading.claims.order_by("id") if claim.grade),
        )
        for content in contents
        if (grading := content.version.card.current_grading) is not None
    ]


def _copies(
    templates: Sequence[Template], owners: Sequence[Lab], numbers: Sequence[int]
) -> Iterator[Copy]:
    new_ids: dict[str, str] = {}
    for number in numbers:
        block, at = divmod(number, len(templates))
        if at == 0 or not new_ids:
            new_ids = _block_ids(templates, owners, block)
        template = templates[at]
        slug = new_ids[template.release.public_id].partition("/")[2]
        release = _release(template, owners[number % len(owners)], slug)
        yield Copy(template, release, _rewritten(template, release, new_ids), new_ids)


def _block_ids(templates: Sequence[Template], owners: Sequence[Lab], block: int) -> dict[str, str]:
    first = block * len(templates)
    return {
        template.release.public_id: f"{owners[number % len(owners)].slug}/model-{number}"
        for number, template in enumerate(templates, start=first)
    }


def _release(template: Template, owner: Lab, slug: str) -> Release:
    copied = template.release
    return Release(
        lab=owner,
        slug=slug,
        public_id=f"{owner.slug}/{slug}",
        name=f"{copied.name} {slug}",
        released_on=copied.released_on,
        date_precision=copied.date_precision,
        tier=copied.tier,
        tier_reason=copied.tier_reason,
        source_title=copied.source_title,
        source_url=copied.source_url,
    )


def _rewritten(template: Template, release: Release, new_ids: dict[str, str]) -> str:
    """The canonical text under the new ids; replacing whole members keeps it canonical."""
    text = re.sub(
        r'"card_id":"([^"]+)"',
        lambda match: f'"card_id":"{new_ids.get(match[1], match[1])}"',
        template.canonical,
    )
    return re.sub(r'"developer":"[^"]*"', f'"developer":"{release.lab.name}"', text, count=1)


def _store(copies: Sequence[Copy]) -> None:
    actor = command_actor("measurements").key
    Release.objects.bulk_create(copy.release for copy in copies)
    cards = ModelCard.objects.bulk_create(ModelCard(release=copy.release) for copy in copies)
    versions = CardVersion.objects.bulk_create(
        CardVersion(
            card=card,
            number=1,
            schema_version=copy.template.version.schema_version,
            content_hash=content_hash(copy.canonical.encode()),
            preparer=copy.template.version.preparer,
            preparer_name=copy.template.version.preparer_name,
            prepared_on=copy.template.version.prepared_on,
            sources_read=copy.template.version.sources_read,
            published_at=PUBLISHED_AT,
            published_by=actor,
        )
        for card, copy in zip(cards, copies, strict=True)
    )
    CardContent.objects.bulk_create(
        CardContent(version=version, canonical=copy.canonical)
        for version, copy in zip(versions, copies, strict=True)
    )
    VersionStatusEvent.objects.bulk_create(
        VersionStatusEvent(version=version, status="published", at=PUBLISHED_AT, actor_key=actor)
        for version in versions
    )
    LineageEdge.objects.bulk_create(
        LineageEdge(
            version=version,
            kind=edge.kind,
            model=edge.model,
            card_id=copy.new_ids.get(edge.card_id, edge.card_id),
        )
        for version, copy in zip(versions, copies, strict=True)
        for edge in copy.template.edges
    )
    entries = CatalogueEntry.objects.bulk_create(
        copy.catalogue_entry(version) for version, copy in zip(versions, copies, strict=True)
    )
    CatalogueChip.objects.bulk_create(
        CatalogueChip(entry=entry, slug=chip.slug, name=chip.name)
        for entry, copy in zip(entries, copies, strict=True)
        for chip in copy.template.chips
    )
    gradings = Grading.objects.bulk_create(
        Grading(
            version=version,
            standard_version=copy.template.grading.standard_version,
            level=copy.template.grading.level,
            missing_for_next_level=copy.template.grading.missing_for_next_level,
            score=copy.template.grading.score,
            assessment=copy.template.grading.assessment,
            result=copy.template.grading.result,
            plausibility=copy.template.grading.plausibility,
            checks_version=copy.template.grading.checks_version,
            at=PUBLISHED_AT,
        )
        for version, copy in zip(versions, copies, strict=True)
    )
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=PUBLISHED_AT,
            actor_key=actor,
            action="card.publish",
            subject=copy.release.public_id,
            data={"version": 1},
        )
        for copy in copies
    )
    PeerReviewConfirmation.objects.bulk_create(
        PeerReviewConfirmation(
            card=card,
            item=confirmation.item,
            claim_hash=copy.claim_hash(confirmation),
            confirmed=confirmation.confirmed,
            by_compilation=confirmation.by_compilation,
            reason=confirmation.reason,
            at=PUBLISHED_AT,
            actor_key=actor,
        )
        for card, copy in zip(cards, copies, strict=True)
        for confirmation in copy.template.confirmations
    )
    ClaimGrade.objects.bulk_create(
        claim
        for grading, copy in zip(gradings, copies, strict=True)
        if copy.template.names_relatives
        for claim in copy.claims(grading)
    )
    owners = {
        "grading_id": [
            (new.pk, copy.template.grading.pk)
            for new, copy in zip(gradings, copies, strict=True)
            if not copy.template.names_relatives
        ],
        "card_id": [
            (new.pk, copy.template.card.pk) for new, copy in zip(cards, copies, strict=True)
        ],
    }
    for table, owner in _COPIED:
        _copy_rows(table, owner, owners[owner])
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE registry_modelcard SET live_version_id = %s, current_grading_id = %s "
            "WHERE id = %s",
            [(v.pk, g.pk, c.pk) for v, g, c in zip(versions, gradings, cards, strict=True)],
        )


def _copy_rows(table: str, owner: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Copy the rows of ``table`` that belong to the second of each pair to the first."""
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
        columns = ", ".join(c.name for c in description if c.name not in ("id", owner))
        cursor.executemany(
            f"INSERT INTO {table} ({owner}, {columns}) "  # noqa: S608 - names from this module
            f"SELECT %s, {columns} FROM {table} WHERE {owner} = %s ORDER BY id",
            pairs,
        )


def _tally() -> None:
    counted = count_all()
    items = {item for item, _ in counted}
    ItemTally.objects.all().delete()
    ItemTally.objects.bulk_create(
        ItemTally(item=item, **{column: counted[item, column] for column in COLUMNS})
        for item in sorted(items)
    )
