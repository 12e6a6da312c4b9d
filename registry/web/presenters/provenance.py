"""Who prepared a card, who set the facts about its model, and its published versions."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from registry.models import CardVersion, EditorialFact, ModelCard
from registry.models.editorial import in_force
from registry.rules.conditions.applicability import answered_facts
from registry.rules.documents import Document
from registry.rules.numerals import date_text
from registry.rules.showing import sources
from registry.rules.standard import Standard
from registry.rules.words import capitalized, fact_words
from registry.web.presenters.claims import evidence
from registry.web.view_models.cards import FactRow, Preparation, RemovedPage, VersionRow
from registry.web.view_models.shared import AnswerLine

REMOVED = "removed"


def preparation(document: Document, version: CardVersion) -> Preparation:
    prepared = document["prepared_by"]
    return Preparation(
        by=version.get_preparer_display(),
        name=prepared["name"],
        date=date_text(prepared["prepared_on"]),
        sources=tuple(prepared.get("sources_read", ())),
        note=prepared.get("note", ""),
        is_registry=version.preparer == CardVersion.Preparer.REGISTRY,
        used_text_generator=prepared.get("text_generator_used", False),
    )


def fact_rows(
    card: ModelCard, version: CardVersion, document: Document, standard: Standard
) -> tuple[FactRow, ...]:
    """All facts of the standard; an editor's answer wins over that of the card."""
    acts = in_force(EditorialFact.objects.filter(card=card), "fact")
    editors = {name: act for name, act in acts.items() if act.value is not None}
    values = {name: act.value for name, act in editors.items()}
    answered = answered_facts(document.get("facts", {}), values, standard.facts)
    stated = {entry["fact"]: entry for entry in document.get("fact_evidence", ())}
    rows = []
    for path, fact in standard.facts.items():
        entry = stated.get(path, {})
        is_answered = path in answered
        rows.append(
            FactRow(
                question=fact.question,
                answer=fact_words(answered[path]) if is_answered else "",
                set_by=_set_by(entry, version, by_act=path in editors) if is_answered else "",
                evidence=tuple(evidence(source) for source in sources.sources(entry)),
                note=editors[path].reason if path in editors else entry.get("note", ""),
            )
        )
    return tuple(rows)


def _set_by(entry: Mapping[str, Any], version: CardVersion, *, by_act: bool) -> str:
    if by_act:
        return "an editor"
    if entry.get("set_by") != "editor":
        return "the card"
    return "the registry" if version.preparer == CardVersion.Preparer.REGISTRY else "an editor"


def version_rows(card: ModelCard) -> tuple[VersionRow, ...]:
    """The versions, newest first; one that was removed keeps its line and its digest."""
    return tuple(
        VersionRow(
            number=version.number,
            date=date_text(version.published_at.date().isoformat()),
            prepared_by=version.get_preparer_display(),
            status="current" if version.pk == card.live_version_id else _status(version),
            digest=version.content_hash.removeprefix("sha256:"),
            url=_address(card, version),
        )
        for version in card.versions.prefetch_related("status_events").order_by("-number")
    )


def removed_page(card: ModelCard) -> RemovedPage:
    """What stays of a card whose live content the law required to remove."""
    release, lab = card.release, card.release.lab.standing
    lines = [
        AnswerLine("Model", release.name),
        AnswerLine("Lab", lab.name, lab.get_absolute_url()),
    ]
    for version in card.versions.prefetch_related("status_events"):
        name = f"Version {version.number}"
        lines.append(AnswerLine(name, version.content_hash, _address(card, version)))
        for event in version.status_events.all():
            day = date_text(event.at.date().isoformat())
            text = ": ".join(part for part in (day, event.reason) if part)
            lines.append(AnswerLine(capitalized(event.status), text))
    return RemovedPage(lines=tuple(lines))


def _status(version: CardVersion) -> str:
    return list(version.status_events.all())[-1].status


def _address(card: ModelCard, version: CardVersion) -> str:
    """Where the version's bytes are; empty where they were removed."""
    if _status(version) == REMOVED:
        return ""
    return reverse("model:version", args=[*card.release.public_id.split("/"), version.number])
