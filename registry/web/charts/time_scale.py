"""Dates on an axis. Days are whole and in UTC, as all dates of the registry are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.rules.words import MONTHS
from registry.web.charts.scales import Tick

_DAYS_IN_STEP = (1, 2, 7, 14)
_MONTHS_IN_STEP = (1, 2, 3, 6)
_YEARS_IN_STEP = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = 12
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.4, 365.25


@dataclass(frozen=True, slots=True)
class Time:
    """Days from ``first`` to ``last`` between the pixels ``start`` and ``end``."""

    first: date
    last: date
    start: float
    end: float

    @classmethod
    def of_years(cls, first: int, last: int, start: float, end: float) -> Time:
        """Whole years."""
        return cls(date(first, 1, 1), date(last, 12, 31), start, end)

    def place(self, day: date) -> float:
        days = max((self.last - self.first).days, 1)
        return self.start + (self.end - self.start) * (day - self.first).days / days

    def ticks(self, least_room: float) -> tuple[Tick, ...]:
        """At round days, months or years, with at least about ``least_room`` pixels between."""
        a_day = (self.end - self.start) / max((self.last - self.first).days, 1)
        for days in _DAYS_IN_STEP:
            if days * a_day >= least_room:
                return self._labelled(self._every_days(days), with_days=True)
        for months in _MONTHS_IN_STEP:
            if months * _DAYS_OF_MONTH * a_day >= least_room:
                return self._labelled(self._every_months(months), with_days=False)
        years = next(
            (y for y in _YEARS_IN_STEP if y * _DAYS_OF_YEAR * a_day >= least_room),
            _YEARS_IN_STEP[-1],
        )
        return tuple(
            Tick(self.place(date(year, 1, 1)), str(year))
            for year in range(self.first.year, self.last.year + 1)
            if year % years == 0 and date(year, 1, 1) >= self.first
        )

    def years(self, least_room: float) -> tuple[Tick, ...]:
        """A tick where each year begins, its number in the middle of the year.

        Years without room for their number are left out, counted from the last.
        """
        a_year = (self.end - self.start) / (self.last.year - self.first.year + 1)
        step = next((y for y in _YEARS_IN_STEP if y * a_year >= least_room), _YEARS_IN_STEP[-1])
        return tuple(
            Tick(
                self.place(max(date(year, 1, 1), self.first)),
                str(year),
                (self.place(date(year, 1, 1)) + self.place(date(year, 12, 31))) / 2,
            )
            for year in range(self.last.year, self.first.year - 1, -step)
        )

    def _every_days(self, step: int) -> Iterator[date]:
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1, step):
            yield date.fromordinal(ordinal)

    def _every_months(self, step: int) -> Iterator[date]:
        for number in range(
            self.first.year * _MONTHS, self.last.year * _MONTHS + self.last.month, step
        ):
            day = date(number // _MONTHS, number % _MONTHS + 1, 1)
            if self.first <= day <= self.last:
                yield day

    def _labelled(self, days: Iterator[date], *, with_days: bool) -> tuple[Tick, ...]:
        """The year is told once, where it begins."""
        ticks: list[Tick] = []
        year = None
        for day in days:
            month = MONTHS[day.month - 1][:3]
            text = f"{day.day} {month}" if with_days else month
            ticks.append(Tick(self.place(day), text if day.year == year else f"{text} {day.year}"))
            year = day.year
        return tuple(ticks)
