"""The pages to which the problems of the API point."""

from itertools import groupby

from django.urls import reverse

from registry.rules.problems import CODES
from registry.rules.request_problems import TYPES, ProblemType
from registry.web.view_models.problems import (
    DetailCode,
    DetailGroup,
    ProblemPage,
    ProblemRow,
    ProblemsPage,
)
from registry.web.view_models.shared import Link

LAYERS = {
    "reading": "Reading the document",
    "schema": "The shape of a card",
    "meaning": "What a card says",
    "registry": "What the registry knows",
    "plausibility": "Whether the figures fit",
    "query": "Parameters of a query",
}
# Which layers of codes the entries of ``errors`` belong to, by the type they come with.
LAYERS_OF = {"invalid-parameters": "query", "unreadable-document": "reading"}


def problems_page() -> ProblemsPage:
    return ProblemsPage(
        rows=tuple(
            ProblemRow(
                Link(kind.code, reverse("problem:detail", args=[kind.code])),
                kind.status,
                kind.title,
            )
            for kind in TYPES.values()
        ),
        groups=tuple(
            DetailGroup(layer, LAYERS.get(layer, layer.capitalize()), _codes(layer))
            for layer, _ in groupby(CODES, key=_layer)
        ),
    )


def problem_page(kind: ProblemType) -> ProblemPage:
    layer = LAYERS_OF.get(kind.code)
    return ProblemPage(
        code=kind.code,
        status=kind.status,
        title=kind.title,
        cause=kind.cause,
        fix=kind.fix,
        codes=_codes(layer) if layer else (),
    )


def _layer(code: str) -> str:
    return code.partition(".")[0]


def _codes(layer: str) -> tuple[DetailCode, ...]:
    return tuple(DetailCode(code, text) for code, text in CODES.items() if _layer(code) == layer)
