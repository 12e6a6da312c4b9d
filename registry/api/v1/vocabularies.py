"""Every closed list that an answer or a card draws on."""

from functools import cache
from typing import cast

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.fields import fields_of
from registry.api.fixed import fixed_list, fixed_object
from registry.api.operations import Many, One, Operation
from registry.api.parameters import Asked
from registry.api.v1.shapes import references as shapes
from registry.models import CardVersion, Change, Lab, Release, VersionStatusEvent
from registry.rules.catalogue.claim_states import LETTERS
from registry.rules.catalogue.parameters import SORTS, nearest
from registry.rules.grading.level import Level
from registry.rules.problems import CODES
from registry.rules.request_problems import TYPES
from registry.rules.vocabularies import Term, Vocabulary, plain_terms, vocabularies

SOURCE = "registry"


class Vocabularies(Endpoint):
    """The names of all closed lists: of the card schema, of the standard and of the registry."""

    operation = Operation(
        "listVocabularies",
        "Reference",
        "Names of all closed lists",
        Many(shapes.VocabularyName, is_paged=False),
    )
    parameters = (fields_of(shapes.VocabularyName),)

    def get(self, asked: Asked) -> Answer:
        return fixed_list(_names(), asked)


class OneVocabulary(Endpoint):
    """One closed list with its values, in their order. Values may be added, none is removed."""

    operation = Operation("getVocabulary", "Reference", "One closed list", One(shapes.Vocabulary))
    parameters = (fields_of(shapes.Vocabulary),)

    def get(self, asked: Asked, name: str) -> Answer:
        found = every_vocabulary().get(name)
        if found is None:
            hint = nearest(name, every_vocabulary()) or "/api/v1/vocabularies has all names."
            raise RequestRefused("not-found", f"There is no vocabulary of this name. {hint}")
        return fixed_object(_vocabulary(found), asked)


@cache
def every_vocabulary() -> dict[str, Vocabulary]:
    """All closed lists by name, the registry's own after those that cards are written by."""
    return vocabularies() | {each.name: each for each in _of_registry()}


def _of_registry() -> tuple[Vocabulary, ...]:
    return (
        Vocabulary("levels", "Levels", SOURCE, plain_terms(level.name.lower() for level in Level)),
        Vocabulary("claim-statuses", "What a card says on an item", SOURCE, plain_terms(LETTERS)),
        _of_choices("tiers", "Tiers of releases", Release.Tier.choices),
        _of_choices("lab-categories", "Kinds of lab", Lab.Category.choices),
        _of_choices("preparers", "Who prepared a card", CardVersion.Preparer.choices),
        _of_choices("version-statuses", "Versions of a card", VersionStatusEvent.Status.choices),
        _of_choices("changes", "Changes in the feed", Change.Kind.choices),
        Vocabulary("model-sorts", "Orders of models", SOURCE, plain_terms(SORTS)),
        Vocabulary(
            "problem-types",
            "Problems",
            SOURCE,
            tuple(Term(kind.code, kind.title, kind.cause) for kind in TYPES.values()),
        ),
        Vocabulary(
            "problem-codes",
            "Codes of errors",
            SOURCE,
            tuple(Term(code, meaning) for code, meaning in CODES.items()),
        ),
    )


def _of_choices(name: str, title: str, choices: list[tuple[str, str]]) -> Vocabulary:
    terms = tuple(Term(value, str(label)) for value, label in choices)
    return Vocabulary(name, title, SOURCE, terms)


@cache
def _names() -> list[shapes.VocabularyName]:
    return [_name(each) for each in every_vocabulary().values()]


def _name(each: Vocabulary) -> shapes.VocabularyName:
    return {
        "name": each.name,
        "title": each.title,
        "source": each.source,
        "links": {"self": address_of("vocabulary", each.name)},
    }


def _vocabulary(each: Vocabulary) -> shapes.Vocabulary:
    terms = [
        {"value": term.value, "title": term.title, **known(description=term.description)}
        for term in each.terms
    ]
    data = {**_name(each), **known(description=each.description), "values": terms}
    return cast(shapes.Vocabulary, data)
