"""What labs answered to the invitation to disclose, and which labs an editor told by hand."""

from django.db import models
from django.db.models.functions import Coalesce

from registry.models.labs import Lab, LabAlias
from registry.models.replies import RightOfReply
from registry.rules.invitations import Answer
from registry.rules.names import normalized_name


class LabInvitationAnswer(models.Model):
    """One public answer of a lab. A later one replaces it for readers; the row stays.

    ``disclose_by`` is the day that the lab named, if it did; ``name`` is who speaks for it.
    """

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="invitation_answers")
    number = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=13, choices=[(one.value, one.value) for one in Answer])
    disclose_by = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    class Meta:
        ordering = ("lab_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["lab", "number"], name="invitation_answer_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=[one.value for one in Answer]),
                name="invitation_answer_known",
            ),
            models.CheckConstraint(
                condition=models.Q(disclose_by__isnull=True)
                | models.Q(answer=Answer.WILL_DISCLOSE.value),
                name="invitation_answer_day",
            ),
        )

    def __str__(self) -> str:
        return f"answer {self.number} of {self.lab} to its invitation"


class LabToldByHand(models.Model):
    """That an editor told a lab without a representative of a listing: on which day, and how."""

    right = models.OneToOneField(
        RightOfReply, primary_key=True, on_delete=models.PROTECT, related_name="told_by_hand"
    )
    told_on = models.DateField()
    how = models.TextField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.right} told by hand on {self.told_on}"


class Asked(models.TextChoices):
    """How far a lab is: the filters of the editors' list."""

    NOT_YET = "not-invited", "not invited yet"
    NO_ANSWER = "no-answer", "invited, no answer on record"
    ANSWERED = "answered", "answered"


def labs_asked(asked: str = "", text: str = "") -> models.QuerySet[Lab]:
    """Labs that stand for themselves, of one filter or all, of a name or all.

    Each comes with ``newest_answer``, "" where it never answered.
    """
    newest = LabInvitationAnswer.objects.filter(lab=models.OuterRef("pk")).order_by("-number")
    labs = Lab.objects.independent().annotate(
        newest_answer=Coalesce(models.Subquery(newest.values("answer")[:1]), models.Value(""))
    )
    none_stands = ("", Answer.WITHDRAWN.value)
    if asked == Asked.NOT_YET:
        labs = labs.filter(invited_on__isnull=True)
    elif asked == Asked.NO_ANSWER:
        labs = labs.filter(invited_on__isnull=False, newest_answer__in=none_stands)
    elif asked == Asked.ANSWERED:
        labs = labs.exclude(newest_answer__in=none_stands)
    name = normalized_name(text)
    if name:
        named = LabAlias.objects.filter(normalized_name__contains=name).values("lab")
        labs = labs.filter(
            models.Q(normalized_name__contains=name)
            | models.Q(slug__contains=text.strip().lower())
            | models.Q(pk__in=named)
        )
    return labs
