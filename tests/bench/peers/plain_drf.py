"""A plain ModelViewSet of Django REST framework, as most would write it, as a WSGI application.

Settings, models, serializers and addresses in one module: nothing is cached, nothing is tuned, and
the framework's own pagination, ordering and search are used.
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only-for-measurements-" + "0" * 32,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PEER_DATABASE"],
            "CONN_MAX_AGE": 60,
        }
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 25,
    },
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import include, path  # noqa: E402
from rest_framework import filters, routers, serializers, viewsets  # noqa: E402

FILTERS = {
    "lab": "lab__slug",
    "chip": "chip",
    "peer_reviewed": "peer_reviewed",
    "flop_min": "flop__gte",
}


class Lab(models.Model):
    slug = models.TextField()
    name = models.TextField()

    class Meta:
        app_label, db_table, managed = "peers", "lab", False

    def __str__(self) -> str:
        return self.slug


class Card(models.Model):
    public_id = models.TextField()
    name = models.TextField()
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT)
    released = models.TextField()
    level = models.IntegerField()
    score = models.FloatField()
    flop = models.FloatField(null=True)
    cost_usd = models.FloatField(null=True)
    chip = models.TextField()
    peer_reviewed = models.TextField()
    search_text = models.TextField()
    document = models.JSONField()

    class Meta:
        app_label, db_table, managed = "peers", "card", False

    def __str__(self) -> str:
        return self.public_id


class Place(models.Model):
    position = models.IntegerField(primary_key=True)
    lab_slug = models.TextField()
    lab_name = models.TextField()
    rank = models.IntegerField(null=True)
    rank_low = models.IntegerField(null=True)
    rank_high = models.IntegerField(null=True)
    score = models.TextField()
    cards = models.IntegerField()
    change = models.TextField()

    class Meta:
        app_label, db_table, managed = "peers", "leaderboard", False

    def __str__(self) -> str:
        return self.lab_slug


class LabSerializer(serializers.ModelSerializer[Lab]):
    class Meta:
        model, fields = Lab, ("slug", "name")


class CardSerializer(serializers.ModelSerializer[Card]):
    lab = LabSerializer()

    class Meta:
        model = Card
        exclude: ClassVar = ("search_text", "document")


class DetailSerializer(serializers.ModelSerializer[Card]):
    lab = LabSerializer()

    class Meta:
        model = Card
        exclude: ClassVar = ("search_text",)


class CardViewSet(viewsets.ReadOnlyModelViewSet[Card]):
    queryset = Card.objects.select_related("lab")
    filter_backends = (filters.OrderingFilter, filters.SearchFilter)
    ordering_fields = ("flop", "score", "released")
    ordering = ("id",)
    search_fields = ("name", "search_text")

    def get_serializer_class(self) -> Any:
        return DetailSerializer if self.action == "retrieve" else CardSerializer

    def get_queryset(self) -> Any:
        asked = self.request.query_params
        return (
            super()
            .get_queryset()
            .filter(**{field: asked[name] for name, field in FILTERS.items() if name in asked})
        )


class PlaceSerializer(serializers.ModelSerializer[Place]):
    class Meta:
        model, fields = Place, "__all__"


class LeaderboardViewSet(viewsets.ReadOnlyModelViewSet[Place]):
    queryset = Place.objects.order_by("position")
    serializer_class = PlaceSerializer
    pagination_class = None


router = routers.DefaultRouter()
router.register("cards", CardViewSet)
router.register("leaderboard", LeaderboardViewSet)
urlpatterns = [path("", include(router.urls))]
application = get_wsgi_application()
