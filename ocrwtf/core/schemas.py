"""What request bodies and answers have in common: camelCase on the wire, UTC times, nothing unknown."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, field_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from ocrwtf.core.text import is_storable


def _utc(value: Any) -> Any:  # noqa: ANN401  runs over fields of every type
    """A time moved to UTC, so that it is written with Z (RFC 3339); anything else as it is."""
    if not isinstance(value, datetime):
        return value
    if value.utcoffset() is None:
        raise PydanticCustomError("timezone_aware", "a time needs a time zone")
    try:
        return value.astimezone(UTC)
    except OverflowError as error:  # the first or last hours that a datetime can hold
        raise PydanticCustomError("datetime_parsing", "a time out of range") from error


def _storable(value: object) -> bool:
    if isinstance(value, str):
        return is_storable(value)
    if isinstance(value, dict):
        return all(_storable(key) and _storable(item) for key, item in value.items())
    return not isinstance(value, list | tuple | set) or all(_storable(item) for item in value)


UtcTime = Annotated[datetime, AfterValidator(_utc)]
"""A time inside a list or a dict, where the models below do not look by themselves."""


class _Model(BaseModel):
    # An error must not quote what was sent: it may reach a log.
    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    @field_validator("*", mode="after")
    @classmethod
    def _times_in_utc(cls, value: Any) -> Any:  # noqa: ANN401  as above
        return _utc(value)


class Body(_Model):
    """Base of request bodies: an unknown field is an error, so nobody sets `role` or `credits` by guessing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    @field_validator("*", mode="before")
    @classmethod
    def _text_can_be_stored(cls, value: Any) -> Any:  # noqa: ANN401  as above
        # The edge refuses these in JSON, but not every body comes as JSON, and Pydantic lets both through.
        if not _storable(value):
            raise PydanticCustomError("unstorable_text", "text has characters that cannot be stored")
        return value


class Answer(_Model):
    """Base of answers; may be built from a row (`Answer.model_validate(row)`)."""

    # A member with a default is always there too, and a client should know.
    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)
