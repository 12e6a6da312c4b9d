"""Citing, embedding and following."""

from datetime import date

from registry.rules.citation.bibtex import bibtex
from registry.rules.citation.plain_text import plain_text
from registry.rules.citation.ris import ris
from registry.rules.citation.work import Work
from registry.web.gallery.example import Component, Example
from registry.web.view_models.shared import Link
from registry.web.view_models.sharing import Badge, Citation, CopyBlock, Sharing

WORK = Work(
    key="mdr.example-lab.model-1.v2",
    title="Model card of 言葉モデル (Example Lab)",
    author="Example Lab",
    published=date(2026, 3, 7),
    address="https://registry.example.org/models/example-lab/model-1/versions/2/",
    version="2",
    digest="sha256:" + "ab" * 32,
)


def _citation(anchor: str) -> Citation:
    return Citation(
        plain_text(WORK),
        (
            CopyBlock(f"{anchor}-bib", "BibTeX", bibtex(WORK), Link(".bib", "/registry.bib")),
            CopyBlock(f"{anchor}-ris", "RIS", ris(WORK), Link(".ris", "/registry.ris")),
        ),
        anchor,
    )


def _badge(anchor: str) -> Badge:
    html = '<a href="https://registry.example.org/"><img src="badge.svg" alt="Disclosure"></a>'
    return Badge(
        "/badges/deepseek/deepseek-r1.svg",
        "Disclosure of DeepSeek-R1, as the starter cards have it",
        313,
        (CopyBlock(f"{anchor}-html", "HTML", html),),
        "/badges/deepseek/deepseek-r1.json",
    )


COMPONENTS = (
    Component(
        "copy_block",
        "A text to be copied as it is. The button appears where scripts run.",
        (
            Example("Without a file", {"block": CopyBlock("example-copy", "HTML", "<b>&amp;</b>")}),
            Example(
                "A long line",
                {"block": CopyBlock("example-long", "Address", "https://example.org/" + "a" * 200)},
            ),
        ),
    ),
    Component(
        "citation",
        "How to cite a page.",
        (Example("A card with a Japanese name", {"citation": _citation("example-cite")}),),
    ),
    Component(
        "badge",
        "A badge and the texts that embed it.",
        (Example("A card", {"badge": _badge("example-badge")}),),
    ),
    Component(
        "sharing",
        "The last section of a page: cite, embed, follow.",
        (
            Example(
                "All three",
                {
                    "heading": "Cite, embed, follow",
                    "sharing": Sharing(
                        _citation("example-cite-2"),
                        _badge("example-badge-2"),
                        (Link("Cards of Example Lab", "/feeds/versions.atom"),),
                    ),
                },
            ),
        ),
    ),
)
