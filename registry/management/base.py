"""Shared by the commands: a refusal is a plain message and exit code 1, never a traceback."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.rules.errors import Refused


class RegistryCommand(BaseCommand):
    """A command whose ``run`` may raise ``Refused``."""

    # The layers of checks are in `manage.py check`; a command on a data file need not repeat them.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def run(self, options: dict[str, Any]) -> None:
        raise RuntimeError(f"{type(self).__name__} does not say what it runs.")
