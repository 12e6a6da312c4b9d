from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from registry.rules.conditions.gaps import describe
from registry.rules.conditions.substance import parse_condition, parse_rule
from registry.rules.standard import Item, load_standard

STANDARD = load_standard()
PRECISE, LENIENT = STANDARD.precise_presence, STANDARD.lenient_presence


def missing(condition: Any, value: Any) -> str:
    """What keeps the condition from holding in a full rule, in words; "" if it holds."""
    return describe(parse_condition(condition).gaps(value, PRECISE))


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "none",
        "unknown to science",
        0,
        0.0,
        False,
        True,
        ["x"],
        [None, 0],
        {"y": False},
        {"y": {"z": ["tbd", 1]}},
        {"low": 1, "high": 10},
        {"low": 0.0003, "high": 0.003},
        {"low": 0, "high": 0},
        {"low": 5, "high": 5, "currency": "USD"},
        {"value": 3.8e25, "precision": "approximate"},
        {"low": "early", "high": "late"},
    ],
)
def test_present(value: Any) -> None:
    assert missing("x", {"x": value}) == ""


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        "TBD",
        " n/a\n",
        "Not Disclosed",
        "PROPRIETARY",
        "see website",
        "-",
        "...",
        [],
        {},
        [[], {}, ""],
        {"y": None, "z": ["various", {"w": "?"}]},
    ],
)
def test_absent(value: Any) -> None:
    assert missing("x", {"x": value}) == "`x` is missing"


@pytest.mark.parametrize("placeholder", sorted(STANDARD.placeholders))
def test_every_placeholder_of_the_standard_is_absent(placeholder: str) -> None:
    assert missing("x", {"x": f" {placeholder.upper()} "}) == "`x` is missing"


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, {"x": None}, {"x": {"y": 1}}])
def test_a_path_that_leads_nowhere_is_absent(value: Any) -> None:
    assert missing("x.y.z", value) == "`x.y.z` is missing"


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ({"low": 1, "high": 10.1}, "a range wider than a factor of 10"),
        ({"low": 0, "high": 0.5}, "a range wider than a factor of 10"),
        ({"low": 1, "high": 1e3, "currency": "USD"}, "a range wider than a factor of 10"),
        ({"value": 1e25, "precision": "order_of_magnitude"}, "only an order of magnitude"),
        ({"amount": 1e7, "precision": "order_of_magnitude"}, "only an order of magnitude"),
    ],
)
def test_imprecise_figures_are_absent_in_a_full_rule_only(figure: Any, why: str) -> None:
    assert missing("x", {"x": figure}) == f"`x` is {why}"
    assert missing("x", {"x": [figure]}) == "`x` is missing"
    rule = parse_rule({"full": ["x"], "partial": {"any_of": [["x"]]}})
    assert rule.substance({"x": figure}, PRECISE, LENIENT)[0] == Fraction(1, 2)


EACH = {"each": "rows", "has": ["a", "b"]}
SOME = {"some": "rows", "has": ["a", "b"]}
SHARE = {"share": "rows", "at_least": "1/2", "has": ["a"]}
AB = (("a", 2), ("b", 1))
OF = {"of": ["a", "b", "c"], "at_least": 2}
ANY = {"any": ["a", {"all": ["b", "c"]}]}


