"""The database refuses to change what is published, on both engines and after migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.models import F, ProtectedError
from pytest_django.plugin import DjangoDbBlocker

from registry import startup
from registry.actions import acceptances, editorial, publication, replies
from registry.actions.audit import now
from registry.models import (
    Actor,
    AuditEvent,
    CardContent,
    CardVersion,
    Lab,
    LabInvitationAnswer,
    LabToldByHand,
    RightOfReply,
    append_only,
)
from registry.models.append_only import TABLES
from tests.factories.figures_card import slipped_r1
from tests.factories.review_rows import add_rows
from tests.factories.submissions import add_person, submitted, submitted_listing
from tests.factories.visits import ARXIV, put_on_record, visit

# Every other table of the registry, and why its rows may change.
MAY_CHANGE = {
    "registry_acknowledgement": "the reason why a warning stands can be worded anew while drafting",
    "registry_actor": "pseudonymising a person changes this row and no other",
    "registry_apitoken": "is used, expires and is revoked; making and revoking are on record",
    "registry_appeal": "is answered once; the answer is in the audit trail",
    "registry_assignment": "moves on by the workflow's table; the moves are in the audit trail",
    "registry_cataloguechip": "derived: the accelerators of a catalogue entry",
    "registry_catalogueentry": "derived: what releases and live cards say now",
    "registry_clock": "stops",
    "registry_concernreport": "moves on by the workflow's table; the moves are in the audit trail",
    "registry_decision": "is marked as void once, with who and why; its words stay",
    "registry_doneform": "forgotten after two days; what it did is on record",
    "registry_draftchange": "goes with a draft that is discarded",
    "registry_draftimport": "decided step by step, and goes with a draft that is discarded",
    "registry_draftsection": "a card in the making",
    "registry_editorassignment": "ends on a day; both ends are in the audit trail",
    "registry_hold": "is lifted; both are in the audit trail",
    "registry_idempotencykey": "forgotten after two days; what it answered for is on record",
    "registry_issue": "is sent with a returned card, or taken back before",
    "registry_itemtally": "derived: counts of the gradings that are current",
    "registry_lab": "invitation, merger and flagship are set; the acts are in the audit trail",
    "registry_labalias": "the day on which a name fell out of use may become known",
    "registry_labdomain": "is taken away when the lab gives it up; both are in the audit trail",
    "registry_labmembership": "ends on a day",
    "registry_labproposal": "is answered once; the answer is in the audit trail",
    "registry_membershiprequest": "is answered once; the answer is in the audit trail",
    "registry_modelcard": "pointers to the live version and its grading",
    "registry_motion": "is closed once; proposing and agreeing are in the audit trail",
    "registry_refereeprofile": "people tell of themselves what holds now",
    "registry_outboxmessage": "is tried, sent or given up, and then forgets what it said",
    "registry_webhook": "ends; adding and ending are in the audit trail",
    "registry_registrystate": "pointer to the current ranking",
    "registry_release": "the tier is set; the acts are in the audit trail",
    "registry_replydraft": "an answer in the making",
    "registry_reportdraft": "a report in the making",
    "registry_role": "is taken away; giving and taking are in the audit trail",
    "registry_round": "is closed, and reopened; the moves are in the audit trail",
    "registry_sharedvalue": "counters and the like, worth nothing after minutes",
    "registry_submission": "moves on by the workflow's table; the moves are in the audit trail",
    "registry_user": "people change their names and passwords",
}
PLAN = [(Migration("any", "registry"), False)]
MODELS = {model._meta.db_table: model for model in apps.get_app_config("registry").get_models()}


def test_every_table_is_append_only_or_has_a_reason_not_to_be() -> None:
    assert MODELS.keys() == {*TABLES, *MAY_CHANGE}
    assert not MAY_CHANGE.keys() & set(TABLES)


@pytest.fixture
def full_tables(editor: Actor) -> None:
    """The starter registry has a row in every append-only table but those filled here."""
    chief = add_person("chief", "deepseek", "representative", has_second_factor=True)
    snapshot = submitted(add_person("submitter", "deepseek"), chief)
    add_rows(snapshot, editor, CardVersion.objects.order_by("id")[0])
    put_on_record(visit(ARXIV))
    listing = submitted_listing(add_person("author"), card_id="deepseek/deepseek-v3").submission
    replies.reply(by=chief, submission=listing, text="Any", name="Any")
    LabInvitationAnswer.objects.create(
        lab=Lab.objects.get(slug="deepseek"),
        number=1,
        answer="declines",
        name="Any",
        at=now(),
        actor_key=editor.key,
    )
    LabToldByHand.objects.create(
        right=RightOfReply.objects.get(),
        told_on=now().date(),
        how="Any",
        at=now(),
        actor_key=editor.key,
    )
    acceptances.accept(by=editor, document=slipped_r1(), check="PC03", reason="Any")
    editorial.override_applicability(
        by=editor,
        card=editorial.get_live_card("xai/grok-1"),
        item="COST-1",
        applicable=True,
        reason="Any",
    )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("full_tables")
def test_rows_cannot_be_changed_or_deleted(table: str) -> None:
    model = MODELS[table]
    key = model._meta.pk.column
    update = f"UPDATE {table} SET {key} = {key}"  # noqa: S608 - names from the models
    delete = f"DELETE FROM {table}"  # noqa: S608
    for statement in (update, delete):
        with (
            pytest.raises(IntegrityError, match=f"{table} is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.update(
            **{model._meta.fields[-1].name: F(model._meta.fields[-1].name)}
        )
    # Django itself keeps a row that others refer to; the database keeps all.
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        model._default_manager.all().delete()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", TABLES)
def test_tables_cannot_be_emptied(table: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_content_goes_only_after_its_removal_was_recorded(editor: Actor) -> None:
    removed, kept = CardVersion.objects.order_by("id")[:2]
    publication.remove(by=editor, version=removed, reason="Court order")
    assert not CardContent.objects.filter(version=removed).exists()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CardContent.objects.filter(version=kept).delete()


@pytest.mark.django_db
def test_the_registry_does_not_start_without_its_triggers() -> None:
    startup.check_ready()
    name = "registry_grading_no_update"
    on_table = " ON registry_grading" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    assert append_only.missing(connection) == {name}
    with pytest.raises(ImproperlyConfigured, match=rf"{name}.*manage\.py migrate"):
        startup.check_ready()
    append_only.install(connection)
    startup.check_ready()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot disable a trigger")
def test_a_disabled_trigger_is_a_missing_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_grading DISABLE TRIGGER registry_grading_no_update")
    assert append_only.missing(connection) == {"registry_grading_no_update"}


@contextmanager
def sqlite_file(alias: str, path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, so that tables can be rebuilt outside a transaction."""
    connections.settings[alias] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {},
    }
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@pytest.fixture(scope="module")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    with (
        django_db_blocker.unblock(),
        sqlite_file("migrated", tmp_path_factory.mktemp("database") / "registry.sqlite3") as other,
    ):
        call_command("migrate", database="migrated", verbosity=0)
        yield other


