"""The one way in which a request to the API is answered, whatever it asks for."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.views import APIView

from registry.api.answers import JSON, LATEST, Answer, Body
from registry.api.errors import (
    REQUEST_ID,
    RequestRefused,
    invalid_parameters,
    problem_response,
    request_id,
)
from registry.api.inspection import EndpointSchema
from registry.api.kept_bodies import body_of
from registry.api.operations import Operation
from registry.api.parameters import NOTHING_ASKED, Asked, Parameter, read_query
from registry.api.throttling import READS, Quota, Usage, count
from registry.peers import peer
from registry.rules.errors import QueryInvalid

READING = ("GET", "HEAD", "OPTIONS")
EXPOSED = (
    "ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    f"WWW-Authenticate, {REQUEST_ID}"
)
# What a script on another site may send. It has to bring the token itself: cookies are never
# looked at, so no site acts for whoever happens to visit it.
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, Idempotency-Key, "
    "If-Match, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# On every answer of the API, refusals too.
FOR_ALL = {
    # Data, never a page: nothing in it may be run or framed.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Vary": "Accept, Accept-Encoding",
}


class Moved(Exception):  # noqa: N818 - an answer, not a failure
    """What was asked for is at another path of this site, for good."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Endpoint(APIView):
    """One address of the API.

    A subclass has ``get``, ``post`` or ``put``, which takes what was asked and the parts of the
    path and returns an ``Answer``, or raises ``RequestRefused``; and what describes it:
    ``operation``, ``parameters``, ``media_types`` in order of preference, ``quota`` (``None`` for
    what is not counted). Its docstring is published. One that takes several methods has
    ``operations`` by method instead of ``operation``, and the docstring of each is published.

    REST framework knows it as a view and its inspectors read it. Its request, authenticators,
    parsers and renderers have no part in an answer that is text already; they would cost 45 µs
    each time.
    """

    schema = EndpointSchema()
    operation: ClassVar[Operation]
    operations: ClassVar[Mapping[str, Operation]] = {}
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    media_types: ClassVar[tuple[str, ...]] = (JSON,)
    quota: ClassVar[Quota | None] = READS
    # Whether it takes a token, as ``private.PrivateEndpoint`` does.
    is_private: ClassVar[bool] = False
    _usage: Usage | None = None

    @classmethod
    def described(cls) -> Mapping[str, Operation]:
        """What is published of each method, beside HEAD and OPTIONS."""
        method = "GET" if hasattr(cls, "get") else "POST"
        return cls.operations or {method: cls.operation}

    @property
    def has_fields(self) -> bool:
        """Whether ``fields`` can be asked for."""
        return any(parameter.name == "fields" for parameter in self.parameters)

    def quota_for(self, asked: Asked) -> Quota | None:
        """What the request is counted under."""
        return self.quota

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = self._options_response(request)
        else:
            response = self._counted(request, kwargs)
        return self._complete(request, response)

    def counted_for(self, request: HttpRequest) -> str:
        """Whose quota the request uses up: that of a network address."""
        return peer(request)

    def _counted(self, request: HttpRequest, parts: Mapping[str, Any]) -> HttpResponse:
        """The answer; what the client has already is not counted, everything else is."""
        asked = NOTHING_ASKED
        try:
            handler = self._handler(request)
            self._negotiate(request)
            asked = read_query(self.parameters, request.META.get("QUERY_STRING", ""))
            response = self._answered(request, handler, asked, parts)
        except Moved as moved:
            response = moved_response(moved.path)
        except QueryInvalid as invalid:
            response = self._refused(request, invalid_parameters(invalid.problems), asked)
        except RequestRefused as refused:
            response = self._refused(request, refused, asked)
        if self._usage is not None:
            _add_headers(response, self._usage.headers())
        return response

    def _answered(
        self,
        request: HttpRequest,
        handler: Callable[..., Answer],
        asked: Asked,
        parts: Mapping[str, Any],
    ) -> HttpResponse:
        answer = handler(asked, **parts)
        early = _precondition(request, answer)
        if early is not None:
            return early
        self._count(request, asked)
        return written_response(answer, body_of(answer, request.get_full_path()))

    def _refused(self, request: HttpRequest, refused: RequestRefused, asked: Asked) -> HttpResponse:
        """A refusal counts like an answer, and may be the one too many itself."""
        if self._usage is None:
            try:
                self._count(request, asked)
            except _TooMany as too_many:
                refused = too_many
        return problem_response(request, refused)

    def _count(self, request: HttpRequest, asked: Asked) -> None:
        quota = self.quota_for(asked)
        if quota is None:
            return
        self._usage = count(quota, self.counted_for(request))
        if self._usage is not None and self._usage.is_exceeded:
            raise _TooMany(self._usage)

    def _handler(self, request: HttpRequest) -> Callable[..., Answer]:
        method = request.method or ""
        name = "get" if method == "HEAD" else method.lower()
        if method in self.allowed_methods:
            handler: Callable[..., Answer] = getattr(self, name)
            return handler
        raise RequestRefused(
            "method-not-allowed",
            f"Found {method[:20]}; this address takes {', '.join(self.allowed_methods)}.",
            headers={"Allow": ", ".join(self.allowed_methods)},
        )

    @property
    def allowed_methods(self) -> list[str]:
        reading = READING if hasattr(self, "get") else ("OPTIONS",)
        changing = [name for name in ("POST", "PUT") if hasattr(self, name.lower())]
        return sorted({*reading, *changing})

    def _negotiate(self, request: HttpRequest) -> None:
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        if "*/*" in accept and "q=0" not in accept:
            return
        if request.get_preferred_type(list(self.media_types)) is None:
            raise RequestRefused(
                "not-acceptable",
                f"This address sends {' or '.join(self.media_types)}.",
            )

    def _options_response(self, request: HttpRequest) -> HttpResponse:
        allowed = ", ".join(self.allowed_methods)
        response = HttpResponse(status=204, headers={"Allow": allowed})
        if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            preflight = {**PREFLIGHT, "Access-Control-Allow-Methods": allowed}
            _add_headers(response, preflight)
        return response

    def _complete(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        complete(request, response)
        return response


def moved_response(path: str) -> HttpResponse:
    """A redirect for good, on the same host and with the same method."""
    return HttpResponsePermanentRedirect(
        path, preserve_request=True, headers={"Cache-Control": LATEST}
    )


def complete(request: HttpRequest, response: HttpResponseBase) -> None:
    """Add what every answer of the API has."""
    response.headers[REQUEST_ID] = request_id(request)
    _add_headers(response, FOR_ALL)


def _add_headers(response: HttpResponseBase, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        response.headers[name] = value


class _TooMany(RequestRefused):
    """The quota is used up."""

    def __init__(self, usage: Usage) -> None:
        quota = usage.quota
        super().__init__(
            "too-many-requests",
            f"More than {quota.allowed:,} requests in {quota.seconds} seconds came from this "
            f"{quota.of}; {usage.seconds_left} seconds are left of them.",
            headers={"Retry-After": str(max(usage.seconds_left, 1))},
        )


def _precondition(request: HttpRequest, answer: Answer) -> HttpResponse | None:
    """The answer to a client that has the content, or ``None``; raises where If-Match fails."""
    if not answer.validator:
        return None
    etag = quote_etag(answer.validator)
    if request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
        answer.write()  # any state will do, but of something that exists: this may raise
    early: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if early is None:
        return None
    if early.status_code == 412:
        raise RequestRefused(
            "precondition-failed",
            f"If-Match names another state than {etag}.",
        )
    return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": answer.caching})


def written_response(answer: Answer, body: Body) -> HttpResponse:
    response = HttpResponse(body.content, status=answer.status, content_type=answer.media_type)
    _add_headers(response, answer.headers)
    response.headers["Cache-Control"] = answer.caching
    if answer.validator:
        response.headers["ETag"] = quote_etag(answer.validator)
    if body.links:
        response.headers["Link"] = ", ".join(
            f'<{address}>; rel="{relation}"' for relation, address in body.links.items()
        )
    return response
