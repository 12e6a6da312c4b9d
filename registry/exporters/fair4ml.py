"""A model in the words of FAIR4ML 0.1.0 and schema.org, from what its card discloses.

What a card does not disclose is left out. Emissions are the registry's own line about them, because
that line never goes without the stages it covers.
"""

from typing import Any

from django.urls import reverse

from registry.exporters.addresses import absolute
from registry.models import Release
from registry.rules.checking.code_lists import SPDX_LICENSES
from registry.rules.documents import Document, value_at
from registry.rules.lineage.edges import WeightEdge, weight_edges
from registry.rules.names import split_card_id
from registry.rules.showing.summaries import summary

NAMESPACE = "https://w3id.org/fair4ml#"

_TYPE = "fair4ml:MLModel"
# Relations in which training went on from the parent's weights.
_TRAINED_ON = frozenset({"continued_pretraining", "fine_tuning", "reinforcement_learning"})
_EMISSIONS = ("emissions_tco2e_location_based", "emissions_tco2e_market_based")


def model_data(release: Release, document: Document) -> dict[str, Any]:
    """The model that ``document`` is about; ``release`` comes with its lab."""
    lab = release.lab.standing
    model = document["model"]
    parents = weight_edges(document)
    datasets = value_at(document, "data.public_datasets").get("datasets", ())
    told = {
        "version": model.get("version"),
        "license": _license(document),
        "fair4ml:fineTunedFrom": [_parent(e) for e in parents if e.relation in _TRAINED_ON],
        "isBasedOn": [_parent(edge) for edge in parents if edge.relation not in _TRAINED_ON],
        "fair4ml:trainedOn": [_dataset(dataset) for dataset in datasets],
        "fair4ml:hasCO2eEmissions": _emissions(document),
    }
    return {
        "@type": _TYPE,
        "@id": absolute(f"{release.get_absolute_url()}#model"),
        "name": model["name"],
        "author": {
            "@type": "Organization",
            "name": lab.name,
            "url": absolute(lab.get_absolute_url()),
        },
        "datePublished": release.released,
        **{name: value for name, value in told.items() if value},
    }


def _license(document: Document) -> str:
    """The licence of the weights, where it is one that has an address."""
    offer = value_at(document, "identity.access_and_license").get("weights", {})
    license_id = offer.get("license", "")
    return f"https://spdx.org/licenses/{license_id}" if license_id in SPDX_LICENSES else ""


def _parent(edge: WeightEdge) -> dict[str, Any]:
    return {"@type": _TYPE, "name": edge.model, **_registered(edge.card_id)}


def _registered(card_id: str | None) -> dict[str, str]:
    if not card_id:
        return {}
    return {"@id": absolute(f"{reverse('model:detail', args=split_card_id(card_id))}#model")}


def _dataset(dataset: Document) -> dict[str, Any]:
    told = {"version": dataset.get("version"), "url": dataset.get("url")}
    return {
        "@type": "Dataset",
        "name": dataset["name"],
        **{name: value for name, value in told.items() if value},
    }


def _emissions(document: Document) -> str:
    path = "compute.energy_and_emissions"
    value = value_at(document, path)
    return summary(path, value) if any(name in value for name in _EMISSIONS) else ""
