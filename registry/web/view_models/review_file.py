"""The published review of one version, as readers see it: nobody is named who did not sign."""

from __future__ import annotations

from dataclasses import dataclass

from registry.web.view_models.notices import Notices
from registry.web.view_models.shared import Link


@dataclass(frozen=True, slots=True)
class RefereeLine:
    """Who reviewed. ``interests`` says what was declared, ``waiver`` why it was let pass."""

    name: str  # "Referee 2", or the name of who signed
    interests: str
    waiver: str = ""
    note: str = ""  # signed, or recused


@dataclass(frozen=True, slots=True)
class EditorLine:
    """An editor who took part. ``waiver`` is why a declared interest was let pass."""

    name: str
    part: str
    interests: str
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """A verdict of one referee. ``is_stale``: the claim changed since, so it does not count."""

    label: str
    round: int
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One claim; ``cells`` has the verdicts of each referee in the order of the columns."""

    claim: Link
    item: str
    cells: tuple[tuple[VerdictCell, ...], ...]
    carried: tuple[str, ...] = ()
    is_disputed: bool = False
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a referee wrote on one claim, beyond the verdict."""

    claim: Link
    verdict: str
    text: str
    for_full: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    anchor: str
    referee: str
    round: int
    submitted: str
    recommendation: str
    summary: str
    facts: tuple[str, ...]  # competence, colleagues consulted, text generators, late
    remarks: tuple[Remark, ...]
    redactions: tuple[str, ...]  # "comments, 0, text: identifies a person"


@dataclass(frozen=True, slots=True)
class ReplyView:
    disposition: str
    text: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A numbered comment with all that was answered to it."""

    label: str  # "R2.1"
    referee: str
    weight: str
    claim: Link | None
    text: str
    replies: tuple[ReplyView, ...]
    ruling: str = ""
    ruling_reason: str = ""


@dataclass(frozen=True, slots=True)
class Adjudicated:
    claim: Link
    ruling: str
    editor: str
    reason: str


@dataclass(frozen=True, slots=True)
class IssueView:
    number: int
    claim: Link
    weight: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A decision; without a letter where the decision had none."""

    outcome: str
    day: str
    editor: str
    snapshot: int
    text: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    number: int
    day: str
    standard: str
    digest: str
    is_published: bool
    generator: str = ""  # what the lab declared of the replies that came with it


@dataclass(frozen=True, slots=True)
class EventLine:
    """A move on the way to publication; ``side`` says who made it, and names nobody."""

    day: str
    text: str
    side: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    name: str
    lab: Link
    card: Link
    version: Link
    number: int
    notices: Notices
    lede: str
    agreement: str
    editors: tuple[EditorLine, ...]  # who handled it last comes first
    referees: tuple[RefereeLine, ...]
    columns: tuple[str, ...]  # the referees whose verdicts are in the table
    rows: tuple[VerdictRow, ...]
    unjudged: int  # claims that no referee of this review judged
    adjudications: tuple[Adjudicated, ...]
    comments: tuple[CommentView, ...]
    reports: tuple[ReportView, ...]
    letters: tuple[LetterView, ...]
    issues: tuple[IssueView, ...]
    snapshots: tuple[SnapshotLine, ...]
    events: tuple[EventLine, ...]
    json_url: str
    digest: str
    schema: str  # its name, for the address of schemas
