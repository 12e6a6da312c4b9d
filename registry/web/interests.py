"""The form in which editors and referees declare their interests."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.rules.review.conflicts import HARD, LONGEST_EXPLANATION, QUESTIONS
from registry.web.named_errors import NamedErrors

YES, NO = "yes", "no"


class Interests(NamedErrors):
    """Each question takes a yes or no, and each yes a sentence. Nothing is chosen beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, words in QUESTIONS.items():
            self.fields[question.value] = forms.ChoiceField(
                label=words,
                choices=[(NO, "No"), (YES, "Yes")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Answer yes or no: {words}"},
                help_text="A yes means that you cannot take part." if question in HARD else "",
            )
            self.fields[f"{question.value}_explanation"] = forms.CharField(
                label="If yes, what it is",
                required=False,
                max_length=LONGEST_EXPLANATION,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in QUESTIONS:
            explanation = f"{question.value}_explanation"
            if data.get(question.value) == YES and not data.get(explanation, "").strip():
                self.add_error(explanation, "Say what it is; a yes needs a sentence.")
        return data

    def answers(self) -> dict[str, Any]:
        """The answers as a declaration keeps them; of a valid form."""
        return {
            question.value: {
                "answer": self.cleaned_data[question.value] == YES,
                "explanation": self.cleaned_data[f"{question.value}_explanation"].strip(),
            }
            for question in QUESTIONS
        }
