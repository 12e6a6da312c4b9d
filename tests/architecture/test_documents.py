"""What is written about the product is true of it, and nothing unfinished is left lying about."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import allauth
import pytest
from django.core.management import get_commands

from registry.environment import variables
from registry.rules.plausibility.catalog import RULES
from registry.rules.problems import CODES

ROOT = Path(__file__).parents[2]
COMMANDS = {name for name, app in get_commands().items() if app == "registry"}
# Quoted from sources; what they say is theirs.
DATA = "registry/starter/cards/"

UNFINISHED = re.compile(
    r"\b(TODO|FIXME|HACK|NotImplementedError)\b|(?i:coming soon|under construction|lorem ipsum)"
)
MACHINE_PATHS = re.compile(r"(?<![\w./:-])/(work|home|root|opt|mnt|Users|tmp)/\w")
# Where packages come from is the machine's business.
PACKAGE_SOURCES = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TEMPLATE = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
# Django and allauth render these by their name.
BY_CONVENTION = {
    *("403.html", "403_csrf.html", "404.html", "429.html", "500.html"),
    # Rendered by Django's admin, which finds ours first.
    "admin/pagination.html",
}


def documents(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.endswith(".md")}


def lines_with(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    here = Path(__file__).relative_to(ROOT).as_posix()
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        if name != here and not name.startswith(DATA)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "caught", "let_through"),
    [
        (UNFINISHED, "# TODO: later", "placeholders such as todo"),
        (MACHINE_PATHS, "open('/home/me/x')", "https://example.org/home/x"),
        (PACKAGE_SOURCES, "--index-url x", "the registry's index"),
    ],
    ids=["unfinished", "machine paths", "package sources"],
)
def test_nothing_is_left_lying_about(
    pattern: re.Pattern[str], caught: str, let_through: str, texts: dict[str, str]
) -> None:
    assert pattern.search(caught)
    assert not pattern.search(let_through)
    assert lines_with(pattern, texts) == []


def test_relative_links_lead_somewhere(texts: dict[str, str]) -> None:
    broken = [
        f"{name}: {target}"
        for name, text in documents(texts).items()
        for target in LINK.findall(text)
        if not re.match(r"[a-z]+:|#|/", target)
        and not (ROOT / name).parent.joinpath(target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_every_make_target_that_is_named_exists(texts: dict[str, str]) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", texts["Makefile"], re.M))
    named = {
        (name, target)
        for name, text in {**documents(texts), ".ci/run": texts[".ci/run"]}.items()
        for target in re.findall(r"(?:^|`|; |&& )make ([a-z-]+)", text, re.M)
    }
    assert {("README.md", "run"), ("README.md", "test"), ("README.md", "check")} <= named
    assert [(name, target) for name, target in sorted(named) if target not in targets] == []


def test_every_command_that_is_named_exists(texts: dict[str, str]) -> None:
    theirs = {"makemigrations", "migrate"}
    for name, text in documents(texts).items():
        for command in re.findall(r"manage\.py ([a-z_]+)", text):
            assert command in COMMANDS | theirs, name
        for verb in re.findall(r"-m registry\.cli ([a-z_]+)", text):
            assert verb in {"check", "verify_ranking"}, name


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_described(command: str, texts: dict[str, str]) -> None:
    described = [
        name
        for name, text in documents(texts).items()
        if (name == "README.md" or name.startswith("docs/")) and re.search(rf"\b{command}\b", text)
    ]
    assert described


def test_settings_and_their_description_agree(texts: dict[str, str]) -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", texts["docs/configuration.md"], re.M)
    assert sorted(described) == sorted(variables())
    named = {
        (name, variable)
        for name, text in texts.items()
        if not name.startswith("tests/")
        for variable in re.findall(r"\bREGISTRY_[A-Z_]*[A-Z]\b", text)
    }
    assert [(n, v) for n, v in sorted(named) if v not in variables()] == []


def test_the_changelog_has_a_section_for_each_thing_that_can_move_a_rank(
    texts: dict[str, str],
) -> None:
    sections = re.findall(r"^### (.+)$", texts["CHANGELOG.md"].partition("\n## ")[2], re.M)
    assert sections[:5] == ["Schema", "Standard", "Method", "API", "Site"]


def test_every_template_is_used(texts: dict[str, str]) -> None:
    templates = {name.removeprefix("templates/") for name in texts if name.startswith("templates/")}
    included = {
        part
        for name, text in texts.items()
        if name.startswith("templates/")
        for part in TEMPLATE.findall(text)
    }
    rendered = {
        node.value
        for name, text in texts.items()
        # What is only shown in the gallery is not used.
        if name.startswith(("registry/web/", "registry/admin/"))
        and not name.startswith("registry/web/gallery/")
        if name.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith((".html", ".svg"))
    }
    assert rendered <= templates
    used = included | rendered | BY_CONVENTION | rendered_by_allauth(texts) | mailed(texts)
    assert templates - used == set()


def mailed(texts: dict[str, str]) -> set[str]:
    """The two templates of each mail that an action names."""
    calls = {
        name
        for file, text in texts.items()
        if file.startswith("registry/actions/")
        for name in re.findall(r'(?:post_mail|_tell)\(\s*"([a-z_]+)"', text)
    }
    return {f"mails/{name}_{part}.txt" for name in calls for part in ("subject", "message")}


def rendered_by_allauth(texts: dict[str, str]) -> set[str]:
    """What the modules of allauth name, of the kinds that this site uses.

    There a page is "account/login." and an ending, a mail "account/email/password_changed" and the
    endings of its parts. Our own mails are named in the same way.
    """
    modules = [
        path.read_text()
        for part in ("account", "mfa")
        for path in (Path(allauth.__file__).parent / part).rglob("*.py")
    ]
    modules.append(texts["registry/web/accounts/adapters.py"])
    named = set(re.findall(r'"((?:account|mfa)/[a-z_/]+)[."]', "\n".join(modules)))
    endings = (".html", ".txt", "_subject.txt", "_message.txt")
    assert {"account/login", "account/email/password_changed"} <= named
    return {f"{name}{ending}" for name in named for ending in endings}


def test_every_problem_code_is_raised_somewhere(sources: dict[str, str]) -> None:
    constants = {
        node.value
        for name, text in sources.items()
        if name != "registry/rules/problems.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # Those of the plausibility checks are made from the ids of the checks.
    checks = {f"plausibility.{rule.id}" for rule in RULES}
    assert set(CODES) - constants - checks == set()


def test_the_locked_requirements_are_hashes_alone(texts: dict[str, str]) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        pins = [line for line in texts[name].splitlines() if line and not line.startswith(" ")]
        assert pins
        assert all(re.match(r"[a-z0-9.\-\[\]]+==\S+", pin) for pin in pins), name
        assert texts[name].count("--hash=sha256:") >= len(pins)
