"""Taking the role of an editor away."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import roles
from registry.actions.accounts import person_with
from registry.actions.audit import operator
from registry.management.base import RegistryCommand


class Command(RegistryCommand):
    help = """\
Take the role of an editor away; it holds from the person's next page on. The last editor stays."""
    examples = ('end_editor ada@example.org --reason "Term ended"',)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="a verified address of the account")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def run(self, options: dict[str, Any]) -> None:
        user = person_with(options["email"])
        roles.end_editor(by=operator(), user=user, reason=options["reason"])
        self.stdout.write(f"{user} is no editor any more.")
