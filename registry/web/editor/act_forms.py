"""What an editor is asked before an act. No decision and no reason is chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.review.decisions import REJECT_REASONS
from registry.actions.review.texts import LONGEST, LONGEST_LETTER
from registry.actions.review.triage import DESK_REASONS
from registry.models import Actor
from registry.web.named_errors import NamedErrors


class Act(NamedErrors):
    """A move that asks nothing more than to be confirmed."""


class WithReason(Act):
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST,
        help_text="It stays in the record, which editors read; above it says whose mail has it.",
        error_messages={"required": "Give the reason; it stays in the record."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithEditor(Act):
    """Editors who declared no interest that forbids it; ``editors`` are their actors."""

    editor = forms.ChoiceField(
        label="Editor",
        error_messages={"required": "Choose the editor who takes over."},
        help_text="Only editors who declared their interests in this submission can be chosen.",
    )

    def __init__(self, editors: list[Actor], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose one"), *((one.key, one.name) for one in editors)]
        field = self.fields["editor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices


class WithEditorAndReason(WithEditor, WithReason):
    field_order = ("editor", "reason")


class Letter(Act):
    letter = forms.CharField(
        label="Letter to the lab",
        max_length=LONGEST_LETTER,
        help_text="Sent as it stands here, and published with the review file where the card is "
        "accepted in the end.",
        error_messages={"required": "Write the letter; the lab reads it."},
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class OptionalLetter(Act):
    letter = forms.CharField(
        label="Letter to the lab",
        required=False,
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class DeskReject(Letter):
    reason_code = forms.ChoiceField(
        label="Why it is rejected without review",
        choices=DESK_REASONS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason. That little is disclosed is never one."},
    )
    field_order = ("reason_code", "letter")


class Revise(Letter):
    kind = forms.ChoiceField(
        label="How much has to change",
        choices=[
            ("minor", "Minor: 21 days, and it can be decided without another round"),
            ("major", "Major: 60 days, and the referees look again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose minor or major."},
    )
    field_order = ("kind", "letter")


class Reject(Letter):
    reason_codes = forms.MultipleChoiceField(
        label="Why it is rejected",
        choices=REJECT_REASONS.items(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reason."},
    )
    may_come_again = forms.BooleanField(
        label="The lab may submit anew without waiting 60 days", required=False
    )
    field_order = ("reason_codes", "may_come_again", "letter")
