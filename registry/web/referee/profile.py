"""The profile by which editors find referees."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.actions.review.profiles import MOST_OPEN, save_profile
from registry.models import RefereeProfile, User
from registry.rules.errors import Refused
from registry.rules.standard import load_standard
from registry.web.kept_forms import signed_in
from registry.web.named_errors import NamedErrors

ORCID = r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"
FIELDS = (
    "affiliation",
    "orcid",
    "expertise",
    "keywords",
    "positions",
    "linked_domains",
    "most_open",
    "is_available",
)


class Profile(NamedErrors):
    """``expertise`` are sections of the standard."""

    affiliation = forms.CharField(label="Where you work", required=False, max_length=200)
    expertise = forms.MultipleChoiceField(
        label="What you can judge", required=False, widget=forms.CheckboxSelectMultiple
    )
    keywords = forms.CharField(
        label="In your own words",
        required=False,
        max_length=2000,
        help_text="Methods, models, hardware: what an editor may search for.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    orcid = forms.RegexField(
        ORCID,
        label="ORCID",
        required=False,
        help_text="Such as 0000-0002-1825-0097.",
        error_messages={"invalid": "An ORCID looks like 0000-0002-1825-0097."},
    )
    positions = forms.CharField(
        label="Employers, contracts and grants",
        required=False,
        max_length=5000,
        help_text="One a line, with its end where there is one: “DeepSeek until 2025-03”. They "
        "keep you from being asked where you have an interest.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    linked_domains = forms.CharField(
        label="Other mail domains of your employers",
        required=False,
        max_length=1000,
        help_text="Separated by spaces, such as example.org.",
    )
    most_open = forms.IntegerField(
        label="Reports at once, at most", min_value=1, max_value=MOST_OPEN, initial=2
    )
    is_available = forms.BooleanField(label="Editors may invite me", required=False, initial=True)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["expertise"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.id, one.title) for one in load_standard().sections]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - ``signed_in`` stands before it
    stored = RefereeProfile.objects.filter(user=user).first()
    known = {name: getattr(stored, name) for name in FIELDS} if stored else None
    form = Profile(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            save_profile(user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Kept. Editors who look for referees read it, nobody else.")
            return redirect("referee:list")
    return render(
        request, "referee/profile.html", {"form": form}, status=400 if form.errors else 200
    )
