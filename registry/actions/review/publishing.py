"""From the acceptance to the public: the proof, the check for leaks, the publication."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from registry.actions import moves, publication
from registry.actions.audit import command_actor, now
from registry.actions.people import subject_of
from registry.actions.ranked import ranked_transaction
from registry.actions.review import clocks, waits
from registry.actions.review.forms import is_first_of
from registry.actions.review.texts import require_text
from registry.models import (
    Actor,
    CardVersion,
    ConfidentialNote,
    Grading,
    LeakClearance,
    ModelCard,
    Notice,
    ProofConfirmation,
    PublishedSubmission,
    RankingEntry,
    RegistryState,
    ReviewFile,
    ReviewFileContent,
    Submission,
    SubmissionReferee,
    VersionVerdict,
)
from registry.models.review import queries
from registry.models.review.record import carried_verdicts, record_of
from registry.rules.canonical import canonical_bytes, content_hash
from registry.rules.checking.check import check_card
from registry.rules.errors import NotPermitted, Refused, TransitionRefused
from registry.rules.permissions import Person, roles_on
from registry.rules.review.binding import carry_over
from registry.rules.review.file import review_file
from registry.rules.review.file_parts import ReviewRecord
from registry.rules.review.leaks import Leak, Secret, find_leaks, secrets_of_note, secrets_of_person
from registry.rules.standard import load_standard
from registry.rules.workflow.versions import NoticeKind
from registry.rules.workflow.vocabulary import Action, Kind, Role, State

PREPARERS = {Kind.LAB: "developer", Kind.THIRD_PARTY: "third_party"}


@dataclass(frozen=True)
class FileToBe:
    """The review file as it would be published now, its hash, and the secrets found in it."""

    document: dict[str, Any]
    file_hash: str
    leaks: tuple[Leak, ...]

    @property
    def is_leaking(self) -> bool:
        """Whether something is there for certain: then no word of an editor lets it pass."""
        return any(leak.secret.certain for leak in self.leaks)


def review_file_of(submission: Submission) -> FileToBe:
    """Put the review file together from the rows as they are, and look for leaks in it."""
    document = review_file(_record(submission, on=now()), load_standard())
    return FileToBe(
        document,
        content_hash(canonical_bytes(document)),
        find_leaks(document, _secrets(submission)),
    )


def confirm_proof(*, by: Person, submission: Submission) -> ProofConfirmation:
    """Agree for the lab to the form of what will be published; doing so twice changes nothing."""
    with transaction.atomic():
        moves.lock(submission)
        if Role.REPRESENTATIVE not in roles_on(by, subject_of(submission)):
            raise NotPermitted("The proof is confirmed by a representative of the lab.")
        if submission.state != State.ACCEPTED or submission.is_held:
            raise TransitionRefused("There is a proof once the card was accepted.")
        accepting = queries.effective_decision(submission, queries.current_snapshot(submission))
        assert accepting is not None  # noqa: S101 - one accepted it
        confirmation, is_new = ProofConfirmation.objects.get_or_create(
            decision=accepting, defaults={"at": now(), "actor_key": by.key}
        )
        if is_new:
            clocks.proof_confirmed(submission, at=now())
            waits.of_proof(confirmation)
    return confirmation


def clear_leaks(
    *, by: Person, submission: Submission, file_hash: str, reason: str = ""
) -> LeakClearance:
    """Say that the review file, as it stands, tells nothing it must not.

    ``file_hash`` is that of the file on the page. What could be chance takes a reason; with what is
    there for certain, nothing is published (``Refused``).
    """
    with transaction.atomic():
        moves.lock(submission)
        if Role.HANDLING_EDITOR not in roles_on(by, subject_of(submission)):
            raise NotPermitted("The review file is looked through by the handling editor.")
        if submission.state != State.ACCEPTED:
            raise TransitionRefused("The review file is looked through once the card was accepted.")
        file = review_file_of(submission)
        if file.file_hash != file_hash:
            raise Refused("The review file changed after you opened the page. Look at it again.")
        if file.is_leaking:
            found = "; ".join(leak.words for leak in file.leaks if leak.secret.certain)
            raise Refused(f"The file tells what it must not, and stays closed: {found}.")
        if file.leaks:
            reason = require_text(reason, "Reason why these are no leaks")
        return LeakClearance.objects.create(
            submission=submission,
            file_hash=file_hash,
            findings=[leak.words for leak in file.leaks],
            reason=reason,
            at=now(),
            actor_key=by.key,
        )


def publish(
    *, by: Person, submission: Submission, token: str, form_key: str = ""
) -> CardVersion | None:
    """Publish the accepted card with its review file (T24): graded and ranked in one transaction.

    Raises ``CardInvalid`` where the registry has come to know something since that forbids it.
    Returns None for a form that was sent before.
    """
    with ranked_transaction():
        if not is_first_of(submission, form_key, Action.PUBLISH, by=by):
            return None
        moves.check_seen(submission, Action.PUBLISH, by=by, token=token)
        snapshot = queries.current_snapshot(submission)
        file = review_file_of(submission)
        cleared = submission.leak_clearances.order_by("-id").first()
        is_leak_free = cleared is not None and cleared.file_hash == file.file_hash
        # Where nobody refereed there is nothing to tell, and nobody else may be there to say so.
        is_leak_free |= by.is_system and not submission.referees.exists()
        at = now()
        moves.move_submission(
            submission,
            Action.PUBLISH,
            by=by,
            token=token,
            at=at,
            known={"is_leak_free": is_leak_free},
            content_hash=snapshot.content_hash,
            review_file=file.file_hash,
        )

        def with_its_review(version: CardVersion) -> None:
            _store_review(version, submission, file, at=at)

        return publication.publish(
            by=Actor.objects.get(key=by.key),
            checked=check_card(snapshot.canonical.encode()),
            preparer=PREPARERS[Kind(submission.kind)],
            before_grading=with_its_review,
        )


@dataclass(frozen=True)
class Effect:
    """What the publication would do: scores as "n/d" text or decimals, ranks None if unranked."""

    score: str
    level: int
    lab_score: str
    rank: int | None
    rank_before: int | None


def effect_of(submission: Submission) -> Effect:
    """Publish and undo it in one transaction, so that the preview is what the registry would do.

    Raises what would refuse the publication, guards of the workflow apart.
    """
    before = _entry(submission)
    with transaction.atomic():
        at = now()
        file = review_file_of(submission)

        def with_its_review(version: CardVersion) -> None:
            _store_review(version, submission, file, at=at)

        version = publication.publish(
            by=command_actor("the preview of a publication"),
            checked=check_card(queries.current_snapshot(submission).canonical.encode()),
            preparer=PREPARERS[Kind(submission.kind)],
            before_grading=with_its_review,
        )
        grading, after = Grading.objects.get(current_on=version.card), _entry(submission)
        effect = Effect(
            score=grading.score,
            level=grading.level,
            lab_score=after.score.score if after else "",
            rank=after.rank if after else None,
            rank_before=before.rank if before else None,
        )
        transaction.set_rollback(True)
    return effect


def _entry(submission: Submission) -> RankingEntry | None:
    """The lab's line in the current ranking."""
    state = RegistryState.objects.select_related("current_ranking").first()
    if state is None or state.current_ranking is None or submission.lab is None:
        return None
    return state.current_ranking.entries.filter(lab=submission.lab.standing).first()


