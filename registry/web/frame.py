"""What stands around every page: the ranking shown, versions, the editors' address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from registry.models import Ranking
from registry.rules.numerals import date_text
from registry.rules.ranking.lab_inputs import METHOD_VERSION
from registry.rules.standard import CURRENT_VERSION
from registry.web.view_models.frame import Frame
from registry.web.view_models.shared import RankingStamp


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that a response without a frame asks the database nothing."""
    return {"frame": SimpleLazyObject(_frame)}


def _frame() -> Frame:
    ranking = Ranking.objects.current().first()
    return Frame(
        standard_version=CURRENT_VERSION,
        method_version=METHOD_VERSION,
        ranking=stamp(ranking) if ranking else None,
        contact=settings.CONTACT_EMAIL,
        is_demo=settings.DEMO,
    )


def stamp(ranking: Ranking) -> RankingStamp:
    return RankingStamp(
        number=ranking.number,
        url=ranking.get_absolute_url(),
        date=date_text(ranking.as_of.isoformat()),
        digest=ranking.digest,
    )
