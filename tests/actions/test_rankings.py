"""Numbered rankings: a new one only if something changed, each entry with what moved it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.actions import labs, publication, releases
from registry.actions.audit import now
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, AuditEvent, LabScore, Ranking, RegistryState, Release
from registry.rules.errors import Conflict
from tests.factories.acts import ACTS
from tests.factories.registry import add_lab, add_release
from tests.factories.stored import card_of, checked, starter_card, stored_rows


def refresh(days: int = 0) -> None:
    with ranked_transaction(on=now().date() + timedelta(days=days)):
        pass


def numbers() -> list[int]:
    return list(Ranking.objects.order_by("number").values_list("number", flat=True))


def test_nothing_changed_makes_no_ranking(editor: Actor) -> None:
    before = stored_rows()
    refresh()
    assert stored_rows() == before
    refresh(days=1)
    assert RegistryState.objects.get().checked_on == now().date() + timedelta(days=1)
    assert {**stored_rows(), "RegistryState": []} == {**before, "RegistryState": []}


def test_an_empty_registry_has_no_ranking(empty_registry: None) -> None:
    refresh()
    assert numbers() == []


def test_rankings_are_numbered_one_after_the_other(editor: Actor) -> None:
    first = numbers()
    for act in ACTS.values():
        act.run(editor, "One after the other")
    assert numbers() == list(range(1, len(numbers()) + 1))
    assert len(numbers()) > len(first) + 5
    assert RegistryState.objects.get().current_ranking_id == numbers()[-1]


def test_an_act_that_fails_inside_another_leaves_nothing(editor: Actor) -> None:
    """Also where the outer act goes on: nobody hears of what did not happen."""
    with ranked_transaction():
        add_lab(editor, "example-lab", "Example Lab")
        with pytest.raises(Conflict), ranked_transaction():
            ACTS["set tier"].run(editor, "Never happened")
            add_lab(editor, "example-lab", "Example Lab")
    assert releases.get_release("openai/gpt-4").tier != "0"
    assert not AuditEvent.objects.filter(reason="Never happened").exists()
    assert Ranking.objects.latest("number").causes == ["Example Lab was added to the registry"]


def test_a_refused_transaction_leaves_the_next_one_alone(editor: Actor) -> None:
    with pytest.raises(Conflict), ranked_transaction():
        add_lab(editor, "xai", "xAI")
    add_lab(editor, "example-lab", "Example Lab")
    assert Ranking.objects.latest("number").causes == ["Example Lab was added to the registry"]


def test_every_entry_says_what_moved_it(editor: Actor) -> None:
    before = {entry.lab_id: entry for entry in Ranking.objects.latest("number").entries.all()}
    document = starter_card("xai/grok-1")
    for section in ("cost", "compute", "hardware", "method", "data", "safety"):
        document[section] = starter_card("deepseek/deepseek-v3")[section]
    publication.publish(by=editor, checked=checked(document), preparer="registry")
    entries = list(Ranking.objects.latest("number").entries.select_related("lab"))
    assert {e.lab_id: e.previous_rank for e in entries} == {
        lab_id: entry.rank for lab_id, entry in before.items()
    }
    mover = next(entry for entry in entries if entry.lab.slug == "xai")
    assert mover.rank is not None
    assert mover.previous_rank is not None
    assert mover.rank < mover.previous_rank
    assert mover.change == (
        f"Up {mover.previous_rank - mover.rank}: version 2 of the card of Grok-1 was published."
    )
    overtaken = [e for e in entries if e.rank and e.previous_rank and e.rank > e.previous_rank]
    assert overtaken
    assert {e.change for e in overtaken} == {"Down 1: one more lab is ranked above it."}
    still = [e for e in entries if e.rank and e.rank == e.previous_rank]
    assert {e.change for e in still} == {"Score unchanged."}
    assert {e.change for e in entries if e.rank is None} == {""}


def test_a_clock_that_ran_ahead_is_put_right(editor: Actor) -> None:
    """What fell due only by a wrong clock is not due at the next refresh."""
    labs.invite(by=editor, lab=labs.get_lab("openai"), on=now().date(), reason="Letter")
    right = Ranking.objects.latest("number")
    refresh(days=90)
    wrong = Ranking.objects.latest("number")
    refresh()
    last = Ranking.objects.latest("number")
    assert (wrong.number, last.number) == (right.number + 1, right.number + 2)
    assert (wrong.digest == right.digest, last.digest == right.digest) == (False, True)


def test_a_new_method_scores_every_lab_again(
    editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored = set(LabScore.objects.values_list("pk", flat=True))
    monkeypatch.setattr("registry.rules.ranking.lab_inputs.METHOD_VERSION", "2.0")
    monkeypatch.setattr("registry.actions.rankings.METHOD_VERSION", "2.0")
    refresh()
    entries = Ranking.objects.newest_first()[0].entries
    assert Ranking.objects.newest_first()[0].method_version == "2.0"
    assert not scored & set(entries.values_list("score_id", flat=True))


def test_a_score_computed_before_is_used_again(editor: Actor) -> None:
    release = releases.get_release("xai/grok-1")
    releases.set_tier(by=editor, release=release, tier="0", reason="Not of the line")
    stored = LabScore.objects.count()
    releases.set_tier(by=editor, release=release, tier="1", reason="After all")
    assert LabScore.objects.count() == stored


def test_publishing_asks_as_many_questions_with_60_cards_as_with_10(
    empty_registry: None, editor: Actor
) -> None:
    lab = add_lab(editor, "publisher", "Publisher")
    mine = [add_release(editor, lab, slug) for slug in ("first", "second")]
    others = [add_lab(editor, f"lab-{n}", f"Lab {n}") for n in range(5)]

    def publish(release: Release, hours: int) -> None:
        document = checked(card_of(release, accelerator_hours=hours))
        publication.publish(by=editor, checked=document, preparer="registry")

    counts = []
    for release, numbers_of_cards in zip(mine, (range(10), range(10, 60)), strict=True):
        with ranked_transaction():
            for n in numbers_of_cards:
                publish(add_release(editor, others[n % 5], f"model-{n}"), hours=n + 1)
        rankings = Ranking.objects.count()
        with CaptureQueriesContext(connection) as queries:
            publish(release, hours=5000)
        assert Ranking.objects.count() == rankings + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
