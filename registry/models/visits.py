"""What the evidence checker found at the links of cards."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from django.db import models

from registry.rules.documents import Document
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.visits.findings import findings
from registry.rules.visits.links import links

# SQLite takes so many values in one question; a card may name thousands of links.
KEYS_AT_ONCE = 900


class EvidenceVisitQuerySet(models.QuerySet["EvidenceVisit"]):
    def telling(self) -> "EvidenceVisitQuerySet":
        """Visits that say something of their link; a busy host said nothing."""
        return self.exclude(outcome=EvidenceVisit.Outcome.BUSY)

    def last_id(self) -> int:
        """The number of the newest visit of any link; 0 before the first."""
        return self.aggregate(last=models.Max("id"))["last"] or 0

    def newest(self, keys: Iterable[str]) -> "dict[str, EvidenceVisit]":
        """The newest of these visits for each link with one of ``keys``, by key."""
        wanted = iter(keys)
        found: dict[str, EvidenceVisit] = {}
        while some := list(islice(wanted, KEYS_AT_ONCE)):
            of_links = self.filter(link__in=some).order_by().values("link")
            last = of_links.annotate(last=models.Max("id")).values("last")
            found |= {visit.link: visit for visit in EvidenceVisit.objects.filter(id__in=last)}
        return found


class EvidenceVisit(models.Model):
    """One visit of one link, with what is known of the link after it.

    ``link`` is ``Link.key``, and no other table names it: cards keep their bytes, and a link is in
    any number of them. ``since`` and ``days`` say how long every visit has told the same; what a
    visit could not read (``digest``, ``record``, an excerpt) is what an earlier one read. So the
    newest row of a link is all that has to be looked at, and the rows before it are the proof.
    """

    class Kind(models.TextChoices):
        PAGE = "page"
        DOI = "doi"
        LICENSE = "license"

    class Outcome(models.TextChoices):
        REACHED = "reached"
        UNREACHABLE = "unreachable"
        REFUSED = "refused"
        BLOCKED = "blocked"
        BUSY = "busy"

    link = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    url = models.TextField()
    visited_at = models.DateTimeField()
    # When the row came into the record: a grading made before it rests on what was known then.
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    since = models.DateField()
    days = models.PositiveIntegerField()
    http_status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    bytes_read = models.PositiveIntegerField()
    is_whole = models.BooleanField()
    final_url = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_on = models.DateField(null=True)
    excerpts = models.JSONField(default=dict)
    record = models.JSONField(default=dict)
    not_before = models.DateTimeField(null=True)

    objects = EvidenceVisitQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["page", "doi", "license"]), name="visit_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=["reached", "unreachable", "refused", "blocked", "busy"]
                ),
                name="visit_outcome_known",
            ),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="visit_counts_its_day"),
        )
        indexes = (models.Index(fields=["link", "id"], name="visit_newest_of_link"),)

    def __str__(self) -> str:
        return f"{self.visited_at:%Y-%m-%d %H:%M} {self.outcome} {self.url}"


def known_states(
    document: Document, known_at: datetime | None = None
) -> Mapping[str, EvidenceVisit]:
    """What is known of the links of ``document`` by key, or was recorded up to ``known_at``."""
    visits = EvidenceVisit.objects.telling()
    if known_at is not None:
        visits = visits.filter(recorded_at__lte=known_at)
    return visits.newest([link.key for link in links(document)])


def findings_on(
    document: Document, known_at: datetime | None = None
) -> tuple[EvidenceFinding, ...]:
    """What visits say about the sources of ``document``, for the plausibility checks."""
    return findings(document, known_states(document, known_at))
