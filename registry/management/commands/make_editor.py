"""The first editor of an installation, and each one after; also who looks after it."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import roles
from registry.actions.accounts import person_with
from registry.actions.audit import operator
from registry.management.base import RegistryCommand
from registry.management.roles import add_arguments, role_of


class Command(RegistryCommand):
    help = """\
Make a person an editor of the registry, an editor-in-chief (who is an editor, too) or an
administrator (who never is). The person signs up first; the pages of the role open once they have
a second factor."""
    examples = (
        'make_editor ada@example.org --reason "Founding editor"',
        'make_editor ada@example.org --chief --reason "Elected by the editors"',
        'make_editor tom@example.org --administrator --reason "Runs the server"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def run(self, options: dict[str, Any]) -> None:
        user, role = person_with(options["email"]), role_of(options)
        roles.give(role, by=operator(), user=user, reason=options["reason"])
        self.stdout.write(
            f"{user} is {roles.one(role)}. The next page asks for a second factor, if there is "
            "none yet."
        )
