"""Who may read which confidential word, written by hand: the row, the stage, and the readers."""

from __future__ import annotations

from tests.factories.canaries import Canary

PUBLIC = "P"
# Who may read what, stage by stage. L: the lab. E: editors who declared no interest, U: those who
# declared nothing yet. 1 and 2: the referees, of whom the second signs. D: who declined. P: all.
# A: administrators. Nobody else: no stranger, no other lab, no editor with an interest. A small
# letter may read the word and need not find it, nor need x and y, which are 1 and 2.
TABLE = """
kind               triage draft returned in_review pending revision revised accepted published rejected withdrawn
model              LEUA   .     .        .         .       .        .       .        .         .        .
card               LE     L     LE       LE12      LE12    LE12     LE12    LE12     P         LE12     LE12
contact            le     .     le       le        le      le       le      le       le        le       le
interests_of_lab   le     .     le       le        le      le       le      le       p         le       le
wish               lE     .     lE       lE        lE      lE       lE      lE       lE        lE       lE
editors_interest   E      .     E        E         E       E        E       E        E         E        E
internal           E      .     E        E         E       E        E       E        E         E        E
item_check         E      .     E        E         E       E        e       e        e         E        E
issue_unsent       E      .     .        .         .       .        .       .        .         .        .
issue_taken_back   e      .     e        e         e       e        e       e        e         e        e
issue_sent         .      .     LE       .         .       .        .       .        .         .        .
first_name         .      .     .        E1        E1      E1       E1      E1       E1        E1       E1
first_profile      .      .     .        E1        E1      E1       E1      E1       E1        E1       E1
first_hidden       .      .     .        e1        e1      e1       e1      e1       e1        e1       e1
second_name        .      .     .        E2        E2      E2       E2      E2       P         E2       E2
second_profile     .      .     .        E2        E2      E2       E2      E2       E2        E2       E2
second_hidden      .      .     .        e2        e2      e2       e2      e2       e2        e2       e2
declined_name      .      .     .        ED        ED      ED       ED      ED       ED        ED       ED
declined_profile   .      .     .        ED        ED      ED       ED      ED       ED        ED       ED
declined_hidden    .      .     .        eD        eD      eD       eD      eD       eD        eD       eD
declining          .      .     .        Ed        Ed      Ed       Ed      Ed       Ed        Ed       Ed
firsts_interest    .      .     .        Ex        Ex      Ex       Ex      Ex       Ex        Ex       Ex
waiver             .      .     .        Ex        Ex      Ex       Ex      Ex       P         Ex       Ex
report_unsent      .      .     .        1         .       .        .       .        .         .        .
firsts_report      .      .     .        .         E12     LE12     LE12    LE12     P         LE12     E1
seconds_report     .      .     .        E2        E12     LE12     LE12    LE12     P         LE12     E2
competence         .      .     .        E2        E12     lE12     lE12    lE12     P         lE12     Exy
firsts_note        .      .     .        .         E1      E1       E1      E1       E1        E1       E1
seconds_note       .      .     .        E2        E2      E2       E2      E2       E2        E2       E2
letter_unsent      .      .     .        .         E       .        .       .        .         .        .
letter             .      .     .        .         .       LE12     LE12    LE12     P         LE12     .
reply_unsent       .      .     L        .         .       L        .       .        .         .        .
rebuttal           .      .     .        .         .       .        LE      LE12     P         .        .
generator          .      .     .        .         .       .        LE      lE       P         .        .
ruling             .      .     .        .         .       .        .       E        P         .        .
clearance          .      .     .        .         .       .        .       e        e         .        .
hold               .      .     .        .         .       .        lE      .        .         .        .
appeal             .      .     .        .         .       .        .       .        .         lE       .
withdrawal         .      .     .        .         .       .        .       .        .         .        LE
concern            .      .     .        .         .       .        .       .        e         .        .
"""  # noqa: E501 - a line is a row


SMALL = str.maketrans("xy", "12")


def cells() -> dict[Canary, str]:
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return {
        Canary(kind, stage): cell
        for kind, *cells in rows
        for stage, cell in zip(head[1:], cells, strict=True)
        if cell != "."
    }


# Who may read a word, and who has to come upon it.
ALLOWED = {canary: cell.translate(SMALL).upper() for canary, cell in cells().items()}
FOUND = {
    canary: [letter for letter in cell if not letter.islower()] for canary, cell in cells().items()
}
