"""All components in the order of the gallery, and those that it does not show."""

from registry.web.gallery import (
    arithmetic,
    charts,
    claims,
    comparison,
    figures,
    forms,
    marks,
    notices,
    search,
    sharing,
)
from registry.web.gallery.example import Component

COMPONENTS: tuple[Component, ...] = (
    *marks.COMPONENTS,
    *notices.COMPONENTS,
    *claims.COMPONENTS,
    *arithmetic.COMPONENTS,
    *figures.COMPONENTS,
    *charts.COMPONENTS,
    *search.COMPONENTS,
    *forms.COMPONENTS,
    *comparison.COMPONENTS,
    *sharing.COMPONENTS,
)

# Components that have nothing to look at, each with the reason.
NOT_SHOWN = {
    "head": "tells machines about a page and draws nothing",
    "prose_page": "is a page as a whole; Method and About are made of it",
    "search_form": "is the form of the models' page as a whole; its parts are shown",
    "sharing_files": "names the files that a page loads and draws nothing",
    "symbols": "the drawings that marks refer to, once in every page",
}
