"""Where programs begin."""

from django.urls import reverse

from registry.api.addresses import absolute
from registry.api.answers import Answer, Body, envelope, json_text, state_validator
from registry.api.endpoint import Endpoint
from registry.api.parameters import DEFAULT_LIMIT, MOST_ROWS, Asked
from registry.api.throttling import QUOTAS
from registry.models.stored_text import latest_change
from registry.rules.ranking.lab_inputs import METHOD_VERSION
from registry.rules.standard import CURRENT_VERSION

LICENSE = "CC-BY-4.0"


class Index(Endpoint):
    """What there is, under which license and within which limits."""

    def get(self, asked: Asked) -> Answer:
        seq = latest_change()
        return Answer(
            state_validator(seq, ""),
            lambda: Body(envelope(json_text(_index()), seq=seq)),
        )


def _index() -> dict[str, object]:
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
        "links": {"self": absolute(reverse("api:index"))},
    }
