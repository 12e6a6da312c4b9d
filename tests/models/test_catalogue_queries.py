"""What each condition of a question finds, the same on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from registry.actions import labs
from registry.models import Actor, CatalogueEntry, Lab
from registry.models.catalogue_filters import unknown_values
from registry.rules.catalogue.parameters import PARAMETERS
from registry.rules.catalogue.query import parse_text
from tests.factories.catalogue import add_entry, add_lab, claims
from tests.factories.registry import REASON

pytestmark = pytest.mark.django_db

CARD = {"has_card": True, "level": 0, "score": 40_000_000_000}


def found(text: str) -> set[str]:
    return set(CatalogueEntry.objects.matching(parse_text(text)).values_list("name", flat=True))


@pytest.fixture
def three(empty_registry: None) -> None:
    """Three models: one that says much, one that says little, one without a card."""
    add_entry(
        "Loud",
        chips=["NVIDIA H800", "NVIDIA A100"],
        released_on=date(2025, 1, 20),
        flop_low=3e24,
        flop_high=4e24,
        hours_low=147_000.0,
        hours_high=147_000.0,
        cost_usd_low=294_000.0,
        cost_usd_high=294_000.0,
        open_weights="yes",
        reinforcement_learning="yes",
        peer_reviewed="yes",
        claim_states=claims(cost__final_run="d", data__size="n", safety__limitations="u"),
        **CARD | {"level": 2},
    )
    add_entry(
        "Quiet",
        chips=["NVIDIA H800"],
        released_on=date(2024, 12, 31),
        open_weights="no",
        claim_states=claims(cost__final_run="w", data__web_crawl="x"),
        **CARD,
    )
    add_entry("Absent", released_on=date(2023, 6, 30))


LOUD, QUIET, ABSENT = {"Loud"}, {"Quiet"}, {"Absent"}


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", LOUD | QUIET | ABSENT),
        ("chip=nvidia-h800", LOUD | QUIET),
        ("chip=nvidia-h800&chip=nvidia-a100", LOUD),
        ("chip=nvidia-a100,nvidia-h800", LOUD | QUIET),
        ("released_after=2025", LOUD),
        ("released_after=2024-12-31", LOUD | QUIET),
        ("released_before=2024", QUIET | ABSENT),
        ("released_before=2024-12-30", ABSENT),
        ("released_after=2023-06&released_before=2023-06", ABSENT),
        ("released_after=2023&released_after=2025", LOUD),
        ("flop_min=0", LOUD),
        ("flop_max=1e100", LOUD),
        ("flop_min=4e24", LOUD),
        ("flop_min=4.1e24", set()),
        ("flop_max=3e24", LOUD),
        ("flop_max=2.9e24", set()),
        ("flop_min=3.3e24&flop_max=3.4e24", LOUD),
        ("hours_min=147000&hours_max=147000", LOUD),
        ("cost_min=294000.01", set()),
        ("cost_max=294000", LOUD),
        ("level_min=listed", LOUD | QUIET),
        ("level_min=evidenced", LOUD),
        ("level_min=reviewed", set()),
        ("open_weights=yes,no", LOUD | QUIET),
        ("open_weights=unsaid", ABSENT),
        ("reinforcement_learning=yes", LOUD),
        ("reinforcement_learning=unsaid", QUIET | ABSENT),
        ("peer_reviewed=yes", LOUD),
        ("card=yes", LOUD | QUIET),
        ("card=no", ABSENT),
        ("card=no,yes", LOUD | QUIET | ABSENT),
        ("has=COST-1", LOUD),
        ("has=cost.final_run,data.size", LOUD),
        ("has=data.size", set()),
        ("lacks=cost.final_run", set()),
        ("lacks=data.size", QUIET),
        ("lacks=id-1", LOUD | QUIET),
        ("lacks=data.size,safety.limitations", QUIET),
        ("status=cost.final_run:withheld", QUIET),
        ("status=data.size:none", LOUD),
        ("status=safety.limitations:unknown", LOUD),
        ("status=data.web_crawl:not_applicable", QUIET),
        ("status=data.size:silent", QUIET),
        ("status=cost-1:withheld,cost-1:disclosed", LOUD | QUIET),
        ("status=cost-1:withheld&status=cost-1:disclosed", set()),
        ("has=cost-1&chip=nvidia-h800&level_min=stated&q=loud", LOUD),
    ],
)  # fmt: skip
def test_what_is_found(text: str, names: set[str]) -> None:
    assert found(text) == names


@pytest.mark.usefixtures("three")
def test_every_parameter_is_asked_of_the_database() -> None:
    for name, parameter in PARAMETERS.items():
        assert found(f"{name}={parameter.example}") <= LOUD | QUIET | ABSENT


@pytest.mark.usefixtures("three")
def test_undisclosed_figures_come_last_both_ways() -> None:
    for sort in ("flop", "-flop", "hours", "-hours", "cost", "-cost"):
        names = [entry.name for entry in CatalogueEntry.objects.in_order(sort)]
        assert names[0] == "Loud", sort


def test_a_lab_is_found_with_those_merged_into_it(editor: Actor) -> None:
    before = found("lab=meta")
    labs.merge_labs(
        by=editor,
        lab=Lab.objects.get(slug="xai"),
        into=Lab.objects.get(slug="meta"),
        on=date(2026, 1, 1),
        reason=REASON,
    )
    assert found("lab=xai") == found("lab=meta") > before


def test_a_lab_or_chip_nobody_knows_gets_the_nearest_name(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert unknown_values(parse_text("lab=openai,meta&chip=nvidia-h800&q=x")) == ()
    lab, chip = unknown_values(parse_text("lab=opnai,meta&chip=h800"))
    assert (lab.parameter, lab.code, lab.found) == ("lab", "query.unknown_value", "opnai")
    assert lab.hint == "Did you mean openai?"
    assert chip.hint == "Did you mean nvidia-h800?"
    (strange,) = unknown_values(parse_text("lab=zzzzzzzzzz"))
    assert strange.hint is None
    with django_assert_num_queries(0):
        assert unknown_values(parse_text("q=x&card=no")) == ()
    many = unknown_values(parse_text("lab=" + ",".join(f"lab-{n}" for n in range(99))))
    assert len(many) == 99


def test_the_default_order_has_the_best_card_first_and_the_newest_without_one_after_the_last() -> (
    None
):
    entries = list(CatalogueEntry.objects.in_order("-score"))
    carded = [entry for entry in entries if entry.has_card]
    assert entries[: len(carded)] == carded
    assert [e.score for e in carded] == sorted((e.score for e in carded), reverse=True)
    days = [entry.released_on for entry in entries[len(carded) :]]
    assert days == sorted(days, reverse=True)


def test_names_are_sorted_alike_on_every_server(empty_registry: None) -> None:
    names = ["a b", "a-b", "a/b", "ab", "äb", "zb", "透明", "開示"]
    lab = add_lab("A lab of many models")
    assert lab.slug == "a-lab-of-many-models"
    for number, name in enumerate(reversed(names)):
        add_entry(f"X{number}", sort_name=name)
    sorted_names = [entry.sort_name for entry in CatalogueEntry.objects.in_order("name")]
    assert sorted_names == sorted(names)
