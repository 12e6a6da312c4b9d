"""The hint beside an input: the schema's own words, or plainer ones where those are for programs.

A released schema is frozen, its descriptions included; what reads badly in the form is said anew
here, by the sentence and not by the field, so that no field is named twice. The next version of the
schema takes the plainer words over.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.rules.card_fields import Field

PLAINER: Mapping[str, str] = {
    "Public places that support the claim. At least one located entry is needed for level 2.": (
        "Where readers can check this. A public source with the page, table or section in it makes "
        "the claim evidenced; without one it is only stated."
    ),
    "Where in the source: page, table, section. Needed for level 2.": (
        "Where in the source: page, table or section. Without it the claim is only stated."
    ),
    "Who stands behind the source: lab = the developer; independent = somebody else; peer_reviewed "
    "= editorially peer-reviewed article or its reviewed supplement, venue not owned by the "
    "developer; artefact = a public object such as a repository, weights or dataset.": (
        "Who stands behind the source. A peer-reviewed publication is an article, or its reviewed "
        "supplement, in a venue that the developer does not own; a public artefact is a "
        "repository, weights or a dataset."
    ),
    "DOI, without resolver prefix.": "The DOI alone, without https://doi.org/ before it.",
    "SHA-256 of the archived copy.": (
        "The SHA-256 of the archived copy, 64 digits, so that readers can tell it is the same."
    ),
    "Required when status is withheld; published and counted per lab.": (
        "Why it is not given. The reason is public, and withheld answers are counted for each lab."
    ),
    "Short remark shown beside the claim. Not a place for figures that have a field.": (
        "A short remark for readers. Figures belong into their own fields."
    ),
    "Significant figures given in the source; drives rounding-aware checks.": (
        "How many figures of the number the source gives; checks allow for the rounding."
    ),
    "ISO 4217 code.": "The currency, as its code of three letters.",
    "SPDX license id.": "The license, by its SPDX id.",
    "Titles of all sources that were read; a silent claim means: not found in these.": (
        "Titles of all sources that you read. What the card does not answer was not found in them."
    ),
    "Language of the text fields, BCP 47.": "The language you write in, as a code.",
    "Language, BCP 47 tag preferred.": "The language, as a code if there is one.",
    "Path below facts.": "Which fact, by its name in the card.",
    "Country of registration, ISO 3166-1 alpha-2.": "Country of registration, as two letters.",
    "Country of the facility, ISO 3166-1 alpha-2.": "Country of the facility, as two letters.",
    "Countries of work, ISO 3166-1 alpha-2.": (
        "Countries in which the work was done, as two letters."
    ),
    "Weight edges: models whose weights were the starting point. Must not form a cycle.": (
        "Models whose weights were the starting point. No model can come back to itself."
    ),
    "Data edges: models whose outputs were used as training data, rewards or judgments. Cycles are "
    "allowed.": "Models whose outputs were used as training data, rewards or judgments.",
    "model_flop = operations the model needs (6ND type); hardware_flop = operations executed, "
    "including recomputation.": (
        "Model FLOP are the operations the model needs, as 6 × parameters × tokens counts them; "
        "hardware FLOP those executed, recomputation included."
    ),
    "weights = this model or an ancestor of its weights; data = run of another model that only "
    "produced data.": (
        "Weights: a run of this model or of one that it was built on. Data: a run of another model "
        "that only produced data."
    ),
    "Who can obtain it: open = anyone; open_gated = after accepting terms; restricted = selected "
    "parties; none = nobody outside.": (
        "Who can obtain it: anyone, anyone after accepting terms, selected parties, or nobody "
        "outside."
    ),
    "Status at the as_of date.": "The status on the date that the claim gives.",
    "unique = each item once; seen = unique x epochs.": (
        "Unique counts each item once; seen counts it as often as it was trained on."
    ),
    "Training stages this figure covers. Closed list shared by the whole card.": (
        "The training stages that this figure covers."
    ),
    "Training stages, closed list.": "The training stages that the estimate covers.",
    "Path of the claim whose figure already contains this use.": (
        "The claim whose figure already contains this use, if one does."
    ),
    "A number in the fixed unit of the field (x-unit), or a range. Plain JSON numbers; 3.8e25 is "
    "fine, text such as 64*8 is not.": "One number, or a range such as 3.5e25–4e25.",
}


def hint_of(field: Field) -> str:
    """What to say beside the input of a field; empty where the schema says nothing."""
    description = str(field.keywords.get("description", ""))
    return PLAINER.get(description, description)
