"""What a reader's concern has to say, and who may answer one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.rules.concerns import (
    ConcernSubject,
    check_may_answer,
    find_link_faults,
    find_statement_faults,
    may_meet,
    read_links,
)
from registry.rules.errors import NotPermitted, SecondFactorMissing
from registry.rules.permissions import Membership, Person, Scope

EDITOR = Person("e", is_editor=True, has_second_factor=True)
SUBJECT = ConcernSubject(labs=frozenset({"deepseek"}))


@pytest.mark.parametrize(
    ("person", "subject"),
    [
        (replace(EDITOR, is_editor=False), SUBJECT),
        (replace(EDITOR, is_editor=False, is_administrator=True), SUBJECT),
        (replace(EDITOR, scope=Scope("deepseek", frozenset())), SUBJECT),
        (replace(EDITOR, memberships={"deepseek": Membership.SUBMITTER}), SUBJECT),
        (EDITOR, replace(SUBJECT, on_case=frozenset({"e"}))),
        (EDITOR, replace(SUBJECT, reporter="e")),
    ],
    ids=["reader", "administrator", "token", "of the lab", "on the case", "reporter"],
)
def test_who_does_not_even_meet_it(person: Person, subject: ConcernSubject) -> None:
    assert may_meet(EDITOR, SUBJECT)
    assert not may_meet(person, subject)
    with pytest.raises(NotPermitted):
        check_may_answer(person, subject)


def test_answering_takes_a_second_factor() -> None:
    check_may_answer(replace(EDITOR, is_chief=True), SUBJECT)
    with pytest.raises(SecondFactorMissing):
        check_may_answer(replace(EDITOR, has_second_factor=False), SUBJECT)


@pytest.mark.parametrize(
    ("statement", "found"),
    [("", "found nothing"), ("  short  ", "found 5 characters"), ("x" * 5_001, "found 5,001")],
)
def test_a_statement_says_something(statement: str, found: str) -> None:
    fault = find_statement_faults(statement)
    assert found in fault and "Expected" in fault and fault.startswith("Statement: ")
    assert find_statement_faults("The table is of another model.") == ""


@pytest.mark.parametrize(
    "link",
    [
        "example.org/paper",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://user:secret@example.org/",
        "https://localhost/",
        "https://",
        "https://[::1",
        "https://example.org/a b",
        "https://example.org/" + "x" * 2_000,
    ],
)
def test_links_are_public_addresses(link: str) -> None:
    fault = find_link_faults(["https://example.org/", link])
    assert "in line 2" in fault and "Expected a public address" in fault


def test_one_to_ten_links() -> None:
    assert "found none" in find_link_faults([])
    links = [f"https://example.org/{number}" for number in range(11)]
    assert "found 11" in find_link_faults(links)
    assert find_link_faults(links[:10]) == ""
    assert read_links(" https://a.org \n\nhttps://b.org\nhttps://a.org") == (
        "https://a.org",
        "https://b.org",
    )
