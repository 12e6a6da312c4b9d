"""Cards in the making and what was submitted of them."""

import secrets
from typing import Any

from django.db import models
from django.urls import reverse

from registry.rules.checking.reading import read_stored
from registry.rules.drafts import SectionDraft

# Read aloud or copied by hand: no letter that passes for a digit.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_public_id() -> str:
    """An address nobody can guess: 12 letters of 31 are about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def new_token() -> str:
    """Names one state of a row, and says nothing of how many came before."""
    return secrets.token_urlsafe(12)


class Submission(models.Model):
    """A request to publish one card, from the first word of the draft on.

    ``card_id`` is the address the card will have; ``release`` is set where the model is registered
    already. ``token`` changes with every move and every save.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    kind = models.CharField(max_length=15)
    state = models.CharField(max_length=20)
    token = models.CharField(max_length=16)
    lab = models.ForeignKey(
        "registry.Lab", null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    release = models.ForeignKey(
        "registry.Release",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    card_id = models.CharField(max_length=200)
    model_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=32)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=32)
    completed_by = models.CharField(max_length=32, blank=True)
    track = models.CharField(max_length=10, default="peer")
    is_held = models.BooleanField(default=False)
    # Where a lapsed submission or a dismissed appeal goes back to.
    stored_state = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Since when it is in the state it is in; saves do not count.
    moved_at = models.DateTimeField(null=True, blank=True)
    # The lab lets readers know of the review while it is under way.
    shows_badge = models.BooleanField(default=False)
    embargo_until = models.DateTimeField(null=True, blank=True)
    # The one before it about the same card, where that came to nothing; known with the submission.
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    # Set where the submission corrects what was published: what was wrong, why, who found it.
    corrects = models.ForeignKey(
        "registry.CardVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    correction_text = models.TextField(blank=True)
    correction_found_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["lab", "third_party", "self_assessment"]),
                name="submission_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "draft",
                        "awaiting_attestation",
                        "submitted",
                        "triage",
                        "returned",
                        "in_review",
                        "decision_pending",
                        "revision_requested",
                        "revision_received",
                        "accepted",
                        "published",
                        "desk_rejected",
                        "rejected",
                        "appeal_open",
                        "withdrawn",
                        "discarded",
                    ]
                ),
                name="submission_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(track__in=["registry", "peer"]), name="submission_track_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="self_assessment") | models.Q(lab__isnull=False),
                name="submission_has_its_lab",
            ),
        )
        indexes = (
            models.Index(fields=["lab", "state"], name="submission_by_lab"),
            models.Index(fields=["created_by", "state"], name="submission_by_author"),
            models.Index(fields=["card_id", "state"], name="submission_by_card"),
        )

    def __str__(self) -> str:
        return f"submission {self.public_id} of {self.card_id}"

    def get_absolute_url(self) -> str:
        return reverse("submission:detail", args=[self.public_id])


class DraftSection(models.Model):
    """One section as it stands. Saved apart from the others, so that two people can work at once.

    ``content`` is JSON text: a database's own JSON type changes numbers and the order of keys.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=20)
    token = models.CharField(max_length=16)
    content = models.TextField()
    unparsed = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "name"], name="draft_section_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} of {self.submission}"

    def draft(self) -> SectionDraft:
        return SectionDraft(read_stored(self.content.encode()), self.unparsed)


class DraftChange(models.Model):
    """What a section became by one save: the draft's history, gone with a draft that is discarded.

    ``token`` is the section's after the change; ``origin`` the way the change came.
    """

    class Origin(models.TextChoices):
        START = "start", "started"
        FORM = "form", "typed"
        API = "api", "by the API"
        IMPORT = "import", "taken from a file"
        TAKE_OVER = "take_over", "taken over"
        RESTORE = "restore", "restored"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=20)
    token = models.CharField(max_length=16)
    content = models.TextField()
    unparsed = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "number"], name="draft_change_once"),
            models.UniqueConstraint(
                fields=["submission", "section", "token"], name="draft_change_token_once"
            ),
        )

    def __str__(self) -> str:
        return f"change {self.number} of {self.submission}: {self.section}"

    def draft(self) -> SectionDraft:
        return SectionDraft(read_stored(self.content.encode()), self.unparsed)


class Acknowledgement(models.Model):
    """Why a warning stands, in the words of whoever prepares the card.

    ``digest`` is that of the warning's own words: a warning that says something else is a new one.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    digest = models.CharField(max_length=64)
    message = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["submission", "digest"], name="acknowledged_once"),
        )

    def __str__(self) -> str:
        return f"{self.message} ({self.reason})"


class Snapshot(models.Model):
    """A card as it was submitted: frozen bytes, their hash, and what it is measured by.

    ``acknowledgements`` are the warnings that were open, each with the reason given.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    canonical = models.TextField()
    content_hash = models.CharField(max_length=71)
    schema_version = models.CharField(max_length=10)
    standard_version = models.CharField(max_length=10)
    acknowledgements = models.JSONField(default=list)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("submission_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["submission", "number"], name="snapshot_number_once"),
        )

    def __str__(self) -> str:
        return f"snapshot {self.number} of {self.submission}"

    def document(self) -> dict[str, Any]:
        return read_stored(self.canonical.encode())


class Attestation(models.Model):
    """What a representative declared of a snapshot, in which words, and with what interests.

    ``ai_used`` says whether a text generator was used for the answers that came with the snapshot;
    None where there were none. Of the card itself, the card says it.
    """

    snapshot = models.OneToOneField(
        Snapshot, primary_key=True, on_delete=models.PROTECT, related_name="attestation"
    )
    text_version = models.CharField(max_length=10)
    text = models.TextField()
    competing_interests = models.TextField()
    ai_used = models.BooleanField(null=True)
    ai_statement = models.TextField(blank=True)
    name = models.CharField(max_length=200)
    contact = models.EmailField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"attestation of {self.snapshot} by {self.name}"
