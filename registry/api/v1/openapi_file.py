"""This API described for programs."""

from functools import cache

from registry.api.answers import JSON, Answer
from registry.api.endpoint import Endpoint
from registry.api.fixed import fixed
from registry.api.openapi import OPENAPI_PATH
from registry.api.operations import Bare, Operation
from registry.api.parameters import Asked

OPENAPI_JSON = "application/vnd.oai.openapi+json"


class OpenApi(Endpoint):
    """This description: OpenAPI 3.1. It only grows within version 1."""

    operation = Operation(
        "getOpenApi", "Index", "The OpenAPI document", Bare({JSON: {"type": "object"}})
    )
    media_types = (JSON, OPENAPI_JSON)
    quota = None

    def get(self, asked: Asked) -> Answer:
        return fixed(_content())


@cache
def _content() -> bytes:
    return OPENAPI_PATH.read_bytes()
