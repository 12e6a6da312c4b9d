"""Writing the lengths of a drawing."""

from django import template

register = template.Library()


@register.filter
def px(length: float) -> str:
    """A length as SVG reads it in every locale: one decimal, or none: "12.5", "40"."""
    return f"{length:.1f}".removesuffix(".0")
