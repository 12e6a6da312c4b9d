"""Visit the links and DOIs of live cards, and keep what was found."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from registry.actions.audit import operator
from registry.actions.editorial import get_live_card
from registry.management.base import RegistryCommand
from registry.management.evidence_run import EvidenceRun
from registry.models import ModelCard
from registry.visiting.fetching import Fetcher
from registry.visiting.pace import SECONDS_BETWEEN, Pace
from registry.visiting.tour import CutOff, Tour

OFF = (
    "The evidence checker is switched off: it connects to whatever hosts the cards name. Where you "
    "want that, set REGISTRY_EVIDENCE_CHECKER=true; see docs/configuration.md."
)
USUAL_DAYS = 7
MOST_DAYS = 3_650


def new_tour() -> Tour:
    """A tour of the public internet; there is no setting that makes another."""
    agent = f"ModelDisclosureRegistry (evidence checker; +{settings.BASE_URL}/about/)"
    return Tour(Fetcher(agent, before=Pace().wait))


class Command(RegistryCommand):
    help = f"""\
Visit the sources and DOIs that live cards name, store what was found, and grade again the
cards for which it changed. Runs only where REGISTRY_EVIDENCE_CHECKER is true. Nothing but
http and https on the public internet is visited, each host at most once in
{SECONDS_BETWEEN:.0f} seconds.
A link that fails is unchecked; one that fails on another day too is told of publicly."""
    examples = (
        "check_evidence",
        "check_evidence --card deepseek/deepseek-r1 --older-than 0",
        "check_evidence --limit 200 --dry-run",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--card", metavar="LAB/MODEL", help="only the links of this card; all cards without it"
        )
        parser.add_argument(
            "--older-than",
            type=int,
            default=USUAL_DAYS,
            metavar="DAYS",
            help=f"leave links alone that were visited since ({USUAL_DAYS} unless given)",
        )
        parser.add_argument(
            "--limit", type=int, metavar="N", help="visit at most N links, the oldest visits first"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be visited, and connect nowhere"
        )

    def run(self, options: dict[str, Any]) -> None:
        if not settings.EVIDENCE_CHECKER:
            raise CommandError(OFF)
        days = _number("--older-than", options, least=0, most=MOST_DAYS)
        limit = None if options["limit"] is None else _number("--limit", options, least=1)
        cards = ModelCard.objects.live()
        if options["card"] is not None:
            cards = cards.filter(pk=get_live_card(options["card"]).pk)
        run = EvidenceRun(
            cards, older_than=timedelta(days=days), limit=limit, tell=self.stdout.write
        )
        if options["dry_run"]:
            run.preview()
            return
        try:
            run.go(new_tour(), by=operator())
        except CutOff as reason:
            raise CommandError(f"{reason} Nothing of the last visits was stored.") from reason


def _number(name: str, options: Mapping[str, Any], *, least: int, most: int | None = None) -> int:
    found: int = options[name.removeprefix("--").replace("-", "_")]
    if found < least or (most is not None and found > most):
        expected = f"{least} or more" if most is None else f"{least} to {most}"
        raise CommandError(f"{name}: found {found}, expected {expected}.")
    return found