@pytest.mark.parametrize(
    ("condition", "value", "words"),
    [
        ({"field": "x", "is": True}, {"x": True}, ""),
        ({"field": "x", "is": True}, {"x": 1}, "`x` is not `true`"),
        ({"field": "x", "is": False}, {"x": 0}, "`x` is not `false`"),
        ({"field": "x", "is": "done"}, {"x": "begun"}, "`x` is not `done`"),
        ({"field": "x.y", "is": "done"}, {"x": {}}, "`x.y` is missing"),
        ({"field": "x", "in": ["p", "q", "r"]}, {"x": "q"}, ""),
        ({"field": "x", "in": ["p", "q", "r"]}, {"x": "s"}, "`x` is not `p`, `q` or `r`"),
        ({"field": "x", "in": ["p"]}, {"x": ["p"]}, "`x` is not `p`"),
        (EACH, {"rows": [{"a": 1, "b": 2}]}, ""),
        (EACH, {}, "`rows` is missing"),
        (EACH, {"rows": []}, "`rows` is missing"),
        (EACH, {"rows": {"a": 1, "b": 2}}, "`rows` is missing"),
        (EACH, {"rows": [{"a": 1}]}, "`b` is missing in the only entry of `rows`"),
        (EACH, {"rows": [{"a": 1}, {"a": 2}]}, "`b` is missing in both entries of `rows`"),
        (
            EACH,
            {"rows": [{"a": 1, "b": 2}, {"b": 1}, {}]},
            "; ".join(f"`{name}` is missing in {n} of 3 entries of `rows`" for name, n in AB),
        ),
        (EACH, {"rows": ["text"] * 3}, "`a` and `b` are missing in all 3 entries of `rows`"),
        (SOME, {"rows": [{}, {"a": 1, "b": False}]}, ""),
        (SOME, {"rows": []}, "`rows` is missing"),
        (SOME, {"rows": [{"a": 1}]}, "`b` is missing in the only entry of `rows`"),
        (SHARE, {"rows": [{"a": 1}, {}]}, ""),
        (SHARE, {"rows": [{"a": 1}, {}, {}]}, "`a` is missing in 2 of 3 entries of `rows`"),
        (SHARE, {"rows": []}, "`rows` is missing"),
        ({"count": "rows", "at_least": 2}, {"rows": ["a", "b"]}, ""),
        ({"count": "rows", "at_least": 2}, {"rows": {"a": 0, "b": "x"}}, ""),
        (
            {"count": "rows", "at_least": 2},
            {"rows": ["a", "tbd", {}]},
            "`rows` is too short (1 of 2 entries)",
        ),
        ({"count": "rows", "at_least": 2}, {"rows": {"a": None}}, "`rows` is missing"),
        ({"count": "rows", "at_least": 2}, {"rows": "many"}, "`rows` is missing"),
        (OF, {"a": 1, "c": 1}, ""),
        (OF, {"a": 1}, "`b` or `c` is missing"),
        (OF, {}, "a choice of 2 from `a`, `b` and `c` is missing"),
        (ANY, {"a": 1}, ""),
        (ANY, {"b": 1, "c": 1}, ""),
        (ANY, {}, "`a` or `b` with `c` is missing"),
        (ANY, {"b": 1}, "`c` or `a` is missing"),
        ({"all": ["a", "b"]}, {"a": 1, "b": 1}, ""),
        ({"all": ["a", "b"]}, {}, "`a` and `b` are missing"),
        ({"not": "a"}, {}, ""),
        ({"not": "a"}, {"a": 1}, "the answer is one that the rule excludes"),
        # An answer already given is not asked to change while another way is open.
        ({"any": [{"field": "x", "is": "none"}, "license"]}, {"x": "open"}, "`license` is missing"),
        ({"any": [{"not": {"field": "x", "is": "moe"}}, "y"]}, {"x": "moe"}, "`y` is missing"),
        # A list already begun is nearer than another one.
        (
            {"any": [{"each": "p", "has": ["a", "b"]}, {"each": "q", "has": ["a", "b"]}]},
            {"q": [{"a": 1}]},
            "`b` is missing in the only entry of `q`",
        ),
        (
            {"any": ["x", "y"]},
            {"y": {"low": 1, "high": 99}},
            "`y` is a range wider than a factor of 10",
        ),
        # A field asked for anyway is not named a second time as an alternative.
        (
            {"all": ["x", {"any": [{"field": "x", "is": "none"}, "license"]}]},
            {},
            "`x` and `license` are missing",
        ),
        ({"all": ["a", {"any": ["b", "c"]}]}, {}, "`a` is missing; `b` or `c` is missing"),
        (
            {"all": ["a", "b", "c", "d", "e", "f"]},
            {},
            "`a`, `b`, `c` and `d` are missing; and 2 more",
        ),
    ],
)
def test_operators(condition: Any, value: Any, words: str) -> None:
    assert missing(condition, value) == words


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        [],
        {},
        {"field": "x"},
        {"field": "x", "is": 1, "in": [1]},
        {"field": "x", "in": []},
        {"each": "x"},
        {"each": "x", "has": []},
        {"each": "x", "has": "a"},
        {"some": "x", "each": "x", "has": ["a"]},
        {"share": "x", "has": ["a"]},
        {"share": "x", "at_least": 1, "has": ["a"]},
        {"count": "x", "at_least": 0},
        {"of": ["a"], "at_least": 2},
        {"any": []},
        {"not": {}},
        {"none": "x"},
    ],
)
def test_unknown_conditions_are_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match=r"condition"):
        parse_condition(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"full": ["a"]},
        {"full": [], "partial": {"any_of": [["a"]]}},
        {"full": ["a"], "partial": {"any_of": []}},
        {"full": ["a"], "partial": {"all_of": [["a"]]}},
        {"full": ["a"], "partial": {"any_of": [["a"]]}, "most": ["a"]},
        {"full": ["a"], "partial": {"any_of": ["a"]}},
    ],
)
def test_unknown_rules_are_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_rule(raw)


