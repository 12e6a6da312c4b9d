"""The answer to an invitation: interests, the policy, or a reason to decline."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.web.interests import Interests
from registry.web.named_errors import NamedErrors


class Accept(Interests):
    """The declaration of interests together with the policy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"] = forms.BooleanField(
            label="I keep the card and the review to myself, agree that my report is published "
            "with the card, and paste nothing of it into a text generator of others",
            error_messages={"required": "Agree to the policy, or decline the invitation."},
        )


class Decline(NamedErrors):
    reason = forms.CharField(
        label="Reason, or somebody whom you suggest instead",
        help_text="Only editors read it.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Leave(NamedErrors):
    reason = forms.CharField(
        label="The interest that you found",
        help_text="Only editors read it. It cannot be undone; a report of yours counts no more.",
        max_length=2000,
        error_messages={"required": "Say which interest you found."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
