"""A download is recomputed in every digit, and whatever was changed in it is found and named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.rules.verification import REQUIRED, NotADatasetError, verify
from tests.factories.dataset import dump, listed, small_dataset

R1 = "cards/deepseek/deepseek-r1.json"

Files = dict[str, bytes]


@cache
def _built() -> Files:
    return small_dataset()


@pytest.fixture
def files() -> Files:
    return dict(_built())


def changed(files: Files, name: str, change: Callable[[Any], Any]) -> Files:
    """``files`` with ``change`` made to the content of one, and a manifest that hides it."""
    content = json.loads(files[name])
    replaced = change(content)
    return listed(files | {name: dump(content if replaced is None else replaced)})


def test_an_untouched_download_agrees(files: Files) -> None:
    result = verify(files)
    assert result.differences == ()
    assert (result.cards, result.labs) == (3, 3)
    assert result.summary == (
        f"3 cards graded, 3 labs scored, {result.values} values compared: all agree"
    )
    assert result.values > 3 * 64 * 6
    assert result.report() == []


def test_the_labs_of_the_example_are_of_three_kinds(files: Files) -> None:
    ranked, early, unranked = json.loads(files["ranking.json"])
    assert (ranked["slug"], ranked["flagship"]) == ("deepseek", "deepseek/deepseek-r1")
    assert (early["slug"], early["flagship"], early["rank"]) == ("openai", None, 2)
    assert (unranked["slug"], unranked["rank"], unranked["L"]) == ("example", None, None)


def row(content: Any, slug: str = "openai") -> Any:
    return next(row for row in content if row["slug"] == slug)


RANKING_CHANGES: dict[str, Callable[[Any], Any]] = {
    "rank": lambda c: row(c).update(rank=1),
    "score": lambda c: row(c).update(score=row(c)["score"] + 0.1),
    "F": lambda c: row(c, "deepseek").update(F=row(c, "deepseek")["F"] + 1e-9),
    "P": lambda c: row(c).update(P=row(c)["P"] - 1e-9),
    "K": lambda c: row(c).update(K=0.5),
    "Q": lambda c: row(c).update(Q=99.0),
    "L": lambda c: row(c).update(L=row(c)["L"] + 1e-9),
    "n": lambda c: row(c).update(n=True),
    "releases_counted": lambda c: row(c).update(releases_counted=7),
    "rank_interval": lambda c: row(c).update(rank_interval=[1, 1]),
    "flagship": lambda c: row(c).update(flagship="openai/gpt-5"),
    "lab": lambda c: row(c).update(lab="OpenAI, Inc."),
    "position": lambda c: list(reversed(c)),
    "openai": lambda c: [row for row in c if row["slug"] != "openai"],
    "invented": lambda c: [*c, {"slug": "invented"}],
    "note": lambda c: row(c).update(note=None),
    "n: published nothing": lambda c: row(c).pop("n") and None,
}


@pytest.mark.parametrize("member", RANKING_CHANGES)
def test_a_changed_ranking_is_found(member: str, files: Files) -> None:
    result = verify(changed(files, "ranking.json", RANKING_CHANGES[member]))
    assert any(
        re.search(rf"^ranking\.json: .*\b{re.escape(member)}", line) for line in result.differences
    ), result.differences


def test_a_row_given_twice_is_found(files: Files) -> None:
    for at in range(3):
        doubled = changed(files, "ranking.json", lambda c, at=at: c.insert(at, dict(c[at])))
        assert verify(doubled).differences


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("status", "disclosed!"),
        ("applicable", None),
        ("level", 3),
        ("substance", "2/2"),
        ("credit", "0.8"),
        ("reason", "No reason"),
    ],
)
def test_a_changed_grade_is_found(member: str, value: object, files: Files) -> None:
    tampered = changed(
        files, "grades.json", lambda c: c["openai/gpt-4"]["COST-1"].update({member: value})
    )
    (line,) = verify(tampered).differences
    assert line.startswith(f"grades.json: openai/gpt-4 › COST-1 › {member}: published ")


def test_a_changed_card_is_found_in_manifest_and_grades(files: Files) -> None:
    card = json.loads(files[R1])
    del card["cost"]["final_run"]
    tampered = files | {R1: dump(card)}
    differences = verify(tampered).differences
    assert f"{R1}: not the canonical bytes (RFC 8785) of the card" in differences
    assert f"{R1}: SHA-256 or size is not what the manifest lists" in differences
    assert any(line.startswith("grades.json: deepseek/deepseek-r1 › ") for line in differences)
    assert any(line.startswith("ranking.json: deepseek › ") for line in differences)


RELEASES_CHANGES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "seed": (lambda c: c.update(seed="0" * 64), "releases.json: seed"),
    "day": (lambda c: c.update(as_of="2026-11-25"), "manifest.json: as_of"),
    "tier": (lambda c: c["labs"][0]["releases"][0].update(tier="0"), "ranking.json: deepseek"),
    "invitation": (lambda c: c["labs"][0].update(invited_on=None), "ranking.json: deepseek"),
    "flagship": (
        lambda c: c["labs"][0]["releases"][2].update(tier="1", designated_flagship=True),
        "ranking.json: deepseek › F",
    ),
    "confirmation": (
        lambda c: c["labs"][0]["releases"][0].update(assessment={}),
        "grades.json: deepseek/deepseek-r1 › COST-1",
    ),
    "fact": (
        lambda c: c["labs"][1]["releases"][0].update(facts={"training.has_rl": False}),
        "grades.json: openai/gpt-4",
    ),
    "card": (
        lambda c: c["labs"][1]["releases"][0].update(card=None),
        "cards/openai/gpt-4.json: no part of the dataset",
    ),
    "lab": (lambda c: c["labs"].pop(), "ranking.json: example"),
}


@pytest.mark.parametrize("case", RELEASES_CHANGES)
def test_changed_records_are_found(case: str, files: Files) -> None:
    change, expected = RELEASES_CHANGES[case]
    tampered = changed(files, "releases.json", lambda c: change(c) and None)
    assert any(line.startswith(expected) for line in verify(tampered).differences)


def test_another_standard_is_found_although_all_else_agrees(files: Files) -> None:
    tampered = changed(files, "standard.json", lambda c: c.update(title="Mine"))
    assert verify(tampered).differences == ("standard.json: not edition 1.0 as it was released",)


@pytest.mark.parametrize("version", ["1.1", "../standard/1.0", "", "1", "9" * 500])
def test_an_unknown_edition_is_refused(version: str, files: Files) -> None:
    with pytest.raises(NotADatasetError, match=r"^standard\.json is edition "):
        verify(changed(files, "standard.json", lambda c: c.update(version=version)))


def test_an_extra_file_is_found_listed_or_not(files: Files) -> None:
    expected = ("cards/extra.json: no part of the dataset",)
    extra = {"cards/extra.json": b"{}"}
    assert verify(files | extra).differences == expected
    assert verify(listed(files | extra)).differences == expected


def test_a_file_the_manifest_does_not_list_is_found(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    del manifest["files"][R1]
    assert verify(files | {"manifest.json": dump(manifest)}).differences == (
        f"{R1}: SHA-256 or size is not what the manifest lists",
    )


def test_a_file_that_only_the_manifest_knows_is_found(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["cards/gone\x1b[2J.json"] = {"sha256": "0" * 64, "bytes": 1}
    assert verify(files | {"manifest.json": dump(manifest)}).differences == (
        "cards/gone\\u001b[2J.json: listed in the manifest, but missing",
    )


@pytest.mark.parametrize("name", [*REQUIRED, R1])
def test_a_missing_file_is_named(name: str, files: Files) -> None:
    del files[name]
    with pytest.raises(NotADatasetError, match=f"^{re.escape(name)} is missing"):
        verify(files)


HOSTILE = [
    b"",
    b"\xff\xfe",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b"7",
    b'"text"',
    b"[[1]]",
    b'{"files": 1, "as_of": 1, "labs": 1, "version": 1}',
    b'{"files": {"a": 1}, "as_of": "2026-11-24", "standard": "1.0", "method": "1.0"}',
    b'{"version": "1.0", "as_of": "2026-13-45", "seed": 1, "labs": []}',
    b'{"as_of": "2026-11-24", "seed": 1, "labs": [{"releases": [{"card": null}]}]}',
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b'{"version": ' + b"9" * 10_000 + b"}",
    b'{"version": 1e999, "as_of": NaN, "labs": -Infinity}',
    b'[{"slug": "openai"}, {"slug": ["openai"]}]',
    b'[{"slug": 1}, {"slug": "1"}]',
]


@pytest.mark.parametrize("name", [*REQUIRED, R1])
@pytest.mark.parametrize("content", HOSTILE, ids=[repr(text[:20]) for text in HOSTILE])
def test_hostile_files_are_differences_or_one_clear_refusal(
    name: str, content: bytes, files: Files
) -> None:
    try:
        result = verify(files | {name: content})
    except NotADatasetError as refusal:
        assert str(refusal).startswith(name)
        assert str(refusal).isprintable()
        assert len(str(refusal)) < 400
    else:
        assert result.differences
        assert all(line.isprintable() and len(line) < 500 for line in result.differences)


@pytest.mark.parametrize(
    "change",
    [
        {"tier": "1e999999999"},
        {"tier": "1/0"},
        {"tier": 1},
        {"tier": ["1"]},
        {"released_on": "2025-01"},
        {"released_on": 20250120},
        {"released_on": "9999-12-31"},
        {"released_on": "0001-01-01"},
        {"id": "deepseek/deepseek-v3"},
        {"id": None},
        {"card": "cards/openai/gpt-4.json"},
        {"card": "../../etc/passwd"},
        {"card": 7},
        {"assessment": []},
        {"assessment": {"COST-99": {}}},
        {"assessment": {"COST-1": {"verdicts": [{"verdict": "yes"}]}}},
        {"facts": {"training.has_rl": "perhaps"}},
        {"facts": {"no.such": True}},
        {"facts": None},
    ],
    ids=str,
)
def test_hostile_records_are_differences_or_one_clear_refusal(
    change: dict[str, Any], files: Files
) -> None:
    tampered = changed(files, "releases.json", lambda c: c["labs"][0]["releases"][0].update(change))
    try:
        assert verify(tampered).differences
    except NotADatasetError as refusal:
        assert str(refusal).isprintable()


def test_a_card_that_is_none_is_refused_like_a_compiler_does(files: Files) -> None:
    card = json.loads(files[R1])
    card["model"]["name"] = 7
    with pytest.raises(NotADatasetError, match=rf"^{R1}: error: /model/name: "):
        verify(files | {R1: dump(card)})


def test_many_differences_are_counted_and_the_first_are_shown(files: Files) -> None:
    result = verify(changed(files, "grades.json", lambda c: {}))
    assert len(result.report()) == len(result.differences) == 3
    tampered = changed(
        files,
        "grades.json",
        lambda c: [g.update(level=9) for g in c["openai/gpt-4"].values()] and None,
    )
    result = verify(tampered)
    assert len(result.differences) == 64
    assert len(result.report()) == 21
    assert result.report()[-1] == "… and 44 more"
    assert result.summary.endswith("compared: 64 differ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(p for key, child in children for p in _paths(child, (*path, key)))]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), value=json_values, name=st.sampled_from(REQUIRED))
def test_any_value_anywhere_is_survived(data: st.DataObject, value: Any, name: str) -> None:
    files = dict(_built())
    content = json.loads(files[name])
    *parents, last = data.draw(st.sampled_from(_paths(content)[1:]))
    holder = content
    for key in parents:
        holder = holder[key]
    holder[last] = value
    try:
        verify(files | {name: dump(content)})
    except NotADatasetError as refusal:
        assert str(refusal).isprintable()
