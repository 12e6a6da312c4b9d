"""What all editorial acts have in common."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from registry.actions.ranked import ranked_transaction
from registry.actions.recheck import find_differences
from registry.models import Actor, AuditEvent, Ranking
from registry.rules.errors import Refused
from tests.factories.acts import ACTS, Act
from tests.factories.stored import rows_added, stored_rows

# A ranking knows no aliases and no figures, and a flagship only among releases that are due.
UNRANKED = {"add alias", "accept figure", "designate flagship"}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_leaves_one_audit_row_and_one_ranking(name: str, editor: Actor) -> None:
    act, before, start = ACTS[name], stored_rows(), datetime.now(UTC)
    act.run(editor, "  Letter of 1 November 2026 ")
    added = rows_added(before, stored_rows())
    assert added["AuditEvent"] == 1
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.subject, event.actor_key, event.reason) == (
        act.recorded,
        act.subject,
        editor.key,
        "Letter of 1 November 2026",
    )
    assert start <= event.at <= datetime.now(UTC)
    assert added.get("Ranking", 0) == (name not in UNRANKED)
    assert find_differences() == []


@pytest.mark.parametrize("reason", ["", " \n", "a\x00b", "\udcff"])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_act_without_a_reason_is_refused(act: Act, reason: str, editor: Actor) -> None:
    before = stored_rows()
    with pytest.raises(Refused):
        act.run(editor, reason)
    assert stored_rows() == before


def test_many_acts_in_one_transaction_make_one_ranking(editor: Actor) -> None:
    rankings = Ranking.objects.count()
    with ranked_transaction():
        for act in ACTS.values():
            act.run(editor, "All at once")
        assert Ranking.objects.count() == rankings
    assert Ranking.objects.count() == rankings + 1
    assert find_differences() == []
