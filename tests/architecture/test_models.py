"""Tables, migrations and the one table of status changes."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from registry.models import Submission, VersionStatusEvent, append_only
from registry.rules.workflow import versions as workflow
from registry.rules.workflow.vocabulary import Kind, State, Track

MODELS = sorted(apps.get_app_config("registry").get_models(), key=lambda model: model.__name__)
MADE_UP_BY_DJANGO = re.compile(r"_[0-9a-f]{6,8}(_idx|_uniq)?$")


def names(model: type[models.Model]) -> list[str]:
    options = model._meta
    return [item.name for item in (*options.constraints, *options.indexes)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_constraints_and_indexes_are_named_by_us(model: type[models.Model]) -> None:
    assert not model._meta.unique_together
    for name in names(model):
        assert not MADE_UP_BY_DJANGO.search(name)
        # PostgreSQL allows 63, Oracle and Django 30; ours say what they keep.
        assert re.fullmatch(r"[a-z][a-z_]{4,29}", name)


def test_names_are_unique() -> None:
    every = [name for model in MODELS for name in names(model)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model: type[models.Model]) -> None:
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")
    assert "__str__" in vars(model)


def test_append_only_tables_exist_and_the_rest_is_meant_to_change() -> None:
    tables = {model._meta.db_table for model in MODELS}
    assert set(append_only.TABLES) <= tables
    assert sorted(tables - set(append_only.TABLES)) == [
        "registry_acknowledgement",
        "registry_actor",
        "registry_apitoken",
        "registry_appeal",
        "registry_assignment",
        "registry_cataloguechip",
        "registry_catalogueentry",
        "registry_clock",
        "registry_concernreport",
        "registry_decision",
        "registry_doneform",
        "registry_draftchange",
        "registry_draftimport",
        "registry_draftsection",
        "registry_editorassignment",
        "registry_hold",
        "registry_idempotencykey",
        "registry_issue",
        "registry_itemtally",
        "registry_lab",
        "registry_labalias",
        "registry_labdomain",
        "registry_labmembership",
        "registry_labproposal",
        "registry_membershiprequest",
        "registry_modelcard",
        "registry_motion",
        "registry_outboxmessage",
        "registry_refereeprofile",
        "registry_registrystate",
        "registry_release",
        "registry_replydraft",
        "registry_reportdraft",
        "registry_role",
        "registry_round",
        "registry_sharedvalue",
        "registry_submission",
        "registry_user",
        "registry_webhook",
    ]


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_stand_alone(texts: dict[str, str]) -> None:
    """A migration that imported today's code would change with it."""
    migrations = {
        name: text for name, text in texts.items() if re.match(r"registry/migrations/\d{4}_", name)
    }
    assert migrations
    for name, text in migrations.items():
        for node in ast.walk(ast.parse(text)):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert not [m for m in modules if m.partition(".")[0] == "registry"], name


def test_every_status_is_in_the_transition_table() -> None:
    statuses = set(VersionStatusEvent.Status.values)
    assert set(workflow.TRANSITIONS) == statuses | {None}
    reachable = {status for next_ in workflow.TRANSITIONS.values() for status in next_}
    assert reachable == statuses
    (constraint,) = (
        c for c in VersionStatusEvent._meta.constraints if c.name == "version_status_known"
    )
    assert isinstance(constraint, models.CheckConstraint)
    assert constraint.condition == models.Q(status__in=VersionStatusEvent.Status.values)


def test_columns_of_submissions_know_the_words_of_the_workflow() -> None:
    constraints = {each.name: each for each in Submission._meta.constraints}
    for name, column, words in (
        ("submission_kind_known", "kind", Kind),
        ("submission_state_known", "state", State),
        ("submission_track_known", "track", Track),
    ):
        constraint = constraints[name]
        assert isinstance(constraint, models.CheckConstraint)
        assert constraint.condition == models.Q(**{f"{column}__in": [word.value for word in words]})
