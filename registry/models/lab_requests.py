"""What people ask of editors about labs, and the domains by which they show who they are."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from registry.models.memberships import LabMembership
from registry.rules.domains import TOKEN_PREFIX, in_letters
from registry.rules.workflow.requests import State

# How long a code that was mailed can be entered.
CODE_HOLDS = timedelta(hours=24)

STATE_KNOWN = models.Q(state__in=["open", "granted", "refused", "withdrawn"])
# Open: nobody answered. Withdrawn: no reason is asked for. Otherwise an editor gave one.
ANSWER_IS_SIGNED = (
    models.Q(state="open", closed_at__isnull=True, closed_by="", reason="")
    | models.Q(state="withdrawn", closed_at__isnull=False) & ~models.Q(closed_by="")
    | models.Q(state__in=["granted", "refused"], closed_at__isnull=False)
    & ~models.Q(closed_by="")
    & ~models.Q(reason="")
)


class LabDomain(models.Model):
    """A domain that an editor found to be a lab's; an address there speaks for somebody of it.

    In the name system's form. Two labs of one company may share one.
    """

    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=253)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=32)

    class Meta:
        ordering = ("lab_id", "domain")
        constraints = (models.UniqueConstraint(fields=["lab", "domain"], name="lab_domain_once"),)

    def __str__(self) -> str:
        return self.domain


class Request(models.Model):
    """What the two kinds of requests share: who asks, and the one answer.

    ``token`` names the state that a page was made from. ``reason`` is the editor's; the person who
    asked reads it.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False)
    token = models.CharField(max_length=16)
    state = models.CharField(max_length=10)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=32, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def open(self) -> "MembershipRequestQuerySet":
        return self.filter(state=State.OPEN)


class MembershipRequest(Request):
    """A person asks to prepare cards for a lab, or to speak for it, and shows that they may.

    ``address`` is the mail address for a proof by e-mail, ``code`` what is mailed to it or to be
    published at ``domain``. ``checked_at`` is when the proof was found good: by the registry for an
    address, by the editor who grants the request for a page or a DNS record.
    """

    class Proof(models.TextChoices):
        EMAIL = "email"
        PAGE = "page"
        DNS = "dns"

    lab = models.ForeignKey("registry.Lab", on_delete=models.PROTECT, related_name="requests")
    role = models.CharField(max_length=14, choices=LabMembership.Role.choices)
    proof = models.CharField(max_length=5, choices=Proof.choices)
    domain = models.CharField(max_length=253)
    address = models.EmailField(blank=True)
    code = models.CharField(max_length=16)
    code_made_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=32, blank=True)

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(condition=STATE_KNOWN, name="lab_request_state_known"),
            models.CheckConstraint(condition=ANSWER_IS_SIGNED, name="lab_request_answer_signed"),
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(checked_at__isnull=False),
                name="lab_request_granted_on_proof",
            ),
            models.UniqueConstraint(
                fields=["lab", "user"],
                condition=models.Q(state="open"),
                name="lab_request_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["state", "asked_at"], name="lab_request_by_age"),
            models.Index(fields=["user", "asked_at"], name="lab_request_by_person"),
        )

    def __str__(self) -> str:
        return f"request {self.public_id} to be a {self.role} of {self.lab}"

    def get_absolute_url(self) -> str:
        return reverse("people:request", args=[self.public_id])

    @property
    def published(self) -> str:
        """The text to be found at the domain."""
        return f"{TOKEN_PREFIX}{self.code}"

    @property
    def shown_domain(self) -> str:
        return in_letters(self.domain)

    def awaits_code(self) -> bool:
        return self.proof == self.Proof.EMAIL and self.checked_at is None

    def code_holds_until(self) -> datetime:
        return self.code_made_at + CODE_HOLDS


class LabProposalQuerySet(models.QuerySet["LabProposal"]):
    def open(self) -> "LabProposalQuerySet":
        return self.filter(state=State.OPEN)


class LabProposal(Request):
    """A lab that somebody misses. ``role``, if any, is what the person wants to be in it.

    ``resembles`` is the lab whose name it would be taken for; ``distinct_because`` says why it is
    another one all the same. ``lab`` is what came of it.
    """

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    domain = models.CharField(max_length=253)
    why = models.CharField(max_length=2000)
    role = models.CharField(max_length=14, choices=LabMembership.Role.choices, blank=True)
    resembles = models.ForeignKey(
        "registry.Lab", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    distinct_because = models.CharField(max_length=2000, blank=True)
    lab = models.OneToOneField(
        "registry.Lab", null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    objects = LabProposalQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(condition=STATE_KNOWN, name="proposal_state_known"),
            models.CheckConstraint(condition=ANSWER_IS_SIGNED, name="proposal_answer_signed"),
            models.CheckConstraint(
                condition=models.Q(state="granted", lab__isnull=False)
                | (~models.Q(state="granted") & models.Q(lab__isnull=True)),
                name="proposal_granted_is_a_lab",
            ),
            models.CheckConstraint(
                condition=models.Q(resembles__isnull=True, distinct_because="")
                | (models.Q(resembles__isnull=False) & ~models.Q(distinct_because="")),
                name="proposal_exception_says_why",
            ),
        )
        indexes = (
            models.Index(fields=["state", "asked_at"], name="proposal_by_age"),
            models.Index(fields=["user", "asked_at"], name="proposal_by_person"),
        )

    def __str__(self) -> str:
        return f"proposal {self.public_id} of {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("people:proposal", args=[self.public_id])

    @property
    def shown_domain(self) -> str:
        return in_letters(self.domain)
