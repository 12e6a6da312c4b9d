"""The rules of the review: reports and verdicts, disputes, conflicts, clocks, the review file."""
