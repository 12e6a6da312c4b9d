from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.lab_names import core_name, resembles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DeepSeek", "deepseek"),
        ("DeepSeek", "Deep Seek"),
        ("DeepSeek", "Deep-Seek"),
        ("DeepSeek", "Deep.Seek"),
        ("DeepSeek", "DeepSeek Inc."),
        ("DeepSeek", "DeepSeek, Inc"),
        ("DeepSeek", "DeepSeek Co., Ltd."),
        ("DeepSeek", "The DeepSeek Company"),
        ("Mistral AI", "Mistral AI S.A.S."),
        ("Mistral AI", "Mistral AI SAS"),
        ("Cohere", "Cohere L.L.C."),
        ("Aleph Alpha", "Aleph Alpha GmbH"),
        ("Silo AI", "Silo AI Oy"),
        ("Corti", "Corti A/S"),
        ("日本電気", "日本電気株式会社"),
        ("日本電気", "株式会社 日本電気"),
        ("네이버", "네이버 주식회사"),
        ("OpenAI", "OpenAl"),  # a small L
        ("OpenAI", "0penAI"),
        ("OpenAI", "\u041epenAI"),  # a Cyrillic letter
        ("Mistral", "Mistràl"),
        ("Modern", "Modem"),
        ("Anthropic", "Antropic"),
        ("Anthropic", "Anthropics"),
        ("Anthropic", "Anthropik"),
        ("Anthropic", "Anthorpic"),
        ("Anthropic", "nAthropic"),
    ],
)
def test_names_that_pass_for_one_another(one: str, other: str) -> None:
    assert resembles(one, other)
    assert resembles(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meta", "Beta"),  # short: one letter is much
        ("xAI", "zAI"),
        ("DeepSeek", "DeepMind"),
        ("Anthropic", "Antropik"),  # two slips
        ("Anthropic", "Anthropology"),
        ("OpenAI", "Open Source AI"),
        ("Stanford", "Stanford CRFM"),
        ("Aurora", "Aurora (France)"),
        ("日本電気", "日本電信"),
        ("Inc", "Ltd"),
        ("", ""),
        ("-", "."),
        ("Abcdefgh", "Abdcefhg"),  # two pairs swapped
    ],
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert not resembles(one, other)
    assert not resembles(other, one)


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_order_does_not_matter(one: str, other: str) -> None:
    assert resembles(one, other) == resembles(other, one)
    assert resembles(one, one) or not core_name(one)


@given(st.text(alphabet="abcdefgh", min_size=7, max_size=12), st.data())
def test_one_letter_more_less_or_other_is_a_resemblance(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    assert resembles(name, name[:at] + letter + name[at:])
    assert resembles(name, name[:at] + letter + name[at + 1 :])
    assert resembles(name, name[:at] + name[at + 1 :])


def test_no_two_labs_of_the_starter_set_resemble_each_other() -> None:
    from tests.factories.starter import starter_cards

    developers = sorted({card["model"]["developer"] for card in starter_cards().values()})
    assert len(developers) > 10
    assert not [
        (one, other)
        for one in developers
        for other in developers
        if one < other and resembles(one, other)
    ]
