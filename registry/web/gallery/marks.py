"""Grades, bars and the other small marks."""

from registry.web.gallery.example import Component, Example
from registry.web.view_models.invitations import AnswerText
from registry.web.view_models.shared import Bar, Link, RankingStamp

LONGEST_NAME = "The Very Long Named Laboratory for the Study of Large Models"

COMPONENTS = (
    Component(
        "grade",
        "A grade with its word. The shape says it without colour.",
        tuple(
            Example(text, {"grade": grade, "text": text})
            for grade, text in (
                ("verified", "Verified"),
                ("evidenced", "Evidenced"),
                ("stated", "None, stated"),
                ("silent", "Not found in the 10 sources read"),
            )
        ),
    ),
    Component(
        "grade_mark",
        "The mark alone, where its word stands beside it anyway.",
        (Example("Silent", {"grade": "silent"}), Example("Verified", {"grade": "verified"})),
    ),
    Component(
        "grade_key",
        "What the marks mean, once above whatever uses them.",
        (
            Example("Of a card"),
            Example("Of a lab", {"silent_text": "not disclosed, or no card"}),
        ),
    ),
    Component(
        "bar",
        "What is disclosed of what applies; what is left over stays an empty outline.",
        (
            Example("All grades", {"bar": Bar(48.2, 6.1, 12.4)}),
            Example("Nothing disclosed", {"bar": Bar()}),
            Example("Everything verified", {"bar": Bar(100)}),
            Example("Slivers: no room for the tick", {"bar": Bar(1.2, 0.8, 0.4)}),
            Example("Stated only", {"bar": Bar(0, 0, 71.5)}),
        ),
    ),
    Component(
        "link",
        "Text that is a link where it has an address.",
        (
            Example("With an address", {"link": Link("DeepSeek-R1", "/models/")}),
            Example("Without one", {"link": Link("DeepSeek-V2")}),
        ),
    ),
    Component(
        "stamp",
        "Which ranking is shown, and what it was computed with.",
        (
            Example(
                "A ranking",
                {
                    "stamp": RankingStamp(1204, "/", "24 November 2026", "8e77f0cc7ec6" + "0" * 52),
                    "standard_version": "1.0",
                    "method_version": "1.0",
                },
            ),
        ),
    ),
    Component(
        "notice",
        "What must be known before reading on, said once and quietly.",
        (
            Example(
                "One sentence",
                {"text": "Too few questions of the standard apply to this model."},
            ),
        ),
    ),
    Component(
        "empty_state",
        "What will be here, why it is not, and the one thing to do.",
        (
            Example(
                "With a link",
                {
                    "title": "Model cards will be here.",
                    "text": "No card has been published yet.",
                    "url": "/standard/",
                    "action": "Read what a card answers",
                },
            ),
            Example(
                "With a command",
                {
                    "title": "The ranked labs will be here.",
                    "text": "No lab has a model card yet.",
                    "action": "Load the starter cards with",
                    "command": "make run",
                },
            ),
            Example(
                "Nothing to do",
                {
                    "title": "Figures by third parties will be here.",
                    "text": "None is on record for this model.",
                },
            ),
        ),
    ),
    Component(
        "invitation_answers",
        "What a lab answered to its invitation, the newest first.",
        (
            Example("None", {"lab": "Example Lab", "answers": ()}),
            Example(
                "Replaced",
                {
                    "lab": LONGEST_NAME,
                    "answers": (
                        AnswerText(
                            "On 3 December 2026 the lab answered that it will disclose by "
                            "1 March 2027.",
                            "The newest model first.",
                            "Lin Wei",
                        ),
                        AnswerText(
                            "On 1 December 2026 the lab answered that it declines.", "", "言葉"
                        ),
                    ),
                },
            ),
        ),
    ),
    Component(
        "takeover",
        "How a lab comes to answer for itself.",
        (
            Example(
                "With the editors’ address",
                {
                    "contact": "editors@example.org",
                    "invitation": "The lab can take this card over.",
                },
            ),
            Example("Without one", {"invitation": "Every lab may answer for itself."}),
        ),
    ),
)
