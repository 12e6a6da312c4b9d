"""Editorial acts from the command line; every act needs a reason and leaves an audit row."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from registry.actions import acceptances, editorial, gradings, labs, releases
from registry.actions.audit import operator
from registry.actions.ranked import ranked_transaction
from registry.management.base import RegistryCommand
from registry.models import Lab, Release
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import format_of
from registry.rules.errors import CardInvalid, Refused, Unknown

LAB = "the lab's slug, for example deepseek"
RELEASE = "<lab>/<model>, for example openai/gpt-4-1"
CARD = "the card's id <lab>/<model>, for example xai/grok-1"
ITEM = "an item of the standard, for example COST-1"


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-24") from None


def add_day(parser: CommandParser, option: str, help_text: str, **more: Any) -> None:
    parser.add_argument(
        option, type=iso_date, metavar="DATE", help=f"{help_text}, for example 2026-11-24", **more
    )


def json_value(text: str) -> Any:
    """``true``, ``false``, ``null`` and lists as JSON; anything else is taken as a word."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


class Command(RegistryCommand):
    help = """\
Record an editorial act. Each is published with its reason, and the ranking follows at once.
The options of an act: manage.py editorial ACT --help"""
    examples = (
        'editorial invite deepseek --on 2026-12-01 --reason "Letter of 1 December 2026"',
        'editorial set-tier openai/gpt-4-1 1/2 --reason "Side line below GPT-4.5"',
        'editorial set-fact xai/grok-1 training.has_rl false --reason "Base model, README"',
        'editorial confirm-peer-review deepseek/deepseek-r1 COST-1 --reason "Section B.4.4"',
        'editorial accept-figure xai/grok-1 PC10 --file grok-1.json --reason "Pre-release chips"',
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")

        def act(name: str, help_text: str, run: Callable[..., str]) -> CommandParser:
            sub = acts.add_parser(name, help=help_text, description=help_text)
            sub.add_argument("--reason", required=True, help="published with the act")
            sub.set_defaults(run_act=run)
            return sub

        sub = act("add-lab", "Register a lab.", add_lab)
        sub.add_argument("slug", help="its part of addresses, never changed; for example deepseek")
        sub.add_argument("--name", required=True)
        sub.add_argument("--country", required=True, help="ISO 3166-1 alpha-2, for example FR")
        sub.add_argument("--category", required=True, choices=Lab.Category.values)
        sub.add_argument("--website", default="", help="an http(s) address")

        sub = act("add-alias", "Record another name of a lab, with its dates if known.", add_alias)
        sub.add_argument("lab", help=LAB)
        sub.add_argument("name", help='for example "Facebook AI Research"')
        add_day(sub, "--from", "the first day of its use", dest="valid_from")
        add_day(sub, "--until", "the last day of its use", dest="valid_until")

        sub = act("merge-labs", "Let another lab answer for this one's releases.", merge_labs)
        sub.add_argument("lab", help=LAB)
        sub.add_argument("--into", required=True, metavar="LAB", help="the lab that stands for it")
        add_day(sub, "--on", "the day of the merger", required=True)

        sub = act("invite", "Record the public invitation that starts a lab's 90 days.", invite)
        sub.add_argument("lab", help=LAB)
        add_day(sub, "--on", "the day it was sent", required=True)

        sub = act("add-release", "Register a known model, with or without a card.", add_release)
        sub.add_argument("release", help=RELEASE)
        sub.add_argument("--name", required=True)
        add_day(
            sub,
            "--released-on",
            "the day; the last of the month or year where no more is known",
            required=True,
        )
        sub.add_argument(
            "--precision",
            choices=Release.Precision.values,
            default="day",
            help="how far the day of release is known",
        )
        sub.add_argument(
            "--tier",
            choices=Release.Tier.values,
            required=True,
            help="how much it counts: 1 flagship line, 1/2 other, 0 derivative or variant",
        )
        sub.add_argument("--tier-reason", required=True, help="published beside the tier")
        sub.add_argument("--source-title", required=True, help="where the release is recorded")
        sub.add_argument("--source-url", required=True, help="an http(s) address")
        sub.add_argument("--source-record", default="", help="the entry in that source")

        sub = act("set-tier", "Change how much a release counts.", set_tier)
        sub.add_argument("release", help=RELEASE)
        sub.add_argument(
            "tier",
            choices=Release.Tier.values,
            help="1 flagship line, 1/2 other, 0 derivative or variant",
        )

        sub = act("designate-flagship", "Choose among a lab's tier-1 releases.", designate)
        sub.add_argument("release", help=RELEASE)

        sub = act("listed-until", "Say up to which day releases are listed.", listed_until)
        sub.add_argument("day", type=iso_date, help="for example 2026-06-30")

        sub = act("set-fact", "Set a fact of a card; null withdraws.", set_fact)
        sub.add_argument("card", help=CARD)
        sub.add_argument("fact", help="a fact of the standard, for example training.has_rl")
        sub.add_argument("value", type=json_value, help="true, false, null, a word or a JSON list")

        sub = act(
            "override-applicability",
            "Rule that an item applies or not; at most a twentieth of the weight can be ruled out.",
            override,
        )
        sub.add_argument("card", help=CARD)
        sub.add_argument("item", help=ITEM)
        sub.add_argument("applicable", choices=["yes", "no", "withdraw"])

        sub = act("confirm-peer-review", "Confirm the peer-reviewed source of a claim.", confirm)
        sub.add_argument("card", help=CARD)
        sub.add_argument("item", help=ITEM)
        sub.add_argument("--withdraw", action="store_true", help="take a confirmation back")

        sub = act(
            "accept-figure",
            "Let the errors of a plausibility check stand while their claims are unchanged.",
            accept_figure,
        )
        sub.add_argument("card", help="<lab>/<model>, published or not")
        sub.add_argument("check", help="a plausibility check, for example PC01")
        choice = sub.add_mutually_exclusive_group()
        choice.add_argument(
            "--file", type=Path, help="the card as it is to be published; else the live version"
        )
        choice.add_argument("--withdraw", action="store_true", help="take an acceptance back")

    def run(self, options: dict[str, Any]) -> None:
        with ranked_transaction():  # so that a refusal leaves nothing, not even a new actor
            done = options["run_act"](options)
        self.stdout.write(done)


def add_lab(o: dict[str, Any]) -> str:
    lab = labs.add_lab(
        by=operator(),
        slug=o["slug"],
        name=o["name"],
        country=o["country"],
        category=o["category"],
        website=o["website"],
        reason=o["reason"],
    )
    return f"Registered {lab.name} at {lab.get_absolute_url()}"


def add_alias(o: dict[str, Any]) -> str:
    lab = labs.get_lab(o["lab"])
    labs.add_alias(
        by=operator(),
        lab=lab,
        name=o["name"],
        valid_from=o["valid_from"],
        valid_until=o["valid_until"],
        reason=o["reason"],
    )
    return f"{lab.name} is also known as {o['name']}"


def merge_labs(o: dict[str, Any]) -> str:
    lab, into = labs.get_lab(o["lab"]), labs.get_lab(o["into"])
    labs.merge_labs(by=operator(), lab=lab, into=into, on=o["on"], reason=o["reason"])
    return f"{lab.name} is merged into {into.name}"


def invite(o: dict[str, Any]) -> str:
    lab = labs.get_lab(o["lab"])
    labs.invite(by=operator(), lab=lab, on=o["on"], reason=o["reason"])
    return f"{lab.name} was invited on {o['on']}"


def add_release(o: dict[str, Any]) -> str:
    lab_slug, _, slug = o["release"].partition("/")
    release = releases.add_release(
        by=operator(),
        lab=labs.get_lab(lab_slug),
        slug=slug,
        name=o["name"],
        released_on=o["released_on"],
        precision=o["precision"],
        tier=o["tier"],
        tier_reason=o["tier_reason"],
        source=releases.Source(o["source_title"], o["source_url"], o["source_record"]),
        reason=o["reason"],
    )
    return f"Registered {release.name} as {release.public_id}"


def set_tier(o: dict[str, Any]) -> str:
    release = releases.get_release(o["release"])
    releases.set_tier(by=operator(), release=release, tier=o["tier"], reason=o["reason"])
    return f"{release.name} has tier {o['tier']}"


def designate(o: dict[str, Any]) -> str:
    release = releases.get_release(o["release"])
    releases.designate_flagship(by=operator(), release=release, reason=o["reason"])
    return f"{release.name} is the designated flagship of {release.lab.standing.name}"


def listed_until(o: dict[str, Any]) -> str:
    releases.set_listed_until(by=operator(), day=o["day"], reason=o["reason"])
    return f"Known releases are listed up to {o['day']}"


def set_fact(o: dict[str, Any]) -> str:
    card = editorial.get_live_card(o["card"])
    editorial.set_fact(
        by=operator(), card=card, fact=o["fact"], value=o["value"], reason=o["reason"]
    )
    return f"{o['fact']} of {o['card']} is {json.dumps(o['value'])}"


def override(o: dict[str, Any]) -> str:
    card = editorial.get_live_card(o["card"])
    applicable = {"yes": True, "no": False, "withdraw": None}[o["applicable"]]
    editorial.override_applicability(
        by=operator(), card=card, item=o["item"], applicable=applicable, reason=o["reason"]
    )
    return f"Applicability of {o['item']} for {o['card']}: {o['applicable']}"


def confirm(o: dict[str, Any]) -> str:
    card = editorial.get_live_card(o["card"])
    editorial.confirm_peer_review(
        by=operator(),
        card=card,
        item=o["item"],
        confirmed=not o["withdraw"],
        reason=o["reason"],
    )
    return f"Peer review of {o['item']} of {o['card']}: " + (
        "no longer confirmed" if o["withdraw"] else "confirmed"
    )


def accept_figure(o: dict[str, Any]) -> str:
    if o["withdraw"]:
        acceptances.withdraw(by=operator(), card_id=o["card"], check=o["check"], reason=o["reason"])
        return f"Errors of {o['check']} in {o['card']} are no longer accepted"
    document = _card_in(o["file"]) if o["file"] else gradings.live_document(o["card"])
    if document is None:
        raise Unknown(f"{o['card']} has no live version; name the card with --file.")
    if document["card_id"] != o["card"]:
        raise Refused(f"{o['file']} is the card of {document['card_id']}, not of {o['card']}.")
    count = acceptances.accept(
        by=operator(), document=document, check=o["check"], reason=o["reason"]
    )
    return f"{count} error{'s'[: count != 1]} of {o['check']} in {o['card']} may stand"


def _card_in(path: Path) -> dict[str, Any]:
    try:
        checked = check_card(path.read_bytes(), format_of(path.name))
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from error
    if checked.document is None or checked.has_errors:
        raise CardInvalid(checked.problems)
    return checked.document
