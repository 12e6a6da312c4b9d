"""What stands between a draft and its submission, and what became of the draft so far."""

from __future__ import annotations

from collections.abc import Sequence

from registry.actions.imports import Progress
from registry.actions.people import subject_of
from registry.actions.readiness import readiness
from registry.models import Actor, DraftChange, Submission
from registry.rules.drafts import SectionDraft
from registry.rules.permissions import Person, allowed_actions
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Action, Kind
from registry.web.presenters.draft_conflicts import shown_values
from registry.web.presenters.draft_links import place_link, section_title, section_url
from registry.web.view_models.drafts import CheckPage, HistoryLine, OpenWarning
from registry.web.view_models.shared import Link

ENDS = (Action.COMPLETE, Action.LIST)
MOST_CHANGES = 100
MOST_VALUES = 6


def check_page(person: Person, submission: Submission) -> CheckPage:
    found, standard = readiness(submission), load_standard()
    allowed = allowed_actions(person, subject_of(submission))
    moves = [row for row in allowed if row.action in ENDS]
    unread = [
        Link(f"{section_title(name)}: a text that could not be read", section_url(submission, name))
        for name in found.unparsed
    ]
    silent = [
        standard.item_by_id[finding.item]
        for finding in found.check.preview.result.claims
        if finding.applicable and not finding.grade
    ]
    return CheckPage(
        title=submission.model_name,
        back=Link(submission.model_name, submission.get_absolute_url()),
        errors=(
            *(place_link(submission, problem.pointer, problem.message) for problem in found.errors),
            *unread,
            *(_undecided(one) for one in found.take_overs),
        ),
        warnings=tuple(
            OpenWarning(
                warning.digest,
                warning.message,
                place_link(
                    submission, f"/{warning.place.strip('/').replace('.', '/')}", "the place"
                ),
                warning.reason,
            )
            for warning in found.warnings
        ),
        missing=found.missing,
        silent=tuple(
            place_link(submission, f"/{item.claim.replace('.', '/')}", f"{item.id} {item.title}")
            for item in silent
        ),
        is_ready=found.is_ready,
        action=moves[0].action.value if moves else "",
        label=moves[0].label if moves else "",
        token=submission.token,
        can_act=any(row.action is Action.SAVE for row in allowed),
        is_private=submission.kind == Kind.SELF_ASSESSMENT,
    )


def _undecided(progress: Progress) -> Link:
    """What the lab takes over and has not looked at to the end."""
    left = progress.total - progress.settled - progress.uncorrected
    told = [f"{left} of {progress.total} statements are not looked at yet"] if left else []
    if progress.uncorrected:
        told.append(f"{progress.uncorrected} marked to be corrected, and unchanged so far")
    draft_import = progress.draft_import
    return Link(
        f"Taken over from {draft_import.name}: {'; '.join(told)}",
        draft_import.get_absolute_url(),
    )


def history_page(submission: Submission) -> Sequence[HistoryLine]:
    """The newest changes first, each with the values in which it differs from the one before."""
    changes = list(submission.changes.order_by("-number")[: MOST_CHANGES + 1])
    names = dict(
        Actor.objects.filter(key__in={each.actor_key for each in changes}).values_list(
            "key", "name"
        )
    )
    earlier: dict[str, SectionDraft] = {}
    lines = []
    for change in reversed(changes):
        before = earlier.get(change.section, SectionDraft())
        earlier[change.section] = change.draft()
        lines.append(
            HistoryLine(
                number=change.number,
                section=Link(
                    section_title(change.section), section_url(submission, change.section)
                ),
                who=names.get(change.actor_key, "somebody"),
                how=DraftChange.Origin(change.origin).label,
                at=change.at,
                changes=_differences(change.section, before, change.draft()),
            )
        )
    return tuple(reversed(lines[-MOST_CHANGES:]))


def _differences(section: str, before: SectionDraft, after: SectionDraft) -> Sequence[str]:
    old, new = shown_values(section, before), shown_values(section, after)
    places = [place for place in {**old, **new} if old.get(place) != new.get(place)]
    told = [
        f"{place}: {old.get(place, 'nothing')} → {new.get(place, 'nothing')}" for place in places
    ]
    rest = len(told) - MOST_VALUES
    return (*told[:MOST_VALUES], *((f"and {rest} more",) if rest > 0 else ()))
