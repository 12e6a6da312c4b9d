"""What a card or a file offers to a draft, statement by statement, with what the draft has now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from registry.actions.imports import offer_of, review_of
from registry.actions.people import subject_of
from registry.models import DraftImport, Submission
from registry.rules.drafts import sections_of
from registry.rules.permissions import Person, allowed_actions
from registry.rules.proposals.proposal import Offer, Standing
from registry.rules.proposals.review import Decision, Reviewed
from registry.rules.showing import sources
from registry.rules.standard import load_standard
from registry.rules.workflow.submissions import Action, Kind
from registry.web.presenters.claims import evidence, whole_answer
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.drafts import IMPORT_TITLES
from registry.web.view_models.draft_imports import (
    Choice,
    DroppedLine,
    ImportPage,
    OfferGroup,
    OfferRow,
    OfferSection,
)
from registry.web.view_models.shared import Link

Origin = DraftImport.Origin
Marks = Mapping[str, Decision]

# Before the key of a proposal, or the name of a group, in the names of inputs.
DECIDE, GROUP = "decide.", "group."
# Django reads at most 1,000 fields of a form; a page asks for fewer decisions than that.
MOST_OPEN = 400

LEADS = {
    Origin.TAKE_OVER: "Others prepared this card about your model, and you answer for what you "
    "make of it. Confirm each statement, remove it, or take it in to correct it. You can stop and "
    "go on at any time; the card can be submitted once each is decided.",
    Origin.VERSION: "Mark what the new version takes over from the published one. Nothing is in "
    "the draft before you accept it.",
    Origin.BASE: "This is what a derived model usually shares with its base. Nothing is in the "
    "draft before you accept it; what the base cost never becomes a cost of this model.",
    Origin.FILE: "This was found in the file. Nothing is in the draft before you accept it.",
    Origin.PASTE: "This was found in the text. Nothing is in the draft before you accept it.",
}
TAKE_OVER_CHOICES = {
    Decision.ACCEPT: "Confirm",
    Decision.LEAVE: "Remove",
    Decision.CORRECT: "Correct later",
}
CONFLICT_CHOICES = {Decision.ACCEPT: "Take this instead", Decision.LEAVE: "Keep what the draft has"}
MARK = "Accept"
SETTLED = {
    Decision.ACCEPT: "Taken in",
    Decision.LEAVE: "Left out",
    Decision.CORRECT: "Corrected",
}
EQUAL = "In the draft already"
TO_CORRECT = "In the draft as published; to be corrected"


def import_page(
    person: Person,
    draft_import: DraftImport,
    *,
    marks: Marks | None = None,
    conflict: str = "",
) -> ImportPage:
    """The page of an import; ``marks`` are decisions that were sent and could not be stored."""
    submission = draft_import.submission
    offer = offer_of(draft_import)
    reviewed = review_of(draft_import, offer)
    shown = _shown(draft_import, reviewed)
    is_open = [one for one in reviewed if not one.is_settled]
    can_act = any(
        row.action is Action.SAVE for row in allowed_actions(person, subject_of(submission))
    )
    return ImportPage(
        title=IMPORT_TITLES[Origin(draft_import.origin)],
        submission=Link(submission.model_name, submission.get_absolute_url()),
        origin=draft_import.name,
        progress=_progress(draft_import, reviewed),
        lead=LEADS[Origin(draft_import.origin)],
        is_take_over=draft_import.is_take_over,
        sections=_sections(draft_import, shown, marks),
        settled=tuple(
            _row(submission, one, ())
            for one in reviewed
            if one.is_settled and not draft_import.is_take_over
        ),
        dropped=_dropped(offer),
        problems=tuple(problem.message for problem in offer.problems),
        token=draft_import.token,
        more=len(is_open) - sum(not one.is_settled for one in shown),
        first_open=_anchor(is_open[0].proposal.key) if is_open else "",
        can_act=can_act,
        conflict=conflict,
    )


def certain_keys(draft_import: DraftImport, section: str = "") -> Sequence[str]:
    """The proposals on the page that nothing speaks against, of one section or of all."""
    return [
        one.proposal.key
        for one in _shown(draft_import, review_of(draft_import))
        if one.is_certain and not one.is_settled and section in ("", one.proposal.section)
    ]


def _shown(draft_import: DraftImport, reviewed: Sequence[Reviewed]) -> Sequence[Reviewed]:
    """What a page asks about: of a card that is taken over all, else what is still open."""
    if draft_import.is_take_over:
        return reviewed
    return [one for one in reviewed if not one.is_settled][:MOST_OPEN]


def _progress(draft_import: DraftImport, reviewed: Sequence[Reviewed]) -> str:
    settled = sum(one.is_settled for one in reviewed)
    verb = "looked at" if draft_import.is_take_over else "decided"
    later = sum(one.decision is Decision.CORRECT and not one.is_settled for one in reviewed)
    told = f"{settled} of {len(reviewed)} statements {verb}"
    return f"{told}, {later} still to be corrected" if later else told


def _sections(
    draft_import: DraftImport, shown: Sequence[Reviewed], marks: Marks | None
) -> tuple[OfferSection, ...]:
    submission = draft_import.submission
    tokens = dict(submission.sections.values_list("name", "token"))
    by_section: dict[str, list[Reviewed]] = {}
    for one in shown:
        by_section.setdefault(one.proposal.section, []).append(one)
    return tuple(
        OfferSection(
            name=name,
            title=section_title(name),
            url=section_url(submission, name),
            token=tokens.get(name, ""),
            rows=tuple(
                _row(submission, one, _choices(one, draft_import, marks))
                for one in offered
                if not one.proposal.group
            ),
            groups=_groups(submission, [one for one in offered if one.proposal.group], marks),
            open=sum(not one.is_settled for one in offered),
        )
        for name in sections_of(Kind(submission.kind))
        if (offered := by_section.get(name))
    )


def _choices(one: Reviewed, draft_import: DraftImport, marks: Marks | None) -> tuple[Choice, ...]:
    """Radio buttons or a checkbox; none for what the draft has without anybody's decision."""
    key, name = one.proposal.key, f"{DECIDE}{one.proposal.key}"
    chosen = one.decision if marks is None else marks.get(key, one.decision)
    if one.standing is Standing.EQUAL and one.decision is None:
        return ()
    if one.standing is Standing.CONFLICTING and one.decision is None:
        words = CONFLICT_CHOICES
    elif draft_import.is_take_over:
        words = TAKE_OVER_CHOICES
    else:
        is_marked = one.is_certain if marks is None else marks.get(key) is Decision.ACCEPT
        return (Choice(name, Decision.ACCEPT, MARK, is_marked, _anchor(key, "accept")),)
    return tuple(
        Choice(name, decision, word, chosen is decision, _anchor(key, decision))
        for decision, word in words.items()
    )


