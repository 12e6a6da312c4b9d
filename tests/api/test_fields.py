"""What ``fields`` can be asked for: members that make sense without their neighbours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from registry.api.fields import fields_of, member_paths
from registry.api.openapi import endpoints
from registry.api.v1.shapes.claims import Claim

pytestmark = pytest.mark.django_db
R1 = "/api/v1/models?q=deepseek-r1&fields="


def test_a_figure_comes_whole_or_not_at_all(client: Client) -> None:
    rows = client.get(R1 + "id,figures.cost").json()["data"]
    (row,) = [row for row in rows if row["id"] == "deepseek/deepseek-r1"]
    assert row.keys() == {"id", "figures"}
    assert row["figures"].keys() == {"cost"}
    cost = row["figures"]["cost"]
    assert cost["low"] == 294_000
    assert "excluding base model DeepSeek-V3-Base" in cost["scope"]


@pytest.mark.parametrize("field", ["figures.cost.low", "figures.flop.high", "card.version"])
def test_a_part_that_says_nothing_alone_is_refused(client: Client, field: str) -> None:
    response = client.get(R1 + field)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["code"] == "query.unknown_field"
    assert error["hint"]


def shaped() -> list[tuple[Any, Any]]:
    """Endpoints with the shape of each of their answers that has one."""
    return [
        (endpoint, operation.answer.shape)
        for endpoint in endpoints()
        for operation in endpoint.described().values()
        if hasattr(operation.answer, "shape")
    ]


def test_no_path_leads_to_a_bare_number_of_a_figure() -> None:
    inside_figures = {"low", "high", "value", "amount", "unit", "currency", "scope", "stages"}
    paths = {path for _, shape in shaped() for path in member_paths(shape)}
    assert len(paths) > 50
    assert [path for path in paths if "." in path and path.split(".")[-1] in inside_figures] == []


def test_what_belongs_together_must_exist() -> None:
    with pytest.raises(LookupError, match="no members \\['scop'\\]"):
        fields_of(Claim, figures=("value",), belonging=("scop",))
    assert "`value` bring `scope` along" in (
        fields_of(Claim, figures=("value",), belonging=("scope",)).description
    )


def test_no_figure_of_the_api_comes_without_what_belongs_to_it() -> None:
    """Whatever shape has a number beside a unit or a scope lets them be asked for together only."""
    for endpoint, shape in shaped():
        asked = next((p for p in endpoint.parameters if p.name == "fields"), None)
        if asked is None:
            continue
        top = {path for path in member_paths(shape) if "." not in path}
        for number in top & {"value", "low", "high", "text"}:
            together = asked.read(number).keys()
            assert together >= top & {"unit", "currency", "price_year", "scope"}, endpoint
