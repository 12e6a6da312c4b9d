"""What sets things beside each other: versions, rankings, models, labs."""

from registry.web.gallery.example import Component, Example
from registry.web.gallery.marks import LONGEST_NAME
from registry.web.view_models.asking import PairForm, Refusal
from registry.web.view_models.compare import (
    ChooseForm,
    Chosen,
    ClaimCell,
    ClaimRow,
    Column,
    Option,
)
from registry.web.view_models.shared import Bar, Link
from registry.web.view_models.versions import (
    AnswerSide,
    ClaimChange,
    FieldLine,
    VersionLine,
    VersionRecord,
)

DIGEST = "90c98693c80d75cf977f3069805bf18f19dddcf55b44930e75a7a69de105a40b"
FIELDS = (
    FieldLine("Amount", "US$300,000", "US$294,000"),
    FieldLine("Evidence 1", "", "A report with a long title, revised edition, page 24, table 7"),
    FieldLine("Note", "計算量は論文の表から取った。", ""),
)
LINES = (
    VersionLine(
        number=3,
        url="/",
        published="3 March 2026",
        published_iso="2026-03-03",
        prepared_by="the lab",
        sources_read=12,
        status="current",
        note="",
        digest=DIGEST,
        bytes_url="/",
        level="Evidenced",
        score="54.1",
        bar=Bar(48, 6, 0),
    ),
    VersionLine(
        number=2,
        url="/",
        published="1 March 2026",
        published_iso="2026-03-01",
        prepared_by="the registry",
        sources_read=10,
        status="removed",
        note="A court ordered it (12/2026)",
        digest=DIGEST,
        bytes_url="",
    ),
    VersionLine(
        number=1,
        url="/",
        published="28 November 2025",
        published_iso="2025-11-28",
        prepared_by="the registry",
        sources_read=10,
        status="retracted",
        note="",
        digest=DIGEST,
        bytes_url="/",
        level="Listed",
        score="52.7",
        bar=Bar(40, 6, 0),
        difference=None,
        mark="retracted",
    ),
)
CHOSEN = tuple(
    Chosen(text.casefold(), text, "/compare/models/")
    for text in ("Model 1", LONGEST_NAME, "言葉モデル", "Model 4")
)
COLUMNS = (
    Column("Model 1", "/", Link("Example Lab", "/"), "52.7", Bar(48, 6, 0)),
    Column(LONGEST_NAME, "/", Link("Another Lab", "/"), "6.8", Bar(0, 2, 12)),
    Column("言葉モデル", "/", Link("日本言語資源研究所", "/"), "7.4", Bar(0, 3, 12)),
)

