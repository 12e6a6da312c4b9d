"""Shared by the commands: a refusal is a plain message and exit code 1, never a traceback.

The exit code is 3 where the database cannot be used.
"""

from abc import ABC, abstractmethod
from argparse import RawDescriptionHelpFormatter
from typing import Any, ClassVar

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)
from django.db import OperationalError, ProgrammingError

from registry.rules.errors import Refused

UNREACHABLE = 3


class HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of descriptions and examples."""


class RegistryCommand(BaseCommand, ABC):
    """A command whose ``run`` may raise ``Refused``; ``examples`` stand at the end of its help."""

    examples: ClassVar[tuple[str, ...]] = ()
    # The layers of checks are in `manage.py check`; a command on a data file need not repeat them.
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        lines = "".join(f"\n  manage.py {example}" for example in self.examples)
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=HelpFormatter,
            epilog=f"examples:{lines}" if lines else None,
            **kwargs,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _require_text(options)
        try:
            self.run(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip()}\n"
                "If it is new or older than this code, run: python manage.py migrate",
                returncode=UNREACHABLE,
            ) from error

    @abstractmethod
    def run(self, options: dict[str, Any]) -> None:
        """Do what the command is for; ``options`` are those of the command line."""


def _require_text(options: dict[str, Any]) -> None:
    """Refuse bytes that are not UTF-8: Python hands them on as halves of surrogate pairs."""
    for name, value in options.items():
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                raise CommandError(f"{name}: the text is not UTF-8.") from None
