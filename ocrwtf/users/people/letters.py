"""The letter that invites somebody, written when it leaves."""

from uuid import UUID

from ocrwtf.config import settings
from ocrwtf.core.database import transaction
from ocrwtf.core.errors import Wording
from ocrwtf.core.mail.letter import Letter, LetterText
from ocrwtf.core.mail.post import letter
from ocrwtf.users.models import User
from ocrwtf.users.people.models import Invitation
from ocrwtf.users.people.tokens import invitation_token

INVITATION = LetterText(
    subject=Wording("Undangan ke sebuah akun OCR.WTF", "An invitation to an account of OCR.WTF"),
    before=(
        Wording(
            "Pemilik sebuah akun OCR.WTF mengundang e-mail ini untuk bekerja di akunnya. Siapa yang mengundang dan "
            "sebagai apa, tertulis di halaman yang dibuka tautan ini. Tautannya berlaku tujuh hari dan hanya sekali.",
            "The owner of an account of OCR.WTF invites this e-mail to work in it. Who invites, and as what, stands on "
            "the page that this link opens. The link is good for seven days, and once.",
        ),
    ),
    button=Wording("Lihat undangan", "See the invitation"),
    after=(
        Wording(
            "Tidak mengenal yang mengundang? Abaikan surat ini; tanpa tautannya tidak ada yang berubah.",
            "You do not know who invites you? Ignore this letter; without its link nothing changes.",
        ),
    ),
)
"""Without the inviter's name, which is a stranger's text until somebody has opened the link."""


@letter("users.invitation")
def invitation(account_id: UUID, invitation_id: UUID) -> Letter | None:
    """In the inviter's language; nothing for one that was withdrawn meanwhile."""
    with transaction(account_id) as session:
        row = session.get(Invitation, invitation_id)
        inviter = session.get(User, row.invited_by) if row else None
    if not row or not row.email or not inviter:
        return None
    link = f"{settings().public_url}/masuk#undangan={invitation_token(row.id)}"
    return Letter(row.email, inviter.language, INVITATION, {}, link)
