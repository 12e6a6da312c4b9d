"""Load the 31 starter cards and the known releases; safe to run again."""

from typing import Any

from registry.management.base import RegistryCommand
from registry.starter.loader import load_starter


class Command(RegistryCommand):
    help = """\
Load the starter compilation: labs, known releases, 31 cards.
Safe to run again: what is registered already is left as it is."""

    def run(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"Starter compilation: {load_starter()} added")
