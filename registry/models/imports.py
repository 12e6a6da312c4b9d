"""What a draft was started from: files, pasted texts and other cards, kept beside it."""

from functools import cached_property

from django.db import models
from django.urls import reverse

from registry.importers.reading import read_import
from registry.rules.checking.reading import read_stored
from registry.rules.proposals import base_card, card_statements, file_findings
from registry.rules.proposals.proposal import Offer
from registry.rules.workflow.vocabulary import Kind


class DraftImport(models.Model):
    """An origin whose statements are offered to a draft, and what was decided of each.

    ``raw`` holds its bytes, so that the offer can be worked out again at any time; ``name`` says
    what they are: a file's name, or the version of a card. ``decisions`` are by the key of the
    proposal. Never published, never served, and gone with a draft that is discarded. ``token``
    names one state, as that of a section does.
    """

    class Origin(models.TextChoices):
        TAKE_OVER = "take_over", "the published card, which others prepared"
        VERSION = "version", "the published card"
        BASE = "base", "the card of the base model"
        FILE = "file", "a file"
        PASTE = "paste", "a pasted text"

    submission = models.ForeignKey(
        "registry.Submission", on_delete=models.CASCADE, related_name="imports"
    )
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    name = models.CharField(max_length=250)
    raw = models.BinaryField()
    decisions = models.JSONField(default=dict)
    is_closed = models.BooleanField(default=False)
    token = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "number"], name="draft_import_once"),
        )

    def __str__(self) -> str:
        return f"import {self.number} of {self.submission}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("submission:import", args=[self.submission.public_id, self.number])

    @cached_property
    def offer(self) -> Offer:
        """All that it has for its draft, worked out from the bytes, which never change."""
        raw, kind = bytes(self.raw), Kind(self.submission.kind)
        if self.origin in (self.Origin.FILE, self.Origin.PASTE):
            return file_findings.offered(read_import(raw, file_name=self.name), kind)
        if self.origin == self.Origin.BASE:
            lab = self.submission.lab
            return base_card.shared(read_stored(raw), developer=lab.name if lab else "")
        return card_statements.statements(read_stored(raw), kind)

    @property
    def is_take_over(self) -> bool:
        """Whether a lab takes over what others said of its model: it has to look at all of it."""
        return self.origin == self.Origin.TAKE_OVER
