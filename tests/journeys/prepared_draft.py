"""Puts a draft and a person who is signed in on record, and prints how to go on as that person.

A process of its own, run on the database of a server that is started afterwards.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need the setup
from django.test import Client  # noqa: E402

from registry.models import Actor  # noqa: E402
from tests.factories.submissions import add_person, start_draft  # noqa: E402


def prepare() -> dict[str, Any]:
    person = add_person("lin", "deepseek")
    client = Client()
    client.force_login(Actor.objects.get(key=person.key).user)
    return {
        "cookie": [
            settings.SESSION_COOKIE_NAME,
            client.cookies[settings.SESSION_COOKIE_NAME].value,
        ],
        "draft": start_draft(person).get_absolute_url(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(prepare()))
