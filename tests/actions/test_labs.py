"""Labs: names that collide, mergers, the one invitation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.actions import labs, releases
from registry.actions.audit import now
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, Lab, LabAlias, Ranking, RankingEntry
from registry.rules.errors import Conflict, Refused, Unknown
from tests.factories.registry import add_lab, add_release
from tests.factories.stored import stored_rows


def entry(slug: str) -> RankingEntry:
    return Ranking.objects.latest("number").entries.get(lab__slug=slug)


@pytest.mark.parametrize(
    ("slug", "name", "taken_by"),
    [
        ("xai", "Another", "xai"),
        ("openai-2", "OpenAI", "openai"),
        ("openai-2", "OPEN AI", "openai"),
        ("openai-2", "OpenAl", "openai"),  # a small L
        ("openai-2", "ОреnАI", "openai"),  # Cyrillic letters
        ("qwen", "Qwen", "alibaba"),  # an alias
        ("qwen", "Qwen-Team", "alibaba"),
    ],
)
def test_a_name_that_passes_for_another_is_refused(
    slug: str, name: str, taken_by: str, editor: Actor
) -> None:
    before = stored_rows()
    with pytest.raises(Conflict, match=rf"collides with the lab .* \({taken_by}\)"):
        add_lab(editor, slug, name)
    assert stored_rows() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "Example Lab"}, "is not a slug"),
        ({"name": " "}, "cannot be empty"),
        ({"name": "Example\u200bLab"}, r"U\+200B"),
        ({"name": "Example\x00Lab"}, "is no text"),
        ({"name": "x" * 201}, "Name: .*200"),
        ({"slug": "x" * 81}, "Slug: .*80"),
        ({"country": "XX"}, "no country"),
        ({"category": "guild"}, "Category: .*guild"),
        ({"website": "javascript:alert(1)"}, "Website: .*URL"),
    ],
)
def test_a_lab_with_a_wrong_value_is_refused(
    change: dict[str, str], message: str, editor: Actor
) -> None:
    given = {
        "slug": "example-lab",
        "name": "Example Lab",
        "country": "FR",
        "category": "academia",
        "website": "https://example.org/",
    }
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        labs.add_lab(by=editor, reason="Any", **(given | change))
    assert stored_rows() == before


DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("slug", "name", "valid_from", "valid_until", "refusal"),
    [
        ("xai", "x.ai", None, None, None),
        ("google-deepmind", "Google DeepMind", None, None, "already has the name"),
        ("xai", "Open AI", None, None, "collides with the lab OpenAI"),
        ("xai", "Qwen", None, None, "collides with the lab Alibaba"),
        ("xai", "Google Brain", date(2023, 4, 19), None, "collides with the lab Google DeepMind"),
        # It had been given up the day before.
        ("xai", "Google Brain", date(2023, 4, 20), None, None),
        ("xai", "x.ai", DAY, DAY, None),
        ("xai", "x.ai", DAY, DAY - timedelta(days=1), "cannot end on 2023-12-31"),
    ],
)
def test_aliases_are_dated_and_belong_to_one_lab_a_day(
    slug: str,
    name: str,
    valid_from: date | None,
    valid_until: date | None,
    refusal: str | None,
    editor: Actor,
) -> None:
    def add() -> LabAlias:
        return labs.add_alias(
            by=editor,
            lab=labs.get_lab(slug),
            name=name,
            valid_from=valid_from,
            valid_until=valid_until,
            reason="Press release",
        )

    if refusal:
        with pytest.raises(Refused, match=refusal):
            add()
    else:
        alias = LabAlias.objects.get(pk=add().pk)
        assert (alias.lab.slug, alias.name) == (slug, name)
        assert (alias.valid_from, alias.valid_until) == (valid_from, valid_until)


def merge(editor: Actor, lab: str, into: str, on: date = date(2026, 1, 1)) -> None:
    labs.merge_labs(
        by=editor, lab=labs.get_lab(lab), into=labs.get_lab(into), on=on, reason="Press release"
    )


def test_the_successor_answers_for_all_releases_and_cards(editor: Actor) -> None:
    known, cards = entry("microsoft").known_releases, entry("microsoft").cards
    gained = entry("deepseek").known_releases
    merge(editor, "deepseek", "microsoft")
    after = entry("microsoft")
    assert (after.known_releases, after.cards) == (known + gained, cards + 3)
    assert after.rank == 1
    assert after.change == "Up 9: DeepSeek was merged into Microsoft."
    assert not RankingEntry.objects.filter(ranking=after.ranking, lab__slug="deepseek").exists()
    assert entry("bigscience").change == "Score unchanged."


def test_what_happens_to_a_merged_lab_counts_for_its_successor(editor: Actor) -> None:
    merge(editor, "stability-ai", "compvis")
    before = entry("compvis").known_releases
    lab = labs.get_lab("stability-ai")
    add_release(editor, lab, "stable-next", name="Stable Next")
    assert entry("compvis").known_releases == before + 1
    assert entry("compvis").change.endswith(
        "Stable Next was added to the known releases of Stability AI."
    )
    release = releases.get_release("stability-ai/stable-next")
    releases.designate_flagship(by=editor, release=release, reason="Its newest")
    assert labs.get_lab("compvis").designated_flagship == release


def test_mergers_leave_no_chains(editor: Actor) -> None:
    merge(editor, "compvis", "stability-ai")
    merge(editor, "stability-ai", "runwayml")
    assert {lab.slug for lab in Lab.objects.filter(merged_into__slug="runwayml")} == {
        "compvis",
        "stability-ai",
    }
    assert entry("runwayml").cards == 1


def test_a_merger_is_decided_on_what_is_stored_not_on_what_was_read(editor: Actor) -> None:
    """Somebody else merged the successor after it was looked up."""
    compvis, stability = labs.get_lab("compvis"), labs.get_lab("stability-ai")
    merge(editor, "stability-ai", "runwayml")
    with pytest.raises(Conflict, match="Stability AI has been merged into Runway"):
        labs.merge_labs(
            by=editor, lab=compvis, into=stability, on=date(2026, 1, 1), reason="Press release"
        )


@pytest.mark.parametrize(
    ("lab", "into", "on", "message"),
    [
        ("compvis", "compvis", date(2026, 1, 1), "into itself"),
        ("runwayml", "compvis", date(2026, 1, 1), "Runway has been merged into Stability AI"),
        ("compvis", "runwayml", date(2026, 1, 1), "Runway has been merged into Stability AI"),
        ("compvis", "xai", date(2099, 1, 1), "in the future"),
    ],
)
def test_a_merger_that_cannot_be_is_refused(
    lab: str, into: str, on: date, message: str, editor: Actor
) -> None:
    merge(editor, "runwayml", "stability-ai")
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        merge(editor, lab, into, on)
    assert stored_rows() == before


def invite(editor: Actor, slug: str, on: date) -> None:
    labs.invite(by=editor, lab=labs.get_lab(slug), on=on, reason="Letter")


def test_silence_counts_ninety_days_after_the_invitation(editor: Actor) -> None:
    today = now().date()
    invite(editor, "openai", today)
    number = Ranking.objects.latest("number").number
    before = entry("openai")
    assert before.change == "Score unchanged: OpenAI was invited to disclose."

    def refresh(days: int) -> int:
        with ranked_transaction(on=today + timedelta(days=days)):
            pass
        return Ranking.objects.latest("number").number

    assert refresh(89) == number
    assert refresh(90) == number + 1
    after = entry("openai")
    assert after.score.counted > before.score.counted
    assert float(after.score.displayed) < float(before.score.displayed)
    assert after.rank is not None
    assert before.rank is not None
    assert after.change.startswith(f"Down {after.rank - before.rank}: ")
    assert " fell due" in after.change
    assert after.ranking.as_of == today + timedelta(days=90)
    assert any(cause.endswith(" fell due without a card") for cause in after.ranking.causes)
    assert refresh(90) == number + 1
    assert refresh(91) == number + 1


def test_a_lab_without_cards_is_ranked_once_its_silence_is_due(editor: Actor) -> None:
    assert entry("apple").rank is None
    invite(editor, "apple", now().date() - timedelta(days=90))
    after = entry("apple")
    assert after.rank is not None
    assert after.score.displayed == "0.0"
    assert after.change == f"New at rank {after.rank}: Apple was invited to disclose."


def test_a_lab_is_invited_once_by_what_is_stored(editor: Actor) -> None:
    stale = labs.get_lab("openai")
    invite(editor, "openai", date(2026, 11, 1))
    before = stored_rows()
    with pytest.raises(Conflict, match="already been invited, on 2026-11-01"):
        labs.invite(by=editor, lab=stale, on=date(2026, 11, 20), reason="Letter")
    with pytest.raises(Refused, match="in the future"):
        invite(editor, "apple", now().date() + timedelta(days=1))
    assert stored_rows() == before
    merge(editor, "compvis", "stability-ai")
    with pytest.raises(Conflict, match="merged into Stability AI"):
        invite(editor, "compvis", date(2026, 11, 1))


def test_an_unknown_lab_is_named(db: None) -> None:
    with pytest.raises(Unknown, match="no lab 'deep-seek'"):
        labs.get_lab("deep-seek")
