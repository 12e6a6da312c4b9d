"""What pages make of the parameters in their address."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from registry.web.choosing import MAXIMUM, Missing, choose
from registry.web.parameters import AddressError, Span, address, one_number, unknown_names

SPAN = Span("/d/", "version", "this card", 5)
ORDERED = Span("/d/", "ranking", "this registry", 5, is_ordered=True)


def refused(span: Span, query: str) -> tuple[int, str, str]:
    with pytest.raises(AddressError) as caught:
        span.asked(QueryDict(query))
    refusal = caught.value.refusal
    return refusal.status, refusal.text, refusal.nearest.url if refusal.nearest else ""


@pytest.mark.parametrize("query", ["", "from=&to=", "from=%20", "utm=1"])
def test_nothing_asked_is_no_error(query: str) -> None:
    assert SPAN.asked(QueryDict(query)) is None


def test_a_pair_is_read_in_either_order() -> None:
    assert SPAN.asked(QueryDict("from=2&to=4")) == (2, 4)
    assert SPAN.asked(QueryDict("to=1&from=5")) == (5, 1)
    assert ORDERED.asked(QueryDict("from=1&to=5")) == (1, 5)


@pytest.mark.parametrize(
    ("query", "status", "words", "nearest"),
    [
        ("from=2", 400, "“to” is missing", "/d/?from=2&to=3"),
        ("to=4", 400, "“from” is missing", "/d/?from=3&to=4"),
        ("from=5", 400, "“to” is missing", "/d/?from=4&to=5"),
        ("to=1", 400, "“from” is missing", "/d/?from=1&to=2"),
        ("from=3&to=3", 400, "“from” and “to” are both 3", "/d/?from=2&to=3"),
        ("from=1&to=1", 400, "does not differ from itself", "/d/?from=1&to=2"),
        (
            "from=1&to=9",
            404,
            "There is no version 9 of this card; the newest is 5.",
            "/d/?from=1&to=5",
        ),
        ("from=9&to=9", 404, "There is no version 9", "/d/?from=4&to=5"),
        ("from=9&to=5", 404, "There is no version 9", "/d/?from=4&to=5"),
    ],
)
def test_refusal_says_what_and_what_is_nearest(
    query: str, status: int, words: str, nearest: str
) -> None:
    found = refused(SPAN, query)
    assert (found[0], found[2]) == (status, nearest)
    assert words in found[1]


@pytest.mark.parametrize(
    "text",
    ["abc", "1.0", "-1", "0", "+2", "1e3", "٣", "１", "9" * 10, "9" * 5000, "2 3", "%00", "<b>"],
)
def test_what_is_no_number_is_named(text: str) -> None:
    status, words, _ = refused(SPAN, f"from={text.replace('+', '%2B')}&to=2")
    assert status == 400
    assert words.startswith("“from” is ")
    assert "it must be the number of a version, from 1 upwards" in words
    assert len(words) < 200


def test_a_number_twice_is_refused() -> None:
    assert refused(SPAN, "from=1&from=2&to=3")[1] == "“from” is given 2 times; give it once."


def test_rankings_are_compared_forwards() -> None:
    status, words, nearest = refused(ORDERED, "from=4&to=2")
    assert (status, nearest) == (400, "/d/?from=2&to=4")
    assert "“from” must be the earlier ranking" in words


@pytest.mark.parametrize("last", [0, 1])
def test_with_fewer_than_two_there_is_nothing_to_offer(last: int) -> None:
    span = Span("/d/", "version", "this card", last)
    status, words, nearest = refused(span, "from=1&to=2")
    assert (status, nearest) == (404, "")
    assert words == (
        "There is no version 2 of this card; the only one is 1."
        if last
        else "There is no version of this card yet."
    )
    assert span.form(QueryDict("from=1&to=2")) is None


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ("", (4, 5)),
        ("from=2&to=4", (2, 4)),
        ("from=4&to=2", (4, 2)),
        ("from=2", (2, 3)),
        ("from=x&to=3", (2, 3)),
        ("from=99&to=99", (4, 5)),
    ],
)
def test_form_offers_what_was_asked_or_comes_nearest(query: str, pair: tuple[int, int]) -> None:
    form = SPAN.form(QueryDict(query))
    assert form is not None
    assert (form.old, form.new) == pair


def test_every_nearest_pair_can_be_asked() -> None:
    for last in range(2, 5):
        for old in (None, *range(1, 7)):
            for new in (None, *range(1, 7)):
                for is_ordered in (False, True):
                    span = Span("/d/", "version", "this card", last, is_ordered=is_ordered)
                    form = span.form(QueryDict(f"from={old or ''}&to={new or ''}"))
                    assert form is not None
                    query = QueryDict(f"from={form.old}&to={form.new}")
                    assert span.asked(query) == (form.old, form.new)


def test_unknown_parameters_are_said() -> None:
    assert unknown_names(QueryDict("id=1"), ["id"]) == ()
    assert unknown_names(QueryDict("ids=1&fbclid=2"), ["id"]) == (
        'This page does not know the parameter "fbclid"; it reads “id”.',
        'This page does not know the parameter "ids"; did you mean “id”?',
    )
    assert len(unknown_names(QueryDict("&".join(f"p{n}=1" for n in range(50))), ["id"])) == 3


def test_one_number_may_be_absent() -> None:
    assert one_number(QueryDict("before="), "before", "ranking") is None


def test_addresses_keep_ids_readable_and_safe() -> None:
    pairs = [("id", "a/b"), ("id", "c d&e")]
    assert address("/c/", pairs) == "/c/?id=a/b&id=c+d%26e"
    assert address("/c/", []) == "/c/"


KNOWN = dict.fromkeys(("a/a", "b/b", "c/c", "d/d", "e/e"))


def missing(text: str) -> Missing:
    return Missing(404, f"There is no {text}.", "a/a" if text == "a/x" else "")


def chosen(*ids: str) -> tuple[tuple[str, ...], int, str, str]:
    choice = choose("/c/", ids, KNOWN, missing, "model")
    refusal = choice.refusal
    if refusal is None:
        return choice.ids, 200, "", ""
    return choice.ids, refusal.status, refusal.text, refusal.nearest.url if refusal.nearest else ""


def test_up_to_four_are_chosen_in_order() -> None:
    assert chosen() == ((), 200, "", "")
    assert chosen("c/c", "a/a") == (("c/c", "a/a"), 200, "", "")
    assert chosen(*list(KNOWN)[:MAXIMUM])[1] == 200


def test_more_than_four_lead_to_the_first_four() -> None:
    ids, status, text, nearest = chosen(*KNOWN)
    assert (len(ids), status) == (4, 400)
    assert text == "Five models are named; at most four can stand side by side."
    assert nearest == "/c/?id=a/a&id=b/b&id=c/c&id=d/d"


def test_twice_leads_to_once() -> None:
    _, status, text, nearest = chosen("a/a", "b/b", "a/a")
    assert (status, text) == (400, '"a/a" is named twice.')
    assert nearest == "/c/?id=a/a&id=b/b"


def test_unknown_leads_to_the_nearest_known() -> None:
    assert chosen("a/x", "b/b") == (("b/b",), 404, "There is no a/x.", "/c/?id=a/a&id=b/b")
    assert chosen("zzz", "b/b")[2:] == ("There is no zzz.", "/c/?id=b/b")
    assert chosen("zzz")[3] == ""


def test_the_nearest_of_one_may_be_there_already() -> None:
    assert chosen("a/x", "a/a")[3] == "/c/?id=a/a"


def test_ten_thousand_ids_are_refused_in_one_breath() -> None:
    ids, status, text, nearest = chosen(*(f"x/{n}" for n in range(10_000)))
    assert (ids, status, nearest) == ((), 400, "")
    assert text.startswith("10,000 models are named")
    assert text.count("There is no") == MAXIMUM
