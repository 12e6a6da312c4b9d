"""A registry of invented people and reviews, for trying out: ``make demo``."""
