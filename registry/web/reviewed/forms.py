"""The forms of a review's lab side. Nothing in them is chosen beforehand."""

from __future__ import annotations

from django import forms

from registry.actions.review.corrections import LONGEST_FINDER
from registry.actions.review.texts import LONGEST
from registry.models import Appeal
from registry.web.drafts.forms import Attest


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class Withdraw(forms.Form):
    reason = _text("Why", "The editor and the people of your lab read it.")
    sure = forms.BooleanField(label="Withdraw this submission and end its review")


class AppealForm(forms.Form):
    ground = forms.ChoiceField(label="Ground", choices=[("", "Choose one"), *Appeal.Ground.choices])
    statement = _text(
        "Statement", "What is wrong with the decision, and where that can be checked."
    )


class Correct(forms.Form):
    text = _text("What was wrong, and why", "It is published as the notice of the correction.")
    found_by = forms.CharField(
        label="Who found it",
        help_text="A name, or “the lab”. It is published, too.",
        max_length=LONGEST_FINDER,
    )


class Confirm(forms.Form):
    """A button and nothing else."""


class Send(Attest):
    """The attestation of a card that goes back to the editors."""
