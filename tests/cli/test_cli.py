"""The offline command line: exit codes, messages, and that it needs no framework."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.cli.__main__ import main
from tests.factories.dataset import small_dataset
from tests.factories.figures_card import changed
from tests.factories.small_card import small_card
from tests.factories.starter import starter_cards

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]

# Runs a module as the command line does, after making what it must not need impossible to import.
WITHOUT_FRAMEWORK = """
import runpy, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "rest_framework", "psycopg", "gunicorn"}:
            raise ImportError(f"{name} is not installed here")

sys.meta_path.insert(0, Blocked())
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
EVERY_RULE = """
import pkgutil, registry.rules
for module in pkgutil.walk_packages(registry.rules.__path__, "registry.rules."):
    __import__(module.name)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A download that agrees; not to be changed."""
    root = tmp_path_factory.mktemp("download")
    for name, data in small_dataset().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def without_framework(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_runs_where_no_framework_is_installed(folder: Path, tmp_path: Path) -> None:
    done = without_framework(WITHOUT_FRAMEWORK, "registry.cli", "verify_ranking", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("all agree\n")
    card = tmp_path / "card.json"
    card.write_text(json.dumps(small_card()))
    done = without_framework(WITHOUT_FRAMEWORK, "registry.cli", "check", card)
    assert (done.returncode, done.stdout) == (0, f"{card}: valid\n")
    assert ": error: " not in done.stderr


def test_no_module_of_the_rulebook_needs_a_framework() -> None:
    blocker = WITHOUT_FRAMEWORK.partition("sys.argv =")[0]
    done = without_framework(blocker + EVERY_RULE)
    assert (done.returncode, done.stderr) == (0, "")
    done = without_framework(blocker + "import django")
    assert "django is not installed here" in done.stderr


def test_a_download_that_agrees(folder: Path, capsys: Captured) -> None:
    assert main(["verify_ranking", str(folder)]) == 0
    assert capsys.readouterr().out.endswith("values compared: all agree\n")


def test_hidden_files_of_a_desktop_do_not_matter(folder: Path, capsys: Captured) -> None:
    (folder / ".DS_Store").write_bytes(b"\0")
    assert main(["verify_ranking", str(folder)]) == 0
    (folder / ".DS_Store").unlink()


def test_a_download_that_differs(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    for path in folder.rglob("*.json"):
        copy = tmp_path / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "notes.txt").write_text("Not part of it")
    grades = json.loads((tmp_path / "grades.json").read_bytes())
    grades["openai/gpt-4"] = {}
    (tmp_path / "grades.json").write_text(json.dumps(grades))
    assert main(["verify_ranking", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert "grades.json: SHA-256 or size is not what the manifest lists" in lines
    assert "notes.txt: no part of the dataset" in lines
    assert (len(lines), lines[-1]) == (21, "… and 46 more")
    assert captured.out.endswith("values compared: 66 differ\n")


@pytest.mark.parametrize("name", ["", "missing", "file"])
def test_what_is_no_download(name: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").write_text("{}")
    assert main(["verify_ranking", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err == (
        f"python -m registry.cli: {tmp_path / name} has no manifest.json: "
        "give a folder that was exported.\n"
    )


def test_a_download_that_is_broken(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    assert main(["verify_ranking", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "python -m registry.cli: standard.json is missing.\n"


def test_every_file_is_checked_and_the_worst_decides(tmp_path: Path, capsys: Captured) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.yaml"
    good.write_text(json.dumps(small_card()))
    bad.write_text("language: no\n")
    assert main(["check", str(good)]) == 0
    assert main(["check", str(bad), str(good)]) == 1
    capsys.readouterr()
    assert main(["check", str(tmp_path / "missing"), str(bad), str(tmp_path), str(good)]) == 2
    captured = capsys.readouterr()
    assert captured.out == f"{good}: valid\n"
    errors = [line for line in captured.err.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in errors] == [
        str(tmp_path / "missing"),
        f"{bad}:1:11",
        str(tmp_path),
    ]


def test_figures_that_do_not_fit_are_printed(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "r1.json"
    r1 = starter_cards()["deepseek/deepseek-r1"]
    path.write_text(json.dumps(r1, indent=2))
    assert main(["check", str(path)]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{path}: valid\n"
    scope = next(line for line in captured.err.splitlines() if line.endswith("(PC13)"))
    assert re.match(rf"{path}:\d+:\d+: note: /cost/final_run: 294,000 USD cover ", scope)
    amount = {"amount": 29_400_000, "currency": "USD"}
    path.write_text(json.dumps(changed(r1, {"cost.final_run.value.amount": amount}), indent=2))
    assert main(["check", str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    errors = [line for line in captured.err.splitlines() if ": error: /cost/final_run: " in line]
    assert [line[-6:] for line in errors] == ["(PC03)", "(PC11)"]
    assert "exactly 100 times more" in errors[1]


@pytest.mark.parametrize("arguments", [[], ["no-such-verb"], ["check"], ["verify_ranking"]])
def test_a_wrong_call_is_exit_code_2(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m registry.cli")


def test_help_has_examples(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    assert "python -m registry.cli check my-card.json" in capsys.readouterr().out


def test_a_card_as_json(tmp_path: Path, capsys: Captured) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.yaml"
    good.write_text(json.dumps(small_card()))
    bad.write_text("card_id: [")
    assert main(["check", "--json", str(good)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["valid"]) == (str(good), True)
    assert told["preview"]["score"] > 0
    assert main(["check", "--json", str(bad), str(good)]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["valid"], second["valid"]) == (False, True)
    assert first["problems"][0]["code"] == "reading.syntax"
    assert main(["check", "--json", str(tmp_path / "missing.json")]) == 2
