"""What others would serve the same cards with, for comparison in the same run."""
