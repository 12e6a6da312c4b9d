"""The short forms around a draft. The card's own inputs are derived from its fields."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.forms import BoundField

from registry.actions.attestations import Choices
from registry.actions.replies import LONGEST_REPLY
from registry.rules.pointer import split_pointer
from registry.rules.review.fields import FieldsInvalid
from registry.rules.review.wishes import LONGEST_REASON, MOST_WISHES, Wish
from registry.rules.workflow.vocabulary import Track
from registry.web.named_errors import NamedErrors

LONGEST_NAME = 200


class Reason(NamedErrors):
    reason = forms.CharField(
        label="Why",
        help_text="The people of your lab read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Reply(NamedErrors):
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


class Attest(NamedErrors):
    name = forms.CharField(label="Your name, as it is published", max_length=LONGEST_NAME)
    competing_interests = forms.CharField(
        label="Competing interests",
        help_text="What could bias this disclosure, for you or the lab. “None” is an answer.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(label="I declare this for the lab")


class Submit(Attest):
    """The attestation with what the lab asks for: by whom it is reviewed, and what is public."""

    track = forms.ChoiceField(
        label="Who reviews it",
        choices=(
            (
                Track.PEER.value,
                "Referees: independent experts judge each claim. Only so the level Reviewed.",
            ),
            (
                Track.REGISTRY.value,
                "An editor alone: checks the core claims against their sources, within 30 days.",
            ),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who reviews the card."},
    )
    shows_badge = forms.BooleanField(
        label="Let readers see that a review is under way",
        help_text="On the page of the model: since when, in which round, and that it ended where "
        "nothing comes of it. Never why. Without the tick nobody outside learns of it.",
        required=False,
    )
    embargo_until = forms.DateField(
        label="Publish not before",
        help_text="A day in UTC, at most half a year ahead. Without one: when it is ready.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day such as 2026-12-01."},
    )

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            # An editor alone looks at it.
            del self.fields["track"]
        else:
            for wish in ("suggested", "opposed"):
                for number in range(MOST_WISHES):
                    self.fields |= _wish_fields(wish, number)
        self.order_fields(
            [*(name for name in self.fields if name not in LAST), *LAST],
        )

    def choices(self) -> Choices:
        day = self.cleaned_data["embargo_until"]
        return Choices(
            track=Track(self.cleaned_data.get("track", Track.REGISTRY)),
            shows_badge=self.cleaned_data["shows_badge"],
            suggested=self._wishes("suggested"),
            opposed=self._wishes("opposed"),
            embargo_until=datetime.combine(day, time.min, UTC) if day else None,
        )

    def refuse(self, invalid: FieldsInvalid) -> None:
        """Tell what is wrong with a wish beside its input."""
        for problem in invalid.problems:
            wish, number, member = [*split_pointer(problem.pointer), "0", "name"][:3]
            rows = self._filled(str(wish))
            row = rows[int(number)] if int(number) < len(rows) else 0
            text = f"Found {problem.found}, expected {problem.expected}."
            self.add_error(f"{wish}_{member}_{row}", text)

    def wish_groups(self) -> list[tuple[str, list[BoundField]]]:
        """The inputs of the wishes, by what they are for."""
        titles = {
            "suggested": "Suggest referees (at most three)",
            "opposed": "Oppose referees (at most three)",
        }
        return [
            (title, [field for field in self if field.name.startswith(f"{wish}_")])
            for wish, title in titles.items()
            if f"{wish}_name_0" in self.fields
        ]

    def other_fields(self) -> list[BoundField]:
        return [one for one in self if not one.name.startswith(("suggested_", "opposed_"))]

    def _filled(self, wish: str) -> list[int]:
        return [
            row
            for row in range(MOST_WISHES)
            if any(self.cleaned_data.get(f"{wish}_{part}_{row}") for part in ("name", "reason"))
        ]

    def _wishes(self, wish: str) -> tuple[Wish, ...]:
        data = self.cleaned_data
        return tuple(
            Wish(data[f"{wish}_name_{row}"], data[f"{wish}_reason_{row}"])
            for row in self._filled(wish)
        )


def _wish_fields(wish: str, number: int) -> dict[str, forms.Field]:
    return {
        f"{wish}_name_{number}": forms.CharField(
            label=f"Name and affiliation, {number + 1}", required=False, max_length=LONGEST_NAME
        ),
        f"{wish}_reason_{number}": forms.CharField(
            label=f"Why, {number + 1}",
            required=False,
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


# The declaration comes after everything else.
LAST = ("name", "competing_interests", "agreed")
