"""Addresses below /editor/. For whoever is no editor there is nothing here."""

from django.urls import path

from registry.web.editor import invitations, views

app_name = "editor"
urlpatterns = [
    path("", views.index, name="list"),
    path("requests/<slug:public_id>/", views.request_detail, name="request"),
    path("proposals/<slug:public_id>/", views.proposal_detail, name="proposal"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/<slug:slug>/", invitations.detail, name="invitation"),
    path("told/<slug:public_id>/<int:number>/", invitations.told, name="told"),
]
