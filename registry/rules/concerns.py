"""Readers' concerns about published cards: what one has to say, and who may answer it (P09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.permissions import Person

LONGEST_STATEMENT = 5_000
SHORTEST_STATEMENT = 20
LONGEST_NAME = 200
LONGEST_CONTACT = 254
MOST_LINKS = 10
LONGEST_LINK = 2_000
TOO_MANY = (
    "From your network, found ten concerns within an hour or forty within a day. Expected fewer"
)


@dataclass(frozen=True, slots=True)
class ConcernSubject:
    """What is asked about. People are named by their opaque keys.

    ``labs`` are the slugs of the lab that made the model and of the one that stands for it.
    ``on_case`` had a part in the review of the version, have an interest that forbids one, or
    belonged to the lab within two years; ``reporter`` sent the concern, where signed in.
    """

    labs: frozenset[str]
    on_case: frozenset[str] = frozenset()
    reporter: str = ""


def may_meet(person: Person, subject: ConcernSubject) -> bool:
    """Whether the concern exists for this person, in lists and counts too."""
    return (
        person.is_editor
        and person.scope is None
        and subject.labs.isdisjoint(person.memberships)
        and person.key not in subject.on_case
        and person.key != subject.reporter
    )


def check_may_answer(person: Person, subject: ConcernSubject) -> None:
    """Raise ``NotPermitted`` if the person may not take up or answer the concern."""
    if not may_meet(person, subject):
        raise NotPermitted(
            "Concerns are answered by an editor who had no part in the review of the version, and "
            "has no interest in its lab."
        )
    if not person.has_second_factor:
        raise SecondFactorMissing("Editors need a second factor; your account has none yet.")


def find_statement_faults(statement: str) -> str:
    """What is wrong with the statement of a concern; empty where nothing is."""
    length = len(statement.strip())
    if length < SHORTEST_STATEMENT:
        found = f"{length} character{'s' * (length != 1)}" if length else "nothing"
        return (
            f"Statement: found {found}. Expected at least {SHORTEST_STATEMENT} characters that say "
            "what is wrong and how everybody can check it."
        )
    if length > LONGEST_STATEMENT:
        return (
            f"Statement: found {length:,} characters. Expected at most {LONGEST_STATEMENT:,}; what "
            "is longer belongs behind a link."
        )
    return ""


def read_links(text: str) -> tuple[str, ...]:
    """The addresses in ``text``, one a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def find_link_faults(links: Sequence[str]) -> str:
    """What is wrong with the links of a concern; empty where nothing is."""
    if not links:
        return "Links: found none. Expected at least one, to what everybody can check."
    if len(links) > MOST_LINKS:
        return f"Links: found {len(links)}. Expected at most {MOST_LINKS}."
    for number, link in enumerate(links, 1):
        if not _is_link(link):
            shown = link if len(link) <= 80 else f"{link[:79]}…"
            return (
                f"Links: found “{shown}” in line {number}. Expected a public address such as "
                f"https://example.org/paper, without a password, of at most {LONGEST_LINK:,} "
                "characters."
            )
    return ""


def _is_link(text: str) -> bool:
    if len(text) > LONGEST_LINK or any(c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
