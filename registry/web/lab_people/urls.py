"""Addresses below /account/labs/."""

from django.urls import path

from registry.web.lab_people import invitations, views

app_name = "people"
urlpatterns = [
    path("", views.index, name="list"),
    path("ask/", views.ask, name="ask"),
    path("propose/", views.propose, name="propose"),
    path("<slug:slug>/people/", views.lab_people, name="lab"),
    path("<slug:slug>/invitation/", invitations.invitation, name="invitation"),
    path("requests/<slug:public_id>/", views.request_detail, name="request"),
    path("proposals/<slug:public_id>/", views.proposal_detail, name="proposal"),
]
