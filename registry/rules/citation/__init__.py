"""How to cite what the registry publishes: one module per format, all from one ``Work``."""
