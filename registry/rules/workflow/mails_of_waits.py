"""What those are told for whom something waits that is no move: proposals, interests, proofs.

``mails_of_submissions`` says how subjects and names in braces are meant; ``{what}`` is a move that
was proposed, or of what an editor was in charge, ``{of}`` the card it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from registry.rules.workflow.mail_shapes import HANDLING, Page, Words


class Wait(StrEnum):
    """What waits for somebody, or waits no more; the kind of the mail."""

    PROPOSED = "motion_proposed"
    CARRIED = "motion_carried"
    DROPPED = "motion_dropped"
    INTEREST_DECLARED = "interest_declared"
    INTEREST_WAIVED = "interest_waived"
    INTEREST_OF_EDITOR_WAIVED = "interest_of_editor_waived"
    APPEAL_TO_DECIDE = "appeal_to_decide"
    EDITOR_MISSING = "editor_missing"
    TO_PUBLISH = "to_publish"
    TO_CLEAR = "to_clear"


OF_WAITS: Mapping[Wait, Words] = {
    Wait.PROPOSED: Words(
        "A proposal waits for a second person",
        "an editor proposed “{what}” for the card of {model}. Nothing happens before somebody else "
        "agrees.",
        Page.MOTION,
        "Read what would happen, and agree to it or drop it.",
    ),
    Wait.CARRIED: Words(
        "Your proposal was agreed to",
        "what you had proposed for the card of {model}, “{what}”, has happened: somebody else "
        "agreed.",
        Page.MOTION,
    ),
    Wait.DROPPED: Words(
        "Your proposal was dropped",
        "what you had proposed for the card of {model}, “{what}”, does not happen: another editor "
        "dropped it.",
        Page.MOTION,
    ),
    Wait.INTEREST_DECLARED: Words(
        "A declared interest waits for you",
        "somebody declared an interest in the card of {model} that need not forbid a part in its "
        "review.",
        Page.INTERESTS,
        "Let it stand, for a reason that is published with the review, or leave it.",
    ),
    Wait.INTEREST_WAIVED: Words(
        "Your invitation to referee waits for your answer",
        "the editors let the interest stand that you declared in the card of {model}. The reason "
        "is published with the review.",
        Page.INVITATION,
        "Accept the invitation now, or decline it.",
    ),
    Wait.INTEREST_OF_EDITOR_WAIVED: Words(
        "The interest that you declared can stand",
        "an editor-in-chief let the interest stand that you declared in the card of {model}. The "
        "reason is published with the review.",
        Page.SUBMISSION,
    ),
    Wait.APPEAL_TO_DECIDE: Words(
        "An appeal is yours to decide",
        "you were chosen to look at the appeal about the card of {model}, a model of {lab}. You "
        "had no part in the decision that it is about.",
        Page.SUBMISSION,
        "Read the appeal and the file, and grant or dismiss it in writing.",
    ),
    Wait.EDITOR_MISSING: Words(
        "A submission needs another editor",
        "whoever was in charge of {what} the card of {model}, a model of {lab}, declared an "
        "interest that forbids it, and has no part in it any more.",
        Page.SUBMISSION,
        "Put another editor in charge.",
    ),
    Wait.TO_PUBLISH: Words(
        HANDLING,
        "the lab confirmed the proof of the card of {model}.",
        Page.PUBLICATION,
        "Look through the review file and publish it with the card by the end of {due}.",
    ),
    Wait.TO_CLEAR: Words(
        HANDLING,
        "the lab confirmed the proof of the card of {model}. The clock publishes it at the end of "
        "its embargo, with reports of referees only once somebody looked through the review file.",
        Page.PUBLICATION,
        "Look through the file by then.",
    ),
}
