"""Take one thing at a time out of the rules of the review and see whether a test notices.

``python -m tests.mutations [--only WORD]`` prints what survived, and fails where something did.
What ``EQUAL`` explains is left out: it would cost every test. Each mutant lives in a child of this
process, which has the tests and their database in memory already.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.mutations.mutants import Mutant, mutants

TESTS = (
    # Without a database, and so first: they notice all but a few.
    "tests/rules/workflow",
    "tests/rules/test_version_permissions.py",
    "tests/rules/review/test_visibility.py",
    "tests/actions/review/test_leaving.py",
    "tests/actions/review/test_redacting.py",
    "tests/actions/review/test_assignment_table.py",
    "tests/actions/review/test_table.py",
)
# Longer than all the tests together: a mutant that hangs is noticed, too.
LONGEST = 600
SHOWN_EVERY = 25
# Part of a mutant's name, and why no test could notice it (each was tried before it came here).
EQUAL: Mapping[str, str] = {
    "T01 without role representative": "a representative is a submitter, too",
    "T02 without role representative": "a representative is a submitter, too",
    "T03 without role representative": "a representative is a submitter, too",
    "T04 without role representative": "a representative is a submitter, too",
    "T34 without role representative": "a representative is a submitter, too",
    "T07 without role editor_in_chief": "an editor-in-chief is an editor, too",
    "T06 without track peer": "a listing goes to an editor alone from the start",
    **{
        f"T{number} without track registry": "no round is ever opened on that track"
        for number in range(15, 24)
    },
    "permissions without '' (": "no lab is called nothing",
    "permissions without person.is_editor (": "only editors have one of those roles",
    "permissions without subject.kind is Kind.THIRD_PARTY (": "of their own card the lab sees all",
    "permissions without row.second is None (": "then nobody has the role; the words differ",
    "permissions without ROLE_WORDS[row.second] (": "the words alone differ",
    "permissions without Role.CHIEF (": "an editor-in-chief is an editor, too",
    "policies without Clearance.MISSING (": "the words alone differ",
    "policies without 'is' (": "the words alone differ",
}


class Mutating:
    """Runs the tests once as they are, then in a child for each mutant, so many at once."""

    def __init__(self, only: str, at_once: int) -> None:
        self.only, self.at_once, self.has_failed = only, at_once, False
        self.survivors, self.at_work = list[str](), dict[int, tuple[str, float]]()
        self.tried = self.explained = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.has_failed = self.has_failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.run(session)
        if self.has_failed:
            session.shouldfail = "The tests fail without any mutant."
            return True
        for mutant in mutants():
            if self.only not in mutant.name:
                continue
            if any(part in mutant.name for part in EQUAL):
                self.explained += 1
                continue
            self.tried += 1
            if len(self.at_work) == self.at_once:
                self.await_one()
            self.start(session, mutant)
        while self.at_work:
            self.await_one()
        return True

    def run(self, session: pytest.Session) -> None:
        for place, item in enumerate(session.items):
            # The last is followed by the first, or the database would be taken down.
            following = session.items[(place + 1) % len(session.items)]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.has_failed:
                return

    def start(self, session: pytest.Session, mutant: Mutant) -> None:
        child = os.fork()
        if child == 0:
            self.live(session, mutant)
        self.at_work[child] = (mutant.name, time.monotonic())

    def await_one(self) -> None:
        child, status = os.wait()
        name, started = self.at_work.pop(child)
        if os.waitstatus_to_exitcode(status) == 0:
            self.survivors.append(name)
            say(f"survived ({time.monotonic() - started:.0f} s): {name}")
        if self.tried % SHOWN_EVERY == 0:
            say(f"{self.tried} tried, the last {name}")

    def live(self, session: pytest.Session, mutant: Mutant) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        signal.alarm(LONGEST)
        code = 1
        try:
            mutant.apply()
            self.run(session)
            code = int(self.has_failed)
        finally:
            os._exit(code)


def say(words: str) -> None:
    sys.stdout.write(f"\n{words}")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="mutants with this word in their name")
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), help="so many children")
    parser.add_argument("tests", nargs="*", default=TESTS)
    asked = parser.parse_args()
    mutating: Any = Mutating(asked.only, asked.at_once)
    code = pytest.main(["-q", "-s", "-p", "no:cacheprovider", *asked.tests], plugins=[mutating])
    left = mutating.survivors
    say(
        f"{mutating.tried} mutants, {mutating.tried - len(left)} noticed, {len(left)} survived; "
        f"{mutating.explained} more change nothing"
    )
    for name in left:
        say(f"  {name}")
    return int(code != 0 or bool(left) or not mutating.tried)


if __name__ == "__main__":
    sys.exit(main())
