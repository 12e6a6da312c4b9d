"""What all commands have in common, and the two that keep the registry up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connection

from registry.management.base import RegistryCommand
from registry.models import (
    CardContent,
    ClaimGrade,
    Grading,
    ItemTally,
    LabScore,
    RankingEntry,
    Release,
    append_only,
)
from tests.commands.conftest import Run, Stored

ROOT = Path(__file__).parents[2]
OURS = sorted(name for name, app in get_commands().items() if app == "registry")


def test_the_commands_are_those_of_the_product() -> None:
    assert OURS == [
        "check_evidence",
        "demo",
        "dump",
        "editorial",
        "end_editor",
        "export_dataset",
        "import_card",
        "lab_domain",
        "lab_member",
        "load_starter",
        "make_editor",
        "refresh_ranking",
        "run_clocks",
        "send_outbox",
        "verify_ranking",
        "webhook",
    ]


@pytest.mark.parametrize("command", OURS)
def test_help_says_what_it_does(command: str, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(command, "--help")
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    description = text.split("\n\n")[1]
    assert description.endswith((".", "--help"))
    assert all(len(line) <= 100 for line in description.splitlines())
    if command != "load_starter":
        assert f"examples:\n  manage.py {command} " in text or f"  manage.py {command}\n" in text


@pytest.mark.parametrize("command", OURS)
def test_unknown_options_are_refused(command: str, run: Run, stored: Stored) -> None:
    before = stored()
    outcome = run(command, "--no-such-option")
    assert outcome.code == 1
    assert "Error: " in outcome.err
    assert stored() == before


def manage(
    tmp_path: Path, *arguments: str, key: str = "k" * 40
) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "REGISTRY_SECRET_KEY": key,
        "REGISTRY_DATA_DIR": str(tmp_path),
    }
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", OURS)
def test_every_command_turns_refusals_into_messages(command: str) -> None:
    assert isinstance(load_command_class("registry", command), RegistryCommand)


def test_a_bad_setting_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = manage(tmp_path, "refresh_ranking", key="short")
    assert done.returncode == 1
    assert done.stderr == (
        "The environment has errors.\n"
        "  REGISTRY_SECRET_KEY: String should have at least 32 characters\n"
    )


def test_a_database_without_tables_is_explained(tmp_path: Path) -> None:
    done = manage(tmp_path, "refresh_ranking", "--check")
    assert done.returncode == 3
    assert done.stderr.startswith("CommandError: The database cannot be used: no such table")
    assert done.stderr.endswith("run: python manage.py migrate\n")


def test_a_server_does_not_start_without_its_guarantees(tmp_path: Path) -> None:
    done = manage(tmp_path, "shell", "-c", "import registry.wsgi")
    assert done.returncode == 1
    assert "Run: python manage.py migrate" in done.stderr.splitlines()[-1]


def test_loading_the_starter_again_adds_nothing(run: Run, stored: Stored) -> None:
    before = stored()
    outcome = run("load_starter")
    assert outcome.out == (
        "Starter compilation: 0 labs, 0 releases, 0 cards, 0 facts and confirmations added\n"
    )
    assert stored() == before


def test_refreshing_again_changes_nothing(run: Run, stored: Stored) -> None:
    run("refresh_ranking")
    before = stored()
    assert run("refresh_ranking").out == "Nothing changed since ranking 1.\n"
    assert stored() == before


def test_refreshing_an_empty_registry(empty_registry: None, run: Run) -> None:
    assert run("refresh_ranking").out == "There are no labs to rank yet.\n"
    outcome = run("refresh_ranking", "--check")
    assert (outcome.code, outcome.err) == (1, "There is no ranking.\n1 difference(s) found.\n")


def test_check_finds_nothing_in_an_untouched_registry(run: Run, stored: Stored) -> None:
    before = stored()
    outcome = run("refresh_ranking", "--check")
    assert (outcome.code, outcome.out, outcome.err) == (
        0,
        "Everything recomputed; no difference.\n",
        "",
    )
    assert stored() == before


@contextmanager
def tampering() -> Iterator[None]:
    """As somebody with the keys of the database might: the triggers are off for a moment."""
    with append_only.lifted(connection):
        yield


def change_content() -> None:
    content = CardContent.objects.get(version__live_on__release__public_id="openai/gpt-4")
    content.canonical = content.canonical.replace("GPT-4", "GPT-5", 1)
    content.save()


def change_claim_grade() -> None:
    ClaimGrade.objects.filter(
        grading__current_on__release__public_id="openai/gpt-4", item="COST-1"
    ).update(grade=3)


def change_grading() -> None:
    grading = Grading.objects.get(current_on__release__public_id="openai/gpt-4")
    grading.result["score"] = "99"
    grading.save()


def change_rank() -> None:
    RankingEntry.objects.filter(lab__slug="openai").update(rank=1)


def swap_positions() -> None:
    first, second = RankingEntry.objects.order_by("position")[:2]
    RankingEntry.objects.filter(pk=first.pk).update(position=9999)
    RankingEntry.objects.filter(pk=second.pk).update(position=first.position)
    RankingEntry.objects.filter(pk=first.pk).update(position=second.position)


def change_draws() -> None:
    score = LabScore.objects.filter(lab__slug="openai").order_by("-id")[0]
    score.draws = b"\0" * len(bytes(score.draws))
    score.save()


def change_working() -> None:
    score = LabScore.objects.filter(lab__slug="openai").order_by("-id")[0]
    score.working |= {"score": "99.000000000"}
    score.save()


def change_tier() -> None:
    Release.objects.filter(public_id="openai/gpt-4").update(tier="0")


def change_tally() -> None:
    ItemTally.objects.filter(item="COST-1").update(silent=0)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (change_content, "openai/gpt-4"),
        (change_claim_grade, "COST-1"),
        (change_grading, "openai/gpt-4"),
        (change_rank, "OpenAI"),
        (swap_positions, "position"),
        (change_draws, "OpenAI"),
        (change_working, "OpenAI"),
        (change_tier, "OpenAI"),
        (change_tally, "COST-1"),
    ],
)
def test_check_finds_tampering(change: Callable[[], None], named: str, run: Run) -> None:
    with tampering():
        change()
    outcome = run("refresh_ranking", "--check")
    assert outcome.code == 1
    assert named in outcome.err
    assert outcome.err.endswith("difference(s) found.\n")
    assert outcome.out == ""
