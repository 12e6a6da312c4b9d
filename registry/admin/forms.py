"""What an administrator is asked before an act. Nothing is chosen beforehand."""

from __future__ import annotations

from django import forms

from registry.models import Lab, LabMembership, Role
from registry.rules.break_glass import SHORTEST_REASON

LONGEST = 2000


class Reasoned(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST,
        help_text="It stays in the record.",
        error_messages={"required": "Give the reason; it stays in the record."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Confirmed(Reasoned):
    is_sure = forms.BooleanField(
        label="I have read what follows, and want it",
        error_messages={"required": "Tick this if you want it."},
    )


class Open(Confirmed):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields[
            "reason"
        ].help_text = (
            f"At least {SHORTEST_REASON} characters. The editors read it; it stays in the record."
        )


class OfPerson(Reasoned):
    """A person is named by an address that the account has verified: names can be anybody's."""

    email = forms.EmailField(
        label="Verified address of the account",
        max_length=254,
        error_messages={"required": "Enter an address that the account has verified."},
    )


class GiveRole(OfPerson):
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose one"), *Role.Name.choices],
        error_messages={"required": "Choose the role."},
    )
    field_order = ("email", "role", "reason")


class ConfirmMember(OfPerson):
    lab = forms.SlugField(
        label="Lab",
        max_length=80,
        help_text="The lab's part of its address, such as deepseek.",
        error_messages={"required": "Enter the lab's part of its address."},
    )
    role = forms.ChoiceField(
        label="In the lab",
        choices=[("", "Choose one"), *LabMembership.Role.choices],
        error_messages={"required": "Choose what the person is in the lab."},
    )
    field_order = ("email", "lab", "role", "reason")

    def clean_lab(self) -> Lab:
        found = Lab.objects.filter(slug=self.cleaned_data["lab"], merged_into=None).first()
        if found is None:
            raise forms.ValidationError("There is no such lab, or it was merged into another.")
        return found
