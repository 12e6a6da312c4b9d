"""The claims of a card in each of their states, and what stands around them."""

from dataclasses import replace
from typing import Any

from registry.web.gallery.example import Component, Example
from registry.web.view_models.cards import HeadlineFact
from registry.web.view_models.claims import ClaimBlock, Estimate
from registry.web.view_models.shared import AnswerLine, Cell, Evidence, Link, Table

NATURE = Evidence(
    title="DeepSeek-R1 incentivizes reasoning in LLMs through reinforcement learning",
    url="https://doi.org/10.1038/s41586-025-09422-z",
    locator="Supplementary Information, section 2.4.4",
    kind="peer-reviewed publication",
    read_on="24 November 2026",
    excerpt="we assumed the rental price of the H800 GPU is $2 per GPU hour",
    visit="visited 1 December 2026, excerpt found",
)
UNLOCATED = Evidence(title="A talk of 2025", kind="the developer’s own source")
LONG = Evidence(
    title="A report whose title goes on for as long as titles of reports sometimes do, and then on",
    url="https://example.org/" + "a-very-long-address/" * 6,
    locator="Appendix C, table 17, third row from below",
    kind="independent source",
    read_on="1 March 2026",
    archived_url="https://example.org/archive",
    visit="cannot be reached since 1 December 2026, last tried 8 December 2026",
    is_lost=True,
)
STAGES = Table(
    caption="Hours by stage",
    headers=(Cell("Stage"), Cell("Accelerator-hours", is_number=True)),
    rows=(
        (Cell("Reinforcement learning of R1-Zero"), Cell("101,000", is_number=True)),
        (Cell("Data for supervised fine-tuning"), Cell("5,000", is_number=True)),
        (Cell("Reinforcement learning of R1"), Cell("41,000", is_number=True)),
    ),
)
ESTIMATE = Estimate(
    item=Link("COMP-1 Final-run compute", "/standard/COMP-1/"),
    author="An institute (a third party)",
    value="about 3.0 × 10²⁵ FLOP",
    scope="for pre-training",
    method="operations counted from parameters and tokens",
    confidence="within a factor of three",
    evidence=(LONG,),
)
COST = ClaimBlock(
    item_id="COST-1",
    item_url="/standard/COST-1/",
    anchor="example-cost",
    title="Final-run cost",
    question="What did the final training run cost, and which stages does the figure cover?",
    grade="verified",
    status="disclosed",
    status_text="Verified",
    weight="3",
    credit="1",
    answer="US$294,000",
    scope="For reinforcement learning and synthetic data generation, excluding base model "
    "DeepSeek-V3-Base; cumulative US$5.86 million",
    lines=(AnswerLine("Price basis", "rental price assumed, US$2 per accelerator-hour"),),
    tables=(STAGES,),
    evidence=(NATURE,),
    verification="Located in a peer-reviewed publication; not yet confirmed",
)
SILENT = replace(
    COST,
    anchor="example-silent",
    item_id="COST-4",
    title="Cost of the whole program",
    grade="silent",
    status="silent",
    status_text="Not found in the 10 sources read",
    answer="",
    scope="",
    credit="0",
    lines=(),
    tables=(),
    evidence=(),
    verification="",
)

FIGURE = HeadlineFact(
    label="Cost",
    value="US$294,000",
    is_told=True,
    unit="",
    scope=COST.scope,
    grade="verified",
    status="Verified",
    url="#example-cost",
)
PHRASE = replace(
    FIGURE,
    label="Peer review",
    value="Published in Nature, eight referees",
    scope="public reports and replies",
)
SILENCE = replace(
    FIGURE,
    label="Compute",
    value="Not found in the 10 sources read",
    is_told=False,
    scope="",
    grade="silent",
    status="Silent",
    url="#example-silent",
)


def _claim(title: str, anchor: str, **changes: Any) -> Example:
    return Example(title, {"claim": replace(COST, anchor=f"example-{anchor}", **changes)})


CLAIM = Component(
    "claim",
    "One question and its answer: figure, scope, grade, sources, and why credit was lost.",
    (
        Example("Verified", {"claim": COST}),
        _claim(
            "Evidenced, half credit, a note and an estimate beside it",
            "evidenced",
            grade="evidenced",
            status_text="Evidenced",
            credit="0.4",
            reason="Half credit: `stages_excluded` is missing.",
            answer="3.8 × 10²⁵",
            unit="FLOP",
            scope="For pre-training",
            tables=(),
            evidence=(LONG,),
            verification="",
            note="The source gives the figure to two digits.",
            as_of="July 2024",
            estimates=(ESTIMATE,),
        ),
        _claim(
            "Stated: a source without a place in it",
            "stated",
            grade="stated",
            status_text="Stated",
            credit="0.4",
            reason="A source needs the place in it before a claim counts as evidenced.",
            tables=(),
            evidence=(UNLOCATED,),
            verification="",
        ),
        _claim(
            "Withheld with a reason",
            "withheld",
            grade="silent",
            status="withheld",
            status_text="Withheld: competition",
            credit="0",
            answer="Withheld (competition)",
            scope="",
            lines=(),
            tables=(),
            verification="",
        ),
        _claim(
            "None, and evidence for it",
            "none",
            grade="evidenced",
            status="none",
            status_text="None, evidenced",
            credit="0.8",
            answer="None, the developer says",
            scope="",
            lines=(),
            tables=(),
            verification="",
        ),
        _claim(
            "Not known to the developer, no source",
            "unknown",
            grade="silent",
            status="unknown",
            status_text="Not known to the developer",
            credit="0",
            answer="Not known to the developer",
            scope="",
            lines=(),
            tables=(),
            evidence=(),
            verification="",
        ),
    ),
)

COMPONENTS = (
    CLAIM,
    Component(
        "silent_claims",
        "Questions without an answer keep their place, one line each.",
        (
            Example(
                "Not found, one with estimates by others",
                {
                    "heading": "Not found in the 10 sources read",
                    "claims": (SILENT, replace(SILENT, anchor="example-2", estimates=(ESTIMATE,))),
                },
            ),
            Example(
                "Does not apply",
                {
                    "heading": "Does not apply to this model",
                    "claims": (
                        replace(
                            SILENT,
                            anchor="example-3",
                            status="not_applicable",
                            reason="`training.has_rl` says no reinforcement learning was used.",
                        ),
                    ),
                },
            ),
        ),
    ),
    Component(
        "headline_fact",
        "One of the five facts at the head of a card. No cost or compute without its scope.",
        (
            Example("A figure", {"fact": FIGURE}),
            Example("A phrase, set smaller", {"fact": PHRASE}),
            Example("Silence", {"fact": SILENCE}),
        ),
        element="ul",
    ),
    Component(
        "evidence",
        "Sources of a claim, an estimate or a fact.",
        (Example("Three sources, one without a place", {"evidence": (NATURE, UNLOCATED, LONG)}),),
    ),
    Component(
        "estimate",
        "A figure by somebody else. Shown beside the claim, never scored.",
        (
            Example("With everything", {"estimate": ESTIMATE}),
            Example(
                "Bare",
                {"estimate": Estimate(ESTIMATE.item, "An author", "2 × 10²⁵ FLOP", "in all")},
            ),
        ),
    ),
    Component(
        "code_list",
        "Codes that programs meet, and what they mean.",
        (
            Example(
                "Two codes",
                {
                    "codes": (
                        {"code": "meaning.date_order", "meaning": "Two dates are in no order."},
                        {"code": "schema.required", "meaning": "A member is missing."},
                    )
                },
            ),
        ),
    ),
)
