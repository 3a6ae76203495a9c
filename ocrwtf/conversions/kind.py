"""What kinds of presentation are taken, by their content: a name never decides."""

from enum import StrEnum


class Kind(StrEnum):
    PPTX = "pptx"
    PPT = "ppt"
    ODP = "odp"
    OUTLINE = "outline"
    """Text of ours: see `in_child.outline`."""


MEDIA_TYPES = {
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.PPT: "application/vnd.ms-powerpoint",
    Kind.ODP: "application/vnd.oasis.opendocument.presentation",
    Kind.OUTLINE: "text/plain",
}
