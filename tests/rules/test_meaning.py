from __future__ import annotations

from typing import Any

import pytest

from registry.rules.checking.code_lists import COUNTRIES, CURRENCIES, SPDX_LICENSES
from registry.rules.checking.license import license_hint, unknown_license
from registry.rules.checking.meaning import check_meaning
from registry.rules.checking.schema import validate
from registry.rules.problems import MAXIMUM_PROBLEMS
from tests.factories.small_card import small_card


def changed(place: str, value: object) -> dict[str, Any]:
    """The small card with ``value`` at ``place``; still a valid card by the schema."""
    card = small_card()
    holder: Any = card
    *path, last = (int(key) if key.isdigit() else key for key in place.split("."))
    for key in path:
        holder = holder[key]
    holder[last] = value
    assert validate(card) == ()
    return card


RELEASED = "identity.model_version.value.release_date"
NAME = "model.name"
DURATION = "compute.duration.value"
PAPER = "peer_review.publication.value"
LICENSE = "identity.access_and_license.value.weights.license"
COUNTRY = "identity.responsible_party.value.country"
CURRENCY = "cost.final_run.value.amount.currency"
WEBSITE = "identity.responsible_party.value.website"
LINEAGE = "identity.lineage.value"
METHOD = "data.acquisition_methods.value.methods.0"
NOTE = "prepared_by.note"
PERIOD = "data.time_span.value.periods.0"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (RELEASED, "2024-02-29"),
        (RELEASED, "2025"),
        (DURATION, {"started": "2024-05-31", "ended": "2024-05", "stages": ["pretraining"]}),
        (DURATION, {"started": "2024-05", "ended": "2024", "stages": ["pretraining"]}),
        (PAPER, {"status": "published", "received": "2024", "published": "2024-01-01"}),
        ("compute.final_run.value.accelerator_hours", {"low": 5, "high": 5}),
        (COUNTRY, "CN"),
        (CURRENCY, "CNY"),
        (LICENSE, "Apache-2.0 OR MIT"),
        (LICENSE, "(GPL-2.0-only WITH Classpath-exception-2.0) AND CC-BY-4.0"),
        (LICENSE, "LicenseRef-Llama-3.1-Community"),
        (LICENSE, "GPL-2.0+"),
        (WEBSITE, "https://example.org/a@b"),
        (WEBSITE, "https://example.org/?mail=a@b"),
        (NAME, "GPT日本 βモデル"),
        (NOTE, "می‌خواهم, \u200fعربي, 👩‍💻"),
        (NOTE, "line\nbreak\tand tab"),
        ("language", "no"),
        (LINEAGE, {"trained_from_scratch": True}),
        (LINEAGE, {"trained_from_scratch": True, "derived_from": [
            {"model": "Teacher", "relation": "distillation"}]}),
        (LINEAGE, {"data_generated_by": [{"model": "Itself", "card_id": "example-lab/model-1"}]}),
        (METHOD, {"method": "web_crawl", "used": False, "share_percent": 0}),
        (METHOD, {"method": "web_crawl", "used": False}),
        ("peer_review.version_match.value", {"relation": "identical"}),
        ("estimates.0.confidence", "unknown"),
    ],
)  # fmt: skip
def test_what_may_be_true_is_no_problem(place: str, value: object) -> None:
    assert check_meaning(changed(place, value)) == ()


