"""Addresses that are told of public changes, from the command line."""

from typing import Any

from django.core.management.base import CommandParser

from registry.actions import webhooks
from registry.actions.audit import operator
from registry.management.base import RegistryCommand
from registry.models import Change, Webhook


class Command(RegistryCommand):
    help = """\
Tell an address of every public change, or stop doing so. What is sent, and how a receiver knows
that it comes from here, is in docs/webhooks.md; send_outbox sends it."""
    examples = (
        'webhook add https://mirror.example.net/changes --reason "Runs a mirror"',
        'webhook add https://lab.example.org/hook --kind card.published --reason "Asked for it"',
        "webhook list",
        'webhook end abcdefghjkmn --reason "The mirror is gone"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        add = acts.add_parser("add", help="Tell an address of public changes.")
        add.add_argument("address", help="http or https, on the public internet")
        add.add_argument(
            "--kind",
            action="append",
            default=[],
            choices=Change.Kind.values,
            help="only changes of this kind; may be given several times; all kinds without it",
        )
        add.add_argument("--reason", required=True, help="kept in the audit trail")
        acts.add_parser("list", help="List the webhooks that are active.")
        end = acts.add_parser("end", help="Tell an address nothing more.")
        end.add_argument("id", help="as `list` shows it")
        end.add_argument("--reason", required=True, help="kept in the audit trail")

    def run(self, options: dict[str, Any]) -> None:
        if options["act"] == "add":
            self._add(options)
        elif options["act"] == "end":
            ended = webhooks.end_webhook(
                by=operator(), public_id=options["id"], reason=options["reason"]
            )
            self.stdout.write(f"{ended.address} is told nothing more.")
        else:
            self._list()

    def _add(self, options: dict[str, Any]) -> None:
        webhook, secret = webhooks.add_webhook(
            by=operator(),
            address=options["address"],
            kinds=options["kind"],
            reason=options["reason"],
        )
        self.stdout.write(f"{webhook.address} is webhook {webhook.public_id}.")
        self.stdout.write(f"Its secret, which is not shown again: {secret}")

    def _list(self) -> None:
        for webhook in Webhook.objects.active():
            kinds = ", ".join(webhook.kinds) or "all kinds"
            added = f"{webhook.added_at:%Y-%m-%d}"
            self.stdout.write(f"{webhook.public_id}  {webhook.address}  {kinds}  since {added}")
        if not Webhook.objects.active().exists():
            self.stdout.write("There are no webhooks.")