@pytest.mark.parametrize("table", TABLES)
def test_a_migration_that_rebuilds_a_table_leaves_it_protected(
    table: str, migrated: BaseDatabaseWrapper
) -> None:
    assert not append_only.missing(migrated)
    model = MODELS[table]
    emit_pre_migrate_signal(0, interactive=False, db="migrated", plan=PLAN)
    with migrated.schema_editor() as editor:
        editor.alter_field(model, *_made_nullable(model))
    assert f"{table}_no_update" in append_only.missing(migrated), "the table was not rebuilt"
    emit_post_migrate_signal(0, interactive=False, db="migrated")
    assert not append_only.missing(migrated)


def test_triggers_bite_again_after_a_migration(migrated: BaseDatabaseWrapper) -> None:
    emit_pre_migrate_signal(0, interactive=False, db="migrated", plan=PLAN)
    with migrated.schema_editor() as editor:
        editor.alter_field(AuditEvent, *_made_nullable(AuditEvent))
    events = AuditEvent.objects.using("migrated")
    events.create(at="2026-11-24T00:00:00Z", actor_key="a", action="b", subject="c")
    assert events.update(action="changed silently") == 1, "the triggers went with the old table"
    emit_post_migrate_signal(0, interactive=False, db="migrated")
    with pytest.raises(IntegrityError, match="append-only"):
        events.update(action="changed")


def _made_nullable(model: type[models.Model]) -> tuple[models.Field, models.Field]:
    """A field of the model, and the same field with the opposite of its ``null``."""
    old = next(f for f in model._meta.fields if not f.primary_key and not f.is_relation)
    new = old.clone()
    new.null = not old.null
    new.set_attributes_from_name(old.name)
    new.model = model
    return old, new


def test_a_database_without_the_tables_is_left_alone(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), sqlite_file("empty", tmp_path / "empty.sqlite3") as other:
        append_only.install_after_migrate(using="empty")
        assert append_only.missing(other) == append_only.trigger_names("sqlite")
