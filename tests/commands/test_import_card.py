"""The way in for card files: refusals like a compiler's, and nothing stored that is not whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.models import CardVersion, Lab, Ranking, Release
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import format_of
from registry.rules.problems import compiler_line
from tests.commands.conftest import Run, Stored
from tests.factories.figures_card import changed
from tests.factories.small_card import SOURCE, small_card
from tests.factories.starter import starter_cards

STARTER = Path(__file__).parents[2] / "registry" / "starter" / "cards"
TEXT = json.dumps(small_card(), indent=2)
YAML = yaml.safe_dump(small_card(), sort_keys=False)

HOSTILE: dict[str, tuple[str, str | bytes, set[str]]] = {
    "not JSON": ("c.json", "<html></html>", {"reading.syntax"}),
    "words": ("c.json", "hello: world", {"reading.syntax"}),
    "wrong type": ("c.json", TEXT.replace('"Model 1"', "7"), {"schema.type"}),
    "unknown key": ("c.json", TEXT.replace('"card_id"', '"card_idd"'), {"schema.unknown_key"}),
    "NaN": ("c.json", TEXT.replace("3e+25", "NaN"), {"reading.not_a_number"}),
    "1e999": ("c.json", TEXT.replace("3e+25", "1e999"), {"reading.number_range"}),
    "2 MiB": ("c.json", TEXT + " " * 2**21, {"reading.size"}),
    "objects 1,000 deep": ("c.json", '{"a":' * 1000 + "1" + "}" * 1000, {"reading.depth"}),
    "arrays 1,000 deep": ("c.json", "[" * 1000 + "]" * 1000, {"reading.depth"}),
    "NUL": ("c.json", TEXT.replace("Model 1", "Model\0"), {"reading.null_character"}),
    "NUL, escaped": ("c.json", TEXT.replace("Model 1", r"\u0000"), {"reading.null_character"}),
    "duplicate key": (
        "c.json",
        TEXT.replace('"language"', '"language": "fr", "language"'),
        {"reading.duplicate_key"},
    ),
    "javascript: link": (
        "c.json",
        TEXT.replace("https://example.org/report", "javascript:alert(1)"),
        {"schema.pattern"},
    ),
    "26 digits": ("c.json", TEXT.replace("3e+25", "38" + "0" * 24), {"reading.integer_range"}),
    "YAML anchor": ("c.yaml", "a: &x 1\nb: *x\n", {"reading.yaml_alias"}),
    "YAML tag": ("c.yml", "a: !!python/object:os.system x", {"reading.yaml_tag"}),
    "no as a language": (
        "c.yaml",
        YAML.replace("language: en", "language: no"),
        {"reading.yaml_word"},
    ),
    "empty": ("c.json", "", {"reading.empty"}),
    "empty YAML": ("c.yaml", "\n", {"reading.empty"}),
    "not UTF-8": ("c.json", b"\xff\xfe{\x00", {"reading.encoding"}),
}


def without_doubts(printed: str) -> str:
    """What was printed, without notes and warnings of the plausibility checks."""
    lines = printed.splitlines(keepends=True)
    return "".join(line for line in lines if ": note: " not in line and ": warning: " not in line)


def write(folder: Path, name: str, content: str | bytes | dict[str, Any]) -> Path:
    text = json.dumps(content, indent=2) if isinstance(content, dict) else content
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def sourced_card(**changes: Any) -> dict[str, Any]:
    """The small card with a source for its release date, so that it can be registered."""
    card = small_card() | changes
    card["identity"]["model_version"]["evidence"] = [dict(SOURCE)]
    return card


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("options", [(), ("--publish", "--create")], ids=["check", "publish"])
def test_a_hostile_file_is_explained_and_leaves_nothing(
    case: str, options: tuple[str, ...], tmp_path: Path, run: Run, stored: Stored
) -> None:
    name, content, codes = HOSTILE[case]
    path = write(tmp_path, name, content)
    problems = check_card(path.read_bytes(), format_of(name)).problems
    assert {problem.code for problem in problems} == codes
    before = stored()

    outcome = run("import_card", path, *options)

    assert outcome.code == 1
    assert outcome.out == ""
    expected = [*(compiler_line(str(path), problem) for problem in problems), "Nothing was stored."]
    assert outcome.err.splitlines() == expected
    assert stored() == before


def test_problems_have_file_line_column_and_pointer(tmp_path: Path, run: Run) -> None:
    path = write(tmp_path, "my card.json", TEXT.replace('"Model 1"', "7"))
    line = TEXT.splitlines().index('    "name": "Model 1",') + 1
    outcome = run("import_card", path)
    assert outcome.err.startswith(f"{path}:{line}:5: error: /model/name: Model › Name: found 7")


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.json", "No such file or directory"), ("", "Is a directory")]
)
def test_a_path_that_cannot_be_read(
    name: str, reason: str, tmp_path: Path, run: Run, stored: Stored
) -> None:
    before = stored()
    outcome = run("import_card", tmp_path / name, "--publish")
    assert outcome.code == 1
    assert outcome.err == f"{tmp_path / name}: error: {reason}\nNothing was stored.\n"
    assert stored() == before


@pytest.mark.parametrize("bad_first", [True, False])
def test_one_bad_file_keeps_the_good_one_out(
    bad_first: bool, tmp_path: Path, run: Run, stored: Stored
) -> None:
    good = write(tmp_path, "good.json", sourced_card())
    bad = write(tmp_path, "bad.json", TEXT.replace("3e+25", "NaN"))
    before = stored()
    files = (bad, good) if bad_first else (good, bad)
    outcome = run("import_card", *files, "--publish", "--create")
    assert outcome.code == 1
    assert "published" not in outcome.out
    assert stored() == before


def test_a_file_that_only_the_registry_can_refuse_keeps_the_good_one_out(
    tmp_path: Path, run: Run, stored: Stored
) -> None:
    good = write(tmp_path, "good.json", sourced_card())
    bad = write(tmp_path, "bad.json", sourced_card(card_id="openai/gpt-4"))
    before = stored()
    outcome = run("import_card", good, bad, "--publish", "--create")
    assert outcome.code == 1
    assert outcome.out == ""
    refusal = without_doubts(outcome.err)
    assert re.match(rf"{bad}:\d+:\d+: error: /model/developer: Found 'Example Lab'", refusal)
    assert stored() == before


def test_every_bad_file_is_reported(tmp_path: Path, run: Run) -> None:
    one = write(tmp_path, "one.json", TEXT.replace("3e+25", "NaN"))
    two = write(tmp_path, "two.json", TEXT.replace("3e+25", "1e999"))
    outcome = run("import_card", one, tmp_path / "missing.json", two)
    assert [line.split(":")[0] for line in outcome.err.splitlines()] == [
        str(one),
        str(tmp_path / "missing.json"),
        str(two),
        "Nothing was stored.",
    ]


def test_checking_a_valid_card_stores_nothing_and_says_what_to_do(
    tmp_path: Path, run: Run, stored: Stored
) -> None:
    card = json.loads((STARTER / "openai" / "gpt-4.json").read_bytes())
    card["model"]["version"] = "0613"
    path = write(tmp_path, "gpt-4.yaml", yaml.safe_dump(card))
    before = stored()
    outcome = run("import_card", path)
    assert outcome.code == 0
    assert outcome.out == f"{path}: valid; add --publish to publish it\n"
    assert stored() == before


def test_a_release_that_is_not_registered(tmp_path: Path, run: Run, stored: Stored) -> None:
    path = write(tmp_path, "new.json", sourced_card())
    before = stored()
    for options in ((), ("--publish",)):
        outcome = run("import_card", path, *options)
        assert outcome.code == 1
        refusal = without_doubts(outcome.err)
        assert refusal.startswith(f"{path}:3:3: error: /card_id: Found 'example-lab/model-1'")
        assert outcome.err.endswith(
            "Nothing was stored. With --publish --create, the release is registered from its card."
            "\n"
        )
        assert stored() == before


def test_create_registers_lab_and_release_with_their_source(tmp_path: Path, run: Run) -> None:
    path = write(tmp_path, "new.yaml", yaml.safe_dump(sourced_card(language="no")))
    before = Ranking.objects.count()
    outcome = run("import_card", path, "--publish", "--create")
    assert without_doubts(outcome.err) == ""
    assert outcome.code == 0
    assert outcome.out == (
        f"{path}: published as example-lab/model-1 version 1 at /models/example-lab/model-1/\n"
    )
    release = Release.objects.get(public_id="example-lab/model-1")
    assert (release.name, release.tier, release.released_on.isoformat()) == (
        "Model 1",
        "1/2",
        "2025-01-20",
    )
    assert release.source_url == "https://example.org/report"
    assert (release.lab.name, release.lab.country) == ("Example Lab", "FR")
    version = CardVersion.objects.get(card__release=release)
    assert version.content.document()["language"] == "no"
    assert Ranking.objects.count() == before + 1


def test_create_refuses_a_release_date_without_source(
    tmp_path: Path, run: Run, stored: Stored
) -> None:
    path = write(tmp_path, "new.json", small_card())
    before = stored()
    outcome = run("import_card", path, "--publish", "--create")
    assert outcome.code == 1
    refusal = without_doubts(outcome.err)
    assert refusal.startswith(f"{path}: example-lab/model-1 cannot be registered: ")
    assert "source" in outcome.err
    assert outcome.err.endswith("Nothing was stored.\n")
    assert stored() == before
    assert not Lab.objects.filter(slug="example-lab").exists()


def test_create_alone_is_refused(tmp_path: Path, run: Run) -> None:
    outcome = run("import_card", write(tmp_path, "new.json", small_card()), "--create")
    assert (outcome.code, outcome.err) == (1, "--create works together with --publish.\n")


def test_a_live_card_is_not_published_again(run: Run, stored: Stored) -> None:
    path = STARTER / "openai" / "gpt-4.json"
    before = stored()
    outcome = run("import_card", path, "--publish")
    assert outcome.code == 0
    assert (
        outcome.out == f"{path}: unchanged; this is openai/gpt-4 version 1, which is live already\n"
    )
    assert stored() == before


def test_a_changed_card_becomes_the_next_version(tmp_path: Path, run: Run) -> None:
    card = json.loads((STARTER / "openai" / "gpt-4.json").read_bytes())
    card["model"]["version"] = "0613"
    outcome = run("import_card", write(tmp_path, "gpt-4.json", card), "--publish")
    assert "published as openai/gpt-4 version 2 at /models/openai/gpt-4/" in outcome.out


def test_another_preparer_is_refused(tmp_path: Path, run: Run, stored: Stored) -> None:
    card = json.loads((STARTER / "openai" / "gpt-4.json").read_bytes())
    card["prepared_by"]["role"] = "developer"
    path = write(tmp_path, "gpt-4.json", card)
    before = stored()
    outcome = run("import_card", path, "--publish")
    assert outcome.code == 1
    assert re.match(rf"{path}:\d+:\d+: error: /prepared_by/role: Found 'developer'", outcome.err)
    assert stored() == before


def test_control_characters_cannot_steer_the_terminal(tmp_path: Path, run: Run) -> None:
    path = write(tmp_path, "c.json", TEXT.replace('"card_id"', r'"\u001b[31mcard_id"'))
    assert "\x1b" not in run("import_card", path).err


def test_figures_that_do_not_fit_are_printed_and_kept_out(
    tmp_path: Path, run: Run, stored: Stored
) -> None:
    r1 = starter_cards()["deepseek/deepseek-r1"]
    amount = {"amount": 29_400_000, "currency": "USD"}
    path = write(tmp_path, "r1.json", changed(r1, {"cost.final_run.value.amount": amount}))
    before = stored()
    for options in ((), ("--publish",)):
        outcome = run("import_card", path, *options)
        assert outcome.code == 1
        errors = [line for line in outcome.err.splitlines() if ": error: " in line]
        assert len(errors) == 2
        for line in errors:
            assert re.match(rf"{path}:\d+:\d+: error: /cost/final_run: 147,000 accel", line)
        assert errors[1].endswith("exactly 100 times more. Two digits too many? (PC11)")
        assert any(": note: /cost/final_run: " in line for line in outcome.err.splitlines())
        assert stored() == before


def test_an_accepted_figure_is_published_with_its_reason(tmp_path: Path, run: Run) -> None:
    r1 = starter_cards()["deepseek/deepseek-r1"]
    amount = {"amount": 29_400_000, "currency": "USD"}
    path = write(tmp_path, "r1.json", changed(r1, {"cost.final_run.value.amount": amount}))
    for check in ("PC03", "PC11"):
        reason = ("--reason", "The sum includes the premises")
        outcome = run("editorial", "accept-figure", r1["card_id"], check, "--file", path, *reason)
        assert outcome.out == f"1 error of {check} in deepseek/deepseek-r1 may stand\n"
    outcome = run("import_card", path, "--publish")
    assert outcome.code == 0
    assert "published as deepseek/deepseek-r1 version 2" in outcome.out
    assert "accepted by an editor: The sum includes the premises" in outcome.err
