"""A registry of invented people and reviews; ``make demo`` sets it up and serves it."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from registry.demo.build import build
from registry.demo.people import PASSWORD, PEOPLE, address_for_app, code_of, key_of
from registry.management.base import RegistryCommand
from registry.rules.errors import Refused
from registry.starter.loader import load_starter


class Command(RegistryCommand):
    help = """\
Fill the empty registry of a demo with invented people, labs, models and reviews, and print who can
be signed in as; the starter cards of real models stand beside them. Refuses every data directory
that `make demo` did not mark as a demo's."""
    examples = ("demo", "demo --who", "demo --code chief@example.org")

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--who", action="store_true", help="print again who can be signed in as")
        which.add_argument("--code", metavar="EMAIL", help="print the code that signs somebody in")

    def run(self, options: dict[str, Any]) -> None:
        if not settings.DEMO:
            raise Refused(
                "This is no demo's data directory, and a demo is built nowhere else. Run: make demo"
            )
        if options["code"]:
            self.stdout.write(code_of(options["code"]))
            return
        if not options["who"]:
            build()
            # After the stories, whose days lie in the past: what is true is as of today.
            load_starter()
        self.stdout.write(who())


def who() -> str:
    """Everybody with what it takes to sign in as them."""
    lines = [f"Everybody's password is: {PASSWORD}", ""]
    width = max(len(one.email) for one in PEOPLE)
    for one in PEOPLE:
        lines.append(f"  {one.email:<{width}}  {one.name}, {one.part}")
        if one.needs_code:
            lines.append(f"  {'':<{width}}  key for an authenticator app: {key_of(one.email)}")
    first = next(one.email for one in PEOPLE if one.needs_code)
    return "\n".join(
        [
            *lines,
            "",
            f"Where a code is asked for: make demo-code FOR={first}",
            f"An app can read the key as an address: {address_for_app(first)}",
        ]
    )
