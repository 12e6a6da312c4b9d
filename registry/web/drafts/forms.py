"""The short forms around a draft. The card's own inputs are derived from its fields."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.models import Lab, ModelCard, Release
from registry.rules.names import slugify
from registry.rules.permissions import Membership, Person
from registry.rules.workflow.submissions import Kind
from registry.web.presenters.drafts import KIND_WORDS

LONGEST_NAME = 200


class Start(forms.Form):
    """Which model, for whom, and from what."""

    kind = forms.ChoiceField(
        label="What do you want to prepare?",
        widget=forms.RadioSelect,
    )
    model = forms.CharField(
        label="Model",
        help_text="The id of a registered model, such as deepseek/deepseek-r1, or the name of a "
        "new one.",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"list": "registered-models", "autocomplete": "off"}),
    )
    lab = forms.CharField(
        label="Lab",
        help_text="Only for a model that is not registered yet: the lab's id, such as deepseek.",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "labs", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(
        label="Start from",
        choices=[
            ("card", "the card that is published about it, to be confirmed or corrected"),
            ("blank", "nothing"),
        ],
        initial="card",
        widget=forms.RadioSelect,
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        kinds = [Kind.SELF_ASSESSMENT, Kind.THIRD_PARTY]
        if person.memberships:
            kinds.insert(0, Kind.LAB)
        choices = [(kind.value, KIND_WORDS[kind]) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Find the model or the lab that was meant; each refusal stands at its field."""
        data = super().clean() or {}
        text = data.get("model", "").strip()
        data["release"] = (
            Release.objects.select_related("lab").filter(public_id=text.lower()).first()
        )
        if not text or data["release"]:
            return data
        if "/" in text:
            self.add_error(
                "model",
                f"Found {text}, which is not registered. Choose one of the list, or write the name "
                "of the new model alone.",
            )
        elif not slugify(text):
            self.add_error(
                "model", "The name needs a letter or digit of the Latin alphabet for its address."
            )
        data["found_lab"] = Lab.objects.filter(slug=data.get("lab", "").strip()).first()
        if data["found_lab"] is None and data.get("kind") != Kind.SELF_ASSESSMENT:
            self.add_error("lab", "A model that is not registered yet needs its lab's id.")
        return data

    def live_card(self) -> ModelCard | None:
        release = self.cleaned_data.get("release")
        if release is None or self.cleaned_data["source"] != "card":
            return None
        return ModelCard.objects.live().filter(release=release).first()

    @property
    def is_for_a_lab(self) -> bool:
        return Membership.REPRESENTATIVE in self.person.memberships.values()


class Reason(forms.Form):
    reason = forms.CharField(
        label="Why",
        help_text="The people of your lab read it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
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
