"""What people type, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from registry.rules.entry.posted import MOST_NAMES
from registry.rules.entry.reading import Reading, read_section


def read(section: str, **posted: str | list[str]) -> Reading:
    """Read names written with __ for the dots."""
    return read_section(
        section,
        {
            name.replace("__", "."): value if isinstance(value, list) else [value]
            for name, value in posted.items()
        },
    )


RUN = "compute__final_run__value__"


def final_run(reading: Reading) -> Any:
    return reading.draft.content["compute"]["final_run"]["value"]


def test_r1_hours_as_the_paper_prints_them() -> None:
    reading = read(
        "compute",
        **{
            "compute__final_run__status": "disclosed",
            f"{RUN}accelerator_hours": "147K H800 GPU hours",
            f"{RUN}stages": ["reinforcement_learning", "synthetic_data_generation"],
        },
    )
    assert reading.problems == ()
    assert final_run(reading) == {
        "accelerator_hours": {
            "value": 147_000,
            "significant_figures": 3,
            "as_stated": "147K H800 GPU hours",
        },
        "stages": ["reinforcement_learning", "synthetic_data_generation"],
    }


@pytest.mark.parametrize("typed", ["64*8", "proprietary", "TBD", "512 apples"])
def test_a_text_that_is_no_figure_stays_typed_and_out_of_the_card(typed: str) -> None:
    reading = read("compute", **{f"{RUN}flop": typed, f"{RUN}stages": "pretraining"})
    assert reading.draft.unparsed == {"compute.final_run.value.flop": typed}
    assert final_run(reading) == {"stages": ["pretraining"]}
    (problem,) = reading.problems
    assert problem.pointer == "/compute/final_run/value/flop"
    assert typed.split()[0] in problem.message


def test_a_figure_without_its_scope_is_kept_and_asked_about_later() -> None:
    """That something is missing is no reason to refuse a draft."""
    reading = read("cost", cost__final_run__value__amount="US$294,000")
    assert reading.problems == ()
    amount = reading.draft.content["cost"]["final_run"]["value"]["amount"]
    assert (amount["amount"], amount["currency"]) == (294_000, "USD")


def test_an_answer_without_a_status_is_a_disclosure() -> None:
    reading = read("identity", identity__responsible_party__value__legal_name="DeepSeek")
    assert reading.draft.content["identity"]["responsible_party"]["status"] == "disclosed"


@pytest.mark.parametrize("status", ["none", "withheld", "unknown"])
def test_a_value_beside_another_status_is_set_aside_and_told(status: str) -> None:
    reading = read(
        "compute",
        compute__final_run__status=status,
        compute__final_run__withheld_reason="competition",
        **{f"{RUN}flop": "3.8e25"},
    )
    claim = reading.draft.content["compute"]["final_run"]
    reason = {"withheld_reason": "competition"} if status == "withheld" else {}
    assert claim == {"status": status, **reason}
    assert reading.set_aside == ("compute.final_run",)


def test_saying_nothing_takes_a_claim_out() -> None:
    posted = {
        "compute.final_run.status": ["silent"],
        "compute.final_run.status.~was": ["disclosed"],
        "compute.final_run.value.flop": ["3.8e25"],
    }
    reading = read_section("compute", posted)
    assert reading.draft.content == {}
    assert reading.set_aside == ("compute.final_run",)


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("doi", "https://doi.org/10.1038/x", "DOI"),
        ("doi", "10.1038", "DOI"),
        ("url", "example.org/paper", "URL"),
        ("url", "javascript:alert(1)", "URL"),
        ("accessed_on", "17 September 2025", "Accessed on"),
    ],
)
def test_evidence_of_the_wrong_shape_is_told_at_its_field(name: str, typed: str, says: str) -> None:
    place = "cost.final_run.evidence.0"
    reading = read_section(
        "cost",
        {f"{place}.title": ["R1"], f"{place}.kind": ["lab"], f"{place}.{name}": [typed]},
    )
    assert reading.draft.unparsed == {f"{place}.{name}": typed}
    assert says in reading.problems[0].message
    assert reading.draft.content["cost"]["final_run"]["evidence"] == [
        {"title": "R1", "kind": "lab"}
    ]


def test_removed_and_empty_rows_close_up() -> None:
    place = "hardware.accelerators.value.segments"
    reading = read_section(
        "hardware",
        {
            f"{place}.0.vendor": ["NVIDIA"],
            f"{place}.3.vendor": [""],
            f"{place}.7.vendor": ["Huawei"],
            f"{place}.7.memory_gb": ["lots"],
        },
    )
    segments = reading.draft.content["hardware"]["accelerators"]["value"]["segments"]
    assert [segment["vendor"] for segment in segments] == ["NVIDIA", "Huawei"]
    assert reading.draft.unparsed == {f"{place}.1.memory_gb": "lots"}


def test_names_that_are_no_fields_are_refused() -> None:
    reading = read("cost", cost__final_rum__status="disclosed", card_id="x/y", _do="save")
    assert sorted(problem.message for problem in reading.problems) == [
        'The form has no field "card_id".',
        'The form has no field "cost.final_rum.status".',
    ]


def test_who_prepared_the_card_is_not_typed() -> None:
    reading = read("about", prepared_by__role="registry", prepared_by__name="Lin")
    assert reading.draft.content == {"prepared_by": {"name": "Lin"}}
    assert "prepared_by.role" in reading.problems[0].message


def test_too_many_names_and_depths_end_in_problems() -> None:
    posted = {f"cost.x{number}": ["1"] for number in range(MOST_NAMES + 50)}
    posted["cost" + ".a" * 50] = ["1"]
    posted["cost.final_run.evidence.99999999999999999999.title"] = ["far"]
    reading = read_section("cost", posted)
    assert reading.problems
    assert reading.draft.content.keys() <= {"cost"}


def test_more_rows_than_the_card_takes_are_told() -> None:
    posted = {f"cost.final_run.evidence.{row}.title": [f"Source {row}"] for row in range(500)}
    reading = read_section("cost", posted)
    assert any("more than" in problem.message for problem in reading.problems)
