"""Asking to represent a lab, proposing one, and the people of one's own lab."""
