"""The arithmetic on a card's figures, beside a claim and in one place."""

from registry.web.gallery.example import Component, Example
from registry.web.view_models.arithmetic import Arithmetic, ArithmeticLine
from registry.web.view_models.shared import Link

DOES_NOT_FIT = ArithmeticLine(
    check="PC01",
    name="Chips × hours",
    severity="error",
    text="648 accelerators × 198 hours = 128,304 accelerator-hours, and 101,000 are stated: 27% "
    "less.",
    advice="One of the three figures is wrong, or they are not of the same run.",
    scope="for reinforcement learning",
    claims=(Link("CHIP-2", "/standard/CHIP-2/"), Link("COMP-1", "/standard/COMP-1/")),
)
ACCEPTED = ArithmeticLine(
    check="PC05",
    name="Hours × price",
    severity="error",
    text="147,000 hours × US$2 = US$294,000, and US$29.4 million is stated: a hundred times.",
    accepted="the source prints it so; the note says why.",
)
WORTH_CHECKING = ArithmeticLine(
    check="PC12",
    name="Duration",
    severity="warn",
    text="About 4 days are 96 hours, and 80 are stated.",
    advice="Say which of the two holds.",
)
AGREES = ArithmeticLine(
    check="PC01",
    name="Chips × hours",
    severity="pass",
    text="512 accelerators × 198 hours = 101,376 accelerator-hours; 101,000 are stated.",
    scope="for reinforcement learning of R1-Zero",
)
NOT_RUN = ArithmeticLine(
    check="PC03",
    name="Peak operations",
    severity="not_run",
    text="The number format is not stated, so the peak of the accelerators is not known.",
)

SOURCE = "https://example.org/" + "a-very-long-address/" * 6
LOST = ArithmeticLine(
    check="PC24",
    name="Evidence",
    severity="warn",
    text=f"{SOURCE} cannot be reached, at every visit since 2026-12-01.",
    advice="Name another address or an archived copy.",
    claims=(Link("COMP-1", "/standard/COMP-1/"),),
    place="visits",
)
RESOLVES = ArithmeticLine(
    check="PC23",
    name="DOI",
    severity="pass",
    text="10.1038/s41586-025-09422-z resolves to the venue that the card gives, at every visit "
    "since 2026-12-01.",
    claims=(Link("PEER-1", "/standard/PEER-1/"),),
    place="visits",
)
UNCHECKED = ArithmeticLine(
    check="PC24",
    name="Evidence",
    severity="not_run",
    text="https://example.org/report could not be reached on 2026-12-08, once: unchecked.",
    place="visits",
)

COMPONENTS = (
    Component(
        "arithmetic_line",
        "One result beside the claim it is about.",
        (
            Example("Figures that do not fit", {"line": DOES_NOT_FIT}),
            Example("Accepted by an editor", {"line": ACCEPTED}),
            Example("Worth checking", {"line": WORTH_CHECKING}),
            Example("A source that cannot be reached", {"line": LOST}),
        ),
        element="ul",
    ),
    Component(
        "arithmetic_list",
        "Results in one list, with their claims.",
        (Example("A doubt and an agreement", {"lines": (DOES_NOT_FIT, AGREES)}),),
    ),
    Component(
        "arithmetic",
        "All that was worked through on a card.",
        (
            Example(
                "With everything",
                {
                    "arithmetic": Arithmetic(
                        "Of 5 checks, 1 agrees and 3 raise a question; 1 could not run.",
                        doubts=(DOES_NOT_FIT, ACCEPTED, WORTH_CHECKING),
                        agreements=(AGREES,),
                        not_run=(NOT_RUN,),
                    )
                },
            ),
            Example(
                "Nothing to work through",
                {"arithmetic": Arithmetic("No two figures of this card can be compared.")},
            ),
        ),
    ),
    Component(
        "source_visits",
        "What the evidence checker found at the links and DOIs of a card.",
        (
            Example(
                "With everything",
                {
                    "visits": Arithmetic(
                        "14 links visited, last on 8 December 2026: 12 answered, 1 cannot be "
                        "reached and 1 could not be judged.",
                        doubts=(LOST,),
                        agreements=(RESOLVES,),
                        not_run=(UNCHECKED,),
                    )
                },
            ),
        ),
    ),
)
