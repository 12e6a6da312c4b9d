"""Questions to the catalogue: read into one canonical form, or refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from registry.rules.catalogue.parameters import PARAMETERS, first_day, last_day
from registry.rules.catalogue.query import DEFAULT_SORT, Query, parse, parse_text, split
from registry.rules.errors import QueryInvalid
from registry.rules.problems import QueryProblem


def problem(text: str) -> QueryProblem:
    with pytest.raises(QueryInvalid) as refused:
        parse_text(text)
    (only,) = refused.value.problems
    return only


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("lab=openai,meta", "lab=meta,openai"),
        ("lab=openai%2Cmeta&lab=meta", "lab=meta&lab=meta,openai"),
        ("sort=-score", ""),
        ("sort=name&card=no", "card=no&sort=name"),
        ("flop_min=3.80E%2B25", "flop_min=3.8e25"),
        ("cost_max=.5", "cost_max=0.5"),
        ("cost_min=294000.0", "cost_min=294000"),
        ("has=cost-1", "has=cost.final_run"),
        ("has=Cost.Final_Run,COST-1", "has=cost.final_run"),
        (
            "status=COMP-1:withheld,data.size:none",
            "status=compute.final_run:withheld,data.size:none",
        ),
        ("q=%20%E9%80%8F%E6%98%8E%20%20GPT", "q=%E9%80%8F%E6%98%8E%20GPT"),
        ("q=a,b", "q=a,b"),
        ("card=yes&card=yes", "card=yes"),
        (
            "released_before=2025&released_after=2025-01-20",
            "released_after=2025-01-20&released_before=2025",
        ),
    ],
)
def test_one_question_has_one_form(text: str, canonical: str) -> None:
    query = parse_text(text)
    assert query.text == canonical
    assert parse_text(query.text) == query
    assert parse_text(query.text).fingerprint == query.fingerprint


def test_questions_and_orders_have_fingerprints_of_their_own() -> None:
    texts = ["", "sort=name", "q=a", "q=b", "lab=a", "lab=a,b", "lab=a&lab=b", "chip=a"]
    prints = {parse_text(text).fingerprint for text in texts}
    assert len(prints) == len(texts)
    assert {len(each) for each in prints} == {16}


@pytest.mark.parametrize(
    ("text", "code", "message", "hint"),
    [
        (
            "lba=meta",
            "query.unknown_parameter",
            'There is no parameter "lba"; expected one of q, lab, chip',
            "Did you mean lab?",
        ),
        (
            "gpu=h100",
            "query.unknown_parameter",
            'There is no parameter "gpu"',
            "Did you mean chip?",
        ),
        ("page=2", "query.unknown_parameter", 'There is no parameter "page"', None),
        (
            "lab=OpenAI",
            "query.form",
            'lab: found "OpenAI", expected the slug of a lab',
            "Write openai.",
        ),
        ("lab=", "query.form", 'lab: found "", expected the slug', None),
        ("lab=a,,b", "query.form", 'lab: found "", expected the slug', None),
        ("q=%20", "query.form", 'q: found " ", expected words', None),
        ("q=" + "x" * 201, "query.too_much", "q: found", None),
        ("q=%00", "query.text", 'q: found "\\u0000"', None),
        ("q=%ff", "query.text", "query string: found", None),
        (
            "flop_min=147,000",
            "query.form",
            'flop_min: found "147,000", expected a number such as 3.8e25, in FLOP',
            "Write 147000.",
        ),
        ("flop_min=3.8e+25", "query.form", 'flop_min: found "3.8e 25"', "Write 3.8e25."),
        ("flop_min=NaN", "query.form", 'flop_min: found "NaN"', None),
        ("flop_min=inf", "query.form", 'flop_min: found "inf"', None),
        ("cost_min=-1", "query.range", 'cost_min: found "-1", expected a number from 0', None),
        ("cost_min=1e999", "query.range", 'cost_min: found "1e999"', None),
        (
            "cost_min=2&cost_max=1",
            "query.range",
            'cost_min: found "2", expected no more than cost_max, which is 1',
            None,
        ),
        (
            "released_after=2025&released_before=2024",
            "query.range",
            'released_after: found "2025"',
            None,
        ),
        (
            "released_after=2025-02-30",
            "query.range",
            'released_after: found "2025-02-30"',
            "The calendar has no such day.",
        ),
        (
            "released_after=20 January 2025",
            "query.form",
            "released_after: found",
            "Write 2025-01-20.",
        ),
        (
            "level_min=revewed",
            "query.unknown_value",
            'level_min: found "revewed", expected listed, stated',
            "Did you mean reviewed?",
        ),
        ("card=Yes", "query.unknown_value", 'card: found "Yes"', "Did you mean yes?"),
        (
            "open_weights=maybe",
            "query.unknown_value",
            'open_weights: found "maybe", expected yes, no or unsaid',
            None,
        ),
        (
            "has=COST1",
            "query.unknown_value",
            'has: found "COST1", expected an item such as COST-1',
            "Did you mean COST-1?",
        ),
        (
            "lacks=cost.final",
            "query.unknown_value",
            'lacks: found "cost.final"',
            "Did you mean cost.final_run?",
        ),
        (
            "status=cost.final_run",
            "query.form",
            "status: found",
            "Write cost.final_run:withheld, for example.",
        ),
        ("status=COST-1:witheld", "query.unknown_value", "status: found", "Did you mean withheld?"),
        ("sort=scoer", "query.unknown_value", "sort: found", "Did you mean score?"),
        ("sort=name&sort=cost", "query.repeated", "sort: found", None),
    ],
)
def test_a_bad_parameter_is_named_with_what_is_expected(
    text: str, code: str, message: str, hint: str | None
) -> None:
    found = problem(text)
    assert found.code == code
    assert found.message.startswith(message)
    assert found.hint == hint


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(QueryInvalid) as refused:
        parse_text("lba=x&card=maybe&flop_min=-1&lab=meta")
    assert [each.code for each in refused.value.problems] == [
        "query.unknown_parameter",
        "query.unknown_value",
        "query.range",
    ]


def test_parameters_of_the_caller_are_known_but_left_to_it() -> None:
    query = parse_text("cursor=x&limit=5&card=no", also={"cursor", "limit"})
    assert query == parse_text("card=no")
    with pytest.raises(QueryInvalid) as refused:
        parse_text("page=2", also={"cursor"})
    assert refused.value.problems[0].hint == "Did you mean cursor?"


@pytest.mark.parametrize(
    "text",
    ["a=1&" * 10_000, "lab=" + "a," * 4_000, "&" * 51, "lab=" + ",".join(["a"] * 101), "x" * 4_097],
    ids=["parameters", "values", "separators", "alternatives", "characters"],
)
def test_what_is_far_too_long_is_refused_unread(text: str) -> None:
    assert problem(text).code == "query.too_much"
    with pytest.raises(QueryInvalid):
        parse({str(number): ["x"] for number in range(51)})


def test_a_million_values_are_refused_unread() -> None:
    with pytest.raises(QueryInvalid):
        parse({"lab": ["," * 1_000_000]})
    with pytest.raises(QueryInvalid):
        split("a=b&" * 1_000_000)


def test_half_a_surrogate_pair_can_be_sent_back() -> None:
    with pytest.raises(QueryInvalid) as refused:
        parse({"q": ["\ud800"], "\udfff": ["x"]})
    for each in refused.value.problems:
        assert each.message.encode()
        assert each.parameter.encode()
        assert each.found.encode()


def test_dates_stand_for_their_first_and_last_day() -> None:
    assert [first_day(text) for text in ("2024", "2024-02", "2024-02-03")] == [
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 2, 3),
    ]
    assert [last_day(text) for text in ("2024", "2024-02", "2024-02-03", "9999")] == [
        date(2024, 12, 31),
        date(2024, 2, 29),
        date(2024, 2, 3),
        date(9999, 12, 31),
    ]


def test_words_are_folded_and_said_once() -> None:
    assert parse_text("q=ＧＰＴ gpt Straße&q=x").words() == ("x", "gpt", "strasse")


def test_conditions_are_added_and_taken_away() -> None:
    query = parse_text("lab=meta&card=yes&sort=name")
    wider = query.with_alternative("lab", "google")
    assert wider.text == "lab=google,meta&card=yes&sort=name"
    assert wider.without("lab", "google") == query
    assert query.without("lab").text == "card=yes&sort=name"
    assert query.without("lab", "other") == query
    assert query.with_alternative("chip", "a").without("chip") == query
    assert query.sorted_by(DEFAULT_SORT).text == "lab=meta&card=yes"
    assert Query().text == ""


def test_every_example_is_taken() -> None:
    for name, parameter in PARAMETERS.items():
        assert parse_text(f"{name}={parameter.example}").text or name == "sort"
