"""The OpenAPI 3.1 document, generated from the endpoints and committed under ``schemas/``.

``python -m registry.api.openapi`` writes it anew, but not where that would break a client;
``--check`` only compares; ``--allow-breaking`` is for what no one has been promised yet.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from registry.rules.standard import SCHEMAS_DIR

OPENAPI_PATH = SCHEMAS_DIR / "openapi" / "v1.json"


def generate() -> bytes:
    """The document: UTF-8, one space of indentation, the same bytes on every run."""
    return (json.dumps(document(), ensure_ascii=False, indent=1) + "\n").encode()


def document() -> dict[str, Any]:
    """The document as data; Django has to be set up."""
    from drf_spectacular.generators import SchemaGenerator

    from registry.api.components import RESPONSES, shape_schemas
    from registry.api.header_fields import HEADERS, PARAMETERS, SECURITY_SCHEMES

    generator: Any = SchemaGenerator  # the library is not typed
    described: dict[str, Any] = generator().get_schema(request=None, public=True)
    described_by = [(each, one) for each in endpoints() for one in each.described().values()]
    shaped = [(each, one) for each, one in described_by if hasattr(one.answer, "shape")]
    shapes = [one.answer.shape for _, one in shaped]
    shapes += [one.takes for _, one in described_by if one.takes]
    sparse = [one.answer.shape for each, one in shaped if each().has_fields]
    described["components"] = {
        "schemas": shape_schemas(shapes, sparse),
        "parameters": dict(PARAMETERS),
        "headers": dict(HEADERS),
        "responses": dict(RESPONSES),
        "securitySchemes": dict(SECURITY_SCHEMES),
    }
    return described


def endpoints() -> Iterator[Any]:
    """The classes behind all addresses of the API, in their order."""
    from registry.api.endpoint import Endpoint

    for callback in _callbacks(get_resolver().url_patterns):
        endpoint = getattr(callback, "cls", None)
        if isinstance(endpoint, type) and issubclass(endpoint, Endpoint):
            yield endpoint


def _callbacks(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def main(arguments: Sequence[str]) -> None:
    """Write the document, or with ``--check`` fail if it is not what the endpoints say."""
    from registry.api.openapi_changes import breaking_changes

    django.setup()
    generated = generate()
    committed = OPENAPI_PATH.read_bytes() if OPENAPI_PATH.exists() else b""
    if generated == committed:
        return
    breaking = breaking_changes(json.loads(committed or b"{}"), json.loads(generated))
    sentences = "".join(f"\n  {sentence}" for sentence in breaking)
    if "--check" in arguments:
        why = f" It would break clients:{sentences}" if breaking else ""
        sys.exit(f"{OPENAPI_PATH} does not match registry/api: run `make fix`.{why}")
    if breaking and "--allow-breaking" not in arguments:
        sys.exit(f"Nothing is removed, renamed or changed in kind within version 1:{sentences}")
    OPENAPI_PATH.parent.mkdir(exist_ok=True)
    OPENAPI_PATH.write_bytes(generated)


if __name__ == "__main__":
    main(sys.argv[1:])
