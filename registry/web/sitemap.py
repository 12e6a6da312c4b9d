"""The addresses of the site for crawlers: an index, and files of at most 10,000 addresses each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from registry.exporters.addresses import absolute
from registry.models import ModelCard, Ranking, RankingEntry
from registry.rules.accelerators.table import load_accelerators
from registry.rules.standard import load_standard
from registry.web.presenters.charts.names import CHARTS

ADDRESSES_IN_A_FILE = 10_000
# More than this the protocol does not allow in one index.
FILES_IN_A_SECTION = 10_000
FIXED_PAGES = "pages"
FIXED = (
    "leaderboard",
    "ranking:list",
    "compare:models",
    "compare:labs",
    "model:list",
    "chart:list",
    "accelerator:list",
    "standard:detail",
    "method",
    "about",
    "api-reference",
    "api-stability",
    "api-notebook",
    "playground",
    "dump:list",
)

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# A path, and when what is there last changed, where that is known.
Place = tuple[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind: the rows behind them, and which fields name one and date its change."""

    rows: Callable[[], QuerySet[Any]]
    name: str
    changed: str
    path: Callable[[Any], str]


SECTIONS = {
    "models": Section(
        lambda: ModelCard.objects.live(),
        "release__public_id",
        "current_grading__at",
        lambda public_id: reverse("model:detail", args=public_id.split("/")),
    ),
    "labs": Section(
        lambda: RankingEntry.objects.filter(ranking__currently__isnull=False),
        "lab__slug",
        "score__computed_at",
        lambda slug: reverse("lab:detail", args=[slug]),
    ),
    "rankings": Section(
        lambda: Ranking.objects.all(),
        "pk",
        "created_at",
        lambda number: reverse("ranking:detail", args=[number]),
    ),
}


def index() -> str:
    """All files; each carries the moment of the last change in its section."""
    files: list[Place] = [(_file(FIXED_PAGES, 1), None)]
    for kind, section in SECTIONS.items():
        told = section.rows().aggregate(count=Count("pk"), at=Max(section.changed))
        pages = -(-told["count"] // ADDRESSES_IN_A_FILE)
        files += [(_file(kind, page), told["at"]) for page in range(1, pages + 1)]
    return _xml("sitemapindex", "sitemap", files)


def file(kind: str, page: int) -> str | None:
    """One file, counted from 1; ``None`` where there is no such file."""
    if page > (1 if kind == FIXED_PAGES else FILES_IN_A_SECTION):
        return None
    places = list(_fixed() if kind == FIXED_PAGES else _places(SECTIONS[kind], page))
    return _xml("urlset", "url", places) if places else None


def _file(kind: str, page: int) -> str:
    return reverse("sitemap:file", args=[kind, page])


def _fixed() -> Iterator[Place]:
    """Pages that come with the program; they change when it does."""
    members = {
        "chart:detail": CHARTS,
        "accelerator:detail": load_accelerators().by_id,
        "standard:item": load_standard().item_by_id,
    }
    for name in FIXED:
        yield reverse(name), None
    for name, keys in members.items():
        yield from ((reverse(name, args=[key]), None) for key in keys)


def _places(section: Section, page: int) -> Iterator[Place]:
    rows = section.rows().order_by("pk").values_list(section.name, section.changed)
    start = (page - 1) * ADDRESSES_IN_A_FILE
    for name, changed in rows[start : start + ADDRESSES_IN_A_FILE]:
        yield section.path(name), changed


def _xml(root: str, element: str, places: Iterable[Place]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_NAMESPACE}">']
    for path, changed in places:
        date = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        lines.append(f"<{element}><loc>{escape(absolute(path))}</loc>{date}</{element}>")
    return "\n".join([*lines, f"</{root}>", ""])
