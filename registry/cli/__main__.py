"""``python -m registry.cli``: check a card, verify a downloaded ranking.

Exit codes: 0 nothing found, 1 problems or differences found, 2 the call is wrong or a file cannot
be read.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from registry.cli.dataset import read_dataset
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import format_of, read_card
from registry.rules.plausibility.check import check_plausibility
from registry.rules.plausibility.problems import TOLD, result_line
from registry.rules.plausibility.results import Severity
from registry.rules.preview import no_card
from registry.rules.problems import compiler_line
from registry.rules.verification import NotADatasetError, verify

EXAMPLES = """examples:
  python -m registry.cli check my-card.json
  python -m registry.cli verify_ranking out/
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m registry.cli",
        description="Check model cards and published rankings without a database.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser(
        "check",
        help="check card files (JSON or YAML)",
        description="Check card files (JSON or YAML): their form, and whether their figures fit. "
        "Figures of base models are known only where the card itself gives them.",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    ranking = verbs.add_parser(
        "verify_ranking", help="recompute a ranking from its download and compare"
    )
    ranking.add_argument("folder", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        if options.verb == "check":
            return check_files(options.files)
        return verify_folder(options.folder)
    except (OSError, NotADatasetError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2


def check_files(files: Sequence[Path]) -> int:
    """Print problems and doubts like a compiler; return 1 for an error, 2 if unreadable."""
    return max(check_file(path) for path in files)


def check_file(path: Path) -> int:
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"{path}: error: {error.strerror}", file=sys.stderr)
        return 2
    checked = check_card(data, format_of(path.name))
    for problem in checked.problems:
        print(compiler_line(str(path), problem), file=sys.stderr)
    if checked.document is None or checked.has_errors:
        return 1
    source_map = read_card(data, format_of(path.name)).source_map
    results = check_plausibility(checked.document, no_card, today=datetime.now(UTC).date())
    for result in results:
        if result.severity in TOLD:
            print(result_line(str(path), result, source_map), file=sys.stderr)
    if any(result.severity is Severity.ERROR for result in results):
        return 1
    print(f"{path}: valid")
    return 0


def verify_folder(folder: Path) -> int:
    """Recompute the ranking of a download; return 1 if anything differs."""
    result = verify(read_dataset(folder))
    for difference in result.report():
        print(difference, file=sys.stderr)
    print(result.summary)
    return int(bool(result.differences))


if __name__ == "__main__":
    sys.exit(main())
