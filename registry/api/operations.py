"""What an endpoint is said to do, for the OpenAPI document; written beside the endpoint itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}


@dataclass(frozen=True, slots=True)
class One:
    """An answer with one thing of ``shape``, a ``TypedDict``, under ``data`` or by itself."""

    shape: Any
    is_enveloped: bool = True


@dataclass(frozen=True, slots=True)
class Many:
    """An answer with a list of things of ``shape``; ``is_paged`` where it may have a next page.

    ``others`` are the schemas of other formats of the list, by media type.
    """

    shape: Any
    is_paged: bool = True
    others: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bare:
    """An answer without an envelope: its schema by media type."""

    schemas: Mapping[str, Schema]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; its description is the docstring of the endpoint.

    ``refusals`` are codes of ``rules.request_problems`` beyond those that every address has;
    ``body`` is the schema of a request body by media type, or ``takes`` the shape of one, a
    ``TypedDict``, in any of ``media_types``; ``headers`` are parameters of ``components`` that are
    sent as header fields; ``status`` is that of success; ``moves`` tells whether the answer may be
    a redirect for good.
    """

    id: str
    tag: str
    summary: str
    answer: One | Many | Bare
    refusals: tuple[str, ...] = ()
    body: Mapping[str, Schema] = field(default_factory=dict)
    takes: Any = None
    media_types: tuple[str, ...] = ()
    body_required: bool = True
    headers: tuple[str, ...] = ()
    status: int = 200
    moves: bool = False

    @property
    def is_linked(self) -> bool:
        """Whether the answer has a Link header."""
        return isinstance(self.answer, Bare) or (
            isinstance(self.answer, Many) and self.answer.is_paged
        )
