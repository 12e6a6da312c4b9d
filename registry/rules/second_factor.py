"""Who must prove more than a password."""

from collections.abc import Collection

# Those who decide for the registry or look after it, and those who speak for a lab.
ROLES = frozenset({"editor", "editor_in_chief", "administrator", "representative"})


def requires_second_factor(roles: Collection[str]) -> bool:
    """Whether a person with these roles, in the registry or in any lab, needs a second factor."""
    return not ROLES.isdisjoint(roles)
