"""The check that recomputes everything: silent after any acts, loud after any tampering."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from registry.actions import editorial, labs, publication, releases
from registry.actions.audit import now
from registry.actions.ranked import ranked_transaction
from registry.actions.recheck import find_differences
from registry.models import (
    Actor,
    CardContent,
    CardVersion,
    ClaimGrade,
    EditorialFact,
    Grading,
    ItemTally,
    Lab,
    LabScore,
    LineageEdge,
    ModelCard,
    Ranking,
    RankingEntry,
    RegistryState,
    Release,
    VersionStatusEvent,
    append_only,
)
from registry.rules.canonical import content_hash
from registry.rules.errors import Refused
from registry.rules.standard import load_standard
from tests.factories.battery import BATTERY
from tests.factories.registry import add_release
from tests.factories.starter import starter_cards
from tests.factories.stored import card_of, checked


def of_r1(model: type) -> object:
    paths = {
        Grading: "current_on__release__public_id",
        ClaimGrade: "grading__current_on__release__public_id",
        CardContent: "version__live_on__release__public_id",
        CardVersion: "live_on__release__public_id",
        LineageEdge: "version__live_on__release__public_id",
    }
    return model.objects.filter(**{paths[model]: "deepseek/deepseek-r1"})


def delete_content() -> None:
    of_r1(CardContent).delete()


def reformat_content() -> None:
    """Other bytes of the same card, and their hash: whoever can write can write both."""
    content = of_r1(CardContent).get()
    text = content.canonical.replace("{", "{ ", 1)
    of_r1(CardContent).update(canonical=text)
    of_r1(CardVersion).update(content_hash=content_hash(text.encode()))


def change_assessment() -> None:
    grading = of_r1(Grading).get()
    assessment = {**grading.assessment, "facts": {"training.has_rl": True}}
    of_r1(Grading).update(assessment=assessment)


def deepseek(model: type) -> object:
    return model.objects.filter(lab__slug="deepseek")


TAMPERING: dict[str, tuple[Callable[[], object], str]] = {
    "a grade": (
        lambda: of_r1(ClaimGrade).filter(item="COST-1").update(grade=1),
        "deepseek/deepseek-r1: the grade of COST-1 differs from the recomputed one.",
    ),
    "a reason": (
        lambda: of_r1(ClaimGrade).filter(item="COST-1").update(reason="Because"),
        "deepseek/deepseek-r1: the reason of COST-1 differs from the recomputed one.",
    ),
    "an answer": (
        lambda: of_r1(ClaimGrade).filter(item="COST-1").update(answer="US$294,000"),
        "deepseek/deepseek-r1: the answer of COST-1 differs from the recomputed one.",
    ),
    "a missing grade": (
        lambda: of_r1(ClaimGrade).filter(item="COST-1").delete(),
        "deepseek/deepseek-r1: the grade of COST-1 is missing.",
    ),
    "a model score": (
        lambda: of_r1(Grading).update(score="99"),
        "deepseek/deepseek-r1: the stored score differs from the recomputed one.",
    ),
    "a level": (
        lambda: of_r1(Grading).update(level=3),
        "deepseek/deepseek-r1: the stored level differs from the recomputed one.",
    ),
    "an assessment": (
        change_assessment,
        "deepseek/deepseek-r1: the stored assessment differs from the recomputed one.",
    ),
    "a fact without a grading": (
        lambda: EditorialFact.objects.create(
            card=ModelCard.objects.get(release__public_id="deepseek/deepseek-r1"),
            fact="training.has_rl",
            value=False,
            reason="Any",
            at=now(),
        ),
        "deepseek/deepseek-r1: the stored assessment differs from the recomputed one.",
    ),
    "content": (
        lambda: of_r1(CardContent).update(canonical="{}"),
        "deepseek/deepseek-r1 version 1: the stored bytes do not have the recorded hash.",
    ),
    "content and hash": (
        reformat_content,
        "deepseek/deepseek-r1 version 1: the stored bytes are not canonical.",
    ),
    "lost content": (
        delete_content,
        "deepseek/deepseek-r1 version 1: the content is gone, and no event says why.",
    ),
    "lineage": (
        lambda: of_r1(LineageEdge).delete(),
        "deepseek/deepseek-r1 version 1: the stored lineage is not what the card says.",
    ),
    "a status": (
        lambda: VersionStatusEvent.objects.create(
            version=of_r1(CardVersion).get(), status="superseded", at=now()
        ),
        "deepseek/deepseek-r1 version 1: it is superseded, but the card's pointer says otherwise.",
    ),
    "a tally": (
        lambda: ItemTally.objects.filter(item="COST-1").update(silent=F("silent") + 1),
        "COST-1: the tally of silent answers differs from the count.",
    ),
    "a lost tally": (
        lambda: ItemTally.objects.filter(item="COST-1").delete(),
        "COST-1: silent answers are not in the tallies.",
    ),
    "a lab score": (
        lambda: deepseek(LabScore).update(displayed="99.0"),
        "DeepSeek: the stored displayed differs from the recomputed one.",
    ),
    "a working": (
        lambda: deepseek(LabScore).update(working={}),
        "DeepSeek: the stored working differs from the recomputed one.",
    ),
    "draws": (
        lambda: deepseek(LabScore).update(draws=b"\0\0"),
        "DeepSeek: the stored draws differs from the recomputed one.",
    ),
    "a rank": (
        lambda: deepseek(RankingEntry).update(rank=2),
        "DeepSeek: its rank in Ranking 1 differs.",
    ),
    "an interval": (
        lambda: deepseek(RankingEntry).update(rank_high=9),
        "DeepSeek: its rank high in Ranking 1 differs.",
    ),
    "a count": (
        lambda: deepseek(RankingEntry).update(sources_read=0),
        "DeepSeek: its sources read in Ranking 1 differs.",
    ),
    "a lost entry": (
        lambda: deepseek(RankingEntry).delete(),
        "DeepSeek: not in Ranking 1.",
    ),
    "a total": (
        lambda: Ranking.objects.update(cards=32),
        "Ranking 1: the cards differs from the recomputed one.",
    ),
    "a digest": (
        lambda: Ranking.objects.update(digest="0" * 64),
        "Ranking 1: the digest differs from the recomputed one.",
    ),
    "a release without a ranking": (
        lambda: Release.objects.filter(public_id="deepseek/deepseek-r1").update(tier="0"),
        "DeepSeek: its inputs changed since Ranking 1.",
    ),
    "the current ranking": (
        lambda: RegistryState.objects.update(current_ranking=None),
        "There is no ranking.",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_named(name: str) -> None:
    tamper, sentence = TAMPERING[name]
    with append_only.lifted(connection):
        tamper()
    assert sentence in find_differences()


def test_a_gap_in_the_numbers_is_named(editor: Actor) -> None:
    for tier in ("0", "1"):
        release = releases.get_release("openai/gpt-4")
        releases.set_tier(by=editor, release=release, tier=tier, reason="Any")
    with append_only.lifted(connection):
        RankingEntry.objects.filter(ranking__number=2).delete()
        Ranking.objects.filter(number=2).delete()
    assert "The rankings are not numbered one after the other: [1, 3]." in find_differences()


def test_an_older_ranking_that_is_current_is_named(editor: Actor) -> None:
    release = releases.get_release("openai/gpt-4")
    releases.set_tier(by=editor, release=release, tier="0", reason="Any")
    RegistryState.objects.update(current_ranking=1)
    assert find_differences() == ["Ranking 1 is current, but not the last."]


def test_a_day_on_which_something_fell_due_needs_a_refresh(editor: Actor) -> None:
    today = now().date()
    labs.invite(by=editor, lab=labs.get_lab("openai"), on=today, reason="Letter")
    due = today + timedelta(days=90)
    assert find_differences(due - timedelta(days=1)) == []
    assert "OpenAI: its inputs changed since Ranking 2." in find_differences(due)
    with ranked_transaction(on=due):
        pass
    assert find_differences(due) == []


@pytest.mark.randomised
@pytest.mark.parametrize("seed", range(20 if BATTERY else 1))
def test_nothing_differs_after_any_sequence_of_acts(seed: int, editor: Actor) -> None:
    walk = Walk(editor, random.Random(seed))  # noqa: S311 - repeatable, not secret
    for _ in range(8):
        said = walk.step()
        assert find_differences() == [], said


SECTIONS = ("compute", "hardware", "cost", "data", "method", "evaluation", "safety")


class Walk:
    """Acts at random that are allowed at any time."""

    def __init__(self, editor: Actor, chance: random.Random) -> None:
        self.editor, self.chance = editor, chance
        self.steps = 0

    def step(self) -> str:
        self.steps += 1
        act = self.chance.choice(
            [
                self.publish_a_change,
                self.publish_a_child,
                self.set_a_tier,
                self.set_a_fact,
                self.rule_on_an_item,
                self.take_back_a_confirmation,
                self.remove_a_version,
                self.merge_or_invite,
            ]
        )
        act()
        return f"step {self.steps}: {act.__name__}"

    def live(self) -> ModelCard:
        cards = list(ModelCard.objects.live().order_by("release__public_id"))
        return editorial.get_live_card(self.chance.choice(cards).release.public_id)

    def publish(self, document: dict[str, object]) -> None:
        publication.publish(by=self.editor, checked=checked(document), preparer="registry")

    def publish_a_change(self) -> None:
        """A card without one of the sections it had."""
        document = deepcopy(self.chance.choice(list(starter_cards().values())))
        del document[self.chance.choice([name for name in SECTIONS if name in document])]
        self.publish(document)

    def publish_a_child(self) -> None:
        parent = self.live().release
        if parent.lab.merged_into is None:
            release = add_release(self.editor, parent.lab, f"child-{self.steps}")
            named = {"model": f"{parent.name} Base", "card_id": parent.public_id}
            self.publish(card_of(release, parents=[{**named, "relation": "fine_tuning"}]))

    def set_a_tier(self) -> None:
        release = self.chance.choice(list(Release.objects.order_by("public_id")))
        tier = self.chance.choice(Release.Tier.values)
        releases.set_tier(by=self.editor, release=release, tier=tier, reason="Any")

    def set_a_fact(self) -> None:
        value = self.chance.choice([True, False, None])
        editorial.set_fact(
            by=self.editor, card=self.live(), fact="training.has_rl", value=value, reason="Any"
        )

    def rule_on_an_item(self) -> None:
        with suppress(Refused):  # of more than a twentieth
            editorial.override_applicability(
                by=self.editor,
                card=self.live(),
                item=self.chance.choice(load_standard().items).id,
                applicable=self.chance.choice([True, False, None]),
                reason="Any",
            )

    def take_back_a_confirmation(self) -> None:
        confirmed = ClaimGrade.objects.filter(grading__current_on__isnull=False, grade=3)
        claim = confirmed.order_by("grading__version__card", "item").first()
        if claim is not None:
            editorial.confirm_peer_review(
                by=self.editor,
                card=claim.grading.version.card,
                item=claim.item,
                confirmed=False,
                reason="Any",
            )

    def remove_a_version(self) -> None:
        versions = CardVersion.objects.filter(content__isnull=False).order_by("pk")
        version = self.chance.choice(list(versions))
        publication.remove(by=self.editor, version=version, reason="Any")

    def merge_or_invite(self) -> None:
        standing = list(Lab.objects.independent().order_by("slug"))
        lab, into = self.chance.sample(standing, 2)
        if lab.invited_on is None:
            labs.invite(by=self.editor, lab=lab, on=date(2026, 1, 1), reason="Any")
        else:
            labs.merge_labs(by=self.editor, lab=lab, into=into, on=date(2026, 1, 1), reason="Any")
