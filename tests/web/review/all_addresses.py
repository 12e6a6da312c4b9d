"""Every address of the registry, from the resolver: with what its variables can be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from registry.models import Motion, Submission
from tests.factories.canaries import Review

VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
Values = Mapping[str, Collection[str]]
# By the beginning of the address, the longest first; "a" and so on stand for what there is none of.
FIXED: Mapping[str, Values] = {
    "": {
        "slug": ["deepseek"],
        "lab": ["deepseek"],
        "number": ["1"],
        "page": ["1"],
        "item_id": ["COST-1"],
        "item": ["COST-1"],
        "code": ["not_found"],
        "name": ["cost"],
        "day": ["2026-01-01"],
        "version": ["1.0"],
        "public_id": ["a"],
        "key": ["a-b"],
        "pk": ["1"],
    },
    "accelerators/": {"slug": ["nvidia-h800-sxm5"]},
    "admin/": {"pk": ["1"]},
    "api/v1/accelerators/": {"slug": ["nvidia-h800-sxm5"]},
    "api/v1/vocabularies/": {"name": ["stage"]},
    "charts/": {"form": ["svg", "png", "csv"]},
    "exports/": {"name": ["2026-01-01-1"], "file": ["manifest.json"]},
    "labs/<part:slug>/charts/": {"name": ["profile"], "form": ["svg", "csv"]},
    "badges/": {"form": ["svg", "json"]},
    "schemas/": {"name": ["card/1.0.schema.json"]},
    "sitemap-": {"kind": ["pages", "models", "labs"]},
    "registry.": {"suffix": ["bib", "jsonld"]},
    "rankings/": {"suffix": ["bib", "jsonld"]},
    "models/": {"suffix": ["bib", "jsonld", "ris"]},
}


def templates() -> Iterator[str]:
    """Every address as its pattern is written."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            template = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one, template)
            elif isinstance(one, URLPattern):
                yield template

    for template in walk(get_resolver(), ""):
        if "^" in template:
            yield "account/password/reset/1-set-password/"
        else:
            yield template if template != "api/" else "api/nothing"


def is_of_a_submission(template: str) -> bool:
    """Whether it is about one submission, by its id or by the model's."""
    return bool(values_of_stage(template, None))


def values_of_stage(template: str, review: Review | None) -> Values:
    """What the variables of an address are for one submission; empty where it is about none."""
    submission = review.submission if review else Submission(public_id="a", card_id="a/b")
    own: Values = {"public_id": [submission.public_id], "draft": [submission.public_id]}
    if template.startswith("editor/submissions/<"):
        acts = ["accept", "revise", "reassign-editor"]
        return {**own, "name": acts, "key": _assignments(submission)}
    if template.startswith("submissions/<"):
        return {**own, "section": ["prepared_by", "cost"], "number": ["1"]}
    if template.startswith("api/v1/submissions/<"):
        return {**own, "section": ["prepared_by"]}
    if template.startswith("admin/submissions/<"):
        return own
    if template.startswith("editor/motions/"):
        return {"public_id": _ids(Motion, review)}
    if template.startswith("referee/<"):
        return {"public_id": _assignments(submission)}
    if "<part:model>" in template:
        lab, _, model = submission.card_id.partition("/")
        return {"lab": [lab], "model": [model]}
    return {}


def _last_row(template: str) -> list[str]:
    """The newest row of the table that an address of the console is about."""
    if not template.startswith("admin/registry/"):
        return []
    model = apps.get_model("registry", template.split("/")[2])
    return [str(pk) for pk in model.objects.order_by("-pk").values_list("pk", flat=True)[:1]]


def _assignments(submission: Submission) -> list[str]:
    found = submission.assignments.order_by("id") if submission.pk else ()
    return [one.public_id for one in found] or ["a"]


def _ids(model: type[Motion], review: Review | None) -> list[str]:
    found = model.objects.filter(submission=review.submission) if review else ()
    return [one.public_id for one in found] or ["a"]


def filled(template: str, values: Values) -> list[str]:
    """The addresses that a pattern stands for."""
    usual: dict[str, Collection[str]] = {"object_id": _last_row(template)}
    for beginning in sorted(FIXED, key=len):
        if template.startswith(beginning):
            usual |= FIXED[beginning]
    known = {**usual, **values}
    names = VARIABLE.findall(template)
    lacking = [name for name in names if name not in known]
    assert not lacking, f"say in FIXED or values_of_stage what {lacking} of {template} can be"
    addresses = []
    for chosen in itertools.product(*(known[name] for name in names)):
        rest = iter(chosen)
        addresses.append("/" + VARIABLE.sub(lambda _, rest=rest: next(rest), template))
    return addresses
