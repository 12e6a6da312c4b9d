"""The five facts at the head of a card's page."""

from collections.abc import Mapping

from registry.models import ClaimGrade
from registry.rules.documents import Document
from registry.rules.showing import headline
from registry.rules.showing.headline_facts import HeadlineFact as Fact
from registry.rules.standard import load_standard
from registry.rules.words import uncapitalized
from registry.web.presenters.claims import CardContext, not_found, status_words
from registry.web.presenters.lineage import Relatives
from registry.web.presenters.shared import GRADES
from registry.web.view_models.cards import HeadlineFact

LABELS = {
    "compute": "Compute",
    "chips": "Chips",
    "cost": "Cost",
    "peer_review": "Peer review",
    "data": "Training data",
}
UNITS = {"accelerator-hours", "FLOP"}


def headline_panel(
    document: Document,
    grades: Mapping[str, ClaimGrade],
    context: CardContext,
    relatives: Relatives,
) -> tuple[HeadlineFact, ...]:
    """Compute, chips, cost, peer review, data; ``grades`` are the claim grades by item id."""
    items = load_standard().item_by_claim
    return tuple(
        _headline_fact(fact, grades[items[fact.claims[0]].id], context)
        for fact in headline.panel(document, relatives.lookup, relatives.implied)
    )


def _headline_fact(fact: Fact, grade: ClaimGrade, context: CardContext) -> HeadlineFact:
    is_told = fact.status == "disclosed"
    value, unit, rest = _parts(fact.value) if is_told else (fact.value, "", "")
    return HeadlineFact(
        label=LABELS[fact.topic],
        value=not_found(context.version) if fact.status == "silent" else value,
        is_told=is_told,
        unit=unit,
        scope="; ".join(part for part in (rest, uncapitalized(fact.scope)) if part),
        grade=GRADES[grade.grade],
        # The reason of a refusal stands in the value already.
        status=status_words(grade).partition(":")[0],
        url=f"#{grade.item}",
    )


def _parts(text: str) -> tuple[str, str, str]:
    """The figure or phrase for large type, its unit, and what follows the first semicolon."""
    value, _, rest = text.partition("; ")
    number, _, unit = value.rpartition(" ")
    if unit in UNITS and " and " not in number:
        return number, unit, rest
    return value, "", rest
