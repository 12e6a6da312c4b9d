"""Registering what a card is about from the card itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registry.actions import intake
from registry.models import Actor, Lab, Ranking
from registry.rules.errors import Conflict, Refused
from tests.factories.small_card import SOURCE, small_card
from tests.factories.stored import rows_added, stored_rows


def card(released: str = "2025-01-20", **source: str) -> dict[str, Any]:
    document = small_card()
    version = document["identity"]["model_version"]
    version["value"]["release_date"] = released
    version["evidence"] = [SOURCE | source]
    return document


@pytest.mark.parametrize(
    ("released", "precision", "last_day"),
    [
        ("2025-01-20", "day", date(2025, 1, 20)),
        ("2024-02", "month", date(2024, 2, 29)),
        ("2023", "year", date(2023, 12, 31)),
    ],
)
def test_lab_and_release_come_from_the_card(
    released: str, precision: str, last_day: date, editor: Actor
) -> None:
    before = stored_rows()
    release = intake.register_missing(by=editor, document=card(released))
    assert (release.public_id, release.name, release.tier) == (
        "example-lab/model-1",
        "Model 1",
        "1/2",
    )
    assert (release.released_on, release.date_precision) == (last_day, precision)
    assert (release.source_title, release.source_url) == (SOURCE["title"], SOURCE["url"])
    lab = release.lab
    assert (lab.slug, lab.name, lab.country, lab.category) == (
        "example-lab",
        "Example Lab",
        "FR",
        "",
    )
    added = rows_added(before, stored_rows())
    assert (added["AuditEvent"], added["Ranking"]) == (2, 1)
    assert len(Ranking.objects.latest("number").causes) == 2


def test_what_is_registered_stays_as_it_is(editor: Actor) -> None:
    release = intake.register_missing(by=editor, document=card())
    before = stored_rows()
    assert intake.register_missing(by=editor, document=card("2020")) == release
    assert stored_rows() == before


def test_a_source_can_be_a_doi(editor: Actor) -> None:
    document = card()
    del document["identity"]["model_version"]["evidence"][0]["url"]
    document["identity"]["model_version"]["evidence"][0]["doi"] = "10.1038/s41586-025-09422-z"
    release = intake.register_missing(by=editor, document=document)
    assert release.source_url == "https://doi.org/10.1038/s41586-025-09422-z"


def test_a_card_that_does_not_say_enough_is_refused(editor: Actor) -> None:
    undated, unsourced, taken = card(), card(), card()
    del undated["identity"]["model_version"]
    unsourced["identity"]["model_version"]["evidence"] = []
    taken["model"]["developer"] = "OpenAI"
    before = stored_rows()
    with pytest.raises(Refused, match="gives no release date"):
        intake.register_missing(by=editor, document=undated)
    with pytest.raises(Refused, match="has no source"):
        intake.register_missing(by=editor, document=unsourced)
    with pytest.raises(Conflict, match=r"collides with the lab OpenAI \(openai\)"):
        intake.register_missing(by=editor, document=taken)
    assert stored_rows() == before
    assert not Lab.objects.filter(slug="example-lab").exists()
