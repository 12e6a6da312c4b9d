"""Two people saved the same section: what each has, and what both began from."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from registry.models import Actor, DraftSection, Submission
from registry.models.submissions import DraftChange
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.kinds import Kind
from registry.rules.entry.reading import Reading
from registry.rules.entry.shapes import Filled, Input
from registry.rules.words import listed
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.view_models.drafts import ConflictLine, ConflictPage

NOTHING = "nothing"


def conflict_page(
    submission: Submission,
    name: str,
    reading: Reading,
    theirs: DraftSection | None,
    posted: QueryDict,
    token: str,
) -> ConflictPage:
    """Every input in which mine and theirs differ, with what both began from: ``token``'s state."""
    stored = theirs.draft() if theirs else SectionDraft()
    began = DraftChange.objects.filter(submission=submission, section=name, token=token).first()
    base = began.draft() if began else SectionDraft()
    three = [shown_values(name, draft) for draft in (base, reading.draft, stored)]
    names = dict.fromkeys(place for values in three for place in values)
    lines = []
    for place in names:
        old, mine, other = (values.get(place, NOTHING) for values in three)
        if mine != other:
            lines.append(ConflictLine(place, old, mine, other))
    actor = Actor.objects.filter(key=theirs.changed_by).first() if theirs else None
    return ConflictPage(
        title=section_title(name),
        lines=lines,
        who=actor.name if actor else "somebody else",
        when=theirs.changed_at.isoformat() if theirs else "",
        token=theirs.token if theirs else "",
        posted=[
            (key, value)
            for key, values in posted.lists()
            if not key.startswith("_") and key != "csrfmiddlewaretoken"
            for value in values
        ],
        url=section_url(submission, name),
    )


def shown_values(name: str, draft: SectionDraft) -> Mapping[str, str]:
    """What each input of a section shows, by the titles that lead to it."""
    found: dict[str, str] = {}

    def walk(one: Input, titles: tuple[str, ...]) -> None:
        here = (*titles, one.label)
        text = _text(one)
        if text:
            found[" › ".join(here)] = text
        for part in (*one.parts, *one.rows):
            walk(part, here)

    for one in section_inputs(SECTION_MEMBERS[name], Filled(draft.content, draft.unparsed)):
        walk(one, ())
    return found


def _text(one: Input) -> str:
    if one.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return listed([option.text for option in one.options if option.chosen and option.value])
    return one.value
