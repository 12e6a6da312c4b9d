"""What a dump says of itself, in its manifest and inside every Parquet file."""

from __future__ import annotations

from registry.exporters.csv_text import cell_text
from registry.exporters.dump.state import State
from registry.exporters.terms import ATTRIBUTION, LICENSE
from registry.rules.standard import load_standard

# Tells a dump from anything else that has a manifest.
KIND = "dump of the Model Disclosure Registry"
# Raised whenever the same state would be written differently.
FORM = 1
GENERATOR = "model-disclosure-registry 0.1.0"


def about(state: State) -> dict[str, str | int]:
    """Which state this is, by which schema, standard and method, made by what, on what terms."""
    return {
        "kind": KIND,
        "form": FORM,
        "name": state.name,
        "seq": state.seq,
        "created_at": cell_text(state.at),
        "current_ranking": state.ranking.number,
        "as_of": state.ranking.as_of.isoformat(),
        "card_schema": load_standard(state.ranking.standard_version).card_schema,
        "standard": state.ranking.standard_version,
        "method": state.ranking.method_version,
        "generator": GENERATOR,
        "license": LICENSE,
        "attribution": ATTRIBUTION,
    }
