"""Who speaks for a lab."""

from django.conf import settings
from django.db import models


class LabMembershipQuerySet(models.QuerySet["LabMembership"]):
    def active(self) -> "LabMembershipQuerySet":
        """Memberships that were confirmed and have not ended."""
        return self.filter(ended_at__isnull=True)

    def representatives(self) -> "LabMembershipQuerySet":
        return self.active().filter(role=LabMembership.Role.REPRESENTATIVE)


class LabMembership(models.Model):
    """A person's role in a lab, from the editor's confirmation until it ends."""

    class Role(models.TextChoices):
        SUBMITTER = "submitter"
        REPRESENTATIVE = "representative"

    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=14, choices=Role.choices)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)

    objects = LabMembershipQuerySet.as_manager()

    class Meta:
        ordering = ("lab_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["lab", "user"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_active_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["submitter", "representative"]),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="membership_end_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} of {self.lab}: {self.role}"
