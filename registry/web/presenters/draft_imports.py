"""What a card or a file offers to a draft, statement by statement, with what the draft has now."""

from __future__ import annotations

from collections.abc import Sequence

from registry.actions.imports import review_of
from registry.actions.people import subject_of
from registry.models import Actor, DraftImport, Submission
from registry.rules.drafts import sections_of
from registry.rules.errors import CardInvalid, Refused
from registry.rules.permissions import Person, allowed_actions
from registry.rules.problems import Problem
from registry.rules.proposals.proposal import Offer
from registry.rules.proposals.review import Decision, Reviewed
from registry.rules.workflow.vocabulary import Action, Kind
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.presenters.draft_offers import (
    Marks,
    anchor,
    choices_of,
    offer_groups,
    offer_row,
)
from registry.web.presenters.drafts import IMPORT_TITLES
from registry.web.view_models.draft_imports import (
    DroppedLine,
    ImportLine,
    ImportPage,
    OfferSection,
)
from registry.web.view_models.shared import Link

Origin = DraftImport.Origin

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


def import_page(
    person: Person,
    draft_import: DraftImport,
    *,
    marks: Marks | None = None,
    refused: Sequence[str] = (),
) -> ImportPage:
    """The page of an import; ``marks`` are decisions that were ``refused``, for these reasons."""
    submission = draft_import.submission
    reviewed = review_of(draft_import)
    shown = _shown(draft_import, reviewed)
    is_open = [one for one in reviewed if not one.is_settled]
    return ImportPage(
        title=IMPORT_TITLES[Origin(draft_import.origin)],
        submission=Link(submission.model_name, submission.get_absolute_url()),
        origin=draft_import.name,
        progress=_progress(draft_import, reviewed),
        lead=LEADS[Origin(draft_import.origin)],
        is_take_over=draft_import.is_take_over,
        sections=_sections(draft_import, shown, marks),
        settled=tuple(
            offer_row(submission, one, ())
            for one in reviewed
            if one.is_settled and not draft_import.is_take_over
        ),
        dropped=_dropped(draft_import.offer),
        problems=problem_texts(draft_import.offer.problems),
        token=draft_import.token,
        more=len(is_open) - sum(not one.is_settled for one in shown),
        first_open=_first(submission, is_open),
        can_act=may_save(person, submission),
        refused=refused,
    )


def may_save(person: Person, submission: Submission) -> bool:
    """Whether anything can enter the draft now, by this person."""
    rows = allowed_actions(person, subject_of(submission))
    return any(row.action is Action.SAVE for row in rows)


def refusal_texts(refused: Refused) -> tuple[str, ...]:
    """Why nothing was stored: each problem of a card, or the one sentence of the refusal."""
    if isinstance(refused, CardInvalid):
        return problem_texts(refused.problems)
    return (str(refused),)


def problem_texts(problems: Sequence[Problem]) -> tuple[str, ...]:
    """What could not be read, each with its line and what to do about it."""
    return tuple(
        " ".join(
            part
            for part in (
                f"Line {problem.line}:" if problem.line else "",
                problem.message,
                problem.hint or "",
            )
            if part
        )
        for problem in problems
    )


def imports_page(submission: Submission) -> Sequence[ImportLine]:
    """What a draft was filled from so far, the newest first."""
    found = list(submission.imports.defer("raw").order_by("-number"))
    names = dict(
        Actor.objects.filter(key__in={one.actor_key for one in found}).values_list("key", "name")
    )
    return tuple(
        ImportLine(
            link=Link(one.name, one.get_absolute_url()),
            origin=IMPORT_TITLES[Origin(one.origin)],
            who=names.get(one.actor_key, "somebody"),
            at=one.at,
            is_open=not one.is_closed,
        )
        for one in found
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


def _first(submission: Submission, is_open: Sequence[Reviewed]) -> str:
    """The anchor of the first that is open, in the order of the page; empty for none."""
    order = sections_of(Kind(submission.kind))
    first = min(is_open, key=lambda one: order.index(one.proposal.section), default=None)
    return anchor(first.proposal.key) if first else ""


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
                offer_row(submission, one, choices_of(one, draft_import, marks))
                for one in offered
                if not one.proposal.group
            ),
            groups=offer_groups(submission, [one for one in offered if one.proposal.group], marks),
            open=sum(not one.is_settled for one in offered),
        )
        for name in sections_of(Kind(submission.kind))
        if (offered := by_section.get(name))
    )


def _dropped(offer: Offer) -> tuple[DroppedLine, ...]:
    return tuple(DroppedLine(one.place, one.as_stated, one.reason) for one in offer.dropped)
