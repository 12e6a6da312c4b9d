"""Where programs begin."""

from registry.api.addresses import address_of, page_address
from registry.api.answers import Answer, Body, envelope, json_text, state_validator
from registry.api.endpoint import Endpoint
from registry.api.operations import One, Operation
from registry.api.parameters import DEFAULT_LIMIT, MOST_ROWS, Asked
from registry.api.throttling import QUOTAS
from registry.api.v1.shapes import index as shapes
from registry.models.stored_text import latest_change
from registry.rules.ranking.lab_inputs import METHOD_VERSION
from registry.rules.standard import CURRENT_VERSION

LICENSE = "CC-BY-4.0"


class Index(Endpoint):
    """What there is, under which license and within which limits. Every resource is reached by
    links from here.
    """

    operation = Operation("getIndex", "Index", "Where to begin", One(shapes.Index))

    def get(self, asked: Asked) -> Answer:
        seq = latest_change()
        return Answer(
            state_validator(seq, "index"),
            lambda: Body(envelope(json_text(_index()), seq=seq)),
        )


def _index() -> shapes.Index:
    return {
        "name": "Model Disclosure Registry",
        "license": LICENSE,
        "standard": CURRENT_VERSION,
        "method": METHOD_VERSION,
        "limits": {
            "rows": {"default": DEFAULT_LIMIT, "most": MOST_ROWS},
            "requests": [
                {"quota": quota.name, "requests": quota.allowed, "seconds": quota.seconds}
                for quota in QUOTAS
            ],
        },
        "links": {
            "self": address_of("index"),
            "labs": address_of("labs"),
            "models": address_of("models"),
            "claims": address_of("claims"),
            "validate": address_of("validate"),
            "submissions": address_of("submissions"),
            "concerns": address_of("concerns"),
            "rankings": address_of("rankings"),
            "current_ranking": address_of("current-ranking"),
            "changes": address_of("changes"),
            "schemas": address_of("schemas"),
            "standards": address_of("standards"),
            "vocabularies": address_of("vocabularies"),
            "accelerators": address_of("accelerators"),
            "problems": page_address("problem:list"),
            "openapi": address_of("openapi"),
        },
    }
