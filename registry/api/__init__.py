"""The API for programs: JSON under ``/api/v1/``, described in ``schemas/openapi/v1.json``."""
