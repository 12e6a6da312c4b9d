"""The short forms around a draft. The card's own inputs are derived from its fields."""

from __future__ import annotations

from django import forms

from registry.actions.replies import LONGEST_REPLY

LONGEST_NAME = 200


class Reason(forms.Form):
    reason = forms.CharField(
        label="Why",
        help_text="The people of your lab read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Reply(forms.Form):
    """What a lab answers to a listing."""

    text = forms.CharField(
        label="Reply of the lab",
        help_text="What is wrong or missing, and where that can be checked. Plain text.",
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = forms.CharField(
        label="Your name, as it stands beside the reply", max_length=LONGEST_NAME
    )


class Attest(forms.Form):
    name = forms.CharField(label="Your name, as it is published", max_length=LONGEST_NAME)
    competing_interests = forms.CharField(
        label="Competing interests",
        help_text="What could bias this disclosure, for you or the lab. “None” is an answer.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(label="I declare this for the lab")
