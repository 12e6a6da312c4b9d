"""Each editorial act once, on the starter registry, as a function of who acts and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registry.actions import acceptances, editorial, labs, publication, releases
from registry.models import Actor, CardVersion
from tests.factories.figures_card import slipped_r1

SOURCE = releases.Source("A press release", "https://example.org/press")


@dataclass(frozen=True)
class Act:
    """``run`` acts with an actor and a reason; ``recorded`` is the action of its audit row."""

    recorded: str
    subject: str
    run: Callable[[Actor, str], object]


def _remove(by: Actor, card_id: str, reason: str) -> None:
    live = CardVersion.objects.get(live_on__release__public_id=card_id)
    publication.remove(by=by, version=live, reason=reason)


ACTS = {
    "add lab": Act(
        "lab.add",
        "example-lab",
        lambda by, reason: labs.add_lab(
            by=by,
            slug="example-lab",
            name="Example Lab",
            country="FR",
            category="academia",
            website="",
            reason=reason,
        ),
    ),
    "add alias": Act(
        "lab.alias",
        "xai",
        lambda by, reason: labs.add_alias(
            by=by,
            lab=labs.get_lab("xai"),
            name="X.AI Corp.",
            valid_from=date(2023, 3, 9),
            valid_until=None,
            reason=reason,
        ),
    ),
    "merge labs": Act(
        "lab.merge",
        "compvis",
        lambda by, reason: labs.merge_labs(
            by=by,
            lab=labs.get_lab("compvis"),
            into=labs.get_lab("stability-ai"),
            on=date(2026, 1, 1),
            reason=reason,
        ),
    ),
    "invite": Act(
        "lab.invite",
        "openai",
        lambda by, reason: labs.invite(
            by=by, lab=labs.get_lab("openai"), on=date(2026, 11, 1), reason=reason
        ),
    ),
    "add release": Act(
        "release.add",
        "xai/grok-x",
        lambda by, reason: releases.add_release(
            by=by,
            lab=labs.get_lab("xai"),
            slug="grok-x",
            name="Grok X",
            released_on=date(2026, 6, 1),
            precision="day",
            tier="1",
            tier_reason="Its newest",
            source=SOURCE,
            reason=reason,
        ),
    ),
    "set tier": Act(
        "release.set_tier",
        "openai/gpt-4",
        lambda by, reason: releases.set_tier(
            by=by, release=releases.get_release("openai/gpt-4"), tier="0", reason=reason
        ),
    ),
    "designate flagship": Act(
        "lab.designate_flagship",
        "deepseek",
        lambda by, reason: releases.designate_flagship(
            by=by, release=releases.get_release("deepseek/deepseek-r1"), reason=reason
        ),
    ),
    "list until": Act(
        "registry.listed_until",
        "registry",
        lambda by, reason: releases.set_listed_until(by=by, day=date(2026, 9, 30), reason=reason),
    ),
    "set fact": Act(
        "card.set_fact",
        "xai/grok-1",
        lambda by, reason: editorial.set_fact(
            by=by,
            card=editorial.get_live_card("xai/grok-1"),
            fact="training.has_rl",
            value=False,
            reason=reason,
        ),
    ),
    "override applicability": Act(
        "card.override_applicability",
        "deepseek/deepseek-v3",
        lambda by, reason: editorial.override_applicability(
            by=by,
            card=editorial.get_live_card("deepseek/deepseek-v3"),
            item="COST-1",
            applicable=False,
            reason=reason,
        ),
    ),
    "withdraw confirmation": Act(
        "card.confirm_peer_review",
        "deepseek/deepseek-r1",
        lambda by, reason: editorial.confirm_peer_review(
            by=by,
            card=editorial.get_live_card("deepseek/deepseek-r1"),
            item="COST-1",
            confirmed=False,
            reason=reason,
        ),
    ),
    "accept figure": Act(
        "card.accept_figure",
        "deepseek/deepseek-r1",
        lambda by, reason: acceptances.accept(
            by=by, document=slipped_r1(), check="PC03", reason=reason
        ),
    ),
    "remove version": Act(
        "card.remove",
        "xai/grok-1",
        lambda by, reason: _remove(by, "xai/grok-1", reason),
    ),
}