@pytest.mark.parametrize(
    ("place", "value", "at", "code", "said"),
    [
        (RELEASED, "2025-02-30", "", "no_such_date", "no 2025-02-30"),
        (RELEASED, "2023-02-29", "", "no_such_date", "ends on day 28"),
        (RELEASED, "0000", "", "no_such_date", "no 0000"),
        (f"{DURATION}.started", "2024-11-02", f"{DURATION}.ended", "date_order", "2024-11-02"),
        (f"{DURATION}.started", "2025", f"{DURATION}.ended", "date_order", "2024-11-01 is before"),
        (f"{PAPER}.received", "2025-08", f"{PAPER}.accepted", "date_order", "accepted 2025-07-17"),
        (f"{PAPER}.published", "2025-07-16", "", "date_order", "before accepted"),
        (PAPER, {"status": "published", "received": "2025", "published": "2024-12"},
         f"{PAPER}.published", "date_order", "before received 2025"),
        (f"{PERIOD}.start", "2023", f"{PERIOD}.end", "date_order", "end 2022 is before start 2023"),
        ("compute.final_run.value.flop", {"low": 3.8e25, "high": 3e25},
         "compute.final_run.value.flop.low", "range_order", "low 3.8e25 is above high 3e25"),
        ("cost.final_run.value.amount", {"low": 2, "high": 1, "currency": "USD"},
         "cost.final_run.value.amount.low", "range_order", "low 2 is above high 1"),
        ("estimates.0.quantity", {"low": 2, "high": 1}, "estimates.0.quantity.low",
         "range_order", "Estimates 1"),
        (CURRENCY, "XXX", "", "currency", "XXX"),
        (COUNTRY, "UK", "", "country", "UK"),
        ("data.human_created_data.value.sources.0.countries", ["KE", "XX"],
         "data.human_created_data.value.sources.0.countries.1", "country", "XX"),
        (LICENSE, "llama3.1", "", "license", '"llama3.1"'),
        (LICENSE, "MIT OR Apache 2.0", "", "license", '"Apache 2.0"'),
        (WEBSITE, "https://user:secret@example.org/", "", "credentials", "password"),
        (WEBSITE, "https://token@example.org/", "", "credentials", "password"),
        (NOTE, "See HTTPS://u:p@example.org.", "", "credentials", "password"),
        (NAME, "Model\u202e1", "", "hidden_character", "U+202E"),
        (NAME, "Model\u200b1", "", "hidden_character", "U+200B"),
        (NAME, "Model\u200d1", "", "hidden_character", "U+200D"),
        (NAME, "Model\u3164", "", "hidden_character", "U+3164"),
        (NAME, "Model\n1", "", "hidden_character", "U+000A"),
        (NAME, "Model\U000e0041", "", "hidden_character", "U+E0041"),
        ("fact_evidence.0.evidence", [{"title": "T\u2066", "kind": "lab", "doi": "10.1038/x"}],
         "fact_evidence.0.evidence.0.title", "hidden_character", "U+2066"),
        ("fact_evidence.0.evidence", [{"title": "T", "kind": "lab", "doi": "10.1038/x\u200b"}],
         "fact_evidence.0.evidence.0.doi", "hidden_character", "U+200B"),
        (NOTE, "left\u202eright", "", "hidden_character", "U+202E"),
        (NOTE, "\x9b31m", "", "hidden_character", "U+009B"),
        (NAME, "D\u0435epSeek", "", "mixed_script", "U+0435"),
        ("model.developer", "\u0410nthropic", "", "mixed_script", "U+0410"),
        ("model.version", "Undisclosed ", "", "placeholder", '"Undisclosed "'),
        ("fact_evidence.0.fact", "training.has_rll", "", "unknown_reference", "training.has_rll"),
        ("compute.generation.value.uses.0.included_in", "compute.final", "", "unknown_reference",
         "compute.final"),
        ("estimates.0.field", "flops", "", "unknown_reference", "flops"),
        ("estimates.0.claim", "cost.final_run", "estimates.0.field", "unknown_reference",
         "cost.final_run"),
        (f"{LINEAGE}.trained_from_scratch", True, "", "contradiction", '"Base"'),
        (f"{LINEAGE}.derived_from.0.card_id", "example-lab/model-1", "", "own_parent", "weights"),
        ("compute.final_run.value.excluded", ["pretraining"], "", "contradiction", "pretraining"),
        ("compute.scope.value.stages_excluded", ["pretraining"], "", "contradiction", "in stages_"),
        ("peer_review.version_match.value.relation", "identical", "", "contradiction", "identical"),
        (f"{METHOD}.used", False, f"{METHOD}.share_percent", "contradiction", "80 percent"),
    ],
)  # fmt: skip
def test_what_cannot_be_true(place: str, value: object, at: str, code: str, said: str) -> None:
    """The problem stands ``at`` another place than the changed one only where that is named."""
    (problem,) = check_meaning(changed(place, value))
    assert problem.pointer == "/" + (at or place).replace(".", "/")
    assert problem.code == f"meaning.{code}"
    assert said in problem.message
    assert problem.hint


def test_one_slip_per_place_is_reported_in_the_order_of_the_card() -> None:
    card = changed(NAME, "M\u0430\u200b")
    card["identity"]["model_version"]["value"]["release_date"] = "2025-02-30"
    assert [(problem.pointer, problem.code) for problem in check_meaning(card)] == [
        ("/model/name", "meaning.hidden_character"),
        ("/model/name", "meaning.mixed_script"),
        ("/identity/model_version/value/release_date", "meaning.no_such_date"),
    ]


def test_there_is_an_end_to_complaints() -> None:
    card = changed("prepared_by.sources_read", ["\u202e"] * 200)
    assert len(check_meaning(card)) == MAXIMUM_PROBLEMS


@pytest.mark.parametrize(
    ("term", "hint"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("Apache 2.0 license", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("MIT License", "MIT"),
        ("ODC-By", "ODC-By-1.0"),
        ("cc by nc 4.0", "CC-BY-NC-4.0"),
        ("llama3.1", "LicenseRef-llama3.1"),
        ("Custom (see website)", "LicenseRef-Custom-see-website"),
        ("日本", "LicenseRef-<name>"),
        ("x" * 41, "LicenseRef-<name>"),
    ],
)
def test_license_hints(term: str, hint: str) -> None:
    assert license_hint(term).removesuffix(".").endswith(f"write {hint}")


@pytest.mark.parametrize(
    ("expression", "unknown"),
    [
        ("MIT", None),
        ("mit", "mit"),
        ("MIT AND (Apache-2.0 OR BSD-3-Clause)", None),
        ("MIT and Apache-2.0", "MIT and Apache-2.0"),
        ("MIT OR Mine", "Mine"),
        ("LicenseRef-Gemma", None),
        ("LicenseRef-", "LicenseRef-"),
        ("other", "other"),
    ],
)
def test_license_expressions(expression: str, unknown: str | None) -> None:
    assert unknown_license(expression) == unknown


def test_code_lists_are_whole() -> None:
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isupper() for code in COUNTRIES)
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert {"USD", "EUR", "CNY", "JPY", "GBP", "KRW", "XAF"} <= CURRENCIES
    assert not {"XXX", "XTS", "XAU", "DEM"} & CURRENCIES
    assert {"MIT", "Apache-2.0", "CC-BY-4.0", "GPL-3.0-only", "GPL-3.0"} <= SPDX_LICENSES
