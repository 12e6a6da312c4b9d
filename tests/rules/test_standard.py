from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from registry.rules.standard import Fact, load_standard, parse_standard, standard_path

STANDARD = load_standard()


def raw_standard() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(standard_path("1.0").read_bytes())
    return raw


def test_numbers_are_exact() -> None:
    assert STANDARD.levels[1].trust == Fraction(2, 5)
    assert STANDARD.readings["lenient"] == (Fraction(0), Fraction(1), Fraction(1), Fraction(1))
    assert STANDARD.ranking.minimum_applicable_share == Fraction(2, 3)
    assert STANDARD.item_by_id["CHIP-6"].weight == Fraction(1, 2)


def test_sections_partition_the_items() -> None:
    assert [item for section in STANDARD.sections for item in section.items] == [
        item.id for item in STANDARD.items
    ]
    for item in STANDARD.items:
        section = STANDARD.section_by_id[item.section]
        assert item.id in section.items
        assert item.claim.split(".")[0] == section.card_section


def test_weights() -> None:
    assert sum(STANDARD.section_weights.values()) == 100
    assert sum(STANDARD.item_shares.values()) == 1
    assert STANDARD.item_weights["DATA"] == 20
    assert STANDARD.item_shares["DATA-7"] == Fraction(20, 100) * Fraction(5, 2) / 20
    assert all(item.weight > 0 for item in STANDARD.items)


def test_every_claim_is_read_by_one_item() -> None:
    assert len(STANDARD.item_by_claim) == len(STANDARD.items) == 64


def test_gates_and_inheritance_name_other_items() -> None:
    for item in STANDARD.items:
        for other in filter(None, (item.gate, *item.inherits_zero_from)):
            assert other != item.id
            assert other in STANDARD.item_by_id


def test_verdicts_run_from_best_to_worst() -> None:
    substances = list(STANDARD.verdict_substance.values())
    assert substances == sorted(substances, reverse=True)


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load_standard("0.0")


@pytest.mark.parametrize(
    ("member", "nonsense"),
    [
        ("rule", {"full": [{"most": "stages", "has": ["flop"]}], "partial": {"any_of": [["a"]]}}),
        ("applies", {"unless": "training.has_rl"}),
        ("applies", {"fact": "training.has_magic", "is": True}),
    ],
)
def test_an_unknown_operator_is_refused_at_load(member: str, nonsense: Any) -> None:
    raw = raw_standard()
    raw["items"][7][member] = nonsense
    with pytest.raises(ValueError, match="language"):
        parse_standard(raw)


BOOLEAN = Fact("f", "", "boolean", ())
CHOICE = Fact("f", "", "choice", ("open", "none"))
LIST = Fact("f", "", "list", ("text", "code"))


@pytest.mark.parametrize(
    ("fact", "answer", "accepted"),
    [
        (BOOLEAN, False, True),
        (BOOLEAN, 0, False),
        (BOOLEAN, "no", False),
        (CHOICE, "none", True),
        (CHOICE, "closed", False),
        (CHOICE, ["none"], False),
        (LIST, ["text", "code"], True),
        (LIST, ["text", "smell"], False),
        (LIST, [], False),
        (LIST, "text", False),
        (LIST, [{}], False),
    ],
)
def test_answers_a_fact_accepts(fact: Fact, answer: object, *, accepted: bool) -> None:
    assert fact.accepts(answer) is accepted
