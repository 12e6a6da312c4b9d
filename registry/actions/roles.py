"""Giving and taking what a person may do for the registry as a whole."""

from django.db import transaction

from registry.actions.accounts import subject_of
from registry.actions.audit import Signing, now, record
from registry.actions.checks import require_reason
from registry.models import Role, User
from registry.rules.errors import Conflict, Refused


@transaction.atomic
def give(name: Role.Name, *, by: Signing, user: User, reason: str) -> None:
    """Give the person a role. Their next page asks for a second factor if they have none.

    Whoever becomes editor-in-chief becomes an editor with it. Nobody is an editor and an
    administrator: who can look after the data must not decide about it.
    """
    reason = require_reason(reason)
    held = _held(user)
    if name in held:
        raise Conflict(f"{user} is {one(name)} since {held[name].since:%Y-%m-%d}.")
    apart = _kept_apart(name) & held.keys()
    if apart:
        raise Refused(
            f"{user} is {one(Role.Name(min(apart)))}. Nobody is both an editor and an "
            "administrator; take that role away first."
        )
    if name == Role.Name.CHIEF and Role.Name.EDITOR not in held:
        _add(Role.Name.EDITOR, by=by, user=user, reason=reason)
    _add(name, by=by, user=user, reason=reason)


@transaction.atomic
def end(name: Role.Name, *, by: Signing, user: User, reason: str) -> None:
    """Take a role away; it holds from the person's next request on.

    An editor-in-chief who is no longer that stays an editor; who is no longer an editor is not
    editor-in-chief either. The last editor stays: nobody could decide anything without the server.
    """
    reason = require_reason(reason)
    held = _held(user)
    if name not in held:
        raise Conflict(f"{user} is no {name.label}.")
    if name == Role.Name.EDITOR and is_last_editor(user):
        raise Refused(f"{user} is the only editor. Make somebody else an editor first.")
    if name == Role.Name.EDITOR and Role.Name.CHIEF in held:
        _remove(held[Role.Name.CHIEF], by=by, reason=reason)
    _remove(held[name], by=by, reason=reason)


@transaction.atomic
def end_all(*, by: Signing, user: User, reason: str) -> None:
    """Take every role away, whoever is left."""
    for role in _held(user).values():
        _remove(role, by=by, reason=reason)


def is_last_editor(user: User) -> bool:
    """Whether the registry would be without an editor if this person left.

    Inside a transaction the answer holds until its end.
    """
    editors = Role.objects.select_for_update().filter(name=Role.Name.EDITOR)
    return {role.user_id for role in editors} == {user.pk}


def _held(user: User) -> dict[str, Role]:
    """The roles by name. The person's row is locked, so that two can be kept apart."""
    User.objects.select_for_update().get(pk=user.pk)
    return {role.name: role for role in Role.objects.filter(user=user).order_by("pk")}


def _kept_apart(name: Role.Name) -> frozenset[str]:
    if name == Role.Name.ADMINISTRATOR:
        return Role.EDITORIAL
    return frozenset({Role.Name.ADMINISTRATOR})


def _add(name: Role.Name, *, by: Signing, user: User, reason: str) -> None:
    at = now()
    Role.objects.create(user=user, name=name, since=at)
    record(by=by, action="role.given", subject=subject_of(user), reason=reason, at=at, role=name)


def _remove(role: Role, *, by: Signing, reason: str) -> None:
    role.delete()
    record(
        by=by,
        action="role.ended",
        subject=subject_of(role.user),
        reason=reason,
        at=now(),
        role=role.name,
    )


def one(name: Role.Name) -> str:
    """The name of the role with its article."""
    article = "an" if name.label[0] in "aeiou" else "a"
    return f"{article} {name.label}"
