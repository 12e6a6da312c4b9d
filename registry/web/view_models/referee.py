"""What referees are shown. Other referees appear in it under their pseudonyms alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.web.view_models.shared import AnswerLine, Evidence, Grade, Letter, Link, Table


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One assignment in a list; ``due`` says in words what is due when."""

    model: Link
    lab: str
    round: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class WorkLists:
    open: tuple[WorkRow, ...]
    over: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What is told before anybody accepts: never the card. ``time`` is an estimate in words.

    ``due`` is the day of the report; ``due_text`` says what is due now, and whether it is late.
    """

    public_id: str
    url: str
    model: str
    lab: str
    round: int
    items: int
    sections: tuple[str, ...]
    time: str
    policy: tuple[str, ...]
    answer_until: str
    due: str
    due_text: str
    state: str
    token: str
    is_open: bool
    can_leave: bool
    report_url: str  # empty for who did not accept


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    help: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class EarlierRemark:
    """A comment of one's own in an earlier round, and what the lab answered to it."""

    label: str
    text: str
    disposition: str
    reply: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One's own verdict of an earlier round; ``was`` is the answer before it changed."""

    round: int
    verdict: str
    comment: str
    has_changed: bool
    was: tuple[AnswerLine, ...]
    remarks: tuple[EarlierRemark, ...]


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """A claim beside its evidence, its automatic grade and what the referee makes of it."""

    item: str
    anchor: str
    title: str
    question: str
    full: str
    status: str
    lines: tuple[AnswerLine, ...]
    tables: tuple[Table, ...]
    evidence: tuple[Evidence, ...]
    grade: Grade
    reason: str
    verdicts: tuple[Option, ...]
    confidences: tuple[Option, ...]
    comment: str
    links: str
    for_full: str
    errors: tuple[str, ...]
    is_judged: bool
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class Remark:
    place: int
    anchor: str
    text: str
    classes: tuple[Option, ...]
    items: tuple[Option, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """What is wrong, and the fields it is wrong in; one that ``text`` names has no words."""

    text: str
    places: tuple[Link, ...]

    @property
    def is_of_claims(self) -> bool:
        return bool(self.places[0].text)


@dataclass(frozen=True, slots=True)
class WorkPage:
    """``before`` tells of an earlier submission of the card; empty where there was none.

    ``signs`` is None while the referee has not chosen whether to sign.
    """

    invitation: InvitationPage
    before: str
    pseudonym: str
    signs: bool | None
    token: str
    saved_at: datetime | None
    items: tuple[JudgedItem, ...]
    remarks: tuple[Remark, ...]
    summary: str
    recommendations: tuple[Option, ...]
    competence: str
    ai: tuple[Option, ...]
    ai_statement: str
    consulted: str
    note: str
    problems: tuple[ProblemLine, ...]
    is_late: bool

    @property
    def judged(self) -> int:
        return sum(one.is_judged for one in self.items)

    @property
    def next_open(self) -> JudgedItem | None:
        """The first claim that is not judged yet."""
        return next((one for one in self.items if not one.is_judged), None)


@dataclass(frozen=True, slots=True)
class ReportLine:
    item: str
    title: str
    verdict: str
    confidence: str
    comment: str
    links: tuple[str, ...]
    for_full: str
    is_plain: bool  # supported, with nothing to add


@dataclass(frozen=True, slots=True)
class LabsReply:
    disposition: str
    text: str


@dataclass(frozen=True, slots=True)
class NumberedRemark:
    label: str
    weight: str
    item: str
    text: str
    replies: tuple[LabsReply, ...]


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report to be read; ``note`` is the confidential one, where the reader wrote it."""

    who: str
    round: int
    at: datetime | None
    is_returned: bool
    return_reason: str
    lines: tuple[ReportLine, ...]
    remarks: tuple[NumberedRemark, ...]
    summary: str
    recommendation: str
    competence: str
    ai: str
    consulted: str
    note: str

    @property
    def told(self) -> tuple[ReportLine, ...]:
        """The verdicts that say more than that a claim is supported."""
        return tuple(one for one in self.lines if not one.is_plain)

    @property
    def plain(self) -> tuple[ReportLine, ...]:
        return tuple(one for one in self.lines if one.is_plain)


@dataclass(frozen=True, slots=True)
class SummaryPage:
    invitation: InvitationPage
    seen: str
    report: ReportShown
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True, slots=True)
class DonePage:
    """``signs`` None while nothing was chosen; ``draft`` is what was never handed in.

    ``letters`` are those of the decisions that were made on the reports.
    """

    invitation: InvitationPage
    pseudonym: str
    own: tuple[ReportShown, ...]
    draft: ReportShown | None
    others: tuple[ReportShown, ...]
    letters: tuple[Letter, ...]
    signs: bool | None
    can_choose: bool


@dataclass(frozen=True, slots=True)
class Difference:
    place: str
    theirs: str
