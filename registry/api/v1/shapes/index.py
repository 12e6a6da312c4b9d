"""Where programs begin."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from registry.api.v1.shapes.common import Address, Count, StandardVersion


class QuotaLimit(TypedDict):
    """So many requests in so many seconds, for one network address."""

    quota: Annotated[str, Field(examples=["reads"])]
    requests: Count
    seconds: Count


class RowLimit(TypedDict):
    """How many rows a page of a list has."""

    default: Count
    most: Count


class Limits(TypedDict):
    """Limits, which are part of the contract."""

    rows: RowLimit
    requests: list[QuotaLimit]


class IndexLinks(TypedDict):
    """Where everything begins."""

    self: Address
    labs: Address
    models: Address
    claims: Address
    validate: Address
    submissions: Address
    concerns: Address
    rankings: Address
    current_ranking: Address
    changes: Address
    schemas: Address
    standards: Address
    vocabularies: Address
    accelerators: Address
    problems: Address
    openapi: Address


class Index(TypedDict):
    """What there is, under which license and within which limits."""

    name: str
    license: Annotated[str, Field(description="SPDX license of the data.", examples=["CC-BY-4.0"])]
    standard: StandardVersion
    method: Annotated[str, Field(description="Version of the ranking method in force.")]
    limits: Limits
    links: IndexLinks
