"""Where a model comes from, and what it cost with everything it stands on."""
