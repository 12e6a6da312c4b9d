"""The people of the demo: everybody can be signed in as, with one password and a known key."""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password

from registry.actions import memberships, roles
from registry.actions.accounts import actor_of, person_with
from registry.actions.audit import now, operator
from registry.actions.people import person_of_user
from registry.actions.review import profiles
from registry.models import Actor, Lab, LabMembership, Role, User
from registry.rules.errors import Unknown
from registry.rules.permissions import Person

PASSWORD = "nothing here is real"  # noqa: S105 - printed; it opens a registry of invented people
STEP_SECONDS = 30
REASON = "Set up for the demo."


@dataclass(frozen=True)
class Somebody:
    """One person: what they are, and for which lab or with which expertise."""

    email: str
    name: str
    part: str
    roles: tuple[Role.Name, ...] = ()
    lab: str = ""
    lab_role: str = ""
    expertise: tuple[str, ...] = ()
    affiliation: str = ""

    @property
    def needs_code(self) -> bool:
        """Whether the pages of this person open only with a second factor."""
        return bool(self.roles) or self.lab_role == LabMembership.Role.REPRESENTATIVE


AOI, BOREALIS = "example-lab-aoi", "sample-institute-borealis"
PREPARES, SPEAKS = LabMembership.Role.SUBMITTER, LabMembership.Role.REPRESENTATIVE

PEOPLE = (
    Somebody("reader@example.org", "Ryo Tanaka", "reader"),
    Somebody("author@example.org", "Alva Nyström", "lists models of labs from public sources"),
    Somebody(
        "submitter@example.org",
        "佐藤 さくら",
        "prepares cards of Example Lab Aoi",
        lab=AOI,
        lab_role=PREPARES,
    ),
    Somebody(
        "representative@example.org",
        "Rei Kobayashi",
        "speaks for Example Lab Aoi",
        lab=AOI,
        lab_role=SPEAKS,
    ),
    Somebody(
        "representative2@example.org",
        "Béatrice Lavoie-Montgomery",
        "speaks for Sample Institute Borealis",
        lab=BOREALIS,
        lab_role=SPEAKS,
    ),
    Somebody(
        "referee1@example.org",
        "Noor Haddad",
        "referee",
        expertise=("COMP", "CHIP", "COST"),
        affiliation="University of Nowhere",
    ),
    Somebody(
        "referee2@example.org",
        "Tomás Echeverría",
        "referee",
        expertise=("DATA", "METH", "EVAL"),
        affiliation="Institute of Made-up Methods",
    ),
    Somebody(
        "referee3@example.org",
        "Mika Salo",
        "referee, who declines now and then",
        expertise=("SAFE", "EVAL"),
        affiliation="Imaginary Polytechnic",
    ),
    Somebody("editor@example.org", "Hana Okafor", "handling editor", (Role.Name.EDITOR,)),
    Somebody("editor2@example.org", "Edda Lindqvist", "second editor", (Role.Name.EDITOR,)),
    Somebody(
        "chief@example.org",
        "Chidi Marchetti",
        "editor-in-chief",
        (Role.Name.EDITOR, Role.Name.CHIEF),
    ),
    Somebody(
        "administrator@example.org", "Ada Petrov", "administrator", (Role.Name.ADMINISTRATOR,)
    ),
)
BY_EMAIL = {somebody.email: somebody for somebody in PEOPLE}


def move_in() -> None:
    """Give everybody an account with a verified address, and what makes them what they are."""
    password = make_password(PASSWORD)
    for somebody in PEOPLE:
        user = User.objects.create(
            email=somebody.email,
            display_name=somebody.name,
            password=password,
            date_joined=now(),
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if somebody.needs_code:
            TOTP.activate(user, key_of(somebody.email))
        for role in somebody.roles:
            if role not in user.roles_held():
                roles.give(role, by=operator(), user=user, reason=REASON)
        if somebody.expertise:
            profiles.save_profile(
                user,
                affiliation=somebody.affiliation,
                orcid="",
                expertise=somebody.expertise,
                keywords="",
                positions="",
                linked_domains="",
                most_open=5,
                is_available=True,
            )


def join_labs() -> None:
    """Confirm those who prepare cards or speak for a lab, as an editor does."""
    editor = person("editor@example.org")
    for somebody in PEOPLE:
        if somebody.lab:
            memberships.confirm_member(
                by=editor,
                user=person_with(somebody.email),
                lab=Lab.objects.get(slug=somebody.lab),
                role=somebody.lab_role,
                reason="The address was shown to be theirs.",
            )


def person(email: str) -> Person:
    """Somebody with the roles of this moment."""
    return person_of_user(person_with(email))


def actor(email: str) -> Actor:
    return actor_of(person_with(email))


def key_of(email: str) -> str:
    """The key of a person's authenticator app; the same each time, so an app keeps working."""
    digest = hashlib.sha256(f"model disclosure registry, demo: {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()


def address_for_app(email: str) -> str:
    """What an authenticator app reads, as text or as a picture of it."""
    label = quote(f"{settings.MFA_TOTP_ISSUER} (demo):{email}")
    return f"otpauth://totp/{label}?{urlencode({'secret': key_of(email), 'issuer': 'Demo'})}"


def code_of(email: str) -> str:
    """The code that the person's app shows now; raise ``Unknown`` for who has none."""
    somebody = BY_EMAIL.get(email)
    if somebody is None or not somebody.needs_code:
        with_code = ", ".join(one.email for one in PEOPLE if one.needs_code)
        raise Unknown(f"Codes are asked of {with_code}; found {email!r}.")
    return str(format_hotp_value(hotp_value(key_of(email), int(time.time()) // STEP_SECONDS)))
