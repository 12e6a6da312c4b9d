"""All rankings, newest first."""

from collections.abc import Sequence

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from registry.models import Ranking, RankingEntry
from registry.rules.numerals import date_text
from registry.web.parameters import PAIR, AddressError, address, one_number, unknown_names
from registry.web.view_models.history import RankingLine, RankingsPage
from registry.web.view_models.shared import Link

ON_PAGE = 50
TOLD_CAUSES = 3


def rankings_page(query: QueryDict) -> RankingsPage:
    """``before`` starts the list below a number."""
    before, refusal = None, None
    try:
        before = one_number(query, "before", "ranking")
    except AddressError as error:
        refusal = error.refusal
    last = last_number()
    every = Ranking.objects.newest_first()
    found = list((every.filter(number__lt=before) if before else every)[: ON_PAGE + 1])
    shown = found[:ON_PAGE]
    ranked = _ranked(shown)
    path = reverse("ranking:list")
    return RankingsPage(
        rankings=tuple(_line(ranking, ranked.get(ranking.number, 0), last) for ranking in shown),
        total=last,
        before=before or 0,
        older=Link("Earlier rankings", address(path, [("before", shown[-1].number)]))
        if len(found) > ON_PAGE
        else None,
        newest=Link("Newest rankings", path) if before else None,
        notices=unknown_names(query, ["before"]),
        refusal=refusal,
    )


def last_number() -> int:
    """The number of the newest ranking; numbers start at 1 and have no gaps."""
    return Ranking.objects.newest_first().values_list("number", flat=True).first() or 0


def difference_link(number: int) -> Link | None:
    """What changed since the ranking before; None for the first."""
    if number < 2:
        return None
    pairs = zip(PAIR, (number - 1, number), strict=True)
    return Link(f"What changed since ranking {number - 1}", address(reverse("ranking:diff"), pairs))


def _ranked(rankings: Sequence[Ranking]) -> dict[int, int]:
    """How many labs each ranking ranks."""
    entries = RankingEntry.objects.filter(ranking__in=rankings, rank__isnull=False)
    return dict(entries.order_by().values_list("ranking").annotate(Count("id")))


def _line(ranking: Ranking, ranked: int, last: int) -> RankingLine:
    return RankingLine(
        ranking=Link(str(ranking.number), ranking.get_absolute_url()),
        date=date_text(ranking.as_of.isoformat()),
        date_iso=ranking.as_of.isoformat(),
        cards=ranking.cards,
        ranked=ranked,
        causes=tuple(ranking.causes[:TOLD_CAUSES]),
        has_more_causes=len(ranking.causes) > TOLD_CAUSES,
        difference=difference_link(ranking.number),
        is_current=ranking.number == last,
    )
