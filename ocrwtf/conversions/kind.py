"""What kinds of presentation are taken, by their content: a name never decides."""

from enum import StrEnum


class DeckKind(StrEnum):
    PPTX = "pptx"
    PPT = "ppt"
    ODP = "odp"
    OUTLINE = "outline"
    """Text of ours: see `in_child.outline`."""


MEDIA_TYPES = {
    DeckKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    DeckKind.PPT: "application/vnd.ms-powerpoint",
    DeckKind.ODP: "application/vnd.oasis.opendocument.presentation",
    DeckKind.OUTLINE: "text/plain",
}
