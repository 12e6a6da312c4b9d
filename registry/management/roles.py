"""What the commands that give and take roles have in common."""

from typing import Any

from django.core.management.base import CommandParser

from registry.models import Role


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("email", help="a verified address of the account")
    parser.add_argument("--reason", required=True, help="kept in the audit trail")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--chief", action="store_true", help="the role of editor-in-chief")
    which.add_argument(
        "--administrator",
        action="store_true",
        help="the role that looks after the installation and decides nothing; never an editor's",
    )


def role_of(options: dict[str, Any]) -> Role.Name:
    if options["chief"]:
        return Role.Name.CHIEF
    return Role.Name.ADMINISTRATOR if options["administrator"] else Role.Name.EDITOR
