"""Two registries that differ in one secret are the same to whoever must not know it, byte for byte.

Clock and lots are the same in both, so nothing differs but what follows from the secret.
"""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from registry.actions import attestations
from registry.actions.review import assignments, decisions, editors, profiles, publishing, rounds
from registry.exporters.dataset import write_dataset
from registry.exporters.dump.folder import write_dump
from registry.exporters.dump.state import current_state
from registry.models import Ranking, Submission, User
from registry.rules.permissions import Person
from registry.rules.review.wishes import Wish
from registry.web import chart_files
from tests.factories import review as factory
from tests.factories.calendar import stopped_calendar
from tests.factories.canaries import Review
from tests.factories.submissions import add_person, attested, card_of, declare, start_draft
from tests.web.review.all_addresses import (
    filled,
    is_of_a_submission,
    templates,
    values_of_stage,
)
from tests.web.review.test_canaries import CHANCE, PRIVATE, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# Drawn by lot for each page, naming a state without saying what it is, or the hour of the answer.
LOTS = re.compile(
    r"""name="(_token|_form|token-[^"]*)" value="[^"]*"|^Expires: .*$""", re.MULTILINE
)
# What is the same in every registry.
FIXED = ("account/", "standard/", "schemas/", "accelerators/", "problems/", "api/v1/standards")
CARD = "deepseek/deepseek-v4"


@dataclass(frozen=True)
class Twin:
    """A registry but for one thing; by default, R1's card as that of another model, published."""

    first: str = "Rosa Referee"
    note: str = "Seen elsewhere."
    internal: str = "Looks good."
    declining: int = 0
    opposed: tuple[Wish, ...] = ()
    exists: bool = True
    embargo_until: datetime | None = None
    has_conflicted: bool = False


@dataclass
class Built:
    people: factory.Cast
    stranger: Person
    submission: Submission | None
    conflicted: Person | None = None
    other: Submission | None = None


class Lots:
    """Stands in for ``secrets``: draws the same in every registry; of numbers, the smallest."""

    def __init__(self) -> None:
        self._random = random.Random(4)  # noqa: S311 - nothing here is a secret

    def choice(self, among: Any) -> Any:
        return min(among) if isinstance(among[0], int) else self._random.choice(among)

    def token_hex(self, number: int = 32) -> str:
        return self._random.randbytes(number).hex()

    def token_urlsafe(self, number: int = 32) -> str:
        return self.token_hex(number)[: round(number * 4 / 3)]


