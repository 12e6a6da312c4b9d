"""The first editor of an installation, and each one after."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import roles
from registry.actions.accounts import person_with
from registry.actions.audit import operator
from registry.management.base import RegistryCommand


class Command(RegistryCommand):
    help = """\
Make a person an editor of the registry. The person signs up first; the pages of editors open once
they have a second factor."""
    examples = ('make_editor ada@example.org --reason "Founding editor"',)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="a verified address of the account")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def run(self, options: dict[str, Any]) -> None:
        user = person_with(options["email"])
        roles.make_editor(by=operator(), user=user, reason=options["reason"])
        self.stdout.write(
            f"{user} is an editor. The next page asks for a second factor, if there is none yet."
        )
