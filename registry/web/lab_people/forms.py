"""What is asked of those who want to represent a lab or propose one."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.actions.lab_proposals import check_name
from registry.actions.lab_requests import check_place
from registry.models import Lab, LabMembership, User
from registry.rules.checking.code_lists import COUNTRIES
from registry.rules.domains import domain_of_address, read_domain
from registry.rules.errors import Refused
from registry.rules.invitations import LONGEST_TEXT, Answer
from registry.rules.workflow.requests import Proof
from registry.web.named_errors import NamedErrors

LONGEST_NAME = 200
ROLE_WORDS = {
    LabMembership.Role.SUBMITTER: "Submitter: I prepare its cards",
    LabMembership.Role.REPRESENTATIVE: "Representative: I also attest and submit them for the lab",
}
ROLES = [(role.value, words) for role, words in ROLE_WORDS.items()]
PROOF_WORDS = [
    (Proof.EMAIL.value, "I have an e-mail address at the lab's domain"),
    (Proof.PAGE.value, "I can publish a text file on the lab's website"),
    (Proof.DNS.value, "I can add a TXT record to the lab's domain"),
]


class Ask(NamedErrors):
    """Which lab, which role, and how it is proven."""

    lab = forms.CharField(
        label="Lab",
        help_text="Its name or its id, such as deepseek.",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"list": "labs", "autocomplete": "off"}),
        error_messages={"required": "Say which lab you mean."},
    )
    role = forms.ChoiceField(
        label="What do you want to be?",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to be."},
    )
    proof = forms.ChoiceField(
        label="How can you show it?",
        choices=PROOF_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you can show it."},
    )
    address = forms.EmailField(
        label="Your address at the lab",
        help_text="For the first way. If you have verified it here already, that is enough; "
        "otherwise we mail a code to it.",
        error_messages={
            "required": "Enter your address at the lab; the way that you chose needs it.",
            "invalid": "Enter an address such as name@example.org.",
        },
    )
    domain = forms.CharField(
        label="The lab's domain",
        help_text="For the second and third way, such as example.org. You get the text to publish "
        "on the next page.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the lab's domain; the way that you chose needs it."},
    )
    note = forms.CharField(
        label="What do you do at the lab?",
        help_text="It helps the editor. Nobody else reads it.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_by_email = self["proof"].value() == Proof.EMAIL
        self.fields["address"].required = is_by_email
        self.fields["domain"].required = not is_by_email

    def clean_lab(self) -> Lab:
        lab = Lab.objects.known_as(self.cleaned_data["lab"])
        if lab is None:
            raise forms.ValidationError(
                f"Found {self.cleaned_data['lab']}, which is not registered. Choose a lab of the "
                "list, or propose it."
            )
        return lab

    def clean(self) -> dict[str, Any]:
        """See that the place can prove anything; a refusal stands at its field."""
        data = super().clean() or {}
        field = "address" if data.get("proof") == Proof.EMAIL else "domain"
        data["place"] = data.get(field, "")
        if data["place"] and "lab" in data and "proof" in data:
            try:
                check_place(data["lab"], Proof(data["proof"]), data["place"])
            except Refused as refused:
                self.add_error(field, str(refused))
        return data


class Propose(NamedErrors):
    """A lab that is missed. The last question is asked only of names that resemble another."""

    name = forms.CharField(
        label="Name of the lab",
        help_text="As it calls itself in its publications.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the name of the lab."},
    )
    country = forms.CharField(
        label="Country",
        help_text="Where it has its seat: two letters, such as FR.",
        max_length=2,
        error_messages={"required": "Enter the country, such as FR."},
        widget=forms.TextInput(attrs={"autocomplete": "country", "size": 2}),
    )
    domain = forms.CharField(
        label="Domain of its website",
        help_text="Such as example.org.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the domain of its website."},
    )
    why = forms.CharField(
        label="Which models does it develop?",
        help_text="At least one that is released or announced, with a link.",
        max_length=2000,
        error_messages={"required": "Say which models it develops."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    role = forms.ChoiceField(
        label="What do you want to be in it?",
        choices=[*ROLES, ("", "Nothing: I only miss it in the list")],
        required=False,
        widget=forms.RadioSelect,
    )
    distinct_because = forms.CharField(
        label="If it is another lab: how do the two differ?",
        help_text="Seat, people, models, website. An editor decides.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_name(self) -> str:
        return _refused_as_invalid(check_name, self.cleaned_data["name"])

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if country not in COUNTRIES:
            raise forms.ValidationError(
                f"Found {country}. Expected a code of ISO 3166-1, such as FR for France."
            )
        return country

    def clean_domain(self) -> str:
        return _refused_as_invalid(read_domain, self.cleaned_data["domain"])


class Code(NamedErrors):
    code = forms.CharField(
        label="Code from the mail",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": "Enter the code that we mailed to you."},
    )


def own_address(user: User) -> str:
    """The address of the account, where it can be one at a lab; "" otherwise."""
    try:
        domain_of_address(user.email)
    except Refused:
        return ""
    return user.email


def _refused_as_invalid(check: Any, text: str) -> str:
    try:
        return str(check(text))
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from None


class AnswerInvitation(NamedErrors):
    """What the lab says to its invitation. Only an answer that stands can be withdrawn."""

    answer = forms.ChoiceField(
        label="The lab’s answer",
        choices=[
            (Answer.WILL_DISCLOSE.value, "We will disclose"),
            (Answer.DECLINES.value, "We decline"),
            (Answer.WITHDRAWN.value, "We withdraw our answer"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the lab answers."},
    )
    disclose_by = forms.DateField(
        label="By which day",
        help_text="Only if the lab will disclose and names a day.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day such as 2027-03-01, or none."},
    )
    text = forms.CharField(
        label="In the lab’s words",
        help_text="Such as which models come first, or why the lab declines. Readers see it.",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label="Who speaks for the lab",
        help_text="Your name, with your post if you like. Readers see it.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter the name that readers will see."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
