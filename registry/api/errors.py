"""Every refusal of the API, as problem details (RFC 9457) from one place."""

import json
import uuid
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from registry.api.addresses import absolute
from registry.rules.problems import Problem, QueryProblem
from registry.rules.request_problems import TYPES, ProblemType

PROBLEM_JSON = "application/problem+json"
REQUEST_ID = "X-Request-Id"
# What a problem of the whole query names instead of a parameter.
WHOLE_QUERY = "query string"
LONGEST_NAME = 60
_REQUEST_ID_KEY = "registry.request_id"


class RequestRefused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """The request gets a problem instead of an answer; ``code`` is one of ``TYPES``.

    ``current`` is what is stored now, for whoever wrote on an older state; ``notices`` say why
    content is gone.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        problems: Sequence[Problem | QueryProblem] = (),
        headers: Mapping[str, str] | None = None,
        current: Mapping[str, object] | None = None,
        notices: Sequence[Mapping[str, object]] = (),
    ) -> None:
        super().__init__(detail)
        self.type = TYPES[code]
        self.detail = detail
        self.problems = problems
        self.headers = headers or {}
        self.current = current
        self.notices = notices


def invalid_parameters(problems: Sequence[QueryProblem]) -> RequestRefused:
    """The refusal of a query; of one that is too long, as such."""
    too_long = (WHOLE_QUERY, "query.too_much")
    if all((problem.parameter, problem.code) == too_long for problem in problems):
        return RequestRefused("address-too-long", problems[0].message)
    named = ", ".join(dict.fromkeys(_shortened(problem.parameter) for problem in problems))
    detail = f"These parameters cannot be used: {named}."
    return RequestRefused("invalid-parameters", detail, problems=problems)


def problem_data(problem: Problem | QueryProblem) -> dict[str, object]:
    """One entry of ``errors``: a parameter of the query, or a place of the body (RFC 6901)."""
    data: dict[str, object] = {"code": problem.code, "message": problem.message}
    if isinstance(problem, QueryProblem):
        data |= {"parameter": _shortened(problem.parameter), "hint": problem.hint}
    else:
        data |= {"pointer": problem.pointer, "hint": problem.hint}
        data |= {"line": problem.line, "column": problem.column}
    return {name: value for name, value in data.items() if value is not None}


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def request_id(request: HttpRequest) -> str:
    """The id under which this request is recorded and spoken of; made at the first call."""
    known = request.META.get(_REQUEST_ID_KEY)
    if known is None:
        known = request.META[_REQUEST_ID_KEY] = str(uuid.uuid4())
    return str(known)


def problem_json(
    request: HttpRequest,
    kind: ProblemType,
    detail: str,
    problems: Sequence[Problem | QueryProblem] = (),
    current: Mapping[str, object] | None = None,
    notices: Sequence[Mapping[str, object]] = (),
) -> str:
    """The body of a problem."""
    body: dict[str, object] = {
        "type": absolute(f"/problems/{kind.code}/"),
        "title": kind.title,
        "status": kind.status,
        "code": kind.code,
        "detail": detail,
        "instance": f"urn:uuid:{request_id(request)}",
    }
    if problems:
        body["errors"] = [problem_data(problem) for problem in problems]
    if current is not None:
        body["current"] = current
    if notices:
        body["notices"] = notices
    return json.dumps(body, ensure_ascii=False)


def problem_response(request: HttpRequest, refused: RequestRefused) -> HttpResponse:
    """The answer to a refused request."""
    return HttpResponse(
        problem_json(
            request,
            refused.type,
            refused.detail,
            refused.problems,
            refused.current,
            refused.notices,
        ),
        status=refused.type.status,
        content_type=PROBLEM_JSON,
        headers={"Cache-Control": "no-store", **refused.headers},
    )
