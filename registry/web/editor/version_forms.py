"""What is asked before a move of a published version. Nothing is chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.review.notices import LONGEST_FINDER
from registry.actions.review.texts import LONGEST
from registry.rules.workflow.versions import VersionAction
from registry.web.named_errors import NamedErrors
from registry.web.presenters.editor_versions import REASONS

LARGEST_FILE = 8 * 2**20
Choices = list[tuple[str, str]]


class Notice(NamedErrors):
    """What readers will find above the title of the version, as it is typed."""

    text = forms.CharField(
        label="The notice",
        max_length=LONGEST,
        help_text="Published as it stands here, with the date and the names of the editors who "
        "sign it.",
        error_messages={"required": "Write the notice; readers find it above the card."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, items: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("items")
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = items


class _About(Notice):
    items = forms.MultipleChoiceField(
        label="Claims",
        widget=forms.CheckboxSelectMultiple,
        help_text="They lose what referees gave them, as long as the concern stands.",
        error_messages={"required": "Choose the claims that are in doubt."},
    )
    found_by = forms.CharField(
        label="Who raised it",
        required=False,
        max_length=LONGEST_FINDER,
        help_text="Published; leave it empty for whoever does not want to be named.",
    )


class Concern(_About):
    safety = forms.CharField(
        label="Why it cannot wait 72 hours",
        required=False,
        max_length=LONGEST,
        help_text="The lab is told with this proposal, and the concern can be expressed 72 hours "
        "later. Only safety allows not to wait; the reason stays in the record.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("items", "text", "found_by", "safety")


class Retraction(_About):
    field_order = ("items", "text", "found_by")

    def __init__(self, items: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(items, *args, **kwargs)
        self.fields["items"].required = False
        self.fields["items"].help_text = "Those that cannot stand; none of them for the whole card."


class Removal(Notice):
    reason_class = forms.ChoiceField(
        label="Why it is removed",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose law or privacy; nothing else allows a removal."},
    )
    field_order = ("reason_class", "text")


class Bytes(forms.Form):
    """The files that a restoration brings back."""

    card = forms.FileField(
        label="The card that was removed",
        help_text="The JSON file as it was published, byte for byte.",
        error_messages={"required": "Choose the file of the card."},
    )
    review = forms.FileField(
        label="Its review file",
        help_text="review.json as it was published, byte for byte.",
        error_messages={"required": "Choose the review file."},
    )

    def __init__(self, *args: Any, has_review: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_review:
            del self.fields["review"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, file in cleaned.items():
            if file.size > LARGEST_FILE:
                self.add_error(name, f"The file has {file.size:,} bytes; 8 MiB are the most.")
        return cleaned


FORMS: dict[VersionAction, type[Notice]] = {
    VersionAction.EXPRESS_CONCERN: Concern,
    VersionAction.LIFT_CONCERN: Notice,
    VersionAction.RETRACT: Retraction,
    VersionAction.REINSTATE: Notice,
    VersionAction.REMOVE: Removal,
    VersionAction.RESTORE: Notice,
}
