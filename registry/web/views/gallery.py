"""The gallery of components, for those who build pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from registry.web.gallery.catalogue import COMPONENTS, NOT_SHOWN
from registry.web.gallery.example import Component
from registry.web.view_models.gallery import GalleryPage, ShownComponent, ShownExample


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = GalleryPage(tuple(map(_shown, COMPONENTS)), tuple(sorted(NOT_SHOWN.items())))
    return render(request, "gallery/index.html", {"page": page})


def _shown(component: Component) -> ShownComponent:
    return ShownComponent(
        name=component.name.replace("_", " "),
        anchor=component.name.replace("_", "-"),
        path=f"templates/{component.template}",
        purpose=component.purpose,
        element=component.element,
        examples=tuple(
            ShownExample(example.title, render_to_string(component.template, dict(example.context)))
            for example in component.examples
        ),
    )
