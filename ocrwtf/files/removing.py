"""How a file that is no document goes, asked for or expired: its rows, and by the trigger on `files` its object."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ocrwtf.files.models import File, Upload


def remove(session: Session, upload_id: UUID) -> bool:
    """False when it is not there, or not the session's account's."""
    file_id = session.scalar(delete(Upload).where(Upload.id == upload_id).returning(Upload.file_id))
    session.execute(delete(File).where(File.id == file_id))
    return file_id is not None
