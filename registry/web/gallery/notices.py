"""Notices above a title, and the marks of a version that is not to be relied on as it stands."""

from dataclasses import replace

from registry.web.gallery.example import Component, Example
from registry.web.view_models.notices import Notices, NoticeView
from registry.web.view_models.shared import Link

CONCERN = NoticeView(
    kind="concern",
    title="Expression of concern",
    lead="The registry warns of this version while it looks into a serious doubt.",
    day="3 December 2026",
    day_iso="2026-12-03",
    text="Two readers found that the table of hours names another cluster.\n\nThe lab was asked.",
    signed="Chidi Chief, editor in chief; Edda Editor, editor",
    found_by="",
    reason="",
    items=(Link("COMP-1 Compute of the final run", "#"), Link("COST-1 Cost", "#")),
    other=None,
    is_standing=True,
)
CORRECTION = replace(
    CONCERN,
    kind="correction",
    title="Correction",
    lead="This version contained an error. Version 2 corrects it.",
    text="The price was that of another year. 価格は別の年のものだった。",
    signed="",
    found_by="A reader",
    items=(),
    other=Link("Version 2", "/"),
    is_standing=False,
)
REMOVAL = replace(
    CONCERN,
    kind="removal",
    title="Removal of the content",
    lead="The content was taken out because the law or somebody’s privacy required it.",
    text="A court ordered it (12/2026).",
    reason="Law",
    items=(),
)

COMPONENTS = (
    Component(
        "notices",
        "What the registry says of a version after its publication, above its title.",
        (
            Example("Standing, over an older one", {"notices": Notices("", (CONCERN, CORRECTION))}),
            Example("Removed", {"notices": Notices("removed", (REMOVAL,))}),
        ),
    ),
    Component(
        "mark",
        "Beside the name of a model that is not to be relied on as it stands.",
        (
            Example("Under concern", {"mark": "under concern"}),
            Example("Retracted", {"mark": "retracted"}),
        ),
    ),
)
