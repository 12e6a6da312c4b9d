"""Known releases: what enters, how much it counts, which of them is the flagship."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from registry.actions import labs, releases
from registry.actions.audit import now
from registry.models import Actor, Ranking, RankingEntry, RegistryState, Release
from registry.rules.errors import Conflict, Refused, Unknown
from tests.factories.registry import SOURCE, add_release
from tests.factories.stored import stored_rows


def entry(slug: str) -> RankingEntry:
    return Ranking.objects.latest("number").entries.get(lab__slug=slug)


def given(**change: Any) -> dict[str, Any]:
    return {
        "slug": "grok-x",
        "name": "Grok X",
        "released_on": date(2026, 6, 1),
        "precision": "day",
        "tier": "1",
        "tier_reason": "Its newest",
        "source": SOURCE,
        "reason": "Press release",
    } | change


TODAY = now().date()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "Grok X"}, "is not a slug"),
        ({"slug": "x" * 120}, "Slug: .*119"),
        ({"name": ""}, "cannot be empty"),
        ({"tier": "3"}, "is no tier"),
        ({"tier_reason": " "}, "needs a reason"),
        ({"tier_reason": "x" * 501}, "Tier reason: .*500"),
        ({"precision": "week"}, "is no precision"),
        ({"released_on": TODAY + timedelta(days=1)}, "only what is out is known"),
        ({"released_on": date(TODAY.year + 1, 12, 31), "precision": "year"}, "only what is out"),
        ({"source": releases.Source("A page", "ftp//nowhere")}, "Source url: .*URL"),
        ({"source": releases.Source("", "https://example.org/")}, "Source title: .*blank"),
        ({"slug": "grok-1"}, "'xai/grok-1' is already registered"),
    ],
)
def test_a_wrong_release_is_refused(change: dict[str, Any], message: str, editor: Actor) -> None:
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        releases.add_release(by=editor, lab=labs.get_lab("xai"), **given(**change))
    assert stored_rows() == before


def test_a_year_that_is_not_over_can_be_the_year_of_a_release(editor: Actor) -> None:
    on = date(TODAY.year, 12, 31)
    change = given(released_on=on, precision="year")
    release = releases.add_release(by=editor, lab=labs.get_lab("xai"), **change)
    assert Release.objects.get(pk=release.pk).released_on == on


def test_a_release_is_known_from_the_day_it_is_added(editor: Actor) -> None:
    before = entry("xai")
    add_release(editor, labs.get_lab("xai"), "grok-x", name="Grok X")
    after = entry("xai")
    assert after.known_releases == before.known_releases + 1
    assert after.score.displayed == before.score.displayed, "it is not due"
    assert after.change == "Score unchanged: Grok X was added to the known releases of xAI."
    add_release(editor, labs.get_lab("xai"), "grok-x-mini", tier="0")
    assert entry("xai").known_releases == after.known_releases, "a derivative does not count"


def test_a_tier_decides_whether_a_card_counts(editor: Actor) -> None:
    stale = releases.get_release("xai/grok-1")
    release = releases.get_release("xai/grok-1")
    releases.set_tier(by=editor, release=release, tier="0", reason="Not of the line")
    after = entry("xai")
    assert after.rank is None
    assert after.change == "No longer ranked: the tier of Grok-1 was set to 0."
    assert Release.objects.get(pk=release.pk).tier_reason == "Not of the line"
    with pytest.raises(Refused, match="has tier 0; a flagship has tier 1"):
        releases.designate_flagship(by=editor, release=stale, reason="Its newest")
    with pytest.raises(Refused, match="is no tier"):
        releases.set_tier(by=editor, release=release, tier="", reason="Any")
    with pytest.raises(Refused, match=r"Tier reason: .*500"):
        releases.set_tier(by=editor, release=release, tier="1", reason="x" * 501)


def test_a_designated_flagship_that_is_due_decides_the_flagship_score(editor: Actor) -> None:
    lab = labs.get_lab("deepseek")
    labs.invite(by=editor, lab=lab, on=TODAY - timedelta(days=90), reason="Letter")
    newest = entry("deepseek")
    release = releases.get_release("deepseek/deepseek-r1")
    assert newest.score.working["flagship"]["release"] != release.public_id
    releases.designate_flagship(by=editor, release=release, reason="The lab says so")
    designated = entry("deepseek")
    assert designated.score.working["flagship"]["release"] == release.public_id
    assert float(designated.score.displayed) > float(newest.score.displayed)
    assert designated.change.endswith(": DeepSeek-R1 was designated as the flagship of DeepSeek.")


def test_the_day_up_to_which_releases_are_listed_is_part_of_a_ranking(editor: Actor) -> None:
    releases.set_listed_until(by=editor, day=date(2026, 9, 30), reason="Compiled")
    assert RegistryState.objects.get().releases_listed_until == date(2026, 9, 30)
    assert Ranking.objects.latest("number").listed_until == date(2026, 9, 30)


def test_an_unknown_release_is_named(db: None) -> None:
    with pytest.raises(Unknown, match="no release 'xai/grok-99'"):
        releases.get_release("xai/grok-99")


def test_a_release_is_registered_once(editor: Actor) -> None:
    add_release(editor, labs.get_lab("xai"), "grok-x")
    with pytest.raises(Conflict, match="already registered"):
        add_release(editor, labs.get_lab("xai"), "grok-x")
