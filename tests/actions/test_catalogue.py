"""The catalogue and the public feed follow every act, in its own transaction."""

from __future__ import annotations

import json
from datetime import date

import pytest

from registry.actions import catalogue, editorial, labs, publication, releases
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, CatalogueEntry, Change, ClaimGrade, Lab, Release
from registry.models.catalogue import NO_SCORE, UNDISCLOSED_HIGH, UNDISCLOSED_LOW
from tests.factories.registry import REASON, add_lab, add_release
from tests.factories.stored import card_of, publish

pytestmark = pytest.mark.django_db


def entry_of(release: Release) -> CatalogueEntry:
    return CatalogueEntry.objects.get(release=release)


def told_since(seq: int) -> list[tuple[str, str, int | None]]:
    return list(Change.objects.filter(seq__gt=seq).values_list("kind", "subject", "version"))


def last_seq() -> int:
    return Change.objects.latest("seq").seq


def test_the_starter_registry_is_in_the_catalogue() -> None:
    assert CatalogueEntry.objects.count() == Release.objects.count() == 444
    assert CatalogueEntry.objects.filter(has_card=True).count() == 31
    assert list(catalogue.find_differences()) == []


def test_a_release_without_a_card_has_a_row(release: Release) -> None:
    entry = entry_of(release)
    assert (entry.has_card, entry.score, entry.level) == (False, NO_SCORE, NO_SCORE)
    assert (entry.flop_low, entry.flop_high) == (UNDISCLOSED_LOW, UNDISCLOSED_HIGH)
    assert json.loads(entry.summary) == {
        "id": "example-lab/model-1",
        "name": "Model 1",
        "lab": {"slug": "example-lab", "name": "Example Lab"},
        "released": "2025-03-01",
        "has_card": False,
    }


def test_publishing_and_removing_redraw_the_row(editor: Actor, release: Release) -> None:
    version = publish(editor, card_of(release))
    entry = entry_of(release)
    assert entry.has_card
    assert json.loads(entry.summary)["card"]["content_hash"] == version.content_hash
    assert entry.claim_states.count("d") > 0
    graded = ClaimGrade.objects.filter(grading__current_on__release=release).order_by("id")
    assert entry.claim_states[len(graded) :] == "".join(str(claim.grade) for claim in graded)
    publication.remove(by=editor, version=version, reason="By order of a court")
    assert not entry_of(release).has_card
    assert entry_of(release).claim_states == ""


def test_what_readers_see_differently_is_told_in_order(editor: Actor) -> None:
    before = last_seq()
    lab = add_lab(editor, "example-lab", "Example Lab")
    release = add_release(editor, lab, "model-1")
    version = publish(editor, card_of(release))
    publication.remove(by=editor, version=version, reason="By order of a court")
    told = [row for row in told_since(before) if row[0] != "ranking.published"]
    assert told == [
        ("lab.changed", "example-lab", None),
        ("release.changed", "example-lab/model-1", None),
        ("card.published", "example-lab/model-1", 1),
        ("card.removed", "example-lab/model-1", 1),
    ]


def test_the_feed_has_no_gaps(editor: Actor, release: Release) -> None:
    publish(editor, card_of(release))
    numbers = list(Change.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_ranking_is_told_of_with_its_number(editor: Actor, release: Release) -> None:
    before = last_seq()
    publish(editor, card_of(release))
    rankings = [subject for kind, subject, _ in told_since(before) if kind == "ranking.published"]
    current = Lab.objects.get(slug="example-lab").entries.latest("ranking_id").ranking_id
    assert rankings == [str(current)]


def test_what_fails_leaves_neither_row_nor_feed(editor: Actor, release: Release) -> None:
    before = last_seq()
    with pytest.raises(RuntimeError), ranked_transaction():
        publish(editor, card_of(release))
        raise RuntimeError
    assert told_since(before) == []
    assert not entry_of(release).has_card


def test_an_alias_can_be_searched_for(editor: Actor, release: Release) -> None:
    labs.add_alias(
        by=editor,
        lab=release.lab,
        name="例研究所",
        valid_from=None,
        valid_until=None,
        reason=REASON,
    )
    assert "例研究所" in entry_of(release).search_text


def test_a_merger_moves_the_rows(editor: Actor, release: Release) -> None:
    successor = add_lab(editor, "successor", "Successor")
    labs.merge_labs(by=editor, lab=release.lab, into=successor, on=date(2026, 1, 1), reason=REASON)
    entry = entry_of(release)
    assert entry.lab == successor
    assert entry.public_id == "example-lab/model-1"
    assert {"successor", "example lab"} <= set(entry.search_text.split("\n"))


def test_a_relative_graded_again_is_told_of_and_redrawn(editor: Actor) -> None:
    base = CatalogueEntry.objects.get(public_id="deepseek/deepseek-v3").release
    before = last_seq()
    version = base.card.live_version
    publication.remove(by=editor, version=version, reason="By order of a court")
    assert ("card.regraded", "deepseek/deepseek-r1", 1) in told_since(before)
    hours = CatalogueEntry.objects.get(public_id="deepseek/deepseek-r1").figures[
        "accelerator_hours"
    ]
    assert hours.get("cumulative", {}).get("bound") != "sum"


def test_an_editors_fact_shows(editor: Actor) -> None:
    card = editorial.get_live_card("deepseek/deepseek-r1")
    editorial.set_fact(by=editor, card=card, fact="training.has_rl", value=False, reason=REASON)
    assert entry_of(card.release).reinforcement_learning == "no"


def test_an_older_edition_is_redrawn_without_a_word_in_the_feed() -> None:
    CatalogueEntry.objects.filter(public_id="xai/grok-1").update(edition="standard 0.9, form 1")
    before = last_seq()
    with ranked_transaction() as touched:
        touched.redraw_outdated()
    assert catalogue.outdated() == set()
    assert told_since(before) == []


def test_what_the_catalogue_lacks_is_added_and_told() -> None:
    """So is a registry brought up to date that had no catalogue yet."""
    CatalogueEntry.objects.filter(public_id="xai/grok-1").delete()
    before = last_seq()
    with ranked_transaction() as touched:
        touched.redraw_outdated()
    assert told_since(before) == [
        ("release.changed", "xai/grok-1", None),
        ("card.published", "xai/grok-1", 1),
    ]
    assert list(catalogue.find_differences()) == []


OTHER = {
    "released_on": date(1999, 1, 1),
    "has_card": False,
    "figures_text": "{}",
    "level": 3,
    "score": 7,
    **{name: 7.0 for name in CatalogueEntry.STATES if name.endswith(("_low", "_high"))},
}


@pytest.mark.parametrize("column", sorted(set(CatalogueEntry.STATES) - {"lab_id"}))
def test_any_other_value_is_found(column: str) -> None:
    changed: dict[str, object] = {column: OTHER.get(column, "unsaid")}
    if column == "has_card":
        changed |= {"level": NO_SCORE, "score": NO_SCORE}
    CatalogueEntry.objects.filter(public_id="deepseek/deepseek-v3").update(**changed)
    found = list(catalogue.find_differences())
    assert any(column.replace("_", " ") in sentence for sentence in found)


def test_releases_set_tiers(editor: Actor, release: Release) -> None:
    before = last_seq()
    releases.set_tier(by=editor, release=release, tier="1/2", reason=REASON)
    assert ("release.changed", "example-lab/model-1", None) in told_since(before)
