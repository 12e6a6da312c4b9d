"""What a mail about a review is made of: for whom it is, its words, and where its link leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Addressee(StrEnum):
    """From which side somebody is told. INVITEE: a referee who has not accepted.

    FORMER_EDITOR: who handled the submission until this move.
    """

    LAB = "lab"
    REFEREE = "referee"
    INVITEE = "invitee"
    EDITOR = "editor"
    FORMER_EDITOR = "former_editor"


class Page(StrEnum):
    """Where the one link of a mail leads."""

    DRAFT = "draft"
    ATTEST = "attest"
    REVIEW = "review"
    ANSWERS = "answers"
    SUBMISSION = "submission"
    DECISION = "decision"
    PUBLICATION = "publication"
    REFEREES = "referees"
    INTERESTS = "interests"
    MOTION = "motion"
    INVITATION = "invitation"
    REPORT = "report"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of mail. ``gives_reason``: with the reason of the move, in the words of whoever made
    it. A letter of the editor is in every mail to the lab that there is one for.
    """

    subject: str
    says: str
    page: Page
    asks: str = ""
    gives_reason: bool = False


# Subjects that several mails have.
LETTER = "{model}: a letter from the editor"
NEWS = "{model}: news of its review"
REFEREEING = "News of a review in which you are a referee"
HANDLING = "News of a submission that you handle"
