"""Publishing a card: everything that follows from it is stored, at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.actions import labs, publication
from registry.models import (
    Actor,
    AuditEvent,
    CardContent,
    CardVersion,
    ClaimGrade,
    Grading,
    Lab,
    LabScore,
    Ranking,
    RankingEntry,
    RegistryState,
    Release,
)
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.checking.check import check_card
from registry.rules.errors import CardInvalid
from registry.rules.grading.completeness import assess, grades_to_data, result_to_data
from registry.rules.standard import load_standard
from tests.factories.registry import add_lab, add_release
from tests.factories.stored import (
    card_of,
    live,
    publish,
    rows_added,
    starter_card,
    stored_rows,
    tallies_agree,
)

Document = dict[str, Any]


def answer(release: Release, item: str = "COMP-1") -> str:
    return ClaimGrade.objects.get(grading__current_on__release=release, item=item).answer


def grades(version: CardVersion) -> dict[str, dict[str, object]]:
    return {
        row.item: {
            "status": row.status,
            "applicable": row.applicable,
            "level": row.grade,
            "substance": row.substance,
            "credit": row.credit,
            "reason": row.reason,
        }
        for row in ClaimGrade.objects.filter(grading__version=version)
    }


def test_everything_that_follows_is_stored_at_once(editor: Actor, release: Release) -> None:
    document = card_of(release, parents=[{"model": "Base", "relation": "fine_tuning"}])
    before = stored_rows()
    version = publish(editor, document)
    assert rows_added(before, stored_rows()) == {
        "ModelCard": 1,
        "CardVersion": 1,
        "CardContent": 1,
        "VersionStatusEvent": 1,
        "LineageEdge": 1,
        "Grading": 1,
        "ClaimGrade": 64,
        "LabScore": 1,
        "Ranking": 1,
        "RankingEntry": Lab.objects.count(),
        "AuditEvent": 1,
        "Change": 2,
    }
    canonical = canonical_bytes(document)
    assert version.number == 1
    assert version.content.canonical.encode() == canonical
    assert version.content_hash == content_hash(canonical)
    assert [event.status for event in version.status_events.all()] == ["published"]
    assert [(e.kind, e.model, e.card_id) for e in version.lineage_edges.all()] == [
        ("weights", "Base", "")
    ]
    card = version.card
    card.refresh_from_db()
    assert card.live_version == version
    result = assess(document, load_standard())
    assert grades(version) == grades_to_data(result.claims)
    assert card.current_grading is not None
    assert card.current_grading.result == result_to_data(result)
    assert tallies_agree()
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.subject, event.actor_key, event.data["version"]) == (
        "card.publish",
        "example-lab/model-1",
        editor.key,
        1,
    )
    ranking = Ranking.objects.latest("number")
    assert RegistryState.objects.get().current_ranking == ranking
    entry = ranking.entries.get(lab=release.lab)
    assert entry.cards == 1
    assert entry.change == f"New at rank {entry.rank}: the card of Model 1 was published."
    assert ranking.causes == ["the card of Model 1 was published"]


@pytest.mark.parametrize(
    "late",
    [
        "registry.actions.gradings.ClaimGrade.objects.bulk_create",
        "registry.actions.transitions.set_status",
        "registry.actions.tallies.move",
        "registry.actions.publication.record",
        "registry.actions.transitions.regrade",
        "registry.actions.scores.score_lab",
        "registry.actions.rankings.refresh",
        "registry.actions.rankings.RankingEntry.objects.bulk_create",
    ],
)
def test_a_failure_leaves_nothing(
    late: str, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = starter_card("deepseek/deepseek-v3")
    del document["cost"]
    before = stored_rows()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("The power went off.")

    with monkeypatch.context() as broken:
        broken.setattr(late, fail)
        with pytest.raises(RuntimeError, match="The power went off"):
            publish(editor, document)
    assert stored_rows() == before
    publish(editor, document)


def test_the_same_bytes_again_change_nothing(editor: Actor, release: Release) -> None:
    document = card_of(release)
    first = publish(editor, document)
    before = stored_rows()
    assert publish(editor, dict(reversed(document.items()))) == first
    assert stored_rows() == before


def test_a_second_version_replaces_the_first_and_leaves_its_bytes(
    editor: Actor, release: Release
) -> None:
    document = card_of(release)
    first = publish(editor, document)
    bytes_before = first.content.canonical
    del document["compute"]["duration"]
    second = publish(editor, document)
    assert second.number == 2
    assert CardContent.objects.get(version=first).canonical == bytes_before
    assert [e.status for e in first.status_events.all()] == ["published", "superseded"]
    assert [e.status for e in second.status_events.all()] == ["published"]
    second.card.refresh_from_db()
    assert second.card.live_version == second
    assert tallies_agree()
    assert Ranking.objects.latest("number").causes == [
        "version 2 of the card of Model 1 was published"
    ]


def _role(document: Document) -> None:
    document["prepared_by"]["role"] = "developer"


def _unknown_release(document: Document) -> None:
    document["card_id"] = "example-lab/model-2"


def _unknown_developer(document: Document) -> None:
    document["model"]["developer"] = "Exemplar Lab"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_role, {"registry.preparer_mismatch"}),
        (_unknown_release, {"registry.release_unknown"}),
        (_unknown_developer, {"registry.developer_unknown"}),
    ],
)
def test_what_only_the_registry_knows_is_checked(
    change: Callable[[Document], None], codes: set[str], editor: Actor, release: Release
) -> None:
    document = card_of(release)
    change(document)
    before = stored_rows()
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, document)
    found = [problem for problem in refusal.value.problems if problem.severity == "error"]
    assert {problem.code for problem in found} == codes
    assert all(problem.hint for problem in found)
    assert stored_rows() == before


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"schema_version": 1}', b"\xff"])
def test_what_failed_the_checks_is_not_published(text: bytes, editor: Actor) -> None:
    before = stored_rows()
    with pytest.raises(CardInvalid) as refusal:
        publication.publish(by=editor, checked=check_card(text, "json"), preparer="registry")
    assert refusal.value.problems
    assert stored_rows() == before


@pytest.mark.parametrize(
    ("role", "by_lab", "missing"),
    [("developer", 1, False), ("third_party", 0, True), ("registry", 0, True)],
)
def test_the_way_a_card_came_in_says_who_prepared_it(
    role: str, by_lab: int, missing: bool, editor: Actor, release: Release
) -> None:
    document = card_of(release)
    document["prepared_by"]["role"] = role
    version = publish(editor, document, role)
    assert version.preparer == role
    assert RankingEntry.objects.latest("id").ranking.cards_by_labs == by_lab
    wanting = Grading.objects.get(version=version).missing_for_next_level
    assert any("attested" in line for line in wanting) == missing


def test_a_lab_that_took_over_may_use_its_own_name(editor: Actor, release: Release) -> None:
    successor = add_lab(editor, "successor", "Successor")
    document = card_of(release)
    document["model"]["developer"] = "Successor"
    with pytest.raises(CardInvalid):
        publish(editor, document)
    on = release.released_on
    labs.merge_labs(by=editor, lab=release.lab, into=successor, on=on, reason="Press release")
    publish(editor, document)
    entry = Ranking.objects.latest("number").entries.get(lab=successor)
    assert entry.cards == 1


def test_a_cycle_over_two_cards_is_refused_at_the_second(editor: Actor, release: Release) -> None:
    other = add_release(editor, release.lab, "model-2")
    to_other = {"model": "Model 2", "card_id": other.public_id, "relation": "fine_tuning"}
    to_first = {"model": "Model 1", "card_id": release.public_id, "relation": "fine_tuning"}
    publish(editor, card_of(release, parents=[to_other]))
    with pytest.raises(CardInvalid) as refusal:
        publish(editor, card_of(other, parents=[to_first]))
    assert [problem.code for problem in refusal.value.problems] == ["registry.lineage_cycle"]
    cycle = "example-lab/model-2 → example-lab/model-1 → example-lab/model-2"
    assert cycle in refusal.value.problems[0].message


def test_the_order_of_publication_does_not_matter(editor: Actor, release: Release) -> None:
    """Answers that add up a lineage are right whichever of the cards came first, and after each."""
    child, grandchild = (add_release(editor, release.lab, slug) for slug in ("child", "grandchild"))
    documents = {
        release: card_of(release, accelerator_hours=1_000_000),
        child: card_of(child, accelerator_hours=2000, parents=[_names(release)]),
        grandchild: card_of(grandchild, accelerator_hours=300, parents=[_names(child)]),
    }
    for publishing in ([release, child, grandchild], [grandchild, child, release]):
        for each in publishing:
            document = documents[each]
            # Another text of the same card: a new version each time.
            document["prepared_by"]["name"] += " again"
            publish(editor, document)
        assert answer(grandchild).endswith("cumulative 1 million accelerator-hours"), publishing
    assert "at least" not in answer(grandchild)
    publication.remove(by=editor, version=live(release), reason="Court order")
    assert "at least 2,300" in answer(grandchild)
    assert "1 million" not in answer(child)


def _names(parent: Release) -> dict[str, str]:
    return {"model": parent.name, "card_id": parent.public_id, "relation": "fine_tuning"}


def test_a_base_model_that_another_card_implies_comes_and_goes_with_it(
    editor: Actor, release: Release
) -> None:
    """The child derives from "Model 1 Base", so Model 1 has a base its own card does not name."""
    document = card_of(release)
    document["compute"]["final_run"]["value"]["stages"] = ["reinforcement_learning"]
    publish(editor, document)
    alone = answer(release)
    child = add_release(editor, release.lab, "child")
    implying = card_of(child, parents=[_names(release) | {"model": "Model 1 Base"}])
    publish(editor, implying)
    assert "Model 1 Base" in answer(release)
    publish(editor, card_of(child))
    assert answer(release) == alone
    publish(editor, implying)
    publication.remove(by=editor, version=live(child), reason="Court order")
    assert answer(release) == alone


def test_a_grading_that_says_nothing_new_is_not_stored(editor: Actor) -> None:
    document = starter_card("deepseek/deepseek-v3")
    document["language"] = "en-GB"
    children = Grading.objects.filter(version__card__release__public_id="deepseek/deepseek-r1")
    before = children.count()
    publish(editor, document)
    assert children.count() == before


def test_the_scores_of_other_labs_are_the_same_rows(editor: Actor) -> None:
    document = starter_card("deepseek/deepseek-v3")
    del document["cost"]
    before = {e.lab.slug: e.score_id for e in Ranking.objects.latest("number").entries.all()}
    scores, graded = set(LabScore.objects.values_list("pk", flat=True)), Grading.objects.count()
    publish(editor, document)
    after = {e.lab.slug: e.score_id for e in Ranking.objects.latest("number").entries.all()}
    assert {slug for slug in after if after[slug] != before[slug]} == {"deepseek"}
    new = LabScore.objects.exclude(pk__in=scores)
    assert [score.lab.slug for score in new] == ["deepseek"]
    regraded = Grading.objects.order_by("-id")[: Grading.objects.count() - graded]
    assert {grading.version.card.release.lab.slug for grading in regraded} == {"deepseek"}
