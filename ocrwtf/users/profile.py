"""What users may change about themselves."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ocrwtf.core.throttle import Throttle
from ocrwtf.users import service
from ocrwtf.users.models import User
from ocrwtf.users.problems import NotAllowed, UsernameTaken
from ocrwtf.users.schemas import ProfileChange
from ocrwtf.users.service import Caller

_new_names = Throttle(amount=20, per_seconds=3600, name="new names")
"""The answer tells whether somebody has that name."""


def change(session: Session, caller: Caller, wanted: ProfileChange) -> User:
    """Raises TooManyRequests, UsernameTaken; NotAllowed of a phone, whose name is the office's."""
    if wanted.username:
        _new_names.hit(str(caller.user_id))
    user = service.me(session, caller)
    if wanted.username and user.is_phone:
        raise NotAllowed
    for name, value in wanted.model_dump(exclude_none=True, by_alias=False).items():
        setattr(user, name, value)
    try:
        session.flush()
    except IntegrityError as error:
        raise UsernameTaken from error
    return user
