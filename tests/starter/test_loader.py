"""Loading the starter compilation: safe to repeat, and it leaves alone what others did."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.actions import editorial, labs, publication, releases
from registry.actions.recheck import find_differences
from registry.models import Actor, CardVersion, Lab, ModelCard, Ranking, Release
from registry.rules.errors import CardInvalid
from registry.starter.loader import STARTER_DIR, load_starter
from tests.factories.acts import ACTS
from tests.factories.stored import checked, rows_added, starter_card, stored_rows

R1, GROK = "deepseek/deepseek-r1", "xai/grok-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the compilation, free to be changed."""
    return Path(shutil.copytree(STARTER_DIR, tmp_path / "starter"))


def change_card(folder: Path, card_id: str, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "cards" / f"{card_id}.json"
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), "utf-8")


def live(card_id: str = R1) -> CardVersion:
    return CardVersion.objects.get(live_on__release__public_id=card_id)


def test_an_empty_registry_gets_everything_in_one_ranking(empty_registry: None) -> None:
    loaded = load_starter()
    assert (loaded.labs, loaded.cards) == (Lab.objects.count(), ModelCard.objects.live().count())
    assert loaded.releases == Release.objects.count()
    assert str(loaded).startswith("31 labs, 444 releases, 31 cards, ")
    ranking = Ranking.objects.get()
    assert (ranking.number, ranking.cards, ranking.listed_until) == (1, 31, date(2026, 6, 30))
    assert len(ranking.causes) == 21
    assert ranking.causes[-1].endswith(" other changes")
    assert ranking.is_provisional
    assert set(ranking.entries.values_list("change", flat=True)) == {""}
    assert find_differences() == []


@pytest.mark.django_db
def test_a_second_run_adds_nothing() -> None:
    before = stored_rows()
    assert vars(load_starter()) == {"labs": 0, "releases": 0, "cards": 0, "acts": 0}
    assert stored_rows() == before


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_editors_did_stays(act: Any, editor: Actor) -> None:
    act.run(editor, "Decided since")
    before = stored_rows()
    load_starter()
    assert stored_rows() == before


def test_a_changed_card_is_a_new_version(folder: Path, db: None) -> None:
    rankings = Ranking.objects.count()
    change_card(folder, GROK, lambda card: card.pop("method"))
    assert load_starter(folder).cards == 1
    assert (live(GROK).number, live(GROK).status_events.count()) == (2, 1)
    assert Ranking.objects.count() == rankings + 1
    assert load_starter(folder).cards == 0
    assert find_differences() == []


def test_an_edited_claim_is_confirmed_again(folder: Path, db: None) -> None:
    """The compilation that edits a claim also says that its source was located."""
    change_card(folder, R1, lambda card: card["cost"]["final_run"].update(note="Rented."))
    loaded = load_starter(folder)
    assert (loaded.cards, loaded.acts) == (1, 1)
    grading = live().gradings.latest("id")
    assert grading.claims.get(item="COST-1").grade == 3
    assert load_starter(folder).acts == 0


def test_new_releases_and_labs_are_added(folder: Path, db: None) -> None:
    path = folder / "releases.json"
    compilation = json.loads(path.read_bytes())
    lab = compilation["labs"][0]
    source = dict(lab["releases"][0], id=f"{lab['slug']}/new-one", name="New One")
    lab["releases"].append(source)
    release = dict(source, id="new-lab/first")
    alias = {"name": "Newest Lab", "from": "2026-01-01"}
    compilation["labs"].append(
        dict(lab, slug="new-lab", name="New Lab", aliases=[alias], releases=[release])
    )
    compilation["listed_until"] = "2026-09-30"
    path.write_text(json.dumps(compilation), "utf-8")
    loaded = load_starter(folder)
    assert (loaded.labs, loaded.releases, loaded.cards) == (1, 2, 0)
    assert labs.get_lab("new-lab").aliases.get().valid_from == date(2026, 1, 1)
    assert releases.get_release("new-lab/first").name == "New One"
    assert Ranking.objects.latest("number").listed_until == date(2026, 9, 30)


def publish_by_lab(editor: Actor) -> None:
    document = starter_card(R1)
    document["prepared_by"] = {"role": "developer", "name": "R1 team", "prepared_on": "2026-11-01"}
    publication.publish(by=editor, checked=checked(document), preparer="developer")


def publish_by_editor(editor: Actor) -> None:
    document = starter_card(R1)
    document["language"] = "en-GB"
    publication.publish(by=editor, checked=checked(document), preparer="registry")


def remove(editor: Actor) -> None:
    publication.remove(by=editor, version=live(), reason="Court order")


@pytest.mark.parametrize("act", [publish_by_lab, publish_by_editor, remove])
def test_a_card_that_others_took_over_or_removed_is_theirs(
    act: Callable[[Actor], None], editor: Actor, folder: Path
) -> None:
    act(editor)
    change_card(folder, R1, lambda card: card["cost"].pop("final_run"))
    before = stored_rows()
    assert load_starter(folder).cards == 0
    assert rows_added(before, stored_rows()) == {}


def test_a_confirmation_that_was_withdrawn_is_not_given_again(editor: Actor) -> None:
    editorial.confirm_peer_review(
        by=editor,
        card=editorial.get_live_card(R1),
        item="COST-1",
        confirmed=False,
        reason="Not in the article",
    )
    assert load_starter().acts == 0


def test_a_broken_card_stops_the_load_and_stores_nothing(folder: Path, db: None) -> None:
    change_card(folder, GROK, lambda card: card.update(colour="blue"))
    change_card(folder, "ai2/olmo-2-32b", lambda card: card.pop("method"))
    before = stored_rows()
    with pytest.raises(CardInvalid):
        load_starter(folder)
    assert stored_rows() == before