def _record(submission: Submission, *, on: datetime) -> ReviewRecord:
    replaced = _live_version(submission)
    last = (
        CardVersion.objects.filter(card__release__public_id=submission.card_id)
        .order_by("-number")
        .first()
    )
    number = 1 + (last.number if last else 0)
    return record_of(submission, version=number, replaced=replaced, on=on.date())


def _live_version(submission: Submission) -> CardVersion | None:
    card = (
        ModelCard.objects.filter(release__public_id=submission.card_id)
        .select_related("live_version")
        .first()
    )
    return card.live_version if card else None


def _store_review(
    version: CardVersion,
    submission: Submission,
    file: FileToBe,
    *,
    at: datetime,
) -> None:
    """Put beside the version what its grading rests on, before it is graded."""
    reports = queries.reports_in_force(submission)
    PublishedSubmission.objects.create(
        version=version,
        submission=submission,
        snapshot=queries.current_snapshot(submission),
        independent_referees=len({one.assignment.referee_id for one in reports}),
    )
    stored = ReviewFile.objects.create(version=version, content_hash=file.file_hash, at=at)
    ReviewFileContent.objects.create(file=stored, canonical=canonical_bytes(file.document).decode())
    document = queries.current_snapshot(submission).document()
    own = [
        VersionVerdict(version=version, verdict=row)
        for row in queries.verdicts_in_force(reports)
        if queries.is_on(row, document)
    ]
    VersionVerdict.objects.bulk_create([*own, *_carried(version, submission)])
    corrected = submission.corrects
    if corrected is not None:
        for about, other in ((corrected, version), (version, corrected)):
            Notice.objects.create(
                version=about,
                number=1 + about.notices.count(),
                kind=NoticeKind.CORRECTION.value,
                text=submission.correction_text,
                found_by=submission.correction_found_by,
                other=other,
                at=at,
                actor_key=submission.created_by,
            )


def _carried(version: CardVersion, submission: Submission) -> list[VersionVerdict]:
    replaced = _live_version(submission)
    if replaced is None:
        return []
    document = queries.current_snapshot(submission).document()
    holding = carry_over(
        carried_verdicts(replaced),
        document,
        at=version.published_at.date(),
        generation=version.number,
    ).carried
    keys = {(one.referee, one.item, one.round, one.generation) for one in holding}
    found = []
    for row in replaced.referee_verdicts.select_related(
        "verdict__report__assignment__round", "carried_from"
    ):
        origin = row.carried_from or replaced
        assignment = row.verdict.report.assignment
        number = assignment.round.number if assignment.round else 0
        if (assignment.person_id, row.verdict.item, number, origin.number) in keys:
            found.append(
                VersionVerdict(
                    version=version,
                    verdict=row.verdict,
                    generation=version.number - origin.number,
                    carried_from=origin,
                )
            )
    return found


def _secrets(submission: Submission) -> list[Secret]:
    """All that tells who a referee is who did not sign, and what was written in confidence."""
    secrets: list[Secret] = []
    for referee in submission.referees.select_related("person__user"):
        newest = referee.signing_choices.order_by("-id").first()
        if newest is None or not newest.signs:
            secrets += _secrets_of(referee)
    for note in ConfidentialNote.objects.filter(
        report__assignment__submission=submission
    ).select_related("report__assignment__referee"):
        secrets += secrets_of_note(str(note.report.assignment.referee), note.text)
    return secrets


def _secrets_of(referee: SubmissionReferee) -> tuple[Secret, ...]:
    user = referee.person.user
    profile = getattr(user, "referee_profile", None)
    return secrets_of_person(
        referee.pseudonym,
        names=(user.display_name,) if user and user.display_name else (),
        emails=(user.email,) if user else (),
        affiliations=(profile.affiliation,) if profile and profile.affiliation else (),
        orcid=profile.orcid if profile else "",
    )
