"""The people of a review with passwords and keys, and R1 submitted, in the registry of a server.

Run by ``python -m tests.browser.review_cast`` in the environment of that server.
"""

from __future__ import annotations

import base64
import hashlib

import django

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
NAMES = {
    "sora": "Sora Lin",
    "rei": "Rei Kobayashi",
    "hana": "Hana Okafor",
    "edda": "Edda Lindqvist",
    "chidi": "Chidi Marchetti",
    "noor": "Noor Haddad",
    "tomas": "Tomás Echeverría",
}
ROLES = {
    "hana": ("editor",),
    "edda": ("editor",),
    "chidi": ("editor", "editor_in_chief"),
}
LAB = {"sora": "submitter", "rei": "representative"}
REFEREES = ("noor", "tomas")
WITH_CODE = {*ROLES, "rei"}


def key_of(name: str) -> str:
    """The key of the person's authenticator app."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest()[:20]).decode()


def move_in() -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.hashers import make_password

    from registry.actions.audit import now
    from registry.actions.review import profiles
    from registry.models import Actor, Role, User
    from tests.factories.submissions import add_person, submitted

    password = make_password(PASSWORD)
    people = {}
    for name, shown in NAMES.items():
        in_lab = {"lab": "deepseek", "role": LAB[name]} if name in LAB else {}
        people[name] = add_person(name, has_second_factor=name in WITH_CODE, **in_lab)
        user = User.objects.get(actor__key=people[name].key)
        user.password, user.display_name = password, shown
        user.save()
        Actor.objects.filter(user=user).update(name=shown)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for role in ROLES.get(name, ()):
            Role.objects.create(user=user, name=role, since=now())
        if name in WITH_CODE:
            TOTP.activate(user, key_of(name))
        if name in REFEREES:
            profiles.save_profile(
                user,
                affiliation="University of Nowhere",
                orcid="",
                expertise=["COMP", "COST"],
                keywords="",
                positions="",
                linked_domains="",
                most_open=3,
                is_available=True,
            )
    submitted(people["sora"], people["rei"])


if __name__ == "__main__":
    django.setup()
    move_in()
