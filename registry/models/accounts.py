"""People who sign in, and what they may do."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        # People are looked up by the address in small letters.
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address.

    A closed account keeps its row, so that what refers to it stays whole; name and address in it
    are erased and nobody can sign in.
    """

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=100, blank=True)
    # IANA's name of it, for the times this person is shown; "" is what the browser says.
    time_zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_without_case"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(is_active=False, display_name=""),
                name="user_closed_is_erased",
            ),
        )

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def is_editor(self) -> bool:
        # An editor-in-chief is one, too.
        return not Role.EDITORIAL.isdisjoint(self.roles_held())

    def roles_held(self) -> frozenset[str]:
        """The roles of this person, in the registry or any lab, read anew each time."""
        memberships = self.memberships.filter(ended_at__isnull=True)
        return frozenset(
            (
                *self.roles.values_list("name", flat=True),
                *memberships.values_list("role", flat=True),
            )
        )


class Role(models.Model):
    """What a person may do for the registry as a whole. Read anew for every request."""

    class Name(models.TextChoices):
        EDITOR = "editor", "editor"
        CHIEF = "editor_in_chief", "editor-in-chief"
        ADMINISTRATOR = "administrator", "administrator"

    EDITORIAL: ClassVar[frozenset[str]] = frozenset({Name.EDITOR, Name.CHIEF})

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=Name.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], name="role_once_a_person"),
            models.CheckConstraint(
                condition=models.Q(name__in=["editor", "editor_in_chief", "administrator"]),
                name="role_name_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"


class SharedValue(models.Model):
    """What the processes of an installation remember together for a while, such as failed attempts.

    The columns are those of Django's cache in the database, which alone reads and writes them.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["expires"], name="shared_value_by_expiry"),)

    def __str__(self) -> str:
        return self.cache_key
