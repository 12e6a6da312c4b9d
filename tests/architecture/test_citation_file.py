"""CITATION.cff is readable and agrees with the rest of the repository."""

from __future__ import annotations

import tomllib

import yaml


def test_the_citation_file_agrees_with_the_project(texts: dict[str, str]) -> None:
    cited = yaml.safe_load(texts["CITATION.cff"])
    project = tomllib.loads(texts["pyproject.toml"])["project"]
    assert cited["cff-version"] == "1.2.0"
    assert {"title", "message", "authors", "type"} <= cited.keys()
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
