"""Where the parts of a card in the making are: its sections, its claims, its inputs."""

from __future__ import annotations

from django.urls import reverse

from registry.actions.people import subject_of
from registry.models import Submission
from registry.rules.card_fields import card_fields
from registry.rules.entry.names import name_of
from registry.rules.permissions import Person, may_see
from registry.rules.standard import Item
from registry.web.view_models.shared import Link


def section_title(name: str) -> str:
    titles = {"about": "About the model and this card", "facts": "Facts", "estimates": "Estimates"}
    return titles.get(name) or card_fields().properties[name].title


def section_url(submission: Submission, name: str) -> str:
    return reverse("submission:section", args=[submission.public_id, name])


def back_link(person: Person, submission: Submission) -> Link:
    """The way back to a submission; the lab of a listing has the page of its reply there."""
    is_whole = may_see(person, subject_of(submission))
    name = "submission:detail" if is_whole else "submission:reply"
    return Link(submission.model_name, reverse(name, args=[submission.public_id]))


def place_link(submission: Submission, pointer: str, text: str) -> Link:
    """A text that leads to the input at a JSON pointer, where the form has one."""
    name = name_of(pointer)
    member = name.partition(".")[0]
    section = {"model": "about", "prepared_by": "about", "language": "about"}.get(member, member)
    if section == "fact_evidence":
        section = "facts"
    if not section or section in ("card_id", "schema_version"):
        return Link(text)
    return Link(text, f"{section_url(submission, section)}#at-{name.replace('.', '-')}")


def claim_url(submission: Submission, item: Item) -> str:
    """The claim of an item in the form."""
    section = item.claim.partition(".")[0]
    return f"{section_url(submission, section)}#at-{item.claim.replace('.', '-')}"
