"""Weight and data edges, cycles, and base models that only other cards name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.lineage.edges import (
    WeightEdge,
    data_edges,
    find_cycle,
    implied_bases,
    model_key,
    says_no_base_model,
    weight_edges,
)
from tests.factories.lineage import PRETRAINED, by_id, document, no_cards
from tests.factories.starter import starter_cards


def test_the_edges_of_r1() -> None:
    r1 = starter_cards()["deepseek/deepseek-r1"]
    assert [(edge.model, edge.card_id, edge.relation) for edge in weight_edges(r1)] == [
        ("DeepSeek-V3-Base", "deepseek/deepseek-v3", "fine_tuning")
    ]
    assert {edge.model for edge in data_edges(r1)} == {
        "DeepSeek-R1-Zero",
        "DeepSeek-V3",
        "DeepSeek-V2.5",
    }


def test_a_student_trained_from_scratch_inherits_no_weights() -> None:
    teacher = {"model": "Teacher", "relation": "distillation"}
    lineage = {"trained_from_scratch": True, "derived_from": [teacher]}
    assert not weight_edges(document("student", identity__lineage=lineage))
    started_from_weights = {**lineage, "trained_from_scratch": False}
    assert weight_edges(document("student", identity__lineage=started_from_weights))


@pytest.mark.parametrize(
    ("card", "denied"),
    [
        (document("a", identity__lineage={"trained_from_scratch": True}), True),
        (document("a", identity__lineage={"trained_from_scratch": False}), False),
        (document("a", compute__scope={"inherited_compute": "no_base_model"}), True),
        (document("a", facts={"lineage": {"has_base_model": False}}), True),
        (document("a", facts={"lineage": {"has_base_model": True}}), False),
        (document("a"), False),
    ],
)
def test_only_a_definite_answer_denies_a_base_model(card: dict[str, object], denied: bool) -> None:
    assert says_no_base_model(card) is denied


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Llama 2 70B", "llama-2-70b", True),
        ("DeepSeek-V3", "DeepSeek-V3-Base", False),
        ("GPT-4", "GPT-4.1", False),
    ],
)
def test_model_names_are_compared_by_letters_and_digits(name: str, other: str, same: bool) -> None:
    assert (model_key(name) == model_key(other)) is same


def test_a_cycle_of_weights_is_found_and_named() -> None:
    cards = by_id(
        document("a", parents=["b"]), document("b", parents=["c"]), document("c", parents=["b"])
    )
    assert find_cycle(cards["lab/a"], cards.get) == ("lab/b", "lab/c", "lab/b")


def test_a_model_cannot_be_its_own_parent() -> None:
    card = document("a", parents=["a"])
    assert find_cycle(card, by_id(card).get) == ("lab/a", "lab/a")


def test_a_diamond_and_an_unknown_parent_are_no_cycle() -> None:
    cards = by_id(
        document("a", parents=["b", "c", "unknown"]),
        document("b", parents=["d"]),
        document("c", parents=["d"]),
        document("d"),
    )
    assert find_cycle(cards["lab/a"], cards.get) is None


def test_the_new_version_counts_and_not_the_one_stored() -> None:
    stored = by_id(document("a"), document("b", parents=["a"]))
    assert find_cycle(document("a", parents=["b"]), stored.get) == ("lab/a", "lab/b", "lab/a")


def test_data_edges_may_form_a_cycle() -> None:
    cards = starter_cards()
    for card in cards.values():
        assert find_cycle(card, cards.get) is None
    lineage = {"data_generated_by": [{"model": "b", "card_id": "lab/b"}]}
    assert find_cycle(document("b", identity__lineage=lineage), no_cards) is None


def test_a_chain_of_ten_thousand_is_walked_without_recursion() -> None:
    cards = by_id(*(document(str(n), parents=[str(n + 1)]) for n in range(10_000)))
    assert find_cycle(cards["lab/0"], cards.get) is None


edges = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


@given(edges)
def test_a_cycle_is_found_exactly_where_one_can_be_reached(pairs: list[tuple[int, int]]) -> None:
    parents = {n: {str(to) for of, to in pairs if of == n} for n in range(6)}
    cards = by_id(*(document(str(n), parents=sorted(parents[n])) for n in range(6)))
    reached: dict[int, set[int]] = {n: {int(to) for to in parents[n]} for n in range(6)}
    for _ in range(6):
        for n in range(6):
            reached[n] |= {far for near in reached[n] for far in reached[near]}
    loops = {n for n in range(6) if n in reached[n]}
    cycle = find_cycle(cards["lab/0"], cards.get)
    assert (cycle is not None) is bool(loops & ({0} | reached[0]))
    if cycle:
        assert cycle[0] == cycle[-1]
        for child, parent in pairwise(cycle):
            assert (int(child[4:]), int(parent[4:])) in pairs


def test_another_card_of_the_same_model_implies_its_parents() -> None:
    silent = document("Model 1")
    elsewhere = {**document("model-1", parents=["Base"]), "card_id": "other/model-1"}
    assert [edge.model for edge in implied_bases(silent, [elsewhere])] == ["Base"]


def test_a_card_that_derives_from_this_models_base_implies_it() -> None:
    silent = document("X", hours=5)
    child = document("Y", parents=[{"model": "X-Base", "card_id": "lab/X"}])
    twin = document("Z", parents=[{"model": "x base", "card_id": "lab/X"}])
    assert implied_bases(silent, [child, silent]) == (WeightEdge("X-Base"),)
    assert len(implied_bases(silent, [child, twin])) == 1


@pytest.mark.parametrize(
    "answering",
    [
        document("X", parents=["Base"]),
        document("X", facts={"lineage": {"has_base_model": False}}),
        document("X", hours=5, stages=PRETRAINED),
    ],
)
def test_nothing_is_implied_about_a_card_that_answers_or_reaches_pretraining(
    answering: dict[str, object],
) -> None:
    child = document("Y", parents=[{"model": "X-Base", "card_id": "lab/X"}])
    assert implied_bases(answering, [child]) == ()


def test_deriving_from_the_model_itself_implies_nothing() -> None:
    assert implied_bases(document("X"), [document("Y", parents=["X"])]) == ()


def test_no_starter_card_has_an_implied_base() -> None:
    cards = starter_cards()
    assert not any(implied_bases(card, cards.values()) for card in cards.values())
