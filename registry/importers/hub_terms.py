"""Words of the model hub's front matter, in the words of a card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from registry.rules.checking.value_hints import is_placeholder

HUB = "https://huggingface.co"
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
# Beyond the placeholders of the standard: what templates and people leave where they say nothing.
_NOTHING = frozenset({"", "none", "more information needed", "not specified", "not available"})
_BRACKETS = str.maketrans("", "", "[]()*_")

RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        "adapter": "adapter",
        "finetune": "fine_tuning",
        "merge": "merge",
        "quantized": "quantization",
    }
)

# What goes in and what comes out, by task. A task whose output is a label or a vector has none.
MODALITIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "any-to-any": ((), ()),
        "audio-classification": (("audio",), ()),
        "audio-text-to-text": (("audio", "text"), ("text",)),
        "audio-to-audio": (("audio",), ("audio",)),
        "automatic-speech-recognition": (("audio",), ("text",)),
        "depth-estimation": (("image",), ("image",)),
        "document-question-answering": (("image", "text"), ("text",)),
        "feature-extraction": ((), ()),
        "fill-mask": (("text",), ("text",)),
        "image-classification": (("image",), ()),
        "image-feature-extraction": (("image",), ()),
        "image-segmentation": (("image",), ("image",)),
        "image-text-to-text": (("image", "text"), ("text",)),
        "image-to-image": (("image",), ("image",)),
        "image-to-text": (("image",), ("text",)),
        "image-to-video": (("image",), ("video",)),
        "object-detection": (("image",), ()),
        "question-answering": (("text",), ("text",)),
        "robotics": ((), ("action",)),
        "sentence-similarity": (("text",), ()),
        "summarization": (("text",), ("text",)),
        "text-classification": (("text",), ()),
        "text-generation": (("text",), ("text",)),
        "text-ranking": (("text",), ()),
        "text-to-audio": (("text",), ("audio",)),
        "text-to-image": (("text",), ("image",)),
        "text-to-speech": (("text",), ("audio",)),
        "text-to-video": (("text",), ("video",)),
        "text2text-generation": (("text",), ("text",)),
        "token-classification": (("text",), ()),
        "translation": (("text",), ("text",)),
        "video-classification": (("video",), ()),
        "video-text-to-text": (("video", "text"), ("text",)),
        "visual-question-answering": (("image", "text"), ("text",)),
        "zero-shot-classification": (("text",), ()),
        "zero-shot-image-classification": (("image", "text"), ()),
    }
)


def says_nothing(value: object) -> bool:
    """Whether a value of a file stands for its absence: "unknown", "N/A", an empty list."""
    if isinstance(value, str):
        plain = value.translate(_BRACKETS).strip(" .:").casefold()
        return plain in _NOTHING or is_placeholder(plain)
    return value is None or value == [] or value == {}


def repository_url(name: str, kind: str = "") -> str | None:
    """The page of ``owner/name`` on the hub, below ``kind``; None where it is no such name."""
    return f"{HUB}/{kind}{name}" if _REPOSITORY.fullmatch(name) else None
