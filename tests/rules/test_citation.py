"""Citations in every format, whatever the names in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.citation.bibtex import bibtex, tex_text
from registry.rules.citation.csl_json import csl_json
from registry.rules.citation.plain_text import plain_text
from registry.rules.citation.ris import ris
from registry.rules.citation.work import PUBLISHER, Work, one_line

CARD = Work(
    key="mdr.deepseek.deepseek-r1.v2",
    title="Model card of DeepSeek-R1, DeepSeek",
    author="DeepSeek",
    published=date(2026, 3, 7),
    address="https://registry.example.org/models/deepseek/deepseek-r1/versions/2/",
    version="2",
    digest="sha256:" + "ab" * 32,
)
RANKING = Work(
    key="mdr.ranking.7",
    title="Ranking 7 of AI labs by disclosure",
    author=PUBLISHER,
    published=date(2026, 11, 24),
    address="https://registry.example.org/rankings/7/",
)
HOSTILE = 'A}, url = {x} & 50% of #1_$x ~^\\ {"quoted"}\n\r@misc{ER  - \u2028\x00日本'
NAMES = st.text(st.characters(codec="utf-8"), min_size=1)


def entry(text: str) -> dict[str, str]:
    """The fields of one BibTeX entry, read as BibTeX reads them: by counting braces."""
    head = re.match(r"@misc\{([a-z0-9.-]+),\n", text)
    assert head, text
    fields = {"key": head[1]}
    rest = text[head.end() :]
    while not rest.startswith("}"):
        name = re.match(r"  ([a-z]+) += ", rest)
        assert name, rest
        rest = rest[name.end() :]
        value, rest = braced(rest) if rest.startswith("{") else rest.split(",", 1)
        rest = rest.removeprefix(",").removeprefix("\n")
        fields[name[1]] = value
    assert rest == "}\n"
    return fields


def braced(text: str) -> tuple[str, str]:
    """What stands in the braces at the start of ``text``, and what follows them."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return text[1:place], text[place + 1 :]
    raise AssertionError(f"a brace is not closed in {text}")


def records(text: str) -> list[tuple[str, str]]:
    """The fields of an RIS file."""
    assert text.endswith("ER  - \r\n")
    found = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        found.append((match[1], match[2]))
    return found


def test_plain_text_of_a_card_and_of_a_ranking() -> None:
    assert plain_text(CARD) == (
        "DeepSeek (2026). Model card of DeepSeek-R1, DeepSeek. Version 2, 7 March 2026. Model "
        "Disclosure Registry. https://registry.example.org/models/deepseek/deepseek-r1/versions/2/"
        f". sha256:{'ab' * 32}"
    )
    assert plain_text(RANKING) == (
        "Model Disclosure Registry (2026). Ranking 7 of AI labs by disclosure. 24 November 2026. "
        "https://registry.example.org/rankings/7/"
    )


def test_bibtex_of_a_card_and_of_a_ranking() -> None:
    assert entry(bibtex(CARD)) == {
        "key": "mdr.deepseek.deepseek-r1.v2",
        "author": "{DeepSeek}",
        "title": "{Model card of DeepSeek-R1, DeepSeek}",
        "year": "2026",
        "month": "mar",
        "howpublished": "Model Disclosure Registry",
        "version": "2",
        "url": "https://registry.example.org/models/deepseek/deepseek-r1/versions/2/",
        "note": f"Version 2, sha256:{'ab' * 32}",
    }
    assert entry(bibtex(RANKING)) == {
        "key": "mdr.ranking.7",
        "author": "{Model Disclosure Registry}",
        "title": "{Ranking 7 of AI labs by disclosure}",
        "year": "2026",
        "month": "nov",
        "url": "https://registry.example.org/rankings/7/",
    }


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% & #1_$", r"50\% \& \#1\_\$"),
        ("a\\b", r"a{\textbackslash}b"),
        ("{x}~^", r"{\textbraceleft}x{\textbraceright}{\textasciitilde}{\textasciicircum}"),
        ("Müller, Ångström", r"M{\"u}ller, {\r{A}}ngstr{\"o}m"),
        ("Živković Çelik", r"{\v{Z}}ivkovi{\'c} {\c{C}}elik"),
        ("naïve, įsi", r"na{\"\i}ve, {\k{i}}si"),
        ("e\N{COMBINING ACUTE ACCENT}", r"{\'e}"),
        ("Øre Straße", r"{\O}re Stra{\ss}e"),
        ("“R1” – 8×7B’s", "``R1'' -- 8{$\\times$}7B's"),
        ("言葉 tiếng Việt", "言葉 tiếng Việt"),
        ("two\n\t lines\x00", "two lines"),
    ],
)
def test_text_for_tex(text: str, tex: str) -> None:
    assert tex_text(text) == tex


@pytest.mark.parametrize("field", ["title", "author"])
def test_no_text_leaves_its_field(field: str) -> None:
    work = replace(CARD, **{field: HOSTILE})
    plain = entry(bibtex(CARD))
    hostile = entry(bibtex(work))
    assert {name for name in plain if plain[name] != hostile[name]} == {field}
    assert "日本" in hostile[field]
    assert [tag for tag, _ in records(ris(work))] == [tag for tag, _ in records(ris(CARD))]
    (item,) = json.loads(csl_json(work))
    assert item.keys() == json.loads(csl_json(CARD))[0].keys()
    assert "\n" not in plain_text(work)


@given(NAMES)
def test_whatever_the_name(name: str) -> None:
    work = replace(CARD, title=name)
    title = entry(bibtex(work))["title"]
    # Each special character stands behind a backslash, or in a command of ours.
    assert not re.search(r"(?<!\\)[%&#_^$]", title.replace(r"{$\times$}", ""))
    assert dict(records(ris(work)))["TI"] == one_line(name)
    assert json.loads(csl_json(work))[0]["title"] == one_line(name)


def test_csl_json_of_a_card() -> None:
    assert json.loads(csl_json(CARD)) == [
        {
            "id": "mdr.deepseek.deepseek-r1.v2",
            "type": "dataset",
            "title": "Model card of DeepSeek-R1, DeepSeek",
            "author": [{"literal": "DeepSeek"}],
            "issued": {"date-parts": [[2026, 3, 7]]},
            "publisher": "Model Disclosure Registry",
            "URL": "https://registry.example.org/models/deepseek/deepseek-r1/versions/2/",
            "version": "2",
            "note": f"sha256:{'ab' * 32}",
        }
    ]


def test_ris_of_a_card() -> None:
    assert records(ris(CARD)) == [
        ("TY", "DATA"),
        ("ID", "mdr.deepseek.deepseek-r1.v2"),
        ("AU", "DeepSeek"),
        ("TI", "Model card of DeepSeek-R1, DeepSeek"),
        ("PY", "2026"),
        ("DA", "2026/03/07/"),
        ("ET", "2"),
        ("PB", "Model Disclosure Registry"),
        ("UR", "https://registry.example.org/models/deepseek/deepseek-r1/versions/2/"),
        ("N1", f"sha256:{'ab' * 32}"),
        ("ER", ""),
    ]
