"""How a conversion ends without a result: failed or cancelled, and refunded in the same transaction."""

from uuid import UUID

from sqlalchemy import func, true, update
from sqlalchemy.orm import Session

from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.models import UNFINISHED, Conversion, ConversionStatus
from ocrwtf.conversions.news import changed, tell
from ocrwtf.credits import service as credits_service
from ocrwtf.credits.models import Reason
from ocrwtf.events.models import EventKind


def finish(
    session: Session,
    account_id: UUID,
    conversion_id: UUID,
    status: ConversionStatus,
    error: SlidesError | None = None,
    claim: int | None = None,
) -> bool:
    """End an unfinished conversion and refund it; False when it had ended already.

    With a claim, also False when another run has taken it over.
    """
    own = Conversion.claim == claim if claim is not None else true()
    ended = changed(
        session,
        update(Conversion)
        .where(Conversion.id == conversion_id, Conversion.status.in_(UNFINISHED), own)
        .values(status=status, step=None, finished_at=func.now())
        .values(error_code=error and error.code, error_params=error and error.params),
    )
    if not ended:
        return False
    credits_service.refund(session, account_id, Reason.CONVERSION, str(conversion_id))
    tell(
        session,
        EventKind.CONVERSION_FAILED if status == ConversionStatus.FAILED else EventKind.CONVERSION_CANCELLED,
        ended,
    )
    return True
