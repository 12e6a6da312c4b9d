"""The answers of editors. What must be seen before a request is granted is a tick each."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.models import Lab
from registry.models.invitations import Asked
from registry.web.named_errors import NamedErrors

LONGEST_REASON = 2000
GRANT = "grant"
REFUSE = "refuse"


class Answer(NamedErrors):
    """``ticks`` are asked for by the one button only: what is refused need not be proven."""

    reason = forms.CharField(
        label="Reason",
        help_text="The person reads it; it stays in the record. Say how the identity was checked.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Give the reason of your answer; the person reads it."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, ticks: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ticks.items():
            self.fields[name] = forms.BooleanField(
                label=label,
                required=self.data.get("do") != REFUSE,
                error_messages={
                    "required": f"“{label}” is not ticked. Tick it if it is so; otherwise refuse."
                },
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class AnswerToProposal(Answer):
    """The lab as it will be registered."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="As readers will see it; they must be able to tell it from others.",
        error_messages={"required": "Enter the name that readers will see."},
    )
    slug = forms.CharField(
        label="Part of its addresses",
        max_length=80,
        help_text="Small letters and digits joined by hyphens. It never changes.",
        error_messages={"required": "Enter its part of addresses, such as deepseek."},
    )
    category = forms.ChoiceField(
        label="Category",
        choices=[("", "Choose one"), *Lab.Category.choices],
        error_messages={"required": "Choose the category."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "slug", "category"):
            self.fields[name].required = self.data.get("do") != REFUSE


class FindLabs(forms.Form):
    show = forms.ChoiceField(
        label="Show",
        choices=[("", "all labs"), *Asked.choices],
        required=False,
        error_messages={
            "invalid_choice": "Found %(value)s. Expected not-invited, no-answer, answered or "
            "nothing."
        },
    )
    q = forms.CharField(label="Name of a lab", max_length=200, required=False)


class Invite(NamedErrors):
    reason = forms.CharField(
        label="Reason",
        help_text="Why this lab and why now. It stays in the record of editorial acts.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Give the reason for inviting this lab."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TellByHand(NamedErrors):
    told_on = forms.DateField(
        label="Told on",
        help_text="The day on which the letter left, in UTC.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Enter the day on which the lab was told.",
            "invalid": "Enter a day such as 2026-12-01.",
        },
    )
    how = forms.CharField(
        label="How",
        help_text="By which way and to which address, such as: mail to the press office.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say how the lab was told."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
