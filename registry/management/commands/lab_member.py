"""Members of labs, from the command line: who was checked, and how, is in the audit trail."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import labs, memberships
from registry.actions.accounts import person_with
from registry.actions.audit import operator
from registry.management.base import RegistryCommand
from registry.models import LabMembership


class Command(RegistryCommand):
    help = """\
Let a person prepare cards for a lab or speak for it, or end that. The person signs up first; an
editor checks the identity: a mail at the lab's domain, or a token published there."""
    examples = (
        'lab_member confirm lin@deepseek.com deepseek representative --reason "Answered a mail"',
        'lab_member end lin@deepseek.com deepseek --reason "Left the lab"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        for name, help_text in (("confirm", "Confirm a role."), ("end", "End a membership.")):
            sub = acts.add_parser(name, help=help_text, description=help_text)
            sub.add_argument("email", help="the verified address of the account")
            sub.add_argument("lab", help="the lab's slug, for example deepseek")
            if name == "confirm":
                sub.add_argument("role", choices=LabMembership.Role.values)
            sub.add_argument("--reason", required=True, help="how the identity was checked, or why")

    def run(self, options: dict[str, Any]) -> None:
        user, lab = person_with(options["email"]), labs.get_lab(options["lab"])
        if options["act"] == "confirm":
            memberships.confirm_member(
                by=operator(), user=user, lab=lab, role=options["role"], reason=options["reason"]
            )
            self.stdout.write(f"{user} is a {options['role']} of {lab.name}.")
        else:
            memberships.end_membership(by=operator(), user=user, lab=lab, reason=options["reason"])
            self.stdout.write(f"{user} is no member of {lab.name} any more.")
