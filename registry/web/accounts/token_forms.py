"""The form that a token of the API is made with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms

from registry.models import Lab, User
from registry.rules.api_tokens import GRANTABLE, LONGEST_LIFE, USUAL_LIFE, Grant
from registry.rules.workflow.vocabulary import Action
from registry.web.accounts.forms import Plain, Words, check_name

LIVES = (timedelta(days=7), timedelta(days=30), USUAL_LIFE, LONGEST_LIFE)
# No slug, so no lab's.
OF_NO_LAB = "-"
OWN = "my listings and self-assessments"


class NewToken(Plain, forms.Form):
    """For what, for whom, what it may do, and for how long."""

    name = forms.CharField(
        max_length=100,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField()
    actions = forms.MultipleChoiceField(
        choices=[(row.action.value, row.label) for row in GRANTABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(
        choices=[(life.days, f"{life.days} days") for life in LIVES],
        coerce=int,
        initial=USUAL_LIFE.days,
    )
    words: ClassVar[Words] = {
        "name": (
            "Name",
            "Enter a name.",
            "What uses it, such as “nightly job on build-3”, so that you know which one to revoke.",
        ),
        "scope": ("For", "Choose for what it is.", "It sees and changes nothing else."),
        "actions": (
            "What it may do besides reading",
            "",
            "No token can attest, return, submit or publish a card.",
        ),
        "days": ("Expires after", "Choose after how long it expires."),
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        memberships = user.memberships.filter(ended_at=None).select_related("lab")
        self.labs: dict[str, Lab] = {row.lab.slug: row.lab for row in memberships}
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101 - declared above
        scope.choices = [*((slug, lab.name) for slug, lab in self.labs.items()), (OF_NO_LAB, OWN)]
        self.fields["actions"].label_suffix = ""

    @property
    def lab(self) -> Lab | None:
        return self.labs.get(self.cleaned_data["scope"])

    @property
    def grant(self) -> Grant:
        actions = frozenset(Action(action) for action in self.cleaned_data["actions"])
        return Grant(actions, timedelta(days=self.cleaned_data["days"]))
