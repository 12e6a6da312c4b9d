"""For the process that watches this one."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.models import RegistryState, append_only


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, the record is protected and a ranking is stored; else 503."""
    try:
        protected = not append_only.missing(connection)
        ranking = RegistryState.objects.values_list("current_ranking_id", flat=True).first()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the database is the answer
        return JsonResponse({"status": "error", "database": type(error).__name__}, status=503)
    healthy = protected and ranking is not None
    body = {
        "status": "ok" if healthy else "error",
        "database": "ok",
        "append_only": protected,
        "ranking": ranking,
    }
    return JsonResponse(body, status=200 if healthy else 503)
