"""Whose move it is, for every state and everything that changes it."""

from __future__ import annotations

import pytest

from registry.rules.workflow.vocabulary import State
from registry.rules.workflow.waiting import Side, whose_move

NOBODYS = {
    State.PUBLISHED,
    State.DESK_REJECTED,
    State.REJECTED,
    State.WITHDRAWN,
    State.DISCARDED,
}


@pytest.mark.parametrize("state", State)
def test_every_state_is_somebodys_or_over(state: State) -> None:
    assert (whose_move(state) is Side.NOBODY) is (state in NOBODYS)
    assert whose_move(state, is_held=True) is Side.CHIEF


@pytest.mark.parametrize("state", State)
def test_a_proposal_waits_in_place_of_the_handling_editor_alone(state: State) -> None:
    """While the lab revises or referees report, a redaction that waits stops nobody."""
    side = whose_move(state)
    expected = Side.SECOND if side is Side.HANDLING_EDITOR else side
    assert whose_move(state, has_proposal=True) is expected


@pytest.mark.parametrize("state", State)
def test_a_proof_and_an_appeal_matter_in_their_states(state: State) -> None:
    accepted, appealed = state is State.ACCEPTED, state is State.APPEAL_OPEN
    by_proof = whose_move(state, waits_for_proof=True, has_proposal=accepted)
    assert by_proof is (Side.LAB if accepted else whose_move(state))
    by_appeal = whose_move(state, has_appeal_editor=True)
    assert by_appeal is (Side.APPEAL_EDITOR if appealed else whose_move(state))
