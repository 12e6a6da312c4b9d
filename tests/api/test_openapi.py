"""The OpenAPI document: committed, valid, and never narrower than it was."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from drf_spectacular.validation import validate_schema

from registry.api import openapi
from registry.api.openapi_changes import breaking_changes
from tests.api.openapi import committed

LABS = "/api/v1/labs"
ENTRY = f"GET {LABS}: application/json of response 200, member data, entries"


def test_the_committed_document_is_the_generated_one() -> None:
    assert openapi.OPENAPI_PATH.read_bytes() == openapi.generate()


def test_it_is_openapi() -> None:
    assert committed()["openapi"].startswith("3.1")
    validate_schema(committed())


def test_every_reference_leads_somewhere() -> None:
    def references(node: Any) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(references, node)) if node else set()
        if not isinstance(node, dict):
            return set()
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(references, node.values()))

    for reference in references(committed()):
        target: Any = committed()
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
    assert references(committed())


def test_operations_have_names_of_their_own() -> None:
    names = [
        operation["operationId"]
        for methods in committed()["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in committed()["tags"]}
    for methods in committed()["paths"].values():
        assert {tag for operation in methods.values() for tag in operation["tags"]} <= tags


def test_the_same_document_breaks_nothing() -> None:
    assert breaking_changes(committed(), copy.deepcopy(committed())) == []


def labs(document: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"][LABS]["get"]
    return operation


def parameter(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in labs(document)["parameters"] if each.get("name") == name
    )
    return found


def lab(document: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = document["components"]["schemas"]["Lab"]
    return schema


def content(document: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = labs(document)["responses"]["200"]
    return reply


BREAKING = {
    "path removed": (lambda d: d["paths"].pop(LABS), f"{LABS} was removed."),
    "method removed": (lambda d: d["paths"][LABS].pop("get"), f"GET {LABS} was removed."),
    "operation renamed": (
        lambda d: labs(d).update(operationId="labs"),
        f"GET {LABS}: operation listLabs was renamed.",
    ),
    "parameter removed": (
        lambda d: labs(d)["parameters"].remove(parameter(d, "category")),
        f"GET {LABS}: parameter category was removed.",
    ),
    "parameter made necessary": (
        lambda d: parameter(d, "category").update(required=True),
        f"GET {LABS}: parameter category must now be given.",
    ),
    "necessary parameter added": (
        lambda d: labs(d)["parameters"].append(
            {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        f"GET {LABS}: parameter key was added and must be given.",
    ),
    "parameter retyped": (
        lambda d: parameter(d, "limit")["schema"].update(type="string"),
        f"GET {LABS}: parameter limit: integer became string.",
    ),
    "limit lowered": (
        lambda d: parameter(d, "limit")["schema"].update(maximum=50),
        f"GET {LABS}: parameter limit: maximum is now 50.",
    ),
    "default changed": (
        lambda d: parameter(d, "limit")["schema"].update(default=10),
        f"GET {LABS}: parameter limit: default 25 became 10.",
    ),
    "value of a parameter removed": (
        lambda d: parameter(d, "category")["schema"]["items"]["enum"].remove("academia"),
        f"GET {LABS}: parameter category, entries: value 'academia' was removed.",
    ),
    "response removed": (
        lambda d: labs(d)["responses"].pop("304"),
        f"GET {LABS}: response 304 was removed.",
    ),
    "header removed": (
        lambda d: content(d)["headers"].pop("ETag"),
        f"GET {LABS}: header ETag of response 200 was removed.",
    ),
    "media type removed": (
        lambda d: content(d).update(content={}),
        f"GET {LABS}: application/json of response 200 was removed.",
    ),
    "member removed": (
        lambda d: lab(d)["properties"].pop("slug"),
        f"{ENTRY}: member slug was removed.",
    ),
    "member retyped": (
        lambda d: lab(d)["properties"]["slug"].update(type="integer"),
        f"{ENTRY}, member slug: string became integer.",
    ),
    "member that may be absent": (
        lambda d: lab(d)["required"].remove("slug"),
        f"{ENTRY}: member slug may now be absent.",
    ),
    "value of a member removed": (
        lambda d: lab(d)["properties"]["category"]["enum"].remove("academia"),
        f"{ENTRY}, member category: value 'academia' was removed.",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), BREAKING.values(), ids=BREAKING)
def test_what_breaks_a_client_is_told(change: Any, sentence: str) -> None:
    after = copy.deepcopy(committed())
    change(after)
    assert sentence in breaking_changes(committed(), after)


ADDING = {
    "path": lambda d: d["paths"].update({"/api/v1/more": d["paths"][LABS]}),
    "parameter": lambda d: labs(d)["parameters"].append(
        {"name": "more", "in": "query", "schema": {"type": "string"}}
    ),
    "value of a parameter": lambda d: parameter(d, "category")["schema"]["items"]["enum"].append(
        "more"
    ),
    "larger limit": lambda d: parameter(d, "limit")["schema"].update(maximum=200),
    "member": lambda d: lab(d)["properties"].update(more={"type": "string"}),
    "value of a member": lambda d: lab(d)["properties"]["category"]["enum"].append("more"),
    "words": lambda d: labs(d).update(summary="Other words"),
    "response": lambda d: labs(d)["responses"].update({"418": {"description": "Tea"}}),
}


@pytest.mark.parametrize("change", ADDING.values(), ids=ADDING)
def test_adding_breaks_nothing(change: Any) -> None:
    after = copy.deepcopy(committed())
    change(after)
    assert after != committed()
    assert breaking_changes(committed(), after) == []


def test_the_writer_refuses_to_break(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "v1.json"
    monkeypatch.setattr(openapi, "OPENAPI_PATH", path)
    older = copy.deepcopy(committed())
    older["paths"]["/api/v1/gone"] = older["paths"][LABS]
    path.write_text(json.dumps(older))
    with pytest.raises(SystemExit, match=r"/api/v1/gone was removed"):
        openapi.main([])
    with pytest.raises(SystemExit, match=r"would break clients"):
        openapi.main(["--check"])
    assert json.loads(path.read_text()) == older
    openapi.main(["--allow-breaking"])
    assert path.read_bytes() == openapi.generate()
    openapi.main(["--check"])
    del older["paths"]["/api/v1/gone"], older["paths"][LABS]
    path.write_text(json.dumps(older))
    openapi.main([])
    assert path.read_bytes() == openapi.generate()
