"""Reads a README: its front matter by keys, its text by the figures it states."""

from __future__ import annotations

from itertools import islice

from registry.importers.collecting import Collector, stated
from registry.importers.front_matter import NAME, place_of, read_keys
from registry.importers.front_matter_text import FrontMatter, read_front_matter
from registry.importers.labels import LabelReader
from registry.importers.markdown import Plain, plain, sentences, tables, title_of
from registry.importers.prose import ProseReader
from registry.importers.sources import suggest_publication
from registry.importers.tables import read_table
from registry.rules.imports import Import
from registry.rules.names import slugify

# A README with more tables lists results or files.
_MOST_TABLES = 200


def read_readme(text: str) -> Import:
    """Read Markdown, with or without front matter. Never raises."""
    matter = read_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    collector = Collector()
    body = plain(matter.body)
    title = title_of(body)
    names = _names(matter, title.text if title else "")
    for keys, value, reason in matter.refused:
        collector.drop(place_of(".".join(keys)), stated(value), reason)
    read_keys(matter.values or {}, names, collector)
    if title and "model_name" not in (matter.values or {}):
        collector.add(
            NAME,
            title.name,
            place=f"line {title.line}",
            as_stated=title.text,
            certainty="suggested",
            sentence=title.text,
        )
    suggest_publication(body, (matter.values or {}).get("tags"), collector)
    _read_text(body, names, collector)
    is_readme = matter.values is not None or bool(matter.problems)
    return collector.result("readme" if is_readme else "text", matter.problems)


def _read_text(body: Plain, names: frozenset[str], collector: Collector) -> None:
    labels, prose = LabelReader(body, collector), ProseReader(body, collector)
    for table in islice(tables(body), _MOST_TABLES):
        read_table(table, names, collector)
    for sentence in sentences(body):
        if not labels.read(sentence):
            prose.read(sentence)
    prose.tell_what_was_left_out()


def _names(matter: FrontMatter, title: str) -> frozenset[str]:
    """The slugs by which the file calls its model."""
    said = (matter.values or {}).get("model_name")
    names = (slugify(name) for name in (said, title) if isinstance(name, str))
    return frozenset(name for name in names if name)
