"""The review: who handles it, what referees report, what is decided and published."""
