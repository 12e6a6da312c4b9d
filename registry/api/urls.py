"""Addresses of the API: a contract. Nothing in version 1 is removed, renamed or changed in kind."""

from django.urls import include, path, re_path

from registry.api.catch_all import unknown
from registry.api.v1.urls import v1_urls

urlpatterns = [
    path("v1/", include((v1_urls, "api"))),
    re_path("", unknown),
]
