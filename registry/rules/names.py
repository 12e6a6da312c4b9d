"""Names and slugs of labs and models: their form, and when two of them look alike.

The look-alike form follows the idea of Unicode's UTS 39 skeletons with a small table of our own:
Cyrillic and Greek letters that pass for Latin ones, digits that pass for letters, accents, case,
and the separators people vary (GPT-4, GPT 4, gpt4).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")

# Letters of other alphabets and the Latin letter each passes for in common typefaces; after the
# confusables of UTS 39, and the Cyrillic small letters that are small capitals of Latin shape.
_LOOK_ALIKES = {
    **dict(zip("аеорсухіјѕһԁԛԝѵкмт", "aeopcyxijshdqwvkmt", strict=True)),  # Cyrillic, small
    **dict(zip("АВЕЗКМНОРСТХУІЈЅԌԚԜ", "ABE3KMHOPCTXYIJSGQW", strict=True)),  # Cyrillic, capital
    **dict(zip("αγικνορυχ", "ayikvopux", strict=True)),  # Greek, small
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),  # Greek, capital
}
_TO_LATIN = str.maketrans(_LOOK_ALIKES)
# One stroke can be any of these: 1, l, I; a round one 0 or o.
_SAME_STROKES = str.maketrans("1i0", "llo")
# Punctuation, spaces, controls. Symbols stay: Command R and Command R+ are two models.
_SEPARATING = frozenset("PZC")
_COMBINING_ACCENT = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_WORDS = re.compile(r"[\s,.]+")


def is_slug(text: str) -> bool:
    """Whether ``text`` is small letters and digits, parts joined by single hyphens."""
    return _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """Return the nearest slug: "GPT-4.1" is gpt-4-1; "" where no Latin letter or digit is left."""
    folded = _COMBINING_ACCENT.sub("", unicodedata.normalize("NFKD", text)).lower()
    return _NOT_SLUG.sub("-", folded).strip("-")


def join_card_id(lab: str, model: str) -> str:
    return f"{lab}/{model}"


def split_card_id(card_id: str) -> tuple[str, str]:
    """Return the slugs of lab and model; raises ``ValueError`` if ``card_id`` is not two slugs."""
    lab, _, model = card_id.partition("/")
    if not (is_slug(lab) and is_slug(model)):
        raise ValueError(f"not a card id: {card_id!r}")
    return lab, model


@lru_cache(maxsize=4096)
def normalized_name(name: str) -> str:
    """Return the form in which names that look alike are equal; never shown to anyone.

    Names without letters or digits have the form "". Capital I and small l are the same stroke, so
    the look-alike pair OpenAI and OpenAl is caught; that Lia and Lla are too is accepted.
    """
    latin = unicodedata.normalize("NFKC", name).translate(_TO_LATIN).casefold()
    plain = _COMBINING_ACCENT.sub("", unicodedata.normalize("NFD", latin))
    kept = "".join(
        character for character in plain if unicodedata.category(character)[0] not in _SEPARATING
    )
    return unicodedata.normalize("NFC", kept).translate(_SAME_STROKES).replace("rn", "m")


def name_key(name: str) -> tuple[str, ...]:
    """A person's name in which order, case, accents and marks say nothing.

    "Zhang, Wei" is Wei Zhang.
    """
    return tuple(sorted(filter(None, map(normalized_name, _BETWEEN_WORDS.split(name)))))


def mixed_script_word(name: str) -> str | None:
    """Return the first word that mixes Latin letters with look-alikes of another alphabet, if any.

    Words in one alphabet and mixes such as GPT日本 or μTransfer deceive nobody.
    """
    for word in _WORD.findall(unicodedata.normalize("NFC", name)):
        has_latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word)
        if has_latin and any(letter in _LOOK_ALIKES for letter in word):
            return str(word)
    return None
