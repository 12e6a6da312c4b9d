"""What may happen to a published version and to a submission, as tables."""
