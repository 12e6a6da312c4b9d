"""What a file or another card offers to a draft, statement by statement; nothing just fills."""
