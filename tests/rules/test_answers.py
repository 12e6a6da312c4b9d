"""Claim values as lines and tables: everything is shown, and nothing knows any one item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import pytest

from registry.rules.card_fields import Field, card_fields
from registry.rules.numerals import date_text
from registry.rules.showing.answers import Answer, Line, answer
from registry.rules.showing.leaves import claim_field, doi_link
from registry.rules.showing.summaries import summary
from registry.rules.standard import load_standard
from registry.rules.words import value_words
from tests.factories.starter import starter_cards

CARDS = starter_cards()
SECTIONS = [section.card_section for section in load_standard().sections]
CLAIMS = [item.claim for item in load_standard().items]
FIGURE_MEMBERS = {"value", "amount", "low", "high", "currency", "price_year", "precision"} | {
    "significant_figures",
    "as_stated",
}


def value_of(card_id: str, path: str) -> dict[str, Any]:
    section, _, name = path.partition(".")
    value: dict[str, Any] = CARDS[card_id][section][name]["value"]
    return value


def disclosed(card_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and value of every claim of a card that gives one."""
    for section in SECTIONS:
        for name, claim in CARDS[card_id].get(section, {}).items():
            if claim["status"] == "disclosed":
                yield f"{section}.{name}", claim["value"]


def texts_of(rendered: Answer) -> list[str]:
    texts = [line.text for line in rendered.lines]
    return texts + [cell.text for table in rendered.tables for row in table.rows for cell in row]


