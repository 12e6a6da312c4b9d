"""What the mails about a referee's part say, for each row and each side that is told of it.

``mails_of_submissions`` says how subjects and names in braces are meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.rules.workflow.assignments import AssignmentAction as Part
from registry.rules.workflow.mail_shapes import HANDLING, Addressee, Page, Words

REFEREE, INVITEE, EDITOR = Addressee.REFEREE, Addressee.INVITEE, Addressee.EDITOR

OF_ASSIGNMENTS: Mapping[tuple[Part, Addressee], Words] = {
    (Part.INVITE, INVITEE): Words(
        "You are invited to referee",
        "an editor of the Model Disclosure Registry asks you to judge the claims of one model "
        "card, each against the evidence that it names.",
        Page.INVITATION,
        "Accept or decline by the end of {due}. The card is shown once you have accepted.",
    ),
    (Part.ACCEPT, EDITOR): Words(
        HANDLING,
        "{referee} accepted the invitation to referee the card of {model}.",
        Page.REFEREES,
    ),
    (Part.DECLINE, EDITOR): Words(
        HANDLING,
        "somebody whom you had invited to referee the card of {model} declined. The page says who, "
        "and the reason if there is one.",
        Page.REFEREES,
    ),
    (Part.EXPIRE, INVITEE): Words(
        "Your invitation to referee is over",
        "your invitation to referee the card of {model} was not answered in time, and is over. "
        "There is nothing to do.",
        Page.INVITATION,
    ),
    (Part.EXPIRE, EDITOR): Words(
        HANDLING,
        "an invitation to referee the card of {model} was not answered in time. It can be sent "
        "again.",
        Page.REFEREES,
    ),
    (Part.SUBMIT_REPORT, EDITOR): Words(
        HANDLING,
        "{referee} handed in a report on the card of {model}.",
        Page.DECISION,
    ),
    (Part.RETURN_REPORT, REFEREE): Words(
        "Your report came back",
        "the editor gave you back your report on the card of {model}. Nobody else has read it, and "
        "its first text is kept.",
        Page.REPORT,
        "Hand it in again by the end of {due}.",
        gives_reason=True,
    ),
    (Part.CANCEL, INVITEE): Words(
        "Your invitation to referee is over",
        "your invitation to referee the card of {model} no longer stands: {why}. There is nothing "
        "to do.",
        Page.INVITATION,
    ),
    (Part.CANCEL, REFEREE): Words(
        "Your part in a review has ended",
        "your part as a referee of the card of {model} has ended: {why}. What you drafted stays "
        "readable to you, and to nobody else. Thank you for your time.",
        Page.REPORT,
    ),
    (Part.FILE_LATE, EDITOR): Words(
        HANDLING,
        "{referee} filed a late report on the card of {model}. A decision page that was opened "
        "before it has to be opened again.",
        Page.DECISION,
    ),
    (Part.RECUSE, INVITEE): Words(
        "Your invitation to referee is over",
        "your invitation to referee the card of {model} no longer stands, because of an interest "
        "that was found. There is nothing to do.",
        Page.INVITATION,
    ),
    (Part.RECUSE, REFEREE): Words(
        "Your part in a review has ended",
        "your part as a referee of the card of {model} has ended, because of an interest that was "
        "found. A report of yours is kept, and counts no more.",
        Page.INVITATION,
    ),
    (Part.RECUSE, EDITOR): Words(
        HANDLING,
        "{referee} is no referee of the card of {model} any more, because of an interest. A "
        "report, if there is one, counts no more.",
        Page.REFEREES,
    ),
    (Part.REDACT, REFEREE): Words(
        "A passage of your report was redacted",
        "the editors redacted a passage of your report on the card of {model}. A mark shows where; "
        "the first text is sealed, not lost.",
        Page.REPORT,
        gives_reason=True,
    ),
}
