"""The pictures for links: their size, what they say, what fits, what this machine can draw."""

from __future__ import annotations

import copy
import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from registry.actions import labs, publication
from registry.exporters import pictures
from registry.models import Actor, CardVersion, Lab, Ranking
from registry.rules.typesetting import text_width
from registry.web.presenters import previews
from tests.factories.registry import REASON, add_lab, publish_card
from tests.factories.starter import starter_cards
from tests.web.test_states import japanese_card

R1 = "deepseek/deepseek-r1"
PICTURES = (f"/models/{R1}/preview.png", "/labs/deepseek/preview.png", "/labs/nvidia/preview.png")
RANKING = "/rankings/1/preview.png"

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the renderer, which draws nothing here."""
    handed: list[str] = []

    def keep(svg: str) -> bytes:
        handed.append(svg)
        return b"png"

    monkeypatch.setattr("registry.web.views.previews.png", keep)
    return handed


def words(svg: str) -> list[str]:
    """The lines of a drawing as text."""
    lines = re.findall(r"<text [^>]*>(.*?)</text>", svg)
    return [re.sub(r"<[^>]+>", "", line) for line in lines]


@pytest.mark.parametrize("path", [*PICTURES, RANKING])
def test_pictures_have_the_size_that_pages_promise(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert client.head(path).content == b""


def test_a_known_picture_is_not_drawn_again(client: Client, drawn: list[str]) -> None:
    etag = client.get(PICTURES[0]).headers["ETag"]
    assert len(drawn) == 1
    again = client.get(PICTURES[0], headers={"If-None-Match": etag})
    assert (again.status_code, len(drawn)) == (304, 1)


def test_another_version_is_another_picture(
    client: Client, drawn: list[str], editor: Actor
) -> None:
    etag = client.get(PICTURES[0]).headers["ETag"]
    publish_card(editor, {**starter_cards()[R1], "cost": {}})
    assert client.get(PICTURES[0]).headers["ETag"] != etag
    assert "Card version 2, " in drawn[-1]


def test_cost_stands_with_its_scope_and_the_sum(client: Client, drawn: list[str]) -> None:
    client.get(PICTURES[0])
    text = " ".join(words(drawn[0]))
    assert "Cost: US$294,000 for reinforcement learning" in text
    assert "excluding base model DeepSeek-V3-Base; cumulative US$5.86 million" in text


def test_a_figure_whose_scope_does_not_fit_is_left_out(
    client: Client, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "SCOPE_LINES", 1)
    client.get(PICTURES[0])
    text = " ".join(words(drawn[0]))
    assert "294,000" not in text
    assert "47 of 64 questions answered of those that apply to this model" in text


def test_powers_are_raised_digits_of_the_same_font(client: Client, drawn: list[str]) -> None:
    client.get("/models/ai2/olmo-2-32b/preview.png")
    assert '1.3 × 10<tspan baseline-shift="super" font-size="65%">24</tspan> FLOP' in drawn[0]


@pytest.mark.parametrize(
    "name",
    [
        "Model 1",
        "A name of sixty characters that goes on, and then a bit more",
        "Supercalifragilisticexpialidocious-" * 5,
        "言葉モデル" * 12,
    ],
)
def test_names_fit_beside_the_figures(
    client: Client, drawn: list[str], editor: Actor, name: str
) -> None:
    card = copy.deepcopy(starter_cards()[R1])
    card["model"]["name"] = name
    publish_card(editor, card)
    version = CardVersion.objects.get(live_on__release__public_id=R1)
    version.card.release.name = name
    assert version.card.current_grading
    preview = previews.card_preview(version, version.card.current_grading, facts(), "")
    for line in preview.lines:
        width = text_width("".join(run.text for run in line.runs), line.size, bold=line.is_bold)
        end = line.x if line.is_right else line.x + width
        assert end <= previews.RIGHT + 1
        if line.is_bold and not line.is_right:
            assert end <= previews.RIGHT - previews.FIGURES_WIDTH


def facts() -> list[Any]:
    from registry.rules.showing.headline import panel

    return list(panel(starter_cards()[R1], {}.get))


def test_a_name_that_cannot_be_drawn_gives_way_to_the_id(
    client: Client, drawn: list[str], editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_card(editor, japanese_card())
    monkeypatch.setattr(previews, "can_draw", str.isascii)
    client.get("/models/nihon/kotoba/preview.png")
    text = " ".join(words(drawn[0]))
    assert "nihon/kotoba nihon · nihon/kotoba" in text
    assert not re.search("[\u3000-\u9fff]", text)
    monkeypatch.setattr(previews, "can_draw", lambda name: True)
    client.get("/models/nihon/kotoba/preview.png")
    assert "言葉モデル" in " ".join(words(drawn[1]))


def test_what_the_machine_can_draw_is_found_out_by_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.can_draw("DeepSeek-R1 “Å” – Łódź ⁴")
    assert not pictures.can_draw("R1 \U0010fff0")
    monkeypatch.setattr(pictures, "_has_glyph", lambda character: False)
    assert not pictures.can_draw("日本")


def test_ranking_shows_the_first_labs(client: Client, drawn: list[str]) -> None:
    client.get(RANKING)
    text = " ".join(words(drawn[0]))
    assert "1 DeepSeek 52.7 2 BigScience" in text
    assert "provisional" in text


def test_lab_without_a_rank(client: Client, drawn: list[str]) -> None:
    client.get("/labs/nvidia/preview.png")
    text = " ".join(words(drawn[0]))
    assert "0 of 20 known models have a model card Not yet rankable" in text


def test_hostile_names_are_text(client: Client, editor: Actor) -> None:
    add_lab(editor, "hostile", "</text><image href='http://x'/>\x08\ufffe&")
    response = client.get("/labs/hostile/preview.png")
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


@pytest.mark.parametrize(
    "path",
    [
        "/models/nobody/nothing/preview.png",
        "/models/deepseek/deepseek-v2/preview.png",
        "/labs/nobody/preview.png",
        "/rankings/99/preview.png",
    ],
)
def test_there_is_no_picture_of_what_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_there_is_no_picture_of_what_was_removed(client: Client, editor: Actor) -> None:
    version = CardVersion.objects.get(card__release__public_id=R1)
    publication.remove(by=editor, version=version, reason="A court order")
    assert client.get(PICTURES[0]).status_code == 404


def test_picture_of_a_merged_lab(client: Client, editor: Actor) -> None:
    lab, into = Lab.objects.get(slug="compvis"), Lab.objects.get(name="Runway")
    labs.merge_labs(by=editor, lab=lab, into=into, on=date(2026, 1, 1), reason=REASON)
    response = client.get("/labs/compvis/preview.png")
    address = f"/labs/{into.slug}/preview.png"
    assert (response.status_code, response.headers["Location"]) == (301, address)


def test_a_lab_before_the_first_ranking(client: Client, empty_registry: None) -> None:
    Lab.objects.create(slug="first", name="First", normalized_name="first")
    assert client.get("/labs/first/preview.png").status_code == 200
    assert not Ranking.objects.exists()
