"""The charts by the names in their addresses, which do not change, and what kind each is."""

CHARTS = {
    "completeness": "Completeness by lab and section",
    "compute": "Disclosed training compute over time",
    "cost": "Disclosed cost against compute",
}
LAB_CHARTS = {"profile": "Profile by section", "history": "Score over the rankings"}
