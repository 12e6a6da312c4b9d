"""A clock of the tests: what actions take for the present moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from registry.actions import audit


class Calendar:
    """Stands in for ``datetime`` where actions ask what time it is."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self, _zone: object) -> datetime:
        return self.moment

    def pass_days(self, days: int, *, hours: int = 0) -> datetime:
        self.moment += timedelta(days=days, hours=hours)
        return self.moment


def stopped_calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """Noon of a Monday in winter; from here on time passes by hand."""
    calendar = Calendar(datetime(2026, 3, 2, 12, tzinfo=UTC))
    monkeypatch.setattr(audit, "datetime", calendar)
    return calendar
