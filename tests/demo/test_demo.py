"""The demo: every state, everybody can sign in, and none of it outside a marked directory."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from registry.actions.audit import now, told_as_of
from registry.demo.build import build
from registry.demo.calendar import Story, tell
from registry.demo.folder import NoDemo, prepare
from registry.demo.mark import MARK
from registry.demo.people import PASSWORD, PEOPLE, code_of
from registry.models import CardVersion, Clock, Submission
from registry.rules.errors import Refused, Unknown
from registry.rules.workflow.vocabulary import State

ROOT = Path(__file__).parents[2]
BANNER = "Invented people, labs and reviews."
# What every run comes to: the models and how far their submissions got.
CAST = {
    ("aoi-1", "published"): 2,
    ("aoi-1-code", "decision_pending"): 1,
    ("aoi-1-long", "revision_requested"): 1,
    ("aoi-1-mini", "in_review"): 1,
    ("aoi-2", "revision_received"): 1,
    ("aoi-2-code", "accepted"): 1,
    ("aoi-2-long", "awaiting_attestation"): 1,
    ("aoi-2-mini", "discarded"): 1,
    ("aoi-2-mini", "draft"): 1,
    ("aoi-3", "submitted"): 1,
    ("aoi-3-code", "submitted"): 1,
    ("aoi-3-mini", "triage"): 1,
    ("borealis-1", "published"): 1,
    ("borealis-1-chat", "returned"): 1,
    ("borealis-2", "in_review"): 1,
    ("borealis-2-chat", "rejected"): 1,
    ("borealis-3", "appeal_open"): 1,
    ("borealis-3-chat", "withdrawn"): 1,
    ("borealis-4", "decision_pending"): 1,
    ("borealis-4-chat", "in_review"): 1,
    ("borealis-5", "desk_rejected"): 1,
    ("borealis-lite", "published"): 1,
    ("cumulus-1", "published"): 1,
    ("cumulus-2", "published"): 1,
}

PAGES = {
    "reader@example.org": "/",
    "author@example.org": "/submissions/",
    "representative@example.org": "/submissions/",
    "referee2@example.org": "/referee/",
    "editor@example.org": "/editor/",
}


@pytest.mark.usefixtures("empty_registry")
def test_it_tells_of_everything_and_everybody(settings: Any) -> None:
    settings.DEMO = True
    build()

    counts: dict[tuple[str, str], int] = {}
    for card, state in Submission.objects.values_list("card_id", "state"):
        key = (card.partition("/")[2], state)
        counts[key] = counts.get(key, 0) + 1
    assert counts == CAST
    assert {state for _, state in CAST} == {*State}
    assert Submission.objects.get(is_held=True).card_id.endswith("borealis-4-chat")
    # Its past is past: something is late, and nothing is of a day to come.
    present = datetime.now(UTC)
    assert Clock.objects.filter(stopped_at=None, due_on__lt=present.date()).exists()
    assert not Clock.objects.filter(started_at__gt=present).exists()
    live = CardVersion.objects.filter(live_on__isnull=False)
    assert set(live.values_list("live_on__current_grading__level", flat=True)) == {0, 3}
    statuses = [one.status_events.latest("id").status for one in CardVersion.objects.all()]
    assert sorted(statuses) == [
        *("published", "published", "removed", "retracted", "superseded", "under_concern")
    ]

    clients = {one.email: sign_in(one.email, needs_code=one.needs_code) for one in PEOPLE}
    for email, page in PAGES.items():
        answer = clients[email].get(page)
        assert (answer.status_code, BANNER in answer.content.decode()) == (200, True), page
    with pytest.raises(Refused, match="built already"):
        build()


def sign_in(email: str, *, needs_code: bool) -> Client:
    """Sign in by the pages, with what the command prints."""
    client = Client()
    answer = client.post("/account/sign-in/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, email
    assert needs_code is answer.url.startswith("/account/sign-in/second-step/"), email
    if needs_code:
        answer = client.post(answer.url, {"code": code_of(email)})
        assert answer.status_code == 302, email
    else:
        with pytest.raises(Unknown):
            code_of(email)
    assert client.get("/account/").status_code == 200, email
    return client


def test_only_a_demo_says_so(settings: Any, client: Client, db: None) -> None:
    assert BANNER not in client.get("/").content.decode()
    assert "Allow: /" in client.get("/robots.txt").content.decode()
    settings.DEMO = True
    caches["bodies"].clear()
    assert BANNER in client.get("/").content.decode()
    assert 'content="noindex, nofollow"' in client.get("/").content.decode()
    assert "Disallow: /" in client.get("/robots.txt").content.decode()


def test_only_a_demo_has_another_time_and_stories(settings: Any, db: None) -> None:
    moment = now() - timedelta(days=9)
    with pytest.raises(RuntimeError, match="Only a demo"), told_as_of(moment):
        pass
    with pytest.raises(Refused, match="no demo's data directory"):
        build()
    settings.DEMO = True
    with told_as_of(moment):
        assert now() == moment
    assert now() > moment + timedelta(days=8)


def test_stories_are_told_in_the_order_of_their_days(settings: Any) -> None:
    settings.DEMO = True
    present = datetime(2026, 11, 29, tzinfo=UTC)
    told: list[tuple[str, int]] = []

    def story(name: str, *days: float) -> Story:
        for day in days:
            yield day
            told.append((name, (present - now()).days))

    tell([story("first", 9, 3), story("second", 9, 5, 0)], present=present)
    assert told == [("first", 9), ("second", 9), ("second", 5), ("first", 3), ("second", 0)]
    for wrong in ((3, 4), (-1,)):
        with pytest.raises(ValueError, match="Story 1"):
            tell([story("wrong", *wrong)], present=present)


def test_only_its_own_directory_is_emptied(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    prepare(folder)
    key = (folder / "secret_key").read_text()
    assert (folder / "secret_key").stat().st_mode & 0o77 == 0
    (folder / "mail").mkdir()
    (folder / "mail" / "1.log").write_text("old")
    prepare(folder)
    assert sorted(path.name for path in folder.iterdir()) == [MARK, "secret_key"]
    assert (folder / "secret_key").read_text() != key

    (folder / MARK).unlink()
    with pytest.raises(NoDemo, match="nothing was touched"):
        prepare(folder)
    assert (folder / "secret_key").exists()
    with pytest.raises(NoDemo, match="no directory"):
        prepare(folder / "secret_key")


@pytest.mark.parametrize(
    ("is_marked", "variables", "said"),
    [
        (False, {}, "This is no demo's data directory"),
        (True, {"DATABASE_URL": "sqlite:////dev/null"}, "A demo has its own database"),
        (True, {"REGISTRY_SMTP_URL": "smtp+plain://localhost"}, "sends no mails"),
    ],
)
def test_a_real_registry_is_refused(
    is_marked: bool, variables: dict[str, str], said: str, tmp_path: Path
) -> None:
    if is_marked:
        prepare(tmp_path)
    refused = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            "REGISTRY_SECRET_KEY": "only-for-tests-" + "0" * 32,
            "REGISTRY_DATA_DIR": str(tmp_path),
            "REGISTRY_MAIL_FROM": "registry@example.org",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert said in refused.stderr
