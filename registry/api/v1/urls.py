"""The addresses of version 1."""

from django.urls import path

from registry.api.v1 import index, models

v1_urls = [
    path("", index.Index.as_view(), name="index"),
    path("models/<part:lab>/<part:model>", models.Card.as_view(), name="card"),
    path(
        "models/<part:lab>/<part:model>/versions/<number:number>",
        models.Version.as_view(),
        name="version",
    ),
]
