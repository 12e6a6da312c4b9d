"""Versions of a card with their newest gradings, as two of them are compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from registry.models.cards import CardVersion
from registry.models.gradings import ClaimGrade, Grading
from registry.models.standing import version_status
from registry.rules.diff.cards import Side

# The grades of the claims of one grading, by item id.
Grades = Mapping[str, ClaimGrade]


@dataclass(frozen=True, slots=True)
class GradedVersion:
    """One version, which comes with its content, and its newest grading."""

    version: CardVersion
    grading: Grading

    def side(self, grades: Grades) -> Side:
        """The version as one side of a difference; ``grades`` are those of its grading."""
        return Side(
            document=self.version.content.document(),
            grades={item: grade.graded for item, grade in grades.items()},
        )


def graded_versions(card_id: str, numbers: Iterable[int]) -> dict[int, GradedVersion]:
    """The versions of ``<lab>/<model>`` by number, each with its status.

    One that does not exist, or whose content was removed, is left out.
    """
    found = CardVersion.objects.filter(
        card__release__public_id=card_id, number__in=set(numbers), content__isnull=False
    ).select_related("content")
    versions = {version.pk: version for version in found.annotate(status=version_status("pk"))}
    return {
        versions[grading.version_id].number: GradedVersion(versions[grading.version_id], grading)
        for grading in newest_gradings(versions.values())
    }


def newest_gradings(versions: Iterable[CardVersion]) -> QuerySet[Grading]:
    """The newest stored grading of each of ``versions``."""
    newest = (
        Grading.objects.filter(version__in=versions)
        .order_by()
        .values("version")
        .annotate(newest=Max("id"))
    )
    return Grading.objects.filter(pk__in=newest.values("newest"))


def claim_grades(gradings: Iterable[Grading]) -> dict[int, dict[str, ClaimGrade]]:
    """The grades of all claims, by grading and item id."""
    grades: dict[int, dict[str, ClaimGrade]] = {}
    for grade in ClaimGrade.objects.filter(grading__in=gradings):
        grades.setdefault(grade.grading_id, {})[grade.item] = grade
    return grades
