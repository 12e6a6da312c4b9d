"""The form that starts a card: which model, for whom, and from what."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.imports import Source
from registry.models import CardVersion, DraftImport, Lab, ModelCard, Release
from registry.rules.names import slugify
from registry.rules.permissions import Person
from registry.rules.workflow.vocabulary import Kind
from registry.web.drafts.forms import LONGEST_NAME
from registry.web.drafts.source_forms import GivenText
from registry.web.presenters.drafts import KIND_WORDS

CARD, BASE, FILE, PASTE, BLANK = "card", "base", "file", "paste", "blank"
WAYS = (
    (CARD, "The card that is published about it. You confirm, correct or remove each statement."),
    (BASE, "The card of its base model. The lineage is set, and what both share is offered."),
    (FILE, "A file. What is found in it is offered, and you accept each statement or all."),
    (PASTE, "A pasted text, read like a file."),
    (BLANK, "Nothing. You answer question by question."),
)


class Start(GivenText):
    """Which model, for whom, and from what."""

    field_order = ("kind", "model", "lab", "source", "base", "file", "text")

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
        help_text="Only for a model that is not registered yet: the lab's name or its id, such as "
        "deepseek.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "labs", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(
        label="Start from",
        choices=WAYS,
        widget=forms.RadioSelect,
    )
    base = forms.CharField(
        label="Base model",
        help_text="Its id, such as deepseek/deepseek-v3. Its card must be published.",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "registered-models", "autocomplete": "off"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaks_for_a_lab = bool(person.memberships)
        if len(person.memberships) == 1:
            self.fields["lab"].initial = next(iter(person.memberships))
        kinds = [Kind.SELF_ASSESSMENT, Kind.THIRD_PARTY]
        if person.memberships:
            kinds.insert(0, Kind.LAB)
        choices = [(kind.value, KIND_WORDS[kind]) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = choices[0][0]
        model = self.initial.get("model", "")
        self.fields["source"].initial = CARD if not model or _live(model) else BLANK

    def clean(self) -> dict[str, Any]:
        """Find the model, the lab and the origin that were meant; refusals stand at their field."""
        data = super().clean() or {}
        text = data.get("model", "").strip()
        data["release"] = (
            Release.objects.select_related("lab").filter(public_id=text.lower()).first()
        )
        if text and not data["release"]:
            self._clean_new_model(text, data)
        if text:
            self._clean_source(text, data)
        return data

    def _takes_the_file(self) -> bool:
        return self.data.get("source") == FILE

    def _clean_new_model(self, text: str, data: dict[str, Any]) -> None:
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
        data["found_lab"] = Lab.objects.known_as(data.get("lab", ""))
        if data["found_lab"] is None and data.get("kind") != Kind.SELF_ASSESSMENT:
            found = f"Found {data['lab']}, which is not registered. " if data.get("lab") else ""
            self.add_error(
                "lab", f"{found}A model that is not registered yet needs its lab: name or id."
            )

    def _clean_source(self, text: str, data: dict[str, Any]) -> None:
        way = data.get("source")
        if way == CARD:
            data["version"] = _live(text)
            if data["version"] is None:
                self.add_error(
                    "source", f"No card of {text} is published yet. Choose another way to start."
                )
        elif way == BASE:
            base = data.get("base", "").strip()
            data["version"] = _live(base)
            if data["version"] is None:
                found = f"No card of {base} is published." if base else "No base model is named."
                self.add_error("base", f"{found} Expected the id of a model with a card.")
            elif base.lower() == text.lower():
                self.add_error("base", f"Found {base} itself. A model is not its own base.")
        elif way == FILE and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "No file is chosen.")
        elif way == PASTE and not data.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", "Nothing is pasted.")

    def origin(self) -> Source | None:
        """What is offered to the draft that starts; None for a blank one."""
        data = self.cleaned_data
        if data["source"] == FILE:
            return self.file_source()
        if data["source"] == PASTE:
            return self.text_source()
        version: CardVersion | None = data.get("version")
        if version is None:
            return None
        return Source(
            _origin(data["source"], Kind(data["kind"]), version),
            f"{version.card.release.public_id}, version {version.number}",
            version.content.canonical.encode(),
        )


def _live(card_id: str) -> CardVersion | None:
    cards = ModelCard.objects.live().select_related("release", "live_version__content")
    card = cards.filter(release__public_id=card_id.strip().lower()).first()
    return card.live_version if card else None


def _origin(way: str, kind: Kind, version: CardVersion) -> DraftImport.Origin:
    """A lab takes over what others said of its model; all else is there to be chosen from."""
    if way == BASE:
        return DraftImport.Origin.BASE
    if kind is Kind.LAB and version.preparer != CardVersion.Preparer.DEVELOPER:
        return DraftImport.Origin.TAKE_OVER
    return DraftImport.Origin.VERSION
