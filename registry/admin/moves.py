"""What an administrator can do: roles, members of labs, the outbox, the ranking, a hold."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from registry.actions import operations
from registry.admin.asking import Asked, Sent, ask, ask_of_person, facts_of
from registry.admin.forms import Confirmed, ConfirmMember, GiveRole, Reasoned
from registry.admin.frame import administrator
from registry.models import LabMembership, OutboxMessage, RegistryState, Role, User


def give_role(request: HttpRequest) -> HttpResponse:
    by = administrator(request)

    def make(sent: Sent, user: User) -> str:
        name = Role.Name(sent.data["role"])
        operations.give_role(
            name,
            by=by,
            user=user,
            token=sent.token,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return f"{user.display_name or 'The account'} is {name.label} from now on."

    asked = Asked(
        "Give a role",
        (
            ("Leaves", "the role, and a row in the audit trail with your name and the reason"),
            ("Needs", "a second factor: without one, every page leads to where it is set up"),
        ),
        "Give the role",
        reverse("admin:registry_role_changelist"),
    )
    return ask_of_person(request, asked, GiveRole(request.POST or None), make)


def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    role = get_object_or_404(Role.objects.select_related("user"), pk=pk)
    by, user, name = administrator(request), role.user, Role.Name(role.name)

    def make(sent: Sent) -> str:
        operations.end_role(
            name,
            by=by,
            user=user,
            token=sent.token,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return f"{user.display_name or 'The account'} is no {name.label} any more."

    asked = Asked(
        f"End a role: {name.label}",
        (*facts_of(user), ("Leaves", "nothing of the role from the person's next request on")),
        "End the role",
        reverse("admin:registry_role_changelist"),
    )
    form = Confirmed(request.POST or None)
    return ask(request, asked, form, make, operations.token_of(user))


def confirm_member(request: HttpRequest) -> HttpResponse:
    by = administrator(request)

    def make(sent: Sent, user: User) -> str:
        lab, role = sent.data["lab"], sent.data["role"]
        operations.confirm_member(
            by=by,
            user=user,
            lab=lab,
            role=role,
            token=sent.token,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return f"{user.display_name or 'The account'} is a {role} of {lab.name}."

    asked = Asked(
        "Confirm a member of a lab",
        (
            ("Leaves", "the membership; another role in the same lab ends with it"),
            ("Reason", "say how the identity was checked"),
        ),
        "Confirm the member",
        reverse("admin:registry_labmembership_changelist"),
    )
    return ask_of_person(request, asked, ConfirmMember(request.POST or None), make)


def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    found = LabMembership.objects.active().select_related("user", "lab")
    membership = get_object_or_404(found, pk=pk)
    by, user, lab = administrator(request), membership.user, membership.lab

    def make(sent: Sent) -> str:
        operations.end_member(
            by=by,
            user=user,
            lab=lab,
            token=sent.token,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return f"{user.display_name or 'The account'} is no member of {lab.name} any more."

    asked = Asked(
        f"End a membership: {lab.name}",
        (*facts_of(user), ("Leaves", "what the person submitted; the last representative stays")),
        "End the membership",
        reverse("admin:registry_labmembership_changelist"),
    )
    form = Confirmed(request.POST or None)
    return ask(request, asked, form, make, operations.token_of(user))


def try_again(request: HttpRequest, public_id: str) -> HttpResponse:
    message = get_object_or_404(OutboxMessage, public_id=public_id, given_up_at__isnull=False)
    by, since = administrator(request), message.given_up_at

    def make(sent: Sent) -> str:
        # The page said when it was given up; a worker may have had it in hand since.
        is_same = since is not None and sent.token == since.isoformat()
        operations.try_again(
            by=by,
            message=message,
            since=since if is_same else None,
            reason=sent.data["reason"],
            form_key=sent.form_key,
        )
        return "It will be tried again from now on."

    asked = Asked(
        "Try a message again",
        (
            ("Kind", message.kind),
            ("Given up", f"{since:%-d %B %Y %H:%M} UTC, after {message.attempts} attempts"),
            ("Why", message.last_error or "not known"),
            ("Leaves", "it waits again, to be sent with the same id and the same words"),
        ),
        "Try again",
        reverse("admin:registry_outboxmessage_changelist"),
    )
    token = since.isoformat() if since else ""
    return ask(request, asked, Confirmed(request.POST or None), make, token)


def refresh_ranking(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    state = RegistryState.objects.first()
    before = state.current_ranking_id if state else None

    def make(sent: Sent) -> str:
        after = operations.refresh_ranking(
            by=by, reason=sent.data["reason"], form_key=sent.form_key
        )
        if after == before:
            return f"Nothing changed since ranking {after}." if after else "There is no lab yet."
        return f"Ranking {after} is stored."

    asked = Asked(
        "Bring the ranking up to date",
        (
            ("Now", f"ranking {before}" if before else "none"),
            ("Leaves", "a new ranking if calendar, standard or checks changed one; else nothing"),
        ),
        "Bring it up to date",
        reverse("admin:index"),
    )
    return ask(request, asked, Reasoned(request.POST or None), make, str(before or ""))
