"""Who prepared a card, and who set the facts about its model."""

from collections.abc import Mapping
from typing import Any

from registry.models import CardVersion, EditorialFact
from registry.models.editorial import in_force
from registry.rules.conditions.applicability import answered_facts
from registry.rules.documents import Document
from registry.rules.numerals import date_text
from registry.rules.showing import sources
from registry.rules.standard import Standard
from registry.rules.words import fact_words
from registry.web.presenters.claims import Visits, evidence
from registry.web.presenters.shown import ShownVersion
from registry.web.view_models.cards import FactRow, Preparation


def preparation(document: Document, version: CardVersion) -> Preparation:
    """Who prepared the card; one in the making may lack the name and the day."""
    prepared = document["prepared_by"]
    return Preparation(
        by=version.get_preparer_display(),
        name=prepared.get("name", ""),
        date=date_text(prepared["prepared_on"]) if "prepared_on" in prepared else "",
        sources=tuple(prepared.get("sources_read", ())),
        note=prepared.get("note", ""),
        is_registry=version.preparer == CardVersion.Preparer.REGISTRY,
        used_text_generator=prepared.get("text_generator_used", False),
    )


def fact_rows(shown: ShownVersion, standard: Standard, visits: Visits) -> tuple[FactRow, ...]:
    """All facts of the standard; an editor's answer wins over that of the card."""
    document = shown.document
    acts = in_force(shown.acts(EditorialFact.objects.all()), "fact")
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
                set_by=_set_by(entry, shown.version, by_act=path in editors) if is_answered else "",
                evidence=evidence(sources.sources(entry), visits),
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
