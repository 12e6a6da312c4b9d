"""The published schemas, byte for byte as they are in the repository."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import condition, require_safe

from registry.rules.standard import SCHEMAS_DIR

# Read once, and only these names can be asked for. A released schema never changes; the table of
# accelerators grows with an installation.
GROWING = "accelerators"
FILES = {
    path.relative_to(SCHEMAS_DIR).as_posix(): path.read_bytes()
    for kind in ("card", "standard", "review-file", GROWING)
    for path in sorted((SCHEMAS_DIR / kind).glob("*.json"))
}
ETAGS = {name: f'"{sha256(data).hexdigest()}"' for name, data in FILES.items()}


def _etag(request: HttpRequest, name: str) -> str | None:
    return ETAGS.get(name)


@require_safe
@condition(etag_func=_etag)
def schema(request: HttpRequest, name: str) -> HttpResponseBase:
    """One schema file; the names are those of the repository's ``schemas/`` folder."""
    if name not in FILES:
        raise Http404("There is no such schema. Known: " + ", ".join(FILES))
    grows = name.startswith(f"{GROWING}/")
    response = HttpResponse(
        FILES[name], content_type="application/json" if grows else "application/schema+json"
    )
    response.headers["Cache-Control"] = (
        "public, max-age=3600" if grows else "public, max-age=31536000, immutable"
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
