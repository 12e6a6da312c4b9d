"""Taking the role of an editor, editor-in-chief or administrator away."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import roles
from registry.actions.accounts import person_with
from registry.actions.audit import operator
from registry.management.base import RegistryCommand
from registry.management.roles import add_arguments, role_of


class Command(RegistryCommand):
    help = """\
Take the role of an editor away, and that of editor-in-chief with it; it holds from the person's
next page on. With --chief the person stays an editor. The last editor stays."""
    examples = (
        'end_editor ada@example.org --reason "Term ended"',
        'end_editor ada@example.org --chief --reason "Term ended"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def run(self, options: dict[str, Any]) -> None:
        user, role = person_with(options["email"]), role_of(options)
        roles.end(role, by=operator(), user=user, reason=options["reason"])
        self.stdout.write(f"{user} is no {role.label} any more.")
