"""What no schema can say of a valid query, taken out of the queries that must be accepted.

A cursor is signed, so none that is made up is good; labs, accelerators, models, items and countries
must be known ones, in any spelling; the ends of a range must be in order, and so must two rankings;
a document to check must be one that can be kept: no NUL, no half of a pair, no number beyond a
double; and a concern is about a version that there is.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

UNLISTED = ("cursor", "lab", "chip", "has", "lacks", "status", "country", "path", "model")
CONCERN = {
    "model": "deepseek/deepseek-r1",
    "version": 1,
    "statement": "The table that the card names has another figure.",
    "links": ["https://example.org/table"],
}
ENDS = (("_min", "_max"), ("_after", "_before"))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Change only what was generated to be accepted."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if isinstance(case.body, dict):
        case.body = dict(CONCERN) if case.path.endswith("/concerns") else {}
    query = case.query or {}
    for name in UNLISTED:
        query.pop(name, None)
    if case.path.endswith("/rankings/diff") and {"from", "to"} <= query.keys():
        query["from"], query["to"] = sorted((query["from"], query["to"]))
    for first, last in ENDS:
        for name in [name for name in query if name.endswith(first)]:
            query.pop(name.removesuffix(first) + last, None)
