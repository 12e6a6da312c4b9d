"""What a review leaves: rows that are added, and never overwritten where they say something."""
