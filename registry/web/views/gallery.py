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
    path = f"components/{component.template}"
    return ShownComponent(
        name=component.template.removesuffix(".html").replace("_", " "),
        anchor=component.template.removesuffix(".html").replace("_", "-"),
        path=f"templates/{path}",
        purpose=component.purpose,
        element=component.element,
        examples=tuple(
            ShownExample(example.title, render_to_string(path, dict(example.context)))
            for example in component.examples
        ),
    )
