"""Where readers report what is wrong in a published card, with or without an account."""
