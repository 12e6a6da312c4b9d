"""Who may answer what people ask of editors, and who sees and changes the people of a lab."""

from __future__ import annotations

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.permissions import Membership, Person
from registry.rules.workflow import requests


def may_decide(person: Person) -> bool:
    """Whether the pages of editors exist for this person."""
    return person.is_editor and person.scope is None


def may_operate(person: Person) -> bool:
    """Whether the console of those who look after the installation exists for this person."""
    return person.is_administrator and person.scope is None and person.has_second_factor


def check_may_operate(person: Person, on: str = "") -> None:
    """Raise ``NotPermitted`` if the person may not act from the console on the account ``on``.

    ``on`` is the key of whom it is for: what people may do is for another administrator to say.
    """
    if not may_operate(person):
        raise NotPermitted("This is for administrators with a second factor.")
    if on == person.key:
        raise NotPermitted("This is your own account; another administrator has to do it.")


def check_may_answer(person: Person, action: requests.Action, asked_by: str) -> None:
    """Raise ``NotPermitted`` if the person may not do this to a request of ``asked_by``.

    Nobody grants what they asked for themselves.
    """
    if action not in requests.BY_EDITOR:
        if person.scope is not None or person.key != asked_by:
            raise NotPermitted("Only whoever asked can withdraw a request.")
        return
    if not may_decide(person):
        raise NotPermitted("Requests are answered by editors.")
    if not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")
    if person.key == asked_by:
        raise NotPermitted("You asked for this yourself; another editor has to answer it.")


def may_see_people(person: Person, lab: str) -> bool:
    """Whether the page of a lab's people exists for this person."""
    return person.scope is None and lab in person.memberships


def check_may_end(person: Person, lab: str, member: str, role: Membership) -> None:
    """Raise ``NotPermitted`` if the person may not end this membership of ``member``.

    Everybody may leave. A representative may end that of a submitter, never of another
    representative: two who disagree are for an editor.
    """
    if person.scope is not None or lab not in person.memberships:
        raise NotPermitted("You are no member of this lab.")
    if person.key == member:
        return
    if person.memberships[lab] is not Membership.REPRESENTATIVE:
        raise NotPermitted("Only a representative can end the membership of somebody else.")
    if role is Membership.REPRESENTATIVE:
        raise NotPermitted("Only an editor can end the membership of another representative.")
    if not person.has_second_factor:
        raise SecondFactorMissing(
            "Those who speak for a lab need a second factor; your account has none yet."
        )
