"""Tables, profiles and sums."""

from registry.web.gallery.claims import COST, SILENT, STAGES
from registry.web.gallery.example import Component, Example
from registry.web.gallery.marks import LONGEST_NAME
from registry.web.view_models.claims import CardSection
from registry.web.view_models.leaderboard import (
    Basis,
    Change,
    LeaderboardPage,
    LeaderboardRow,
    Provisional,
    UnrankedLab,
)
from registry.web.view_models.lineage import CumulativePart, CumulativeTotal
from registry.web.view_models.shared import (
    Bar,
    Cell,
    Link,
    ScoreStep,
    ScoreWorking,
    SectionShare,
    Table,
)

WIDE = Table(
    caption="A table wider than a phone scrolls in its own frame",
    headers=tuple(Cell(f"Column {number}", is_number=number > 0) for number in range(9)),
    rows=(tuple(Cell("1,234,567", is_number=True) for _ in range(9)),),
)
BOARD = LeaderboardPage(
    stamp=None,
    rows=(
        LeaderboardRow(
            "1",
            "1",
            Link("Example Lab", "/"),
            Bar(48, 6, 0),
            "52.7",
            Basis(Link("Model 1", "/models/"), "flagship"),
            3,
            17,
            20,
            change=Change("Up 2", "the card of Model 1 was published"),
        ),
        LeaderboardRow(
            "2",
            "2–5",
            Link(LONGEST_NAME, "/"),
            Bar(0, 31.4, 8.8),
            "36.4",
            Basis(Link("A model whose name is long, too")),
            1,
            9,
            1,
            is_tied=True,
            is_small_number=True,
            change=Change("Score unchanged"),
        ),
        LeaderboardRow(
            "2",
            "2–5",
            Link("日本言語資源研究所", "/"),
            Bar(0, 0, 40),
            "36.4",
            None,
            1,
            1,
            0,
            is_tied=True,
            change=Change("New at rank 2"),
        ),
        LeaderboardRow(
            "4",
            "4–5",
            Link("A lab that owes a card", "/"),
            Bar(),
            "0.0",
            None,
            0,
            4,
            0,
            has_no_disclosure=True,
            change=Change("Down 1", "one more lab is ranked above it"),
        ),
    ),
    unranked=(UnrankedLab(Link("A lab without a card", "/"), 5, "not invited yet"),),
    labs=5,
    cards=5,
    known_models=36,
    items=64,
    listed_until="30 June 2026",
    draws="1,000",
    due_after_days=90,
    basis_note="",
    standard_version="1.0",
    method_version="1.0",
    cards_by_labs=1,
    cards_reviewed=0,
    provisional=Provisional(5, 21, "4.2"),
)

COMPONENTS = (
    Component(
        "ranking_table",
        "Labs by score, with how sure each rank is and why it moved.",
        (
            Example(
                "Ties, small numbers, a long and a Japanese name, no disclosure", {"page": BOARD}
            ),
        ),
    ),
    Component(
        "how_sure",
        "What a ranking rests on.",
        (Example("Provisional", {"page": BOARD, "contact": "editors@example.org"}),),
    ),
    Component(
        "section_profile",
        "The nine sections, each with its share.",
        (
            Example(
                "Of a lab",
                {
                    "caption": "The models counted, newer ones weighing more",
                    "sections": (
                        SectionShare("Identity and access", "/", "10", "81.2", Bar(60, 20, 5)),
                        SectionShare("Cost", "/", "10", "", Bar()),
                    ),
                },
            ),
            Example(
                "Of a card, one mark per question",
                {
                    "caption": "Every mark is a question of the standard",
                    "with_marks": 1,
                    "sections": (
                        CardSection("example", "Cost", "10", "52.0", Bar(52), (COST, SILENT)),
                    ),
                },
            ),
        ),
    ),
    Component(
        "table",
        "A small table of figures; numbers align at their end.",
        (Example("Hours by stage", {"table": STAGES}), Example("Wide", {"table": WIDE})),
    ),
    Component(
        "cumulative",
        "What a model took with everything it stands on.",
        (
            Example(
                "A small part of a large sum",
                {
                    "total": CumulativeTotal(
                        "The stated cost with the base model is about twenty times that of R1’s "
                        "own stages",
                        "US$294,000",
                        "US$5.86 million",
                        (
                            CumulativePart(
                                Link("DeepSeek-V3-Base", "/"),
                                "US$5.57 million",
                                95.0,
                                "pre-training and context extension",
                            ),
                            CumulativePart(
                                Link("DeepSeek-R1"),
                                "US$294,000",
                                5.0,
                                "reinforcement learning and data, excluding the base model",
                            ),
                            CumulativePart(Link("A teacher"), "not known"),
                        ),
                        "At an assumed US$2 per accelerator-hour.",
                    )
                },
            ),
        ),
    ),
    Component(
        "working",
        "A score computed step by step with its own numbers.",
        (
            Example(
                "Two steps",
                {
                    "working": ScoreWorking(
                        "Two cards count.",
                        (),
                        (
                            ScoreStep(
                                "Mean", "Newer weigh more.", "(1 × 52.7 + 0.5 × 40.1) ÷ 1.5", "48.5"
                            ),
                            ScoreStep("Score", "Half flagship.", "0.5 × 52.7 + 0.5 × 48.5", "50.6"),
                        ),
                    )
                },
            ),
        ),
    ),
)
