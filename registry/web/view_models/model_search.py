"""The search for models: the form, what is asked, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.shared import Bar, Link


def anchor_of(parameter: str) -> str:
    """The id of the field of a parameter."""
    return f"ask-{parameter.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet or a list; ``count`` is empty where it was not counted."""

    value: str
    text: str
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with choices of which several can be ticked; ``more`` are offered as a list."""

    name: str
    title: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    error: str = ""

    @property
    def anchor(self) -> str:
        return anchor_of(self.name)


@dataclass(frozen=True, slots=True)
class Field:
    """A typed or selected value; one with ``options`` is a list."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    error: str = ""

    @property
    def anchor(self) -> str:
        return anchor_of(self.name)


@dataclass(frozen=True, slots=True)
class Range:
    """A lower and an upper limit in one unit; ``links`` are ready-made ranges with counts."""

    name: str
    title: str
    limits: tuple[Field, ...]
    unit: str = ""
    links: tuple[tuple[Link, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that the form carries along without showing it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """A condition on a claim that is in force; unticked, it is dropped."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchForm:
    """Everything that can be asked. ``asked`` counts the conditions in force."""

    words: Field
    card: Facet
    facets: tuple[Facet, ...]
    ranges: tuple[Range, ...]
    level: Field
    order: Field
    way: Field
    claims: tuple[OptionGroup, ...]
    claims_asked: tuple[Ticked, ...]
    kept: tuple[Hidden, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the question; ``anchor`` is the field to repair, if there is one."""

    message: str
    hint: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the address of the same question without it.

    ``is_alternative`` tells that it or the one before it has to hold.
    """

    text: str
    url: str
    is_alternative: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What an empty result would find without one of its conditions."""

    text: str
    url: str
    models: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """A column's order; ``direction`` is that of ``aria-sort``, empty where it is not in force."""

    text: str
    url: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: a title of its own, or links that sort by it."""

    title: str = ""
    links: tuple[SortLink, ...] = ()
    is_number: bool = False

    @property
    def direction(self) -> str:
        return "".join(link.direction for link in self.links)


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure and what it covers."""

    text: str
    scope: str


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model in the list; without a card it has no page, level, score or figures."""

    id: str
    name: Link
    lab: Link
    released: str
    released_iso: str
    has_card: bool
    mark: str = ""  # "under concern", "retracted"
    level: str = ""
    sources_read: int = 0
    score: str = ""
    bar: Bar | None = None
    compute: tuple[FigureCell, ...] = ()
    cost: tuple[FigureCell, ...] = ()
    accelerators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages; empty where there is none."""

    first: str = ""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one page and what leads on from them."""

    rows: tuple[ModelRow, ...]
    total: str
    is_everything: bool
    chips: tuple[Chip, ...]
    clear_url: str
    headings: tuple[Heading, ...]
    pager: Pager
    csv_url: str
    json_url: str
    relaxations: tuple[Relaxation, ...] = ()
    without_card: str = ""  # how many models a question about cards cannot find
    without_card_url: str = ""
    changed_since: bool = False

    @property
    def has_cards(self) -> bool:
        return any(row.has_card for row in self.rows)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``found`` is None where the question has faults."""

    form: SearchForm
    models: int
    carded: int
    labs: int
    listed_until: str
    faults: tuple[Fault, ...] = ()
    found: Found | None = None
