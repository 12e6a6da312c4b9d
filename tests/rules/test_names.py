from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.names import (
    _LOOK_ALIKES,
    is_slug,
    join_card_id,
    mixed_script_word,
    normalized_name,
    slugify,
    split_card_id,
)


@pytest.mark.parametrize("text", ["a", "0", "gpt-4-1", "o1", "a-b-c"])
def test_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-", "-a", "a-", "a--b", "A", "a.b", "a_b", "a/b", "é", "٣", "a\n", " a", "a b"]
)
def test_not_slugs(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("GPT-4.1", "gpt-4-1"),
        ("Mistral Large é", "mistral-large-e"),
        ("  o1 ", "o1"),
        ("ﬁne—tuned", "fine-tuned"),
        ("Llama 3.1 405B Instruct", "llama-3-1-405b-instruct"),
        ("日本", ""),
        ("-", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_slugify_makes_a_slug_or_nothing(text: str) -> None:
    assert is_slug(slugify(text)) or not slugify(text)
    assert slugify(slugify(text)) == slugify(text)


def test_card_ids_are_split_and_joined() -> None:
    assert split_card_id("openai/gpt-4-1") == ("openai", "gpt-4-1")
    assert join_card_id("openai", "gpt-4-1") == "openai/gpt-4-1"


@pytest.mark.parametrize("card_id", ["", "openai", "/", "a/", "/b", "a/b/c", "A/b", "a/b\n"])
def test_what_is_no_card_id_is_not_split(card_id: str) -> None:
    with pytest.raises(ValueError, match="not a card id"):
        split_card_id(card_id)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OpenAI", "openai"),
        ("OpenAI", "OpenAl"),  # small l for capital I
        ("OpenAI", "О\u0440enAI"),  # Cyrillic О, р
        ("Anthropic", "\u0391nthropic"),  # Greek Alpha
        ("Meta", "Меtа"),  # Cyrillic М, е, а
        ("deepseek-r1", "deepseek-rl"),
        ("DeepSeek", "Deep Seek"),
        ("DeepSeek", "ＤｅｅｐＳｅｅｋ"),
        ("DeepSeek", "Deep\u200bSeek"),
        ("Mistral", "Mistràl"),
        ("Modern", "Modem"),
        ("GPT-4", "gpt 4"),
        ("o1", "01"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert normalized_name(one) == normalized_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpt-4", "gpt-5"),
        ("Command R", "Command R+"),
        ("GPT-4", "GPT-4o"),
        ("か", "が"),
        ("हिन्दी", "हनद"),
        ("DeepSeek", "DeepMind"),
    ],
)
def test_names_that_do_not_look_alike(one: str, other: str) -> None:
    assert normalized_name(one) != normalized_name(other)


@given(st.text(max_size=30))
def test_normal_form_is_reached_at_once(name: str) -> None:
    normal = normalized_name(name)
    assert normalized_name(normal) == normal
    assert " " not in normal


def test_every_look_alike_is_taken_for_its_letter() -> None:
    for letter, latin in _LOOK_ALIKES.items():
        assert not letter.isascii()
        assert latin.isascii()
        assert normalized_name(f"x{letter}x") == normalized_name(f"x{latin}x")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("О\u0440enAI", "О\u0440enAI"),
        ("The \u0391nthropic model", "\u0391nthropic"),
        ("Gemini \u0421ommunity", "\u0421ommunity"),
        ("GPT日本", None),
        ("Qwen通义", None),
        ("LLM사이", None),
        ("ruGPT-3 Сбер", None),
        ("Яндекс", None),
        ("μTransfer", None),
        ("α-CLIP", None),
        ("Φ-3", None),
        ("Déjà Vu", None),
        ("ＧＰＴ", None),
        ("", None),
    ],
)
def test_mixed_scripts(name: str, word: str | None) -> None:
    assert mixed_script_word(name) == word
