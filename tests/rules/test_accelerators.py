from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from registry.rules.accelerators.matching import find
from registry.rules.accelerators.table import TABLE_PATH, load_accelerators, parse_table
from registry.rules.names import is_slug
from registry.rules.showing.leaves import claim_field
from registry.rules.words import value_words

TABLE = load_accelerators()
FORMATS = set(
    claim_field("compute.final_run")
    .properties["value"]
    .properties["number_format"]
    .keywords["enum"]
)


def raw() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(TABLE_PATH.read_bytes())
    return table


@pytest.mark.parametrize("row", TABLE.accelerators, ids=lambda row: row.id)
def test_every_row_is_whole_and_has_a_source(row: Any) -> None:
    assert is_slug(row.id)
    assert row.source.title
    assert re.fullmatch(r"https?://\S+", row.source.url)
    assert re.fullmatch(r"20[0-9]{2}(-[0-9]{2}){0,2}", row.released_on)
    assert set(row.peaks) <= FORMATS - {"mixed"}
    assert all(peak > 10**12 for peak in row.peaks.values())
    assert row.tdp_watts is None or row.tdp_watts > 0
    assert row.doubt == "none" or row.note
    if row.rental:
        assert 0 < row.rental.low <= row.rental.median <= row.rental.high
        assert row.rental.quotes > 0
        assert row.rental.first <= row.rental.last
    if row.purchase_usd:
        assert 0 < row.purchase_usd[0] <= row.purchase_usd[1]


def test_the_table_says_whose_it_is() -> None:
    assert TABLE.version == TABLE_PATH.stem
    assert "Epoch AI" in TABLE.attribution
    assert "CC BY 4.0" in TABLE.attribution


def test_one_variant_of_each_model_is_the_usual_one() -> None:
    for rows in TABLE.by_model.values():
        assert sum(row.usual_variant for row in rows) == 1
        assert len({row.vendor for row in rows}) == 1


def test_peaks_are_exact_and_dense() -> None:
    h100 = TABLE.by_id["nvidia-h100-sxm5-80gb"]
    assert h100.peaks["bf16"] == Fraction("989.4e12")
    assert h100.sixteen_bit == "bf16"
    assert TABLE.by_id["nvidia-v100-sxm2-32gb"].sixteen_bit == "fp16"
    assert TABLE.by_id["cerebras-wse-2"].sixteen_bit is None


def test_doubt_is_data() -> None:
    assert TABLE.by_id["huawei-ascend-910b"].doubt == "unsure"
    assert TABLE.by_id["nvidia-h20"].doubt == "inferred"
    assert not TABLE.by_id["nvidia-h100-sxm5-80gb"].is_doubtful


def test_controlled_parts_have_dates_and_sources() -> None:
    since = {(control.model, control.since[:7]) for control in TABLE.export_controls}
    assert since == {
        ("A100", "2022-10"),
        ("H100", "2022-10"),
        ("A800", "2023-10"),
        ("H800", "2023-10"),
        ("H20", "2025-04"),
    }
    for control in TABLE.export_controls:
        assert control.source.url.startswith("https://")
    (control,) = TABLE.controls_of(TABLE.by_id["nvidia-h800-sxm5"])
    assert control.since == "2023-10-17"
    assert TABLE.controls_of(TABLE.by_id["google-tpu-v4"]) == ()


def test_aliases_lead_to_rows() -> None:
    for (vendor, alias), model in TABLE.model_aliases.items():
        match = find(TABLE, alias, vendor=vendor)
        assert match, alias
        assert (match.row.vendor, match.row.model) == (vendor, model)
    assert {row.form_factor for row in TABLE.accelerators} - {None} <= set(
        TABLE.form_factors.values()
    )


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("NVIDIA H100 SXM5 80GB", "nvidia-h100-sxm5-80gb"),
        ("NVIDIA H100-80GB", "nvidia-h100-sxm5-80gb"),
        ("H100", "nvidia-h100-sxm5-80gb"),
        ("NVIDIA H100 PCIe", "nvidia-h100-pcie"),
        ("NVIDIA DGX H100 system", "nvidia-h100-sxm5-80gb"),
        ("NVIDIA H800", "nvidia-h800-sxm5"),
        ("NVIDIA A100 Tensor Core GPU (80 GB)", "nvidia-a100-sxm4-80gb"),
        ("A100 40GB", "nvidia-a100-sxm4-40gb"),
        ("NVIDIA A100 PCIe 40GB", "nvidia-a100-pcie-80gb"),
        ("Tesla V100 16GB", "nvidia-v100-sxm2-16gb"),
        ("NVIDIA Tesla V100S PCIe 32 GB", "nvidia-v100s-pcie-32gb"),
        ("NVIDIA GH200 Grace Hopper Superchip", "nvidia-gh200"),
        ("Cloud TPU v4", "google-tpu-v4"),
        ("TPUv5p", "google-tpu-v5p"),
        ("Trillium", "google-tpu-v6e-trillium"),
        ("AWS Trainium2", "aws-trainium2"),
        ("AMD Instinct MI300X", "amd-mi300x"),
        ("Huawei Ascend 910B", "huawei-ascend-910b"),
    ],
)
def test_free_text_finds_its_row(text: str, row: str) -> None:
    match = find(TABLE, text)
    assert match
    assert match.row.id == row


@pytest.mark.parametrize(
    "text",
    ["", "NVIDIA", "H100 NVL", "NVIDIA H800 PCIe", "A100 64GB", "A100 and H100", "TPU", "H1000"],
)
def test_what_the_table_does_not_hold_is_not_guessed(text: str) -> None:
    assert find(TABLE, text) is None


def test_fields_narrow_the_match() -> None:
    both = find(TABLE, "A100", vendor="NVIDIA")
    assert both
    assert len(both.variants) == 3
    assert both.first_released_on == "2020-05-14"
    assert find(TABLE, "A100", vendor="AMD") is None
    pcie = find(TABLE, "A100", vendor="NVIDIA Corporation", form_factor="PCIe", memory_gb=40)
    assert pcie
    assert pcie.variants == (TABLE.by_id["nvidia-a100-pcie-80gb"],)
    assert find(TABLE, "A100", memory_gb=16) is None
    assert find(TABLE, "B200", memory_gb=192) is not None


def test_a_row_can_be_named_by_its_id() -> None:
    match = find(TABLE, "whatever", catalog_id="nvidia-h800-sxm5")
    assert match
    assert match.row.model == "H800"
    assert find(TABLE, "H800", catalog_id="no-such-row") is None


def test_two_rows_of_one_id_are_refused() -> None:
    content = raw()
    content["accelerators"].append(content["accelerators"][0])
    with pytest.raises(ValueError, match="same id"):
        parse_table(content)


def test_formats_have_words() -> None:
    assert {value_words(name) for row in TABLE.accelerators for name in row.peaks} <= {
        "BF16",
        "FP16",
        "FP8",
    }
