"""At least one row in every table of the registry, and words in it that nobody may meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from allauth.mfa.models import Authenticator
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import BinaryField, CharField, Field, JSONField, Model, TextField

from registry import models
from registry.actions import acceptances, editorial, replies
from registry.actions.audit import command_actor, now
from registry.admin.tables import TABLES
from registry.models import append_only
from registry.models.submissions import new_public_id, new_token
from tests.factories.figures_card import slipped_r1
from tests.factories.lab_requests import asked, proposed, sign_up
from tests.factories.review_rows import AT, add_rows
from tests.factories.submissions import add_person, submitted, submitted_listing
from tests.factories.visits import ARXIV, put_on_record, visit


def administrator(name: str = "Tom Tender") -> models.User:
    user = sign_up(name.split()[0])
    models.User.objects.filter(pk=user.pk).update(display_name=name)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    models.Role.objects.create(user=user, name=models.Role.Name.ADMINISTRATOR, since=now())
    return models.User.objects.get(pk=user.pk)


def fill() -> models.Submission:
    """Rows in all tables; returns a submission whose review has one of everything."""
    editor = command_actor("an editor of the tests")
    referee = models.Actor.objects.get(key=add_person("Rosa Referee").key)
    models.RefereeProfile.objects.create(
        user=referee.user, affiliation="Any", token=new_token(), changed_at=AT
    )
    chief = add_person("chief", "deepseek", "representative", has_second_factor=True)
    snapshot = submitted(add_person("submitter", "deepseek"), chief)
    add_rows(snapshot, referee, models.CardVersion.objects.order_by("id")[0])
    put_on_record(visit(ARXIV))
    listing = submitted_listing(add_person("author"), card_id="deepseek/deepseek-v3").submission
    replies.reply(by=chief, submission=listing, text="Any", name="Any")
    by = {"at": AT, "actor_key": editor.key}
    lab = models.Lab.objects.get(slug="deepseek")
    models.LabInvitationAnswer.objects.create(
        lab=lab, number=1, answer="declines", name="Any", **by
    )
    models.LabToldByHand.objects.create(
        right=models.RightOfReply.objects.get(), told_on=AT.date(), how="Any", **by
    )
    acceptances.accept(by=editor, document=slipped_r1(), check="PC03", reason="Any")
    editorial.override_applicability(
        by=editor,
        card=editorial.get_live_card("xai/grok-1"),
        item="COST-1",
        applicable=True,
        reason="Any",
    )
    lin = sign_up("Lin")
    asked(lin)
    proposed(lin)
    models.LabDomain.objects.create(
        lab=lab, domain="deepseek.example", confirmed_at=AT, confirmed_by=editor.key
    )
    submission = snapshot.submission
    models.Acknowledgement.objects.create(
        submission=submission, digest="0" * 64, message="Any", reason="Any", **by
    )
    models.DraftImport.objects.create(
        submission=submission,
        number=9,
        origin="file",
        name="Any",
        raw=b"{}",
        token=new_token(),
        **by,
    )
    token = models.ApiToken.objects.create(
        public_id=new_public_id(),
        owner=lin,
        name="Any",
        beginning="any",
        digest="0" * 64,
        created_at=AT,
        expires_at=AT + timedelta(days=9),
    )
    models.IdempotencyKey.objects.create(
        token=token, key="any", request="any", status=200, body="{}", at=AT
    )
    models.Webhook.objects.create(
        public_id=new_public_id(), address="https://example.org/", secret=new_token(), added_at=AT
    )
    models.OutboxMessage.objects.create(
        public_id=new_public_id(),
        channel="mail",
        event="any",
        recipient="any@example.org",
        kind="any",
        subject="Any",
        body="Any",
        created_at=AT,
        due_at=AT,
        next_try_at=AT,
        given_up_at=AT,
    )
    models.SharedValue.objects.create(cache_key="any", value="any", expires=AT)
    return submission


def plant() -> dict[str, str]:
    """Put a word of its own into every closed column of the newest row; return where it is.

    Columns of a few given words cannot hold one, nor can those that point to other rows.
    """
    planted, numbers = {}, count(1000)
    with append_only.lifted(connection):
        for model, column in closed_columns():
            word = f"canary{next(numbers)}"
            newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
            value = {BinaryField: word.encode(), JSONField: {"word": word}}.get(type(column), word)
            try:
                with transaction.atomic():
                    row = model._default_manager.filter(pk=newest)
                    row.update(**{column.name: value})
            except (DataError, IntegrityError):
                continue
            planted[f"{model.__name__}.{column.name}"] = word
    return planted


def closed_columns() -> Iterator[tuple[type[Model], Field[object, object]]]:
    for model, table in TABLES.items():
        for column in table.fields:
            is_text = isinstance(column, CharField | TextField | JSONField | BinaryField)
            if column.name in table.confidential and is_text and model is not models.Actor:
                yield model, column
