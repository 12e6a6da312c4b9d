"""The console of those who look after the installation: everything to look up, nothing to edit."""
