"""Finding a quotation in a page: typesetting does not matter, hostile pages cost no time."""

from __future__ import annotations

import time

import pytest

from registry.rules.visits.page_text import holds, is_html, page_text

EXCERPT = "we employed 64*8 H800 GPUs"
HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>First, we employed 64*8 H800 GPUs for 198 hours.</p>", HTML),
        ("<p>we <b>employed</b>\n   64*8&nbsp;H800 <i>GP</i>Us</p>", HTML),
        ("WE EMPLOYED 64*8 H800 GPUS", "text/plain"),
        ("we em\u00adployed 64*8 H800 GPUs", "text/plain"),
        ("we employed 64&#42;8 H800 GPUs", "application/xhtml+xml"),
        ('{"text": "we employed 64*8 H800 GPUs"}', "application/json"),
        ("<!-- a > b --><p>we employed 64*8 H800 GPUs", HTML),
        ("<script>if (a < b) {}</script>we employed 64*8 H800 GPUs", HTML),
        ("a < b: we employed 64*8 H800 GPUs", HTML),
    ],
)
def test_a_quotation_is_found(body: str, content_type: str) -> None:
    text = page_text(body.encode(), content_type)
    assert text is not None
    assert holds(text, EXCERPT)


@pytest.mark.parametrize(
    "body",
    [
        "<p>we employed 512 H800 GPUs</p>",
        "<script>we employed 64*8 H800 GPUs</script>",
        "<style>we employed 64*8 H800 GPUs</style>",
        "<!-- we employed 64*8 H800 GPUs -->",
        '<a title="we employed 64*8 H800 GPUs">here</a>',
        "<script>we employed 64*8 H800 GPUs",
        "<p we employed 64*8 H800 GPUs",
        "",
    ],
)
def test_a_quotation_that_no_reader_sees_is_not_found(body: str) -> None:
    text = page_text(body.encode(), HTML)
    assert text is not None
    assert not holds(text, EXCERPT)


@pytest.mark.parametrize(
    ("excerpt", "found"),
    [
        ("“we employed”", True),
        ("we employed … GPUs", True),
        ("we employed [...] GPUs", True),
        ("GPUs ... we employed", False),
        ("64*8", True),
        ("648", False),
        ("…", False),
        ("", False),
    ],
)
def test_quotation_marks_and_ellipses(excerpt: str, found: bool) -> None:
    assert holds('He said "we employed" 64*8 H800 GPUs.', excerpt) is found


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("großes Modell".encode("iso-8859-1"), "text/html; charset=ISO-8859-1"),
        ("großes Modell".encode("utf-16"), "text/plain; charset=utf-16"),
        ("<meta charset='windows-1252'>großes Modell".encode("cp1252"), "text/html"),
        ("großes Modell".encode(), "text/html; charset=punycode"),
        ("großes Modell".encode(), "text/html; charset=nothing-known"),
        ("großes Modell".encode(), "text/html; charset=unicode_escape"),
        ("großes Modell".encode() + b"\xff", "text/html"),
    ],
)
def test_the_letters_of_a_page(body: bytes, content_type: str) -> None:
    text = page_text(body, content_type)
    assert text is not None
    assert holds(text, "großes Modell")


def test_japanese_is_found_in_its_own_encoding() -> None:
    text = page_text("大規模言語モデル".encode("shift_jis"), "text/html; charset=Shift_JIS")
    assert text is not None
    assert holds(text, "言語モデル")


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "", "application/zip"])
def test_what_holds_no_text_is_not_searched(content_type: str) -> None:
    assert page_text(b"%PDF-1.7 we employed 64*8 H800 GPUs", content_type) is None


def test_kinds_of_html() -> None:
    assert is_html("Text/HTML ; charset=utf-8")
    assert is_html("application/xhtml+xml")
    assert not is_html("text/plain")


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<", "<!--", "<script>", "<a ", "<a b='", "&amp", "</", "<!", "<style", "&#x", "́"],
)
def test_a_hostile_page_costs_no_time(piece: str) -> None:
    """A parser that is quadratic would take minutes over a megabyte."""
    body = piece.encode() * (1_000_000 // len(piece.encode()))
    start = time.process_time()
    text = page_text(body, HTML)
    assert text is not None
    assert not holds(text, EXCERPT)
    assert time.process_time() - start < 5
