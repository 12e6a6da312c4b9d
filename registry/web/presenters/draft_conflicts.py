"""Two people saved the same section: what each has, what both began from, and what to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.models import Actor, DraftChange, DraftSection, Submission
from registry.rules.drafts import SECTION_MEMBERS, SectionDraft
from registry.rules.entry.inputs import section_inputs
from registry.rules.entry.kinds import Kind
from registry.rules.entry.merging import Difference, Side, alike, differences, merge
from registry.rules.entry.names import CONTROL
from registry.rules.entry.sending import sent
from registry.rules.entry.shapes import Filled, Input
from registry.rules.words import listed
from registry.web.presenters.draft_links import section_title, section_url
from registry.web.view_models.draft_conflicts import ConflictLine, ConflictPage, ConflictSide

# The name of the choice for one place, before its number.
KEEP = f"{CONTROL}keep."
UNDECIDED = "Choose what to keep."
NOT_THERE = "not there"
NOTHING = "nothing"
LABELS = {Side.MINE: "Yours", Side.THEIRS: "Theirs", Side.BASE: "Where both began"}


@dataclass(frozen=True)
class Conflict:
    """What was typed into a section, and what is stored of it by now.

    ``base_token`` names the state that the typing began from.
    """

    submission: Submission
    section: str
    mine: SectionDraft
    stored: DraftSection | None
    base_token: str

    @property
    def versions(self) -> tuple[Sequence[Input], Sequence[Input], Sequence[Input]]:
        """The inputs of the section where both began, as typed, as stored."""
        began = DraftChange.objects.filter(
            submission=self.submission, section=self.section, token=self.base_token
        ).first()
        base = began.draft() if began else SectionDraft()
        theirs = self.stored.draft() if self.stored else SectionDraft()
        base_inputs, mine, stored = (
            _inputs(self.section, draft) for draft in (base, self.mine, theirs)
        )
        return base_inputs, mine, stored


def chosen_inputs(
    conflict: Conflict, chosen: Mapping[str, str]
) -> Mapping[str, Sequence[str]] | None:
    """What a form would send of the section with each place as chosen, by the name of its choice.

    None where a place has no choice that can be: nothing is decided for anybody.
    """
    base, mine, theirs = conflict.versions
    sides = []
    for number, difference in enumerate(differences(base, mine, theirs)):
        value = chosen.get(f"{KEEP}{number}", "")
        if value not in difference.sides:
            return None
        sides.append(Side(value))
    return sent(merge(base, mine, theirs, sides))


def conflict_page(conflict: Conflict, chosen: Mapping[str, str] | None = None) -> ConflictPage:
    """Every place in which mine and theirs differ; ``chosen`` is what was sent back incomplete."""
    base, mine, theirs = conflict.versions
    stored = conflict.stored
    actor = Actor.objects.filter(key=stored.changed_by).first() if stored else None
    return ConflictPage(
        title=section_title(conflict.section),
        lines=[
            _line(number, difference, chosen)
            for number, difference in enumerate(differences(base, mine, theirs))
        ],
        who=actor.name if actor else "somebody else",
        when=stored.changed_at if stored else None,
        base=conflict.base_token,
        token=stored.token if stored else "",
        mine=[(name, value) for name, values in sent(mine).items() for value in values],
        url=section_url(conflict.submission, conflict.section),
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

    for one in _inputs(name, draft):
        walk(one, ())
    return found


def _inputs(name: str, draft: SectionDraft) -> tuple[Input, ...]:
    return section_inputs(SECTION_MEMBERS[name], Filled(draft.content, draft.unparsed))


def _line(number: int, difference: Difference, chosen: Mapping[str, str] | None) -> ConflictLine:
    name = f"{KEEP}{number}"
    by = difference.changed_by
    kept = (by or "") if chosen is None else chosen.get(name, "")
    is_open = chosen is not None and kept not in difference.sides
    return ConflictLine(
        name=name,
        place=" › ".join(difference.titles),
        note={
            Side.MINE: "Only you changed it.",
            Side.THEIRS: "Only they changed it.",
            None: "Both changed it.",
        }[by],
        sides=[
            ConflictSide(
                side.value, _label(side, difference), _told(difference, side), side == kept
            )
            for side in difference.sides
        ],
        error=UNDECIDED if is_open else "",
    )


def _label(side: Side, difference: Difference) -> str:
    is_as_it_was = side is not Side.BASE and alike(difference.of(side), difference.base)
    return f"{LABELS[side]}, as it was" if is_as_it_was else LABELS[side]


def _told(difference: Difference, side: Side) -> str:
    one = difference.of(side)
    return NOT_THERE if one is None else _summary(one) or NOTHING


def _summary(one: Input) -> str:
    """All that an input says in one line: "294000 (Currency: USD)", "Title: …; Locator: …"."""
    below = [
        f"{inner.label}: {text}" for inner in (*one.parts, *one.rows) if (text := _summary(inner))
    ]
    text = _text(one)
    if text and below:
        return f"{text} ({'; '.join(below)})"
    return text or "; ".join(below)


def _text(one: Input) -> str:
    if one.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return listed([option.text for option in one.options if option.chosen and option.value])
    return one.value
