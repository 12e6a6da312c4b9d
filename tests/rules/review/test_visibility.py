"""Who sees what of a review, and when: each function against rows written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.rules.visibility import (
    PUBLIC,
    Audience,
    Stage,
    Viewer,
    sees_confidential_note,
    sees_declaration,
    sees_identity,
    sees_internal_notes,
    sees_invitations,
    sees_issues,
    sees_letter,
    sees_rebuttal,
    sees_report,
    sees_report_draft,
    sees_snapshot,
)

# The second referee reported in round 1, the late one in none, the author is whose thing it is.
VIEWERS = {
    "public": PUBLIC,
    "lab": Viewer(Audience.LAB, "lab"),
    "author": Viewer(Audience.REFEREE, "author", frozenset({1})),
    "second": Viewer(Audience.REFEREE, "second", frozenset({1})),
    "late": Viewer(Audience.REFEREE, "late"),
    "recused": Viewer(Audience.REFEREE, "recused", is_recused=True),
    "editors": Viewer(Audience.EDITORS, "editor"),
    "administrator": Viewer(Audience.ADMINISTRATOR, "administrator"),
}
REFEREES = {"author", "second", "late", "recused"}
AT_WORK = Stage()
CLOSED = Stage(closed_rounds=frozenset({1}))
PUBLISHED = Stage(True, frozenset({1}))
# Rejected or withdrawn.
ENDED = Stage(closed_rounds=frozenset({1}), is_closed=True)
STAGES = (AT_WORK, CLOSED, PUBLISHED, ENDED)
ALL = set(VIEWERS)


def who(sees: Callable[[Viewer], bool]) -> set[str]:
    return {name for name, viewer in VIEWERS.items() if sees(viewer)}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (AT_WORK, ALL - {"public", "recused"}),
        (ENDED, ALL - {"public", "recused"}),
        (PUBLISHED, ALL),
    ],
)
def test_a_card_under_review(stage: Stage, expected: set[str]) -> None:
    assert who(lambda viewer: sees_snapshot(viewer, stage)) == expected


def test_a_draft_of_a_report_is_its_authors() -> None:
    assert who(lambda viewer: sees_report_draft(viewer, "author")) == {"author"}
    assert who(lambda viewer: sees_report_draft(viewer, "lab")) == set(), "who only has the key"


@pytest.mark.parametrize(
    ("stage", "is_decided", "expected"),
    [
        (AT_WORK, False, {"author", "editors", "administrator"}),
        # The round was opened again after the decision.
        (AT_WORK, True, {"author", "editors", "administrator", "lab"}),
        (CLOSED, False, {"author", "second", "editors", "administrator"}),
        (CLOSED, True, {"author", "second", "editors", "administrator", "lab"}),
        (PUBLISHED, False, ALL),
        (PUBLISHED, True, ALL),
        (ENDED, True, {"author", "editors", "administrator", "lab"}),
        (ENDED, False, {"author", "editors", "administrator"}),
    ],
)
def test_a_report(stage: Stage, *, is_decided: bool, expected: set[str]) -> None:
    assert (
        who(lambda viewer: sees_report(viewer, "author", 1, stage, is_decided=is_decided))
        == expected
    )


def test_a_report_of_another_round() -> None:
    """Of round 2, which is closed, the second referee has no report."""
    stage = Stage(closed_rounds=frozenset({1, 2}))
    assert who(lambda viewer: sees_report(viewer, "author", 2, stage, is_decided=False)) == {
        "author",
        "editors",
        "administrator",
    }


def test_a_confidential_note_at_every_stage() -> None:
    assert who(lambda viewer: sees_confidential_note(viewer, "author")) == {"author", "editors"}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("is_signed", [True, False])
def test_who_a_referee_is(stage: Stage, *, is_signed: bool) -> None:
    is_open = is_signed and stage is PUBLISHED
    expected = ALL if is_open else {"author", "editors", "administrator"}
    assert (
        who(lambda viewer: sees_identity(viewer, "author", stage, is_signed=is_signed)) == expected
    )


def test_a_key_alone_makes_nobody_the_referee() -> None:
    lab = Viewer(Audience.LAB, "author")
    assert not sees_identity(lab, "author", AT_WORK, is_signed=False)
    assert not sees_confidential_note(lab, "author")


def test_what_is_the_editors_alone() -> None:
    assert who(sees_invitations) == who(sees_internal_notes) == {"editors"}


@pytest.mark.parametrize(
    ("stage", "is_next_round", "is_decided", "expected"),
    [
        (CLOSED, False, False, {"lab", "editors"}),
        (CLOSED, True, False, {"lab", "editors", "author", "second"}),
        (CLOSED, False, True, {"lab", "editors", "author", "second"}),
        (PUBLISHED, False, False, ALL),
        (ENDED, True, True, {"lab", "editors"}),
        (ENDED, True, False, {"lab", "editors"}),
    ],
)
def test_a_rebuttal(
    stage: Stage, *, is_next_round: bool, is_decided: bool, expected: set[str]
) -> None:
    assert (
        who(
            lambda viewer: sees_rebuttal(
                viewer, 1, stage, is_next_round=is_next_round, is_decided=is_decided
            )
        )
        == expected
    )


@pytest.mark.parametrize(
    ("stage", "is_about_acceptance", "is_void", "expected"),
    [
        (CLOSED, False, False, {"lab", "editors"} | REFEREES - {"recused"}),
        (CLOSED, True, True, {"lab", "editors"}),
        (ENDED, False, False, {"lab", "editors"} | REFEREES - {"recused"}),
        (PUBLISHED, True, False, ALL),
        (PUBLISHED, False, False, {"lab", "editors"} | REFEREES - {"recused"}),
    ],
)
def test_a_letter(
    stage: Stage, *, is_about_acceptance: bool, is_void: bool, expected: set[str]
) -> None:
    assert (
        who(
            lambda viewer: sees_letter(
                viewer, stage, is_about_acceptance=is_about_acceptance, is_void=is_void
            )
        )
        == expected
    )


def test_a_declaration_of_interests() -> None:
    assert who(lambda viewer: sees_declaration(viewer, "author")) == {"author", "editors"}


@pytest.mark.parametrize(
    ("stage", "was_sent", "expected"),
    [
        (AT_WORK, False, {"editors", "administrator"}),
        (AT_WORK, True, {"editors", "administrator", "lab"}),
        (PUBLISHED, False, {"editors", "administrator"}),
        (PUBLISHED, True, ALL),
    ],
)
def test_an_issue_of_triage(stage: Stage, *, was_sent: bool, expected: set[str]) -> None:
    assert who(lambda viewer: sees_issues(viewer, stage, was_sent=was_sent)) == expected