@pytest.fixture(autouse=True)
def _as_in_the_other_registry(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes on counting rows where a registry was undone")
    settings.RATE_LIMIT_FACTOR = 0
    stopped_calendar(monkeypatch).moment = datetime(2027, 1, 4, 12, tzinfo=UTC)
    monkeypatch.setattr("registry.web.chart_files.png", lambda svg: svg)
    monkeypatch.setattr("registry.web.views.previews.png", lambda svg: svg.encode())


def build(twin: Twin) -> Built:
    people = replace(factory.cast(), card_id=CARD)
    rosa, ravi, rui = people.referees
    declining = [add_person(f"Dora Declining {number}") for number in range(2)]
    built = Built(people, add_person("stranger"), None)
    first = rosa if twin.first == "Rosa Referee" else rui
    if not twin.exists:
        return built
    draft = start_draft(people.submitter, card_of(CARD), card_id=CARD)
    wishes = attestations.Choices(opposed=twin.opposed, embargo_until=twin.embargo_until)
    attested(people.submitter, people.representative, draft, choices=wishes)
    submission = built.submission = draft
    factory.take(people, submission)
    if twin.has_conflicted:
        add_conflicted(built)
    editors.note(by=people.handling, submission=submission, text=twin.internal)
    asked = [first, ravi, *declining[: twin.declining]]
    for referee in asked:
        assignments.propose(
            by=people.handling, submission=submission, referee=factory.actor(referee)
        )
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    for referee in asked[2:]:
        one = factory.assignment_of(referee, submission)
        assignments.decline(by=referee, assignment=one, token=one.token)
    for referee in asked[:2]:
        factory.accept_invitation(referee, submission)
    for referee, note in ((first, twin.note), (ravi, "")):
        factory.report(referee, submission, factory.report_on(submission), note)
    return built


def add_conflicted(built: Built) -> None:
    """An editor with an interest in this submission, who looks for referees of another."""
    conflicted = built.conflicted = factory.add_staff("Cole Conflicted", "editor")
    assert built.submission is not None
    declare(conflicted, built.submission, "blocked")
    people = replace(built.people, handling=conflicted, card_id="deepseek/deepseek-v2")
    built.other = factory.in_triage(people)
    for referee in people.referees:
        profiles.save_profile(
            User.objects.get(actor__key=referee.key),
            affiliation="Any University",
            orcid="",
            expertise=["COMP"],
            keywords="",
            positions="",
            linked_domains="",
            most_open=2,
            is_available=True,
        )


def publish(built: Built) -> None:
    people, submission = built.people, built.submission
    assert submission is not None
    handling = people.handling
    decisions.accept(
        by=handling,
        submission=submission,
        token=submission.token,
        letter=factory.LETTER,
        seen_reports=factory.seen(submission),
    )
    publishing.confirm_proof(by=people.representative, submission=submission)
    factory.choose_not_to_sign(submission)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    if submission.embargo_until is None:
        publishing.publish(by=handling, submission=submission, token=submission.token)


def pages(person: Person | None, addresses: Iterator[str]) -> dict[str, str]:
    client = Client()
    if person is not None:
        client.force_login(User.objects.get(actor__key=person.key))
    return {
        f"{address} as {'somebody' if person else 'anybody'}": LOTS.sub(
            "", CHANCE.sub("", text_of(client.get(address)))
        )
        for address in addresses
    }


def addresses_of(submission: Submission, *, private: bool) -> Iterator[str]:
    values = Review("", submission)
    for template in templates():
        is_asked = is_of_a_submission(template) if private else not template.startswith(FIXED)
        if is_asked and template.startswith(PRIVATE) == private:
            yield from filled(template, values_of_stage(template, values))


def seen_by_outsiders(built: Built, folder: Path) -> dict[str, str]:
    """All public addresses, what is downloaded whole, and the lists of somebody signed in."""
    submission = built.submission or Submission(public_id="z" * 12, card_id=CARD)
    seen = pages(None, addresses_of(submission, private=False))
    lists = ("/submissions/", "/referee/", "/account/", "/editor/", "/account/labs/")
    searches = ("/models/?q=deepseek", "/api/v1/models?q=deepseek&count=true")
    seen |= pages(built.stranger, iter((*lists, *searches)))
    write_dump(folder / "dump", current_state(), with_parquet=False, tell=lambda *_: None)
    write_dataset(folder / "dataset", Ranking.objects.order_by("-number")[0])
    for path in sorted(filter(Path.is_file, folder.rglob("*"))):
        seen[path.relative_to(folder).as_posix()] = path.read_bytes().hex()
    return seen


def seen_by_the_lab(built: Built, folder: Path) -> dict[str, str]:
    assert built.submission is not None
    every = addresses_of(built.submission, private=True)
    # The addresses of referees are as many as there are, and not the lab's.
    mine = (one for one in every if one.startswith(("/submissions/", "/api/")))
    return pages(built.people.representative, mine)


def seen_by_a_conflicted_editor(built: Built, folder: Path) -> dict[str, str]:
    """The lists, and who could referee another submission, with how busy they are."""
    assert built.other is not None
    own = f"/editor/submissions/{built.other.public_id}/"
    lists = ("/editor/", "/editor/submissions/", "/editor/submissions/?view=all")
    return pages(built.conflicted, iter((*lists, own, f"{own}referees/")))


Look = Callable[[Built, Path], dict[str, str]]


def looked_at(twin: Twin, looks: tuple[Look, ...], folder: Path) -> dict[str, str]:
    """What is seen of a registry, which is undone afterwards: before the decision, and after."""
    for name in ("process", "bodies"):
        caches[name].clear()
    chart_files.shelf.clear()
    seen: dict[str, str] = {}
    lots = Lots()
    with transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        for name in ("choice", "token_hex", "token_urlsafe"):
            patched.setattr(secrets, name, getattr(lots, name))
        built = build(twin)
        if built.submission is not None:
            for look in (one for one in looks if one is not seen_by_outsiders):
                early = look(built, folder)
                seen |= {f"{key}, undecided": text for key, text in early.items()}
            publish(built)
        for look in looks:
            seen |= look(built, folder)
        transaction.set_rollback(True)
    return seen


BASE = Twin()
EMBARGO = datetime(2027, 3, 1, tzinfo=UTC)
SECRETS: Mapping[str, tuple[Twin, Twin, tuple[Look, ...]]] = {
    "which referee": (BASE, Twin(first="Rui Spare"), (seen_by_outsiders, seen_by_the_lab)),
    "how many declined": (BASE, Twin(declining=2), (seen_by_outsiders, seen_by_the_lab)),
    "confidential note": (BASE, Twin(note="Reject it."), (seen_by_outsiders, seen_by_the_lab)),
    "internal note": (BASE, Twin(internal="Reject it."), (seen_by_outsiders, seen_by_the_lab)),
    "opposed referee": (
        BASE,
        Twin(opposed=(Wish("Rui Spare", "A rival."),)),
        (seen_by_outsiders,),
    ),
    "which referee, to an editor with an interest": (
        Twin(has_conflicted=True),
        Twin(has_conflicted=True, first="Rui Spare"),
        (seen_by_a_conflicted_editor,),
    ),
    "submission under embargo": (
        Twin(exists=False),
        Twin(embargo_until=EMBARGO),
        (seen_by_outsiders,),
    ),
}


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_changes_nothing_elsewhere(secret: str, tmp_path: Path) -> None:
    one, other, looks = SECRETS[secret]
    first, second = looked_at(one, looks, tmp_path / "1"), looked_at(other, looks, tmp_path / "2")
    assert first.keys() == second.keys()
    assert [key for key in first if first[key] != second[key]] == []


def test_what_is_no_secret_makes_a_difference(tmp_path: Path) -> None:
    """Or the comparison would prove nothing."""
    looks = (seen_by_outsiders,)
    nothing = looked_at(Twin(exists=False), looks, tmp_path / "1")
    card = looked_at(BASE, looks, tmp_path / "2")
    differing = {key for key in card if nothing.get(key) != card[key]}
    assert {"/models/deepseek/deepseek-v4/ as anybody", "/ as anybody"} <= differing
    assert len(differing) > 10
