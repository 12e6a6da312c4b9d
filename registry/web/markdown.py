"""The registry's own prose, from Markdown to HTML that is safe to print.

The texts are ours, and are rendered as if they were not: raw HTML is off, and what comes out goes
through an allow-list.
"""

import nh3
from markdown import Markdown

MAXIMUM_CHARACTERS = 20_000
TAGS = {
    "a", "blockquote", "code", "em", "h2", "h3", "hr", "li", "ol", "p", "pre", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "td": {"align"}, "th": {"align"}}


def render(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the HTML and the second-level headings as (anchor, title).

    Raises ``ValueError`` for a text longer than ``MAXIMUM_CHARACTERS``: nested brackets cost
    Markdown quadratic time.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise ValueError(f"{len(text)} characters of Markdown; {MAXIMUM_CHARACTERS} are accepted.")
    markdown = Markdown(
        extensions=["tables", "sane_lists", "toc", "fenced_code"], output_format="html"
    )
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    html = markdown.convert(text)
    # An alignment is written as a style by the table extension, and the policy allows none.
    html = html.replace('style="text-align: right;"', 'align="right"')
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    # What scrolls sideways must be reachable from the keyboard.
    clean = clean.replace("<pre>", '<pre tabindex="0">')
    headings = [
        (token["id"], token["name"])
        for token in getattr(markdown, "toc_tokens", [])
        if token["level"] == 2
    ]
    return clean, headings
