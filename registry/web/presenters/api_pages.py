"""The pages about the API, from its description and its recorded examples."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from registry.rules.request_problems import TYPES
from registry.web import markdown
from registry.web.api_examples import EXAMPLES_DIR, Example, answered_data, examples
from registry.web.openapi import OperationDoc, ParameterDoc, operations, tags
from registry.web.presenters.prose import prose_page, prose_text
from registry.web.view_models.api_pages import (
    ApiPage,
    Exchange,
    NotebookPage,
    ParameterRow,
    Quota,
    Refusal,
    Resource,
    ResourceGroup,
)
from registry.web.view_models.prose import ProsePage
from registry.web.view_models.shared import Link

CHANGELOG = Path(__file__).resolve().parents[3] / "CHANGELOG.md"
NOTEBOOK = EXAMPLES_DIR.parent / "pandas.md"
PICTURE = "registry/img/cost-against-compute.png"
FIRST_CALL, QUICK_START, INDEX = "first-call", "quick-start", "index"
SHORTENED = "Shortened: a few members of the answer are shown."


def api_page() -> ApiPage:
    return _api_page(settings.BASE_URL)


@lru_cache(maxsize=2)
def _api_page(host: str) -> ApiPage:
    """The page never changes while a process runs; ``host`` is what the installation is called."""
    return ApiPage(
        first_call=_exchange(next(one for one in examples() if one.name == FIRST_CALL), host),
        quick_start=tuple(
            _exchange(one, host) for one in examples() if one.name.startswith(QUICK_START)
        ),
        rules=prose_page("api", "", "", **_limits()),
        quotas=tuple(
            Quota(row["quota"], f"{row['requests']:,}", f"{row['seconds']:,}")
            for row in answered_data(INDEX)["limits"]["requests"]
        ),
        groups=tuple(
            ResourceGroup(
                anchor=tag.name.lower(),
                title=tag.name,
                text=tag.description,
                resources=tuple(_resource(one, host) for one in tag.operations),
            )
            for tag in tags()
        ),
        refusals=tuple(
            Refusal(
                Link(kind.code, reverse("problem:detail", args=[kind.code])),
                kind.status,
                kind.title,
                kind.cause,
                kind.fix,
            )
            for kind in TYPES.values()
        ),
        changelog_html=_changelog(),
        openapi_url=reverse("api:openapi"),
    )


def stability_page() -> ProsePage:
    return prose_page(
        "stability",
        "What programs can build on",
        "Version 1 of the API only grows. What you read today will be there, under the same name "
        "and with the same meaning, for as long as version 1 exists.",
        **_limits(),
    )


def notebook_page() -> NotebookPage:
    title, _, text = NOTEBOOK.read_text(encoding="utf-8").partition("\n\n")
    lede, _, body = text.partition("\n\n")
    return NotebookPage(
        prose=prose_text(title.removeprefix("# "), " ".join(lede.split()), body),
        picture=static(PICTURE),
        picture_words=(
            "The plot that this page makes: cost of the final run against its accelerator-hours, "
            "for the models that disclose both. R1 and R1-Zero, whose figures leave out the base "
            "model, lie far below V3 and reach it with their base model."
        ),
    )


def _limits() -> dict[str, str]:
    """The numbers that the prose names, as the API itself tells them."""
    limits = answered_data(INDEX)["limits"]["rows"]
    return {"default_limit": str(limits["default"]), "most_rows": str(limits["most"])}


def _exchange(example: Example, host: str) -> Exchange:
    head, _, body = example.answer(host).partition("\n\n")
    status, *headers = head.split("\n")
    shown = "\n".join([status, *headers, "", body]) if example.headers else body
    return Exchange(
        anchor=f"example-{example.name}",
        says=example.says,
        command=example.command(host),
        status=status.partition(" ")[2],
        answer=shown.strip("\n"),
        note=" ".join(filter(None, [example.given, SHORTENED if example.shown else ""])),
    )


def _resource(operation: OperationDoc, host: str) -> Resource:
    return Resource(
        anchor=operation.id,
        title=operation.summary,
        method=operation.method,
        path=operation.path,
        purpose=operation.description,
        parameters=tuple(map(_parameter_row, operation.parameters)),
        media_types=operation.media_types,
        takes=operation.takes,
        refusals=tuple(
            Link(f"{TYPES[code].status} {code}", reverse("problem:detail", args=[code]))
            for code in operation.refusals
        ),
        examples=tuple(
            _exchange(one, host)
            for one in examples()
            if one.operation == operation.id and not one.name.startswith((FIRST_CALL, QUICK_START))
        ),
        try_url=""
        if operation.takes_token
        else f"{reverse('playground')}?operation={operation.id}",
    )


def _parameter_row(parameter: ParameterDoc) -> ParameterRow:
    return ParameterRow(parameter.name, parameter.meaning, parameter.takes, parameter.example)


def _changelog() -> str:
    """What the changelog says of the API, release by release."""
    text = CHANGELOG.read_text(encoding="utf-8")
    parts = [
        f"### {release}\n\n{found[1].strip()}"
        for release, changes in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        if (found := re.search(r"^### API\n(.*?)(?=^### |\Z)", changes, re.M | re.S))
    ]
    return markdown.render("\n\n".join(parts))[0]


def operation_or_first(name: str) -> OperationDoc:
    """The open operation of that id, or the one that the first call is an example of."""
    first = next(one.operation for one in examples() if one.name == FIRST_CALL)
    found = operations().get(name)
    return found if found and not found.takes_token else operations()[first]
