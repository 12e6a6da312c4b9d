"""Who sees what of a review, and when: one pure function for each kind of thing.

What a person may not see does not exist for that person: not in lists, counts, feeds, exports,
mails or errors. The queries of ``models.review`` are built on the same answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """From which side somebody looks at one submission; nobody has two.

    LAB: who speaks for the card, also the author of a listing. EDITORS: the handling editor and
    editors who declared no forbidding interest. ADMINISTRATOR: the operator with the glass broken,
    for whom cards, reports and the names of referees are opened, and nothing else.
    """

    PUBLIC = "public"
    LAB = "lab"
    REFEREE = "referee"
    EDITORS = "editors"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person looking at one submission. ``key`` is the opaque key; of the public it is empty.

    ``reported`` are the numbers of the rounds in which a referee has handed in a report of their
    own. ``is_recused``: a referee who left over an interest, and reads what they wrote themselves.
    """

    audience: Audience
    key: str = ""
    reported: frozenset[int] = frozenset()
    is_recused: bool = False


PUBLIC = Viewer(Audience.PUBLIC)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the submission has come.

    ``closed_rounds`` are closed to reports; ``is_published`` says that its card and review file are
    public, ``is_closed`` that it was rejected or withdrawn.
    """

    is_published: bool = False
    closed_rounds: frozenset[int] = frozenset()
    is_closed: bool = False


def sees_snapshot(viewer: Viewer, stage: Stage) -> bool:
    """A card under review: everybody who has a part in it."""
    has_part = viewer.audience is not Audience.PUBLIC and not viewer.is_recused
    return stage.is_published or has_part


def sees_report_draft(viewer: Viewer, author: str) -> bool:
    """A report that was not handed in: its author, whatever else the person is."""
    return viewer.audience is Audience.REFEREE and viewer.key == author


def sees_report(
    viewer: Viewer, author: str, round_number: int, stage: Stage, *, is_decided: bool
) -> bool:
    """A report that was handed in; ``is_decided``: before a decision with which reports go out.

    Another referee reads it after handing in an own one and once the round is closed, while
    something can come of the review; the lab with the decision; everybody with the publication.
    A round may be opened again after a decision: what comes then waits for the next one.
    """
    match viewer.audience:
        case Audience.EDITORS | Audience.ADMINISTRATOR:
            return True
        case Audience.REFEREE if viewer.key == author:
            return True
        case Audience.REFEREE if round_number in stage.closed_rounds and not stage.is_closed:
            return round_number in viewer.reported or stage.is_published
        case Audience.LAB:
            return is_decided or stage.is_published
        case _:
            return stage.is_published


def sees_confidential_note(viewer: Viewer, author: str) -> bool:
    """A referee's note to the editors: never anybody else, not even with the glass broken."""
    return viewer.audience is Audience.EDITORS or sees_report_draft(viewer, author)


def sees_identity(viewer: Viewer, referee: str, stage: Stage, *, is_signed: bool) -> bool:
    """Who a referee is. The others read a pseudonym unless the report was signed and is public."""
    if viewer.audience in (Audience.EDITORS, Audience.ADMINISTRATOR):
        return True
    if viewer.audience is Audience.REFEREE and viewer.key == referee:
        return True
    return is_signed and stage.is_published


def sees_invitations(viewer: Viewer) -> bool:
    """How many referees were asked, accepted or declined."""
    return viewer.audience is Audience.EDITORS


def sees_internal_notes(viewer: Viewer) -> bool:
    """What editors write for each other."""
    return viewer.audience is Audience.EDITORS


def sees_rebuttal(
    viewer: Viewer, round_number: int, stage: Stage, *, is_next_round: bool, is_decided: bool
) -> bool:
    """What the lab answered to the comments of a round, and what it changed.

    Referees who reported in the round read it when the next one opens, or when the revision that
    it came with is decided without them; as with reports, while something can come of the review.
    """
    match viewer.audience:
        case Audience.LAB | Audience.EDITORS:
            return True
        case Audience.REFEREE if round_number in viewer.reported:
            return stage.is_published or ((is_next_round or is_decided) and not stage.is_closed)
        case _:
            return stage.is_published


def sees_letter(viewer: Viewer, stage: Stage, *, is_about_acceptance: bool, is_void: bool) -> bool:
    """A decision letter that was sent; the public only where the card was accepted in the end.

    Of a decision that was taken back the lab reads on, marked as such, and referees no more.
    """
    reads_as_public = viewer.audience in (Audience.PUBLIC, Audience.ADMINISTRATOR)
    if reads_as_public or viewer.is_recused:
        return stage.is_published and is_about_acceptance
    return not (is_void and viewer.audience is Audience.REFEREE)


def sees_declaration(viewer: Viewer, declarer: str) -> bool:
    """A declaration of interests with its name on it; the review file holds it without."""
    if viewer.audience is Audience.REFEREE:
        return viewer.key == declarer
    return viewer.audience is Audience.EDITORS


def sees_issues(viewer: Viewer, stage: Stage, *, was_sent: bool) -> bool:
    """An issue of triage: the lab once the card was returned with it, readers where it is open."""
    match viewer.audience:
        case Audience.EDITORS | Audience.ADMINISTRATOR:
            return True
        case Audience.LAB:
            return was_sent
        case _:
            return stage.is_published and was_sent
