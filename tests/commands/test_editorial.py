"""Every editorial act from the command line, once done and once refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry.models import (
    ApplicabilityOverride,
    AuditEvent,
    EditorialFact,
    Lab,
    PeerReviewConfirmation,
    RegistryState,
    Release,
)
from tests.commands.conftest import Outcome, Run, Stored
from tests.factories.figures_card import slipped_r1

REASON = ("--reason", "A letter of 1 November 2026")
NEW_RELEASE = (
    *("--name", "Grok-9", "--released-on", "2026-03-31", "--precision", "month", "--tier", "1"),
    *("--tier-reason", "Flagship", "--source-title", "News", "--source-url", "https://x.ai/news"),
)

# Stands for a file with a card whose figures do not fit.
SLIPPED = "slipped.json"

DONE: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    "add-lab": (
        ("example", "--name", "Example", "--country", "FR", "--category", "nonprofit"),
        "Registered Example at /labs/example/",
        "lab.add",
        "example",
    ),
    "add-alias": (
        ("deepseek", "High-Flyer AI", "--from", "2019-01-01", "--until", "2023-07-17"),
        "DeepSeek is also known as High-Flyer AI",
        "lab.alias",
        "deepseek",
    ),
    "merge-labs": (
        ("bigcode", "--into", "bigscience", "--on", "2026-01-01"),
        "BigCode is merged into BigScience",
        "lab.merge",
        "bigcode",
    ),
    "invite": (
        ("deepseek", "--on", "2026-07-01"),
        "DeepSeek was invited on 2026-07-01",
        "lab.invite",
        "deepseek",
    ),
    "add-release": (
        ("xai/grok-9", *NEW_RELEASE),
        "Registered Grok-9 as xai/grok-9",
        "release.add",
        "xai/grok-9",
    ),
    "set-tier": (("xai/grok-1", "0"), "Grok-1 has tier 0", "release.set_tier", "xai/grok-1"),
    "designate-flagship": (
        ("openai/gpt-4",),
        "GPT-4 is the designated flagship of OpenAI",
        "lab.designate_flagship",
        "openai",
    ),
    "listed-until": (
        ("2026-09-30",),
        "Known releases are listed up to 2026-09-30",
        "registry.listed_until",
        "registry",
    ),
    "set-fact": (
        ("xai/grok-1", "training.has_rl", "true"),
        "training.has_rl of xai/grok-1 is true",
        "card.set_fact",
        "xai/grok-1",
    ),
    "override-applicability": (
        ("xai/grok-1", "COST-1", "no"),
        "Applicability of COST-1 for xai/grok-1: no",
        "card.override_applicability",
        "xai/grok-1",
    ),
    "confirm-peer-review": (
        ("deepseek/deepseek-r1", "COST-1", "--withdraw"),
        "Peer review of COST-1 of deepseek/deepseek-r1: no longer confirmed",
        "card.confirm_peer_review",
        "deepseek/deepseek-r1",
    ),
    "accept-figure": (
        ("deepseek/deepseek-r1", "PC03", "--file", SLIPPED),
        "1 error of PC03 in deepseek/deepseek-r1 may stand",
        "card.accept_figure",
        "deepseek/deepseek-r1",
    ),
}

REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "add-lab": (
        ("deepseek-2", "--name", "DeepSeek", "--country", "CN", "--category", "industry"),
        "collides with the lab DeepSeek",
    ),
    "add-alias": (
        ("deepseek", "X", "--from", "2026-01-02", "--until", "2026-01-01"),
        "cannot end on 2026-01-01 before 2026-01-02",
    ),
    "merge-labs": (("xai", "--into", "xai", "--on", "2026-01-01"), "cannot be merged into itself"),
    "invite": (("no-such-lab", "--on", "2026-07-01"), "There is no lab 'no-such-lab'"),
    "add-release": (("xai/grok-1", *NEW_RELEASE), "'xai/grok-1' is already registered"),
    "set-tier": (("xai/grok-99", "1"), "There is no release 'xai/grok-99'"),
    "designate-flagship": (("meta/llama-3-3-70b",), "a flagship has tier 1"),
    "listed-until": (("--reason", " ", "2026-09-30"), "needs a reason"),
    "set-fact": (("xai/grok-1", "training.has_rl", "perhaps"), "expected true or false"),
    "override-applicability": (("xai/grok-1", "COST-99", "no"), "has no item 'COST-99'"),
    "confirm-peer-review": (("xai/grok-1", "DATA-1"), "xai/grok-1"),
    "accept-figure": (("xai/grok-1", "PC03"), "xai/grok-1 has no open error of PC03"),
}


@pytest.fixture
def run(run: Run, tmp_path: Path) -> Run:
    (tmp_path / SLIPPED).write_text(json.dumps(slipped_r1()))

    def run_with_file(*arguments: object) -> Outcome:
        return run(*(tmp_path / SLIPPED if each == SLIPPED else each for each in arguments))

    return run_with_file


def test_every_act_is_in_both_tables(run: Run) -> None:
    acts = sorted(DONE)
    assert sorted(REFUSED) == acts
    outcome = run("editorial", "no-such-act", *REASON)
    assert outcome.code == 1
    offered = outcome.err.partition("choose from ")[2].rstrip(")\n").replace("'", "").split(", ")
    assert sorted(offered) == acts


@pytest.mark.parametrize("act", DONE)
def test_act_says_what_it_did_and_leaves_one_audit_row(act: str, run: Run) -> None:
    arguments, answer, action, subject = DONE[act]
    before = AuditEvent.objects.count()
    outcome = run("editorial", act, *arguments, *REASON)
    assert outcome.err == ""
    assert (outcome.code, outcome.out) == (0, f"{answer}\n")
    row = AuditEvent.objects.order_by("id").last()
    assert row is not None
    assert (row.action, row.subject, row.reason) == (action, subject, REASON[1])
    assert AuditEvent.objects.count() == before + 1
    assert run("refresh_ranking", "--check").err == ""


@pytest.mark.parametrize("act", REFUSED)
def test_refusal_says_why_and_stores_nothing(act: str, run: Run, stored: Stored) -> None:
    arguments, message = REFUSED[act]
    reason = () if "--reason" in arguments else REASON
    before = stored()
    outcome = run("editorial", act, *arguments, *reason)
    assert outcome.code == 1
    assert outcome.out == ""
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert stored() == before


@pytest.mark.parametrize("act", DONE)
def test_no_act_without_a_reason(act: str, run: Run, stored: Stored) -> None:
    before = stored()
    for reason in ((), ("--reason", " \t ")):
        outcome = run("editorial", act, *DONE[act][0], *reason)
        assert outcome.code == 1
        assert "reason" in outcome.err
    assert stored() == before


@pytest.mark.parametrize("act", DONE)
def test_help_of_an_act_explains_its_arguments(
    act: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        run("editorial", act, "--help")
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    assert "published with the act" in text
    described = text.replace("\n                        ", " ")
    positional = described.partition("positional arguments:")[2].partition("options:")[0]
    for line in filter(str.strip, positional.splitlines()):
        assert "  " in line.strip() or line.strip().startswith("{"), line


def test_acts_are_in_force(run: Run) -> None:
    for act in ("invite", "set-tier", "set-fact", "override-applicability", "listed-until"):
        run("editorial", act, *DONE[act][0], *REASON)
    run("editorial", "designate-flagship", *DONE["designate-flagship"][0], *REASON)
    run("editorial", "confirm-peer-review", *DONE["confirm-peer-review"][0], *REASON)
    assert str(Lab.objects.get(slug="deepseek").invited_on) == "2026-07-01"
    assert Release.objects.get(public_id="xai/grok-1").tier == "0"
    flagship = Lab.objects.get(slug="openai").designated_flagship
    assert flagship is not None and flagship.public_id == "openai/gpt-4"
    assert str(RegistryState.objects.get().releases_listed_until) == "2026-09-30"
    assert EditorialFact.objects.order_by("id").last().value is True  # type: ignore[union-attr]
    assert ApplicabilityOverride.objects.get().applicable is False
    assert PeerReviewConfirmation.objects.order_by("id").last().confirmed is False  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "stored_value"),
    [("false", False), ("null", None), ("[[" * 5000, "refused"), ("9" * 5000, "refused")],
    ids=["false", "null", "deep", "long"],
)
def test_values_of_facts(value: str, stored_value: Any, run: Run) -> None:
    before = EditorialFact.objects.count()
    outcome = run("editorial", "set-fact", "xai/grok-1", "training.has_rl", value, *REASON)
    if stored_value == "refused":
        assert (outcome.code, EditorialFact.objects.count()) == (1, before)
    else:
        last = EditorialFact.objects.order_by("id").last()
        assert outcome.code == 0
        assert last is not None and last.value is stored_value


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "01/02/2026", ""])
def test_days_that_are_none(day: str, run: Run) -> None:
    outcome = run("editorial", "invite", "deepseek", "--on", day, *REASON)
    assert outcome.code == 1
    assert "is not a date like 2026-11-24" in outcome.err


def test_text_that_is_not_utf_8_is_refused(run: Run, stored: Stored) -> None:
    """The shell hands on any byte; Python makes half a surrogate pair of one that is no text."""
    before = stored()
    bad = "caf\udce9"
    for arguments in (
        ("invite", "deepseek", "--on", "2026-07-01", "--reason", bad),
        ("add-release", "xai/grok-9", *NEW_RELEASE[:-3], bad, *NEW_RELEASE[-2:], *REASON),
    ):
        outcome = run("editorial", *arguments)
        assert outcome.code == 1
        assert "not UTF-8" in outcome.err
    assert stored() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("deepseek/deepseek-r1", "PC99", "--file", SLIPPED), "no plausibility check 'PC99'"),
        (("xai/grok-1", "PC03", "--file", SLIPPED), "is the card of deepseek/deepseek-r1"),
        (("xai/grok-99", "PC03"), "xai/grok-99 has no live version; name the card with --file"),
        (("xai/grok-1", "PC03", "--file", "no-such-file"), "No such file"),
        (("xai/grok-1", "PC03", "--withdraw"), "No error of PC03 is accepted for xai/grok-1"),
    ],
)
def test_what_cannot_be_accepted(
    arguments: tuple[str, ...], message: str, run: Run, stored: Stored
) -> None:
    before = stored()
    outcome = run("editorial", "accept-figure", *arguments, *REASON)
    assert (outcome.code, outcome.out) == (1, "")
    assert message in outcome.err
    assert stored() == before


def test_an_acceptance_can_be_withdrawn(run: Run) -> None:
    card = ("deepseek/deepseek-r1", "PC03")
    run("editorial", "accept-figure", *card, "--file", SLIPPED, *REASON)
    outcome = run("editorial", "accept-figure", *card, "--withdraw", *REASON)
    assert outcome.out == "Errors of PC03 in deepseek/deepseek-r1 are no longer accepted\n"
    assert run("editorial", "accept-figure", *card, "--withdraw", *REASON).code == 1