def fill(value: dict[str, Any], condition: Any) -> None:
    """Make ``condition``, as the file writes it, hold in ``value``: an oracle of its own."""
    match condition:
        case str(path):
            *parents, name = path.split(".")
            for parent in parents:
                value = value.setdefault(parent, {})
            value.setdefault(name, "an answer")
        case {"field": path, "is": expected} | {"field": path, "in": [expected, *_]}:
            *parents, name = path.split(".")
            for parent in parents:
                value = value.setdefault(parent, {})
            value[name] = expected
        case {"count": path, "at_least": number}:
            value[path] = [{"name": f"entry {n}"} for n in range(number)]
        case {"each": path, "has": parts} | {"some": path, "has": parts}:
            for entry in value.setdefault(path, [{}]):
                fill_all(entry, parts)
        case {"any": parts} | {"of": parts, "at_least": 1}:
            fill(value, parts[-1])
        case {"of": parts, "at_least": number}:
            fill_all(value, parts[:number])
        case {"all": parts}:
            fill_all(value, parts)
        case {"not": _}:
            pass
        case _:
            raise AssertionError(condition)


def fill_all(value: dict[str, Any], conditions: Any) -> None:
    for condition in conditions:
        fill(value, condition)


def half_entries(value: dict[str, Any], way: Any) -> None:
    for condition in way:
        if "share" in condition:
            entry: dict[str, Any] = {}
            fill_all(entry, condition["has"])
            value[condition["share"]] = [entry, {}]
        else:
            fill(value, condition)


@pytest.mark.parametrize("item", STANDARD.items, ids=lambda item: item.id)
def test_every_item_can_be_answered_fully_partly_and_not_at_all(item: Item) -> None:
    full: dict[str, Any] = {}
    fill_all(full, item.rule["full"])
    assert item.substance_rule.substance(full, PRECISE, LENIENT) == (1, ())

    for way in item.rule["partial"]["any_of"]:
        partly: dict[str, Any] = {}
        half_entries(partly, way)
        substance, gaps = item.substance_rule.substance(partly, PRECISE, LENIENT)
        assert substance == Fraction(1, 2), way
        assert gaps

    for nothing in ({}, None, {"remarks": "none of the fields asked for"}):
        substance, gaps = item.substance_rule.substance(nothing, PRECISE, LENIENT)
        assert substance == 0
        assert gaps