def _groups(
    submission: Submission, offered: Sequence[Reviewed], marks: Marks | None
) -> tuple[OfferGroup, ...]:
    def group(one: Reviewed) -> str:
        return one.proposal.group

    return tuple(
        _group(submission, label, list(members), marks or {})
        for label, members in groupby(sorted(offered, key=group), key=group)
    )


def _group(
    submission: Submission, label: str, members: Sequence[Reviewed], marks: Marks
) -> OfferGroup:
    name = f"{GROUP}{label}"
    refused = all(marks.get(one.proposal.key) is Decision.LEAVE for one in members)
    return OfferGroup(
        title=_title(members[0]),
        rows=tuple(
            _row(
                submission,
                one,
                (
                    Choice(
                        name,
                        one.proposal.key,
                        MARK,
                        marks.get(one.proposal.key) is Decision.ACCEPT,
                        _anchor(one.proposal.key, "accept"),
                    ),
                ),
            )
            for one in members
        ),
        none=Choice(name, "", "None of these", refused, _anchor(label, "none")),
    )


def _row(submission: Submission, one: Reviewed, choices: Sequence[Choice]) -> OfferRow:
    proposal = one.proposal
    claim = proposal.value if proposal.path in _claims() and not proposal.place else {}
    lines, tables = whole_answer(proposal.path, claim)
    evidence_of = [claim, *proposal.sources]
    return OfferRow(
        anchor=_anchor(proposal.key),
        title=_title(one),
        place=proposal.place,
        as_stated=proposal.as_stated,
        becomes=proposal.becomes,
        now="" if one.standing is Standing.EQUAL else one.now,
        doubt=proposal.doubt,
        state=_state(one),
        choices=choices,
        correct=_place(submission, one) if one.decision is Decision.CORRECT else None,
        lines=lines,
        tables=tables,
        evidence=tuple(
            shown for each in evidence_of for shown in evidence(sources.sources(each), {})
        ),
        note=claim.get("note", ""),
    )


def _title(one: Reviewed) -> str:
    """The titles below that of the section, which stands above."""
    first, _, rest = one.proposal.title.partition(" › ")
    return rest or first


def _claims() -> frozenset[str]:
    return frozenset(item.claim for item in load_standard().items)


def _state(one: Reviewed) -> str:
    if one.decision is Decision.CORRECT and not one.is_settled:
        return TO_CORRECT
    if one.decision is not None:
        return SETTLED[one.decision]
    return EQUAL if one.standing is Standing.EQUAL else ""


def _place(submission: Submission, one: Reviewed) -> Link:
    address = section_url(submission, one.proposal.section)
    return Link("Correct it now", f"{address}#at-{one.proposal.path.replace('.', '-')}")


def _dropped(offer: Offer) -> tuple[DroppedLine, ...]:
    return tuple(DroppedLine(one.place, one.as_stated, one.reason) for one in offer.dropped)


def _anchor(key: str, part: str = "") -> str:
    return "-".join(["offer", key.replace(".", "-"), *([part] if part else [])])
