"""What the mails about moves say, for each row and each side that is told of it.

A subject is seen by whoever looks at a screen or a mail server: only the lab's own mails name the
model in it, and none says how a review ends. In ``says`` and ``asks`` stand names in braces, which
``mails.FACTS`` lists; what asks for something by a day that nobody has set is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.rules.workflow.mail_shapes import (
    HANDLING,
    LETTER,
    NEWS,
    REFEREEING,
    Addressee,
    Page,
    Words,
)
from registry.rules.workflow.vocabulary import Action as Do

LAB, REFEREE, INVITEE = Addressee.LAB, Addressee.REFEREE, Addressee.INVITEE
EDITOR, FORMER = Addressee.EDITOR, Addressee.FORMER_EDITOR
APPEAL = "An appeal is possible once, until the end of {due}."

OF_SUBMISSIONS: Mapping[tuple[Do, Addressee], Words] = {
    (Do.COMPLETE, LAB): Words(
        "{model}: a card waits for its attestation",
        "the card of {model} is marked as complete, and locked.",
        Page.ATTEST,
        "A representative of {lab} reads it and attests it, or returns it to the draft with a "
        "reason. Where the lab has several, it is not whoever completed it.",
    ),
    (Do.RETURN_TO_DRAFT, LAB): Words(
        "{model}: the card is a draft again",
        "the card of {model} was returned to the draft before it was submitted, and can be "
        "changed again.",
        Page.DRAFT,
        gives_reason=True,
    ),
    (Do.SUBMIT, LAB): Words(
        "{model}: the card is submitted",
        "the card of {model} was attested and submitted. It is frozen as it is now; an editor "
        "takes it up.",
        Page.REVIEW,
    ),
    (Do.SUBMIT, EDITOR): Words(
        "A submission waits for a handling editor",
        "{lab} submitted a card of {model}.",
        Page.SUBMISSION,
        "Put an editor in charge by the end of {due}.",
    ),
    (Do.LIST, EDITOR): Words(
        "A submission waits for a handling editor",
        "a third party submitted a listing of {model}, a model of {lab}.",
        Page.SUBMISSION,
        "Put an editor in charge by the end of {due}.",
    ),
    (Do.ASSIGN_EDITOR, EDITOR): Words(
        "A submission is yours to handle",
        "you were put in charge of the card of {model}, a model of {lab}.",
        Page.SUBMISSION,
        "Look from its claims to their evidence, and decide by the end of {due} which way it goes.",
    ),
    (Do.REASSIGN_EDITOR, EDITOR): Words(
        "A submission is yours to handle",
        "you take over the card of {model}, a model of {lab}, from another editor.",
        Page.SUBMISSION,
        "The next of its days is {due}.",
    ),
    (Do.REASSIGN_EDITOR, FORMER): Words(
        "A submission was given to another editor",
        "another editor is in charge of the card of {model}, a model of {lab}, from now on.",
        Page.SUBMISSION,
    ),
    (Do.RETURN, LAB): Words(
        LETTER,
        "on {on} the editor returned the card of {model} before review. Nothing is decided: it "
        "can be changed and sent back. These are the issues.",
        Page.ANSWERS,
        "Answer each major issue, change the card where it asks for that, and send it back by the "
        "end of {due}.",
    ),
    (Do.RESUBMIT, EDITOR): Words(
        HANDLING,
        "the card of {model}, which you had returned, came back with answers to its issues.",
        Page.SUBMISSION,
        "Look through it by the end of {due}.",
    ),
    (Do.DESK_REJECT, LAB): Words(
        LETTER,
        "on {on} the editors decided not to have the card of {model} reviewed. The editor writes:",
        Page.REVIEW,
        APPEAL,
    ),
    (Do.SEND_TO_REVIEW, LAB): Words(
        NEWS,
        "the card of {model} goes to referees. You read their reports with the decision; until "
        "then there is nothing to do.",
        Page.REVIEW,
    ),
    (Do.PASS_CHECK, LAB): Words(
        LETTER,
        "on {on} the editor accepted the card of {model} after looking through it.",
        Page.REVIEW,
        "Look at the proof of what becomes public, and confirm it by the end of {due}.",
    ),
    (Do.TIME_BOX, LAB): Words(
        NEWS,
        "the card of {model} is accepted, because the editors' time to look through it is over. "
        "Issues that are open will be shown with it.",
        Page.REVIEW,
        "Look at the proof of what becomes public, and confirm it by the end of {due}.",
    ),
    (Do.TIME_BOX, EDITOR): Words(
        "The time of a submission is over",
        "the card of {model} was accepted by the clock: the time of its track was over. Issues "
        "that are open go with it.",
        Page.SUBMISSION,
        "See that it is published by the end of {due}. A lab's card the clock publishes by itself; "
        "a listing takes an editor who has seen it.",
    ),
    (Do.CLOSE_ROUND, EDITOR): Words(
        HANDLING,
        "the round of the card of {model} is closed. Its reports are in.",
        Page.DECISION,
        "Decide by the end of {due}.",
    ),
    (Do.CLOSE_ROUND, REFEREE): Words(
        REFEREEING,
        "the round of the card of {model} is closed. You can read the reports of the other "
        "referees now, without their names. The editor decides next.",
        Page.REPORT,
    ),
    (Do.REVISE, LAB): Words(
        LETTER,
        "on {on} the editor asked for a revision of the card of {model}. You can read the reports "
        "of the referees now. The editor writes:",
        Page.ANSWERS,
        "Answer each comment that must be settled, revise the card, and submit it by the end of "
        "{due}. To reduce a claim to what its evidence shows is a good answer.",
    ),
    (Do.REVISE, REFEREE): Words(
        REFEREEING,
        "on {on} the editor asked the lab to revise the card of {model}. You may be asked again "
        "what you make of the answers.",
        Page.REPORT,
    ),
    (Do.SUBMIT_REVISION, EDITOR): Words(
        HANDLING,
        "the revision of the card of {model} came in, with the lab's answers.",
        Page.DECISION,
        "Open another round, or decide, by the end of {due}.",
    ),
    (Do.BOUNCE, LAB): Words(
        "{model}: the revision lacks something",
        "the editor sent the revision of the card of {model} back, because answers are missing.",
        Page.ANSWERS,
        "Add what is missing and submit it again by the end of {due}.",
        gives_reason=True,
    ),
    (Do.ACCEPT, LAB): Words(
        LETTER,
        "on {on} the editor accepted the card of {model}. You can read all reports. The editor "
        "writes:",
        Page.REVIEW,
        "Look at the proof of what becomes public, and confirm it by the end of {due}.",
    ),
    (Do.ACCEPT, REFEREE): Words(
        REFEREEING,
        "on {on} the editor accepted the card of {model}. Your reports are published with it, "
        "under your pseudonym unless you sign them.",
        Page.REPORT,
        "Choose by the end of {due} whether to sign; the publication waits for you until then. You "
        "can change your mind as long as nothing is published.",
    ),
    (Do.REJECT, LAB): Words(
        LETTER,
        "on {on} the editors rejected the card of {model} after review. You can read the reports "
        "of the referees. The editor writes:",
        Page.REVIEW,
        APPEAL,
    ),
    (Do.REJECT, REFEREE): Words(
        REFEREEING,
        "on {on} the editors rejected the card of {model}. Nothing of its review becomes public. "
        "Thank you for your work on it.",
        Page.REPORT,
    ),
    (Do.PUBLISH, LAB): Words(
        "{model}: the card is public",
        "the card of {model} is published, and what belongs to its review with it. From now on it "
        "is corrected in the open, by a further version.",
        Page.CARD,
    ),
    (Do.PUBLISH, REFEREE): Words(
        REFEREEING,
        "the card of {model} is published, with its review file. Thank you: what referees found "
        "stands beside each claim that they judged.",
        Page.CARD,
    ),
    (Do.PUBLISH, EDITOR): Words(
        HANDLING,
        "the clock published the card of {model}, once nothing was left to wait for.",
        Page.CARD,
    ),
    (Do.WITHDRAW, EDITOR): Words(
        HANDLING,
        "the card of {model} was withdrawn by those who submitted it. Its review is over.",
        Page.SUBMISSION,
        gives_reason=True,
    ),
    (Do.WITHDRAW, REFEREE): Words(
        REFEREEING,
        "the lab withdrew the card of {model}, so its review is over. Your report stays closed. "
        "Thank you for your work on it.",
        Page.REPORT,
    ),
    (Do.LAPSE, LAB): Words(
        NEWS,
        "no answer came in time, so the card of {model} counts as withdrawn. An editor-in-chief "
        "can take it up again for 90 days: write to the editors if you want that.",
        Page.REVIEW,
    ),
    (Do.LAPSE, EDITOR): Words(
        HANDLING,
        "no answer of the lab came in time, so the card of {model} counts as withdrawn.",
        Page.SUBMISSION,
    ),
    (Do.REOPEN, LAB): Words(
        NEWS,
        "the review of the card of {model} goes on where it stood.",
        Page.REVIEW,
        "Answer by the end of {due}.",
    ),
    (Do.REOPEN, EDITOR): Words(
        HANDLING,
        "an editor-in-chief took up the card of {model} again, where it stood.",
        Page.SUBMISSION,
        gives_reason=True,
    ),
    (Do.RESCIND, LAB): Words(
        NEWS,
        "the acceptance of the card of {model} was taken back on {on}, before its publication. "
        "Another decision will follow.",
        Page.REVIEW,
        gives_reason=True,
    ),
    (Do.RESCIND, EDITOR): Words(
        HANDLING,
        "an editor-in-chief took back the acceptance of the card of {model}.",
        Page.SUBMISSION,
        "Decide anew by the end of {due}.",
        gives_reason=True,
    ),
    (Do.APPEAL, EDITOR): Words(
        "An appeal waits for its editor",
        "an appeal was made against the rejection of a card of {model}, a model of {lab}.",
        Page.SUBMISSION,
        "Put an editor in charge of it who had no part in the decision: who neither handled the "
        "submission nor agreed to the rejection.",
    ),
    (Do.DISMISS_APPEAL, LAB): Words(
        LETTER,
        "the appeal about the card of {model} was looked at by an editor who had no part in the "
        "decision. The rejection stands.",
        Page.REVIEW,
        gives_reason=True,
    ),
    (Do.GRANT_APPEAL, LAB): Words(
        LETTER,
        "the appeal about the card of {model} was granted. The rejection is void, and another "
        "editor takes over.",
        Page.REVIEW,
        gives_reason=True,
    ),
    (Do.GRANT_APPEAL, EDITOR): Words(
        "A submission is yours to handle",
        "an appeal about the card of {model}, a model of {lab}, was granted. You are in charge of "
        "it now.",
        Page.SUBMISSION,
        "Decide anew by the end of {due}.",
        gives_reason=True,
    ),
    (Do.SET_HOLD, LAB): Words(
        NEWS,
        "the review of the card of {model} is on hold. Nothing moves and no time runs until the "
        "hold is lifted; you can still withdraw.",
        Page.REVIEW,
    ),
    (Do.SET_HOLD, REFEREE): Words(
        REFEREEING,
        "the review of the card of {model} is on hold. Nothing is asked of you until the hold is "
        "lifted; what you saved is kept.",
        Page.REPORT,
    ),
    (Do.SET_HOLD, EDITOR): Words(
        HANDLING,
        "the review of the card of {model} was put on hold.",
        Page.SUBMISSION,
        gives_reason=True,
    ),
    (Do.LIFT_HOLD, LAB): Words(
        NEWS,
        "the review of the card of {model} goes on.",
        Page.REVIEW,
        "Where it was your move, you have until the end of {due}.",
    ),
    (Do.LIFT_HOLD, REFEREE): Words(
        REFEREEING,
        "the review of the card of {model} goes on; the days of the hold were added to your time.",
        Page.REPORT,
    ),
    (Do.LIFT_HOLD, EDITOR): Words(
        HANDLING,
        "the review of the card of {model} goes on.",
        Page.SUBMISSION,
        "The next of its days is {due}.",
        gives_reason=True,
    ),
    (Do.RESUBMIT_AS_NEW, EDITOR): Words(
        "A card that was closed is prepared anew",
        "{lab} or whoever listed the model started a new draft from the closed submission about "
        "{model}. Once submitted, it will name this one as the one before it.",
        Page.SUBMISSION,
    ),
}
