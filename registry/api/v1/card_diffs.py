"""What changed between two versions of a card."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from django.db.models import Max

from registry.api.addresses import address_of, page_address
from registry.api.answers import Answer
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.operations import One, Operation
from registry.api.paging import lasting_answer
from registry.api.parameters import Asked
from registry.api.spans import asked_span, span_address, span_of
from registry.api.times import moment_text
from registry.api.v1.gradings import points
from registry.api.v1.models import no_card, no_version
from registry.api.v1.shapes import card_diffs as shapes
from registry.api.v1.versions import last_graded, published
from registry.models import CardVersion, Grading
from registry.models.graded_versions import GradedVersion, claim_grades, graded_versions
from registry.rules.diff.cards import diff_cards
from registry.rules.diff.data import diff_to_data
from registry.rules.standard import load_standard


class CardDiff(Endpoint):
    """What changed from one version of a model's card to another, claim by claim and field by
    field, with what each claim earned on both sides and why. Grades are those of the newest grading
    of each version, so the answer changes when one is graded again. A version against itself
    differs in nothing; a later version may be compared with an earlier one.
    """

    operation = Operation(
        "getCardDiff",
        "Models",
        "What changed between two versions of a card",
        One(shapes.CardDiff),
        ("removed",),
    )
    parameters = (*span_of("version"), fields_of(shapes.CardDiff))

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        numbers = asked_span(asked, "version", partial(_newest, lab, model))
        found = graded_versions(f"{lab}/{model}", numbers)
        for number in numbers:
            if number not in found:
                raise _not_there(lab, model, number)
        old, new = (found[number] for number in numbers)
        states = (_state(old), _state(new), load_standard().version)
        return lasting_answer(
            self.request.path, asked, partial(_difference, lab, model, old, new), states
        )


def _newest(lab: str, model: str) -> int:
    versions = CardVersion.objects.filter(card__release__public_id=f"{lab}/{model}")
    newest: int | None = versions.aggregate(newest=Max("number"))["newest"]
    if newest is None:
        raise no_card(lab, model)
    return newest


def _not_there(lab: str, model: str, number: int) -> RequestRefused:
    has_card = CardVersion.objects.filter(card__release__public_id=f"{lab}/{model}").exists()
    return no_version(f"{lab}/{model}", number) if has_card else no_card(lab, model)


def _state(read: GradedVersion) -> str:
    """The version and its newest grading, told from all others that it had or will have."""
    grading = read.grading
    return f"{read.version.content_hash} {grading.pk} {grading.at.isoformat()}"


def _difference(lab: str, model: str, old: GradedVersion, new: GradedVersion) -> Mapping[str, Any]:
    standard = load_standard()
    grades = claim_grades({old.grading, new.grading})
    before, after = (read.side(grades[read.grading.pk]) for read in (old, new))
    return {
        "model": f"{lab}/{model}",
        "from": _version(lab, model, old),
        "to": _version(lab, model, new),
        "sections": _sections(old.grading, new.grading),
        **diff_to_data(diff_cards(before, after, standard), standard),
        "links": _links(lab, model, old.version.number, new.version.number),
    }


def _version(lab: str, model: str, read: GradedVersion) -> dict[str, Any]:
    number = read.version.number
    return {
        "number": number,
        **published(read.version),
        **last_graded(read.grading),
        "graded_at": moment_text(read.grading.at),
        "links": {
            "card": address_of("version", lab, model, number),
            "page": page_address("model:version_page", lab, model, number),
        },
    }


def _sections(old: Grading, new: Grading) -> list[dict[str, Any]]:
    """The sections whose scores differ, in the order of the newer grading."""
    before, after = _section_scores(old), _section_scores(new)
    return [
        {
            "section": section,
            **{
                name: scores[section]
                for name, scores in (("from", before), ("to", after))
                if section in scores
            },
        }
        for section in {**after, **before}
        if before.get(section) != after.get(section)
    ]


def _section_scores(grading: Grading) -> dict[str, float]:
    return {
        row["section"]: points(str(100 * Fraction(row["score"])))
        for row in grading.result["sections"]
        if row["score"] is not None
    }


def _links(lab: str, model: str, old: int, new: int) -> shapes.CardDiffLinks:
    links: shapes.CardDiffLinks = {
        "self": span_address("card-diff", lab, model, old=old, new=new),
        "versions": address_of("versions", lab, model),
    }
    if old != new:
        links["page"] = f"{page_address('model:diff', lab, model)}?from={old}&to={new}"
    return links
