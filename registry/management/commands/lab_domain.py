"""Domains of labs, from the command line."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import lab_domains, labs
from registry.actions.audit import operator
from registry.management.base import RegistryCommand


class Command(RegistryCommand):
    help = """\
Register a domain of a lab, or take it away. A verified mail address at it or below it shows that
its holder is of the lab; memberships that were confirmed stay when a domain ends."""
    examples = (
        'lab_domain add deepseek deepseek.com --reason "Named in its papers"',
        'lab_domain end deepseek deepseek.com --reason "Sold"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        for name, help_text in (("add", "Register a domain."), ("end", "Take a domain away.")):
            sub = acts.add_parser(name, help=help_text, description=help_text)
            sub.add_argument("lab", help="the lab's slug, for example deepseek")
            sub.add_argument("domain", help="for example deepseek.com")
            sub.add_argument("--reason", required=True, help="kept in the audit trail")

    def run(self, options: dict[str, Any]) -> None:
        act = {"add": lab_domains.add_domain, "end": lab_domains.end_domain}[options["act"]]
        lab = labs.get_lab(options["lab"])
        act(by=operator(), lab=lab, domain=options["domain"], reason=options["reason"])
        registered = ", ".join(lab_domains.domains_of(lab)) or "none"
        self.stdout.write(f"Domains of {lab.name}: {registered}.")