def leaves_of(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar with its key; figures and periods whole."""
    if isinstance(value, dict) and not (_is_figure(value) or "start" in value):
        for name, part in value.items():
            yield from leaves_of(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves_of(part, key)
    elif isinstance(value, dict) and "source" in value:  # a row with a start and an end
        yield from ((name, part) for name, part in value.items())
    else:
        yield key, value


def _is_figure(value: dict[str, Any]) -> bool:
    return value.keys() <= FIGURE_MEMBERS and not any(isinstance(v, dict) for v in value.values())


def is_shown(leaf: Any, text: str) -> bool:
    """Whether a leaf can be read in a text, judged without the code that wrote it."""
    if isinstance(leaf, bool):
        return text == ("yes" if leaf else "no")
    if isinstance(leaf, str):
        return any(form in text for form in (leaf, value_words(leaf), date_text(leaf)))
    if isinstance(leaf, int | float):
        return _digits(leaf, None) in re.sub("[,.]", "", text)
    if "start" in leaf:
        return date_text(leaf["start"]) in text and date_text(leaf["end"]) in text
    figures = None if leaf.get("precision") == "exact" else leaf.get("significant_figures")
    ends = [leaf[name] for name in ("value", "amount", "low", "high") if name in leaf]
    return (
        all(_digits(end, figures) in re.sub("[,.]", "", text) for end in ends)
        and leaf.get("as_stated", "") in text
        and {"USD": "US$"}.get(leaf.get("currency", ""), leaf.get("currency", "")) in text
        and str(leaf.get("price_year", "")) in text
    )


def _digits(number: float, figures: int | None) -> str:
    """The significant digits of a number, rounded to the figures that its source gives."""
    exact = Decimal(repr(number))
    rounded = Context(prec=figures, rounding=ROUND_HALF_UP).plus(exact) if figures else exact
    return "".join(map(str, rounded.normalize().as_tuple().digits))


@pytest.mark.parametrize("card_id", CARDS)
def test_every_leaf_of_every_starter_claim_is_shown(card_id: str) -> None:
    for path, value in disclosed(card_id):
        texts = texts_of(answer(path, value))
        for key, leaf in leaves_of(value):
            assert any(is_shown(leaf, text) for text in texts), (path, key, leaf)


def full_value(path: str) -> dict[str, Any]:
    """A value that gives every field of a claim, two rows to every list."""

    def fill(field: Field) -> Any:
        if field.entries:
            return [fill(field.entries)] * (1 if "enum" in field.entries.keywords else 2)
        if field.properties and "$ref" not in field.keywords:
            return {name: fill(part) for name, part in field.properties.items()}
        return field.example()

    value: dict[str, Any] = fill(claim_field(path).properties["value"])
    return value


@pytest.mark.parametrize("path", CLAIMS)
def test_a_claim_with_every_field_shows_every_field(path: str) -> None:
    value = full_value(path)
    rendered = answer(path, value)
    texts = texts_of(rendered)
    for key, leaf in leaves_of(value):
        assert any(is_shown(leaf, text) for text in texts), (key, leaf)
    assert all(texts)
    for table in rendered.tables:
        assert len(set(table.headers)) == len(table.headers)
        assert {len(row) for row in table.rows} == {len(table.headers)}
        assert all(cell.given for row in table.rows for cell in row)


@pytest.mark.parametrize("path", CLAIMS)
def test_the_words_come_from_the_schema(path: str) -> None:
    field = claim_field(path)
    rendered = answer(path, full_value(path))
    titles = {field.title} | {part.title for part in _parts(field.properties["value"])}
    for line in rendered.lines:
        first, *rest = line.label.split(", ")
        assert first in titles
        assert all(part.casefold() in {title.casefold() for title in titles} for part in rest)


def _parts(field: Field) -> Iterator[Field]:
    for part in (*field.properties.values(), *([field.entries] if field.entries else [])):
        yield part
        yield from _parts(part)


def test_a_sole_list_is_named_by_its_claim() -> None:
    value = value_of("deepseek/deepseek-r1", "hardware.accelerator_count")
    (table,) = answer("hardware.accelerator_count", value).tables
    assert table.caption == "Accelerator count"
    assert table.headers == (
        "Count",
        "Count unit",
        "Wall clock hours",
        "Accelerator hours",
        "Label",
        "Stages",
    )
    assert [cell.text for cell in table.rows[0]] == [
        "512",
        "accelerator",
        "about 198",
        "101,000",
        "R1-Zero reinforcement learning",
        "reinforcement learning",
    ]


def test_a_column_without_a_unit_beside_it_names_its_unit() -> None:
    segments = [
        {"count": {"value": 8}, "stages": ["pretraining"]},
        {"stages": ["evaluation"]},
    ]
    (table,) = answer("hardware.accelerator_count", {"segments": segments}).tables
    assert table.headers == ("Count (accelerators)", "Stages")
    missing = table.rows[1][0]
    assert (missing.text, missing.given) == ("not given", False)


def test_nested_objects_join_their_labels_and_addresses_are_links() -> None:
    value = value_of("deepseek/deepseek-r1", "identity.access_and_license")
    lines = answer("identity.access_and_license", value).lines
    assert Line("Weights, license", "MIT") in lines
    address = "https://huggingface.co/deepseek-ai/DeepSeek-R1"
    assert Line("Weights, URL", address, address) in lines
    assert Line("API, available", "yes") in lines


def test_choices_make_one_text_names_one_line_and_sentences_one_each() -> None:
    scope = {"stages_included": ["pretraining", "evaluation", "distillation"]}
    assert answer("compute.scope", scope).lines == (
        Line("Stages included", "pre-training, evaluation and distillation"),
    )
    names = {"languages": [{"name": "en"}, {"name": "zh"}]}
    assert answer("data.composition", names).lines == (Line("Languages", "en; zh"),)
    sentence = "answers in a style that no reader would ever mistake"
    uses = {"intended": [sentence, "chat"]}
    assert answer("safety.intended_uses", uses).lines == (
        Line("Intended", sentence),
        Line("Intended", "chat"),
    )


def test_a_doi_leads_to_its_resolver() -> None:
    value = value_of("deepseek/deepseek-r1", "peer_review.publication")
    (line,) = [
        line for line in answer("peer_review.publication", value).lines if line.label == "DOI"
    ]
    assert (line.text, line.link) == (
        "10.1038/s41586-025-09422-z",
        "https://doi.org/10.1038/s41586-025-09422-z",
    )
    assert doi_link('10.1/"<a>#?') == "https://doi.org/10.1/%22%3Ca%3E%23%3F"


def test_an_unknown_claim_is_an_error() -> None:
    with pytest.raises(KeyError):
        answer("cost.nothing", {})


@pytest.mark.parametrize("card_id", CARDS)
def test_a_summary_is_one_short_line(card_id: str) -> None:
    for path, value in disclosed(card_id):
        text = summary(path, value)
        assert 0 < len(text) < 450, path
        assert "\n" not in text, path


@pytest.mark.parametrize("path", CLAIMS)
def test_a_summary_of_a_claim_with_every_field(path: str) -> None:
    value = full_value(path)
    text = summary(path, value)
    assert text
    if "stages" in value and value["stages"] and isinstance(value["stages"][0], str):
        assert " for " in text


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("compute.duration",
         {"accelerator_hours": {"value": 142000}, "wall_clock_hours": {"value": 278},
          "stages": ["reinforcement_learning"], "excluded": ["pretraining"]},
         ("142,000 accelerator-hours, wall clock 278 hours, for reinforcement learning, "
          "excluding pre-training")),
        ("cost.program", {"amount": {"amount": 5, "currency": "USD"}},
         "US$5, for stages not stated"),
        ("cost.price_basis",
         {"basis": "rental_assumed",
          "price_per_accelerator_hour": {"amount": 2, "currency": "USD"}},
         "rental price assumed, price per accelerator hour US$2"),
        ("hardware.accelerator_count",
         {"segments": [{"count": {"value": 128}, "count_unit": "core", "stages": ["pretraining"]}]},
         "128 cores, for pre-training"),
        ("hardware.topology", {"nodes": 64, "accelerators_per_node": 8},
         "64 nodes, accelerators per node 8"),
        ("hardware.inference", {"number_format": "mixed"}, "number format: mixed"),
        ("data.acquisition_methods",
         {"methods": [{"method": "web_crawl", "used": True, "share_percent": 80},
                      {"method": "user_data", "used": False}]},
         "web crawl, used, share 80%; user data, used: no"),
        ("data.size",
         {"entries": [{"modality": "text", "amount": {"value": 2e12}, "unit": "tokens"}]},
         "text, 2 trillion tokens"),
        ("data.composition", {"languages": [{"name": name} for name in "abcde"]},
         "languages: a; b; c; and 2 more"),
        ("peer_review.review_record",
         {"reports_public": True, "replies_public": False, "url": "https://example.org/"},
         "reports public, replies public: no"),
        ("identity.responsible_party", {"website": "https://example.org/"},
         "https://example.org/"),
        ("identity.model_version", {"release_date": "2025-01-20"},
         "release date: 20 January 2025"),
        ("method.architecture", {"parameters_total": {"value": 671e9, "as_stated": "671B"}},
         "parameters total 671 billion"),
        ("method.architecture",
         {"type": "hybrid", "context_length": 4096, "layers": 64, "vocabulary_size": 7,
          "description": "words"},
         "hybrid, context length 4,096 tokens, 64 layers, vocabulary size 7 tokens, …"),
        ("data.user_data", {"notice": "word " * 40}, "word " * 17 + "word…"),
    ],
)  # fmt: skip
def test_summaries(path: str, value: dict[str, Any], text: str) -> None:
    assert summary(path, value) == text


def test_every_choice_of_the_schema_has_words_without_underscores() -> None:
    choices = {
        choice for field in _parts(card_fields()) for choice in field.keywords.get("enum", ())
    }
    assert len(choices) > 100
    assert not [choice for choice in choices if "_" in value_words(choice)]
