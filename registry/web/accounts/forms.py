"""The forms of allauth in our words, and two of our own."""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from registry.rules.checking.hidden_text import hidden_character
from registry.rules.names import mixed_script_word

Words = Mapping[str, tuple[str, ...]]

# Hashing a book would take the server minutes.
LONGEST_PASSWORD = 1000
CHOOSING = (
    "At least 12 characters. Several words in a row are easier to keep than signs and digits; "
    "your browser can also make and keep one."
)
DISPLAYED = "Shown beside what you do in the registry, such as a decision or a comment."


def check_name(name: str) -> None:
    """Raise for characters that nobody can see and for letters that pass for others."""
    hidden = hidden_character(name, is_name=True)
    if hidden is not None:
        raise ValidationError(f"The name has a character nobody can see: U+{ord(hidden):04X}.")
    word = mixed_script_word(name)
    if word is not None:
        raise ValidationError(f"The word “{word}” mixes letters of two alphabets that look alike.")


class Plain:
    """Labels, hints and messages of our own, and nothing written into the empty fields.

    ``words`` has for each field its label, what is said where it is empty, and a hint.
    """

    words: ClassVar[Words] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an address such as name@example.org."
            if name in self.words:
                label, required, *hint = self.words[name]
                field.label = label
                field.error_messages["required"] = required
                field.help_text = "".join(hint)


class SignIn(Plain, account.LoginForm):
    words: ClassVar[Words] = {
        "login": ("E-mail address", "Enter your e-mail address."),
        "password": ("Password", "Enter your password."),
    }


class SignUp(Plain, account.SignupForm):
    display_name = forms.CharField(
        max_length=100,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("display_name", "email", "password1")
    words: ClassVar[Words] = {
        "display_name": ("Your name", "Enter your name.", DISPLAYED),
        "email": (
            "E-mail address",
            "Enter your e-mail address.",
            "You sign in with it. It is never shown to readers.",
        ),
        "password1": ("Password", "Enter a password.", CHOOSING),
    }

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As long as it takes for a new account, so that no clock tells the two apart.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddAddress(Plain, account.AddEmailForm):
    words: ClassVar[Words] = {
        "email": ("Another e-mail address", "Enter an e-mail address."),
    }


class ChangePassword(Plain, account.ChangePasswordForm):
    words: ClassVar[Words] = {
        "oldpassword": ("Current password", "Enter your current password."),
        "password1": ("New password", "Enter a new password.", CHOOSING),
        "password2": ("New password again", "Enter the new password again."),
    }


class SetPassword(Plain, account.SetPasswordForm):
    words: ClassVar[Words] = {
        name: ChangePassword.words[name] for name in ("password1", "password2")
    }


class AskForReset(Plain, account.ResetPasswordForm):
    words: ClassVar[Words] = {
        "email": ("E-mail address", "Enter your e-mail address."),
    }


class ResetPassword(Plain, account.ResetPasswordKeyForm):
    words: ClassVar[Words] = SetPassword.words


class ConfirmPassword(Plain, account.ReauthenticateForm):
    words: ClassVar[Words] = {
        "password": ("Password", "Enter your password."),
    }


class SecondFactor(Plain, second_factor.AuthenticateForm):
    words: ClassVar[Words] = {
        "code": (
            "Code",
            "Enter a code.",
            "Six digits that your authenticator app shows, or one of your recovery codes.",
        ),
    }


class ConfirmSecondFactor(Plain, second_factor.ReauthenticateForm):
    words: ClassVar[Words] = SecondFactor.words


class AddApp(Plain, ActivateTOTPForm):
    words: ClassVar[Words] = {
        "code": (
            "Code",
            "Enter the code that the app shows.",
            "Six digits that the app shows now.",
        ),
    }


PASSKEY_NAME = (
    "Name of the passkey",
    "Enter a name for the passkey.",
    "So that you know it again, such as the device it is kept on.",
)


class AddPasskey(Plain, passkeys.AddWebAuthnForm):
    words: ClassVar[Words] = {
        "name": PASSKEY_NAME,
        "credential": ("Passkey", "No passkey was made; press the button below."),
    }


class RenamePasskey(Plain, passkeys.EditWebAuthnForm):
    words: ClassVar[Words] = {"name": PASSKEY_NAME}


def _zones() -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """All zones by continent, as a select shows them: "Tokyo" below "Asia"."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        continent, _, place = name.partition("/")
        if place and continent not in {"Etc", "SystemV", "US", "posix", "right"}:
            groups[continent].append((name, place.replace("_", " ").replace("/", ", ")))
    return groups.items()


class Profile(Plain, forms.Form):
    """What others see of a person, and how the person sees times."""

    display_name = forms.CharField(
        max_length=100,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(required=False)
    words: ClassVar[Words] = {
        "display_name": SignUp.words["display_name"],
        "time_zone": ("Time zone", "", "In it the pages show you times; all deadlines are in UTC."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "As my browser says"), ("UTC", "UTC"), *_zones()]


class CloseAccount(Plain, forms.Form):
    """Asked before an account is closed for good."""

    sure = forms.BooleanField()
    words: ClassVar[Words] = {
        "sure": (
            "Close my account for good",
            "Tick the box if you are sure; an account that is closed cannot be opened again.",
        ),
    }
