"""Addresses below /concerns/."""

from django.urls import path

from registry.web.concerns import views

app_name = "concern"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("<slug:public_id>/", views.status, name="status"),
]
