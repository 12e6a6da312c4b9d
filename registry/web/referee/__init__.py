"""What referees are asked and what they write: invitations, work on a report, what became of it."""
