"""The pages about the API: its reference, its playground, its promises."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.prose import ProsePage
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call with its answer. ``note`` says what of a long answer is left out."""

    anchor: str
    says: str
    command: str
    status: str
    answer: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter; words of the API stand between backticks."""

    name: str
    meaning: str
    takes: str
    example: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One address. ``refusals`` are the problems it may answer beside those that all may.

    ``try_url`` is empty for one that takes a token.
    """

    anchor: str
    title: str
    method: str
    path: str
    purpose: str
    parameters: tuple[ParameterRow, ...]
    media_types: tuple[str, ...]
    takes: tuple[str, ...]
    refusals: tuple[Link, ...]
    examples: tuple[Exchange, ...]
    try_url: str


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    anchor: str
    title: str
    text: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One type of problem, with cause and remedy."""

    link: Link
    status: int
    title: str
    cause: str
    fix: str


@dataclass(frozen=True, slots=True)
class Quota:
    name: str
    requests: str
    seconds: str


@dataclass(frozen=True, slots=True)
class ApiPage:
    """Everything on one page. ``changelog_html`` is sanitised already."""

    first_call: Exchange
    quick_start: tuple[Exchange, ...]
    rules: ProsePage
    quotas: tuple[Quota, ...]
    groups: tuple[ResourceGroup, ...]
    refusals: tuple[Refusal, ...]
    changelog_html: str
    openapi_url: str


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """A page of the documentation with the picture that it makes."""

    prose: ProsePage
    picture: str
    picture_words: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PlaygroundField:
    """One parameter to fill in; ``choices`` is empty where any text may be given."""

    name: str
    hint: str
    value: str
    example: str
    is_required: bool
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call that can be made: as an address of this site, and as a command."""

    address: str
    command: str


@dataclass(frozen=True, slots=True)
class PlaygroundPage:
    """``call`` is there once everything needed is filled in; ``body`` where one is to be sent."""

    groups: tuple[ChoiceGroup, ...]
    operation: str
    title: str
    method: str
    path: str
    purpose: str
    fields: tuple[PlaygroundField, ...]
    notices: tuple[str, ...]
    call: Call | None
    body: str
    body_types: tuple[Choice, ...]
    reference_url: str

    @property
    def sends_body(self) -> bool:
        return bool(self.body_types)
