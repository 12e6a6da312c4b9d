"""What the search for models is made of."""

from registry.web.gallery.example import Component, Example
from registry.web.gallery.marks import LONGEST_NAME
from registry.web.view_models.model_search import (
    Chip,
    Facet,
    Field,
    FigureCell,
    Found,
    Heading,
    ModelRow,
    Option,
    Pager,
    Range,
    Relaxation,
    SortLink,
)
from registry.web.view_models.shared import Bar, Link

HEADINGS = (
    Heading(links=(SortLink("Model", "/models/?sort=name"),)),
    Heading(links=(SortLink("Released", "/models/?sort=-released"),)),
    Heading(
        "Compute",
        (
            SortLink("by FLOP", "/models/?sort=-flop"),
            SortLink("by hours", "/models/?sort=hours", "descending"),
        ),
    ),
    Heading(links=(SortLink("Cost", "/models/?sort=-cost"),)),
    Heading("Accelerators"),
    Heading(links=(SortLink("Score", "/models/?sort=-score"),), is_number=True),
)
ROWS = (
    ModelRow(
        id="example/kagami-3",
        name=Link("鏡 3 大規模言語モデル", "/models/deepseek/deepseek-r1/"),
        lab=Link(LONGEST_NAME, "/labs/deepseek/"),
        released="17 September 2025",
        released_iso="2025-09-17",
        has_card=True,
        level="Evidenced",
        sources_read=12,
        score="100.0",
        bar=Bar(90, 10, 0),
        compute=(
            FigureCell("3.8 × 10²⁵ FLOP", "for pre-training, excluding ablations and scaling runs"),
            FigureCell("30.84 million accelerator-hours", "for pre-training"),
        ),
        cost=(FigureCell("US$294,000", "for reinforcement learning, excluding base model 鏡 2"),),
        accelerators=("NVIDIA H800", "Google TPU v5p"),
    ),
    ModelRow(
        id="example/quiet",
        name=Link("AModelNamedInOneWordThatNeverEnds-70B-Instruct", "/models/xai/grok-1/"),
        lab=Link("Quiet Lab", "/labs/xai/"),
        released="2024",
        released_iso="2024",
        has_card=True,
        level="Listed",
        sources_read=1,
        score="0.3",
        bar=Bar(),
    ),
    ModelRow(
        id="example/absent",
        name=Link("Absent 1"),
        lab=Link("Quiet Lab", "/labs/xai/"),
        released="March 2025",
        released_iso="2025-03",
        has_card=False,
    ),
)
FOUND = Found(
    rows=ROWS,
    total="3",
    is_everything=False,
    chips=(
        Chip("“鏡”", "/models/"),
        Chip(f"Lab: {LONGEST_NAME}", "/models/"),
        Chip("Lab: Quiet Lab", "/models/", is_alternative=True),
    ),
    clear_url="/models/",
    headings=HEADINGS,
    pager=Pager("/models/", "/models/", "/models/"),
    csv_url="/models.csv",
    json_url="/models.json",
    without_card="413",
    without_card_url="/models/?card=no",
)
NOTHING = Found(
    rows=(),
    total="0",
    is_everything=False,
    chips=(Chip("Without a card", "/models/"),),
    clear_url="/models/",
    headings=HEADINGS,
    pager=Pager(),
    csv_url="/models.csv",
    json_url="/models.json",
    relaxations=(Relaxation("Without a card", "/models/", "31 models"),),
)
LABS = (
    Option("deepseek", "DeepSeek", "18", chosen=True),
    Option("long", LONGEST_NAME, "1,234"),
    Option("quiet", "Quiet Lab", "0"),
)

COMPONENTS = (
    Component(
        "search_facet",
        "Values of which any may hold, each with the number of models that have it.",
        (
            Example("ticked, and others as a list", {"facet": Facet("one", "Lab", LABS, LABS[1:])}),
            Example(
                "not counted, with something wrong",
                {
                    "facet": Facet(
                        "two",
                        "Accelerator",
                        (Option("h900", "h900", chosen=True),),
                        error="Expected an accelerator that a card names.",
                    )
                },
            ),
        ),
    ),
    Component(
        "search_range",
        "A lower and an upper limit, and ready-made ranges.",
        (
            Example(
                "with years",
                {
                    "range": Range(
                        "released",
                        "Released",
                        (
                            Field("shown_from", "from", "", "2025-01"),
                            Field("shown_to", "to", "2025", "2025"),
                        ),
                        links=((Link("2025", "/models/"), "136"), (Link("2024", "/models/"), "0")),
                    )
                },
            ),
            Example(
                "with something wrong",
                {
                    "range": Range(
                        "flop",
                        "Compute of the final run",
                        (
                            Field(
                                "wrong_from",
                                "from",
                                "147,000",
                                error="Expected a number such as 3.8e25, in FLOP. Write 147000.",
                            ),
                            Field("wrong_to", "to", "", "1e26"),
                        ),
                        "FLOP",
                    )
                },
            ),
        ),
    ),
    Component(
        "search_select",
        "One of several values.",
        (
            Example(
                "with counts",
                {"field": Field("shown_level", "Level", options=(Option("", "any"), *LABS))},
            ),
        ),
    ),
    Component(
        "model_table",
        "Models with and without a card; nothing that is not disclosed is left blank.",
        (Example("sorted by accelerator-hours", {"found": FOUND}),),
    ),
    Component(
        "search_results",
        "What a question found, its conditions and the ways on.",
        (
            Example("conditions and pages", {"found": FOUND, "models": 444}),
            Example("nothing found", {"found": NOTHING, "models": 444}),
        ),
    ),
)
