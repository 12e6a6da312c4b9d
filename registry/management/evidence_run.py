"""One run of the evidence checker: what is due is visited, recorded and graded, in small groups."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from registry.actions.audit import now
from registry.actions.visits import record_visits
from registry.models import Actor, ModelCard
from registry.models.cards import ModelCardQuerySet
from registry.models.visit_plan import CardPlan, card_plans
from registry.rules.problems import printable
from registry.rules.visits.links import Link
from registry.rules.visits.visit import Outcome, Visit
from registry.visiting.tour import Tour

# Recorded together: each card gets at most one new grading, and a run that is stopped loses little.
CARDS_TOGETHER = 8
NEVER = datetime.min.replace(tzinfo=UTC)
TOLD = {
    Outcome.REACHED: "reached",
    Outcome.UNREACHABLE: "not reached",
    Outcome.REFUSED: "let no program in",
    Outcome.BLOCKED: "not visited",
    Outcome.BUSY: "asked to come later",
}

Tell = Callable[[str], object]


class EvidenceRun:
    """What is due is decided once, at the start, so that no link is visited twice for one reason.

    ``limit`` is the most links to visit, None for all; ``tell`` prints a line.
    """

    def __init__(
        self, cards: ModelCardQuerySet, *, older_than: timedelta, limit: int | None, tell: Tell
    ) -> None:
        self._cards, self._older_than, self._limit, self._tell = cards, older_than, limit, tell
        self._started = now()
        self._outcomes: Counter[str] = Counter()
        self._regraded = 0

    def preview(self) -> None:
        """Tell what would be visited; nothing is visited or stored."""
        due: dict[Link, None] = {}
        for plan in self._plans(self._cards, self._in_order()):
            due |= dict.fromkeys(plan.due)
        for link in islice(due, self._limit):
            self._tell(f"would visit {printable(link.url)}")
        self._tell(f"{_count(len(due), 'link is', 'links are')} due; nothing was visited.")

    def go(self, tour: Tour, *, by: Actor) -> None:
        """Visit, record and grade; raises ``CutOff`` where no host at all answers."""
        left, groups = self._limit, self._in_order()
        while group := groups[:CARDS_TOGETHER]:
            groups = groups[CARDS_TOGETHER:]
            plans = list(self._plans(self._cards, group))
            wanted = _wanted(plans, left)
            visits = tour.visit(wanted, self._tell_visit)
            self._outcomes["put off"] += len(wanted) - len(visits)
            left = None if left is None else left - len(wanted)
            self._record(plans, visits, by)
            if left == 0:
                break
        self._tell(self._summary())

    def _in_order(self) -> list[int]:
        """Keys of the cards with something to do, those first that were never visited."""
        plans = self._plans(self._cards)
        return [pk for _, pk in sorted((plan.oldest or NEVER, plan.card.pk) for plan in plans)]

    def _plans(
        self, cards: ModelCardQuerySet, among: Iterable[int] | None = None
    ) -> Iterator[CardPlan]:
        chosen = cards if among is None else cards.filter(pk__in=among)
        ordered = chosen.order_by("pk")
        return card_plans(ordered, now=self._started, older_than=self._older_than)

    def _record(self, plans: Sequence[CardPlan], visits: Sequence[Visit], by: Actor) -> None:
        if not visits and not any(plan.is_behind for plan in plans):
            return
        before = {plan.card.pk: plan.card.current_grading_id for plan in plans}
        record_visits(by=by, visits=visits, cards=[plan.card for plan in plans])
        after = ModelCard.objects.filter(pk__in=before).values_list("pk", "current_grading_id")
        self._regraded += sum(before[pk] != grading for pk, grading in after)

    def _tell_visit(self, visit: Visit) -> None:
        self._outcomes[visit.outcome] += 1
        detail = f" ({visit.detail})" if visit.detail else ""
        self._tell(printable(f"{TOLD[visit.outcome]}: {visit.link.url}{detail}"))

    def _summary(self) -> str:
        visited = sum(self._outcomes[each] for each in TOLD)
        told = [f"{self._outcomes[each]} {words}" for each, words in TOLD.items()]
        told.append(f"{self._outcomes['put off']} put off")
        counts = ", ".join(each for each in told if not each.startswith("0 "))
        links = _count(visited, "link was", "links were")
        graded = _count(self._regraded, "card was", "cards were")
        return f"{links} visited{f': {counts}' if counts else ''}. {graded} graded again."


def _wanted(plans: Iterable[CardPlan], limit: int | None) -> dict[Link, frozenset[str]]:
    """The links that are due for any of the cards, with the excerpts of all of them."""
    wanted: dict[Link, frozenset[str]] = {}
    for plan in plans:
        for link, excerpts in plan.due.items():
            wanted[link] = wanted.get(link, frozenset()) | excerpts
    return dict(islice(wanted.items(), limit))


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
