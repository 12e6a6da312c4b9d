"""How much of a card editors ruled out as not applicable, beyond what its facts decide."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from registry.rules.documents import Document
from registry.rules.grading.assessment import Assessment
from registry.rules.grading.case import open_case
from registry.rules.standard import Standard

# A model that so much more of the standard does not fit needs another standard, not more rulings:
# what is ruled out counts for nothing, so each ruling raises the score of the rest.
MOST_RULED_OUT = Fraction(1, 20)


def share_ruled_out(document: Document, standard: Standard, assessment: Assessment) -> Fraction:
    """The weight that rulings took out of a card, of the weight that applies by its facts.

    From 0 to 1. ``document`` is a card that passed the schema; what its facts leave out anyway does
    not count, whatever an editor ruled of it.
    """
    by_facts = open_case(document, standard, replace(assessment, applicable={})).applicability
    weights = {item.id: item.weight for item in standard.items if by_facts[item.id].applies}
    whole = sum(weights.values(), Fraction())
    out = (weights.get(item, 0) for item, is_in in assessment.applicable.items() if not is_in)
    return sum(out, Fraction()) / whole if whole else Fraction()
