"""Whom of the referees a lab named: recognised from what it wrote, never from what a form says."""

from __future__ import annotations

from dataclasses import dataclass

from registry.actions.review.signals import addresses_of
from registry.models import Actor, RefereeSuggestion, Submission
from registry.rules.errors import Refused
from registry.rules.review.wishes import Likeness, likeness
from registry.rules.words import listed

Wish = RefereeSuggestion.Wish


@dataclass(frozen=True)
class Recognised:
    """``wish`` is the lab's where it named the person for certain.

    Else ``perhaps`` are the names it suggested that could be the person's.
    """

    wish: str = ""
    perhaps: tuple[str, ...] = ()

    @property
    def asks(self) -> str:
        """The names to ask the editor about, in words; empty where there is nothing to ask."""
        return listed([f"“{name}”" for name in self.perhaps], "or")


def recognised(person: Actor, wishes: list[RefereeSuggestion]) -> Recognised:
    """What the ``wishes`` of a submission say of a person."""
    if not wishes:
        return Recognised()
    names = {person.name} | ({person.user.display_name} if person.user else set())
    emails = addresses_of(person.user) if person.user else frozenset()
    perhaps = []
    for one in wishes:
        told = f"{one.name} {one.contact} {one.reason}"
        match likeness(one.name, told, names, emails):
            case Likeness.SAME:
                return Recognised(wish=one.wish)
            case Likeness.PERHAPS if one.wish == Wish.SUGGESTED:
                perhaps.append(one.name)
    return Recognised(perhaps=tuple(perhaps))


def wish_about(person: Actor, submission: Submission, *, is_suggested: bool | None) -> str:
    """The lab's wish about somebody who is to be proposed.

    ``is_suggested`` is the editor's answer where names alone leave it open; raise ``Refused`` where
    it is needed and lacks. Where the lab named the person for certain, no answer changes it.
    """
    found = recognised(person, list(submission.referee_suggestions.all()))
    if found.wish or not found.perhaps:
        return found.wish
    if is_suggested is None:
        raise Refused(f"The lab suggested {found.asks}. Say whether that is {person.name}.")
    return Wish.SUGGESTED.value if is_suggested else ""
