"""On what terms the downloads are offered, and whom to name."""

LICENSE = "CC-BY-4.0"
ATTRIBUTION = (
    "Model Disclosure Registry, CC BY 4.0. Known releases rest largely on Epoch AI, "
    "Data on AI Models (epoch.ai/data, CC BY 4.0); every entry names its source."
)
