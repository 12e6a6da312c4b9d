"""The forms of a review's lab side. Nothing in them is chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.review.corrections import LONGEST_FINDER
from registry.actions.review.texts import LONGEST
from registry.models import Appeal
from registry.web.drafts.forms import Attest
from registry.web.named_errors import NamedErrors


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class Withdraw(NamedErrors):
    reason = _text("Why", "The editor and the people of your lab read it.")
    sure = forms.BooleanField(label="Withdraw this submission and end its review")


class AppealForm(NamedErrors):
    ground = forms.ChoiceField(label="Ground", choices=[("", "Choose one"), *Appeal.Ground.choices])
    statement = _text(
        "Statement", "What is wrong with the decision, and where that can be checked."
    )


class Correct(NamedErrors):
    text = _text("What was wrong, and why", "It is published as the notice of the correction.")
    found_by = forms.CharField(
        label="Who found it",
        help_text="A name, or “the lab”. It is published, too.",
        max_length=LONGEST_FINDER,
    )


class Confirm(forms.Form):
    """A button and nothing else."""


class Send(Attest):
    """The attestation of a card that goes back to the editors, and what wrote the replies."""

    ai_used = forms.ChoiceField(
        label="Was a text generator used for these replies?",
        choices=(("no", "No"), ("yes", "Yes")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether a text generator was used for the replies."},
    )
    ai_statement = forms.CharField(
        label="If so: which, and for what?",
        help_text="It is published with the replies.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("ai_used", "ai_statement")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ai_used") == "yes" and not data.get("ai_statement"):
            self.add_error("ai_statement", "Say which text generator was used, and for what.")
        return data