COMPONENTS = (
    Component(
        "answer_to_address",
        "Why an address cannot be answered, and the nearest that can.",
        (
            Example(
                "Refused",
                {
                    "refusal": Refusal(
                        404,
                        "There is no version 7 of this card; the newest is 3.",
                        Link("Versions 2 and 3", "/"),
                    )
                },
            ),
            Example(
                "Not understood in part",
                {"notices": ("This page does not know the parameter “ids”; did you mean “id”?",)},
            ),
        ),
    ),
    Component(
        "pair_form",
        "Asks for two numbers.",
        (Example("Versions", {"form": PairForm("/", 2, 3, 3, "version")}),),
    ),
    Component(
        "choose_form",
        "Asks for one more; what was chosen can be taken out.",
        (
            Example(
                "One chosen",
                {
                    "form": ChooseForm(
                        "/compare/models/",
                        "model",
                        CHOSEN[:1],
                        (Option("example-lab/model-1", "Model 1, Example Lab"),),
                        4,
                        "example-lab/model-1",
                    )
                },
            ),
            Example(
                "Four chosen", {"form": ChooseForm("/compare/models/", "model", CHOSEN, (), 4, "")}
            ),
        ),
    ),
    Component(
        "compare_form",
        "The button for models chosen in a list; its checkboxes may stand anywhere on the page.",
        (Example("Above a list"),),
    ),
    Component(
        "compare_checkbox",
        "One model of a list, to be chosen.",
        (Example("Beside a name", {"id": "example-lab/model-1", "name": "Model 1"}),),
    ),
    Component(
        "compare_claims",
        "Questions with every answer beside the others.",
        (
            Example(
                "An answer, a refusal, silence",
                {
                    "caption": "Questions answered differently",
                    "columns": COLUMNS,
                    "rows": (
                        ClaimRow(
                            "COST-1",
                            "/",
                            "Final-run cost",
                            "How much money did the final run cost, over which stages?",
                            "3.0",
                            (
                                ClaimCell(
                                    "Model 1",
                                    "US$294,000 for reinforcement learning, excluding base model "
                                    "Model 1 Base; cumulative US$5.86 million",
                                    "verified",
                                    "Verified",
                                    "/",
                                ),
                                ClaimCell(
                                    LONGEST_NAME, "", "silent", "Withheld (competition)", "/"
                                ),
                                ClaimCell("言葉モデル", "", "silent", "No model card"),
                            ),
                        ),
                    ),
                },
            ),
        ),
    ),
    Component(
        "claim_change",
        "One claim in two versions: answers and grades, then field by field.",
        (
            Example(
                "Edited",
                {
                    "old": "Version 1",
                    "new": "Version 2",
                    "claim": ClaimChange(
                        "EXAMPLE-1",
                        "/",
                        "Final-run cost",
                        "3",
                        "changed",
                        AnswerSide(
                            "US$300,000 for reinforcement learning", "stated", "Stated", "0.4"
                        ),
                        AnswerSide(
                            "US$294,000 for reinforcement learning",
                            "evidenced",
                            "Evidenced",
                            "0.8",
                            "Evidenced, not verified: an editor has yet to confirm the source.",
                        ),
                        FIELDS,
                    ),
                },
            ),
            Example(
                "Removed",
                {
                    "old": "Version 1",
                    "new": "Version 2",
                    "claim": ClaimChange(
                        "EXAMPLE-2",
                        "/",
                        "Known limits",
                        "1.5",
                        "removed",
                        AnswerSide("Weak structured output", "stated", "Stated", "0.4"),
                        AnswerSide("", "silent", "Not found in the sources read", "0"),
                        (),
                    ),
                },
            ),
        ),
    ),
    Component(
        "field_lines",
        "Fields, old beside new.",
        (
            Example(
                "Changed, added, removed",
                {"fields": FIELDS, "old": "Version 1", "new": "Version 2", "caption": "Fields"},
            ),
        ),
    ),
    Component(
        "version_record",
        "What the page of one version says about its place in the record.",
        (
            Example(
                "Current",
                {
                    "record": VersionRecord(
                        3,
                        "3 March 2026",
                        DIGEST,
                        "/",
                        is_current=True,
                        current=Link("version 3", "/"),
                    )
                },
            ),
            Example(
                "Superseded",
                {
                    "record": VersionRecord(
                        1,
                        "28 November 2025",
                        DIGEST,
                        "/",
                        is_current=False,
                        current=Link("version 3", "/"),
                        difference=Link("Changes since version 1", "/"),
                    )
                },
            ),
            Example(
                "Retracted",
                {
                    "record": VersionRecord(
                        1,
                        "28 November 2025",
                        DIGEST,
                        "/",
                        is_current=False,
                        current=None,
                        is_retracted=True,
                    )
                },
            ),
        ),
    ),
    Component(
        "versions_table",
        "Published versions, newest first.",
        (
            Example(
                "With their gradings", {"versions": LINES, "name": "Model 1", "with_grading": 1}
            ),
            Example("On the card’s page", {"versions": LINES[:2], "name": "Model 1"}),
        ),
    ),
)
