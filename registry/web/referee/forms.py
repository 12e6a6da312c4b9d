"""The answer to an invitation: interests, the policy, or a reason to decline."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.rules.review.conflicts import LONGEST_EXPLANATION, QUESTIONS

YES, NO = "yes", "no"


class Accept(forms.Form):
    """One yes or no to each question, nothing chosen beforehand; each yes is explained."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, words in QUESTIONS.items():
            self.fields[question] = forms.ChoiceField(
                label=words,
                choices=[(NO, "No"), (YES, "Yes")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Answer yes or no: {words}"},
            )
            self.fields[f"{question}_why"] = forms.CharField(
                label="If yes: what is it?",
                required=False,
                max_length=LONGEST_EXPLANATION,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["agrees"] = forms.BooleanField(
            label="I keep the card and the review to myself, agree that my report is published "
            "with the card, and paste nothing of it into a text generator of others",
            error_messages={"required": "Agree to the policy, or decline the invitation."},
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for question, words in QUESTIONS.items():
            if data.get(question) == YES and not data.get(f"{question}_why"):
                self.add_error(f"{question}_why", f"Explain your yes: {words}")
        return data

    def answers(self) -> dict[str, Any]:
        """As ``rules.review.conflicts`` reads them."""
        data = self.cleaned_data
        return {
            str(question): {
                "answer": data[question] == YES,
                "explanation": data[f"{question}_why"],
            }
            for question in QUESTIONS
        }


class Decline(forms.Form):
    reason = forms.CharField(
        label="Reason, or somebody whom you suggest instead",
        help_text="Only editors read it.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Leave(forms.Form):
    reason = forms.CharField(
        label="The interest that you found",
        help_text="Only editors read it. It cannot be undone; a report of yours counts no more.",
        max_length=2000,
        error_messages={"required": "Say which interest you found."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
