"""HTTP for drivers' phones: the office shows a code and sees its phones, a phone scans it."""

from uuid import UUID

import segno
from fastapi import APIRouter, Depends, Request, Response, status

from ocrwtf.users.auth import SessionDep, StaffDep, client_address, client_device, is_browser
from ocrwtf.users.people import pairing, service
from ocrwtf.users.people.links import link_of
from ocrwtf.users.people.schemas import (
    NewPairingAnswer,
    PairedAnswer,
    PairingAnswer,
    PhoneAnswer,
    PhoneList,
    PhoneName,
    TokenBody,
)
from ocrwtf.users.people.service import Seen
from ocrwtf.users.routes import logged_in, refuse_foreign_login
from ocrwtf.users.schemas import LoginAnswer

router = APIRouter(prefix="/api", tags=["people"])

_FRAGMENT = "pasang"
_QUIET_ZONE = 4
"""Modules around the code: ISO/IEC 18004 asks for as many, and on a dark screen a reader needs them."""


def _phone(seen: Seen) -> PhoneAnswer:
    user = seen.user
    return PhoneAnswer(id=user.id, name=user.name, created_at=user.created_at, last_used_at=seen.last_used_at)


@router.get("/phones")
def list_phones(session: SessionDep, caller: StaffDep) -> PhoneList:
    """All phones of the account."""
    return PhoneList(items=[_phone(seen) for seen in service.listed(session, caller, phones=True)])


@router.delete("/phones/{phone_id}", status_code=status.HTTP_204_NO_CONTENT)
def unpair_phone(session: SessionDep, caller: StaffDep, phone_id: UUID) -> None:
    """It is refused from now on. What it captured stays with the account, under its name."""
    pairing.unpair(session, caller, phone_id)


@router.post("/phones/pairings", status_code=status.HTTP_201_CREATED)
def create_pairing(request: Request, session: SessionDep, caller: StaffDep) -> NewPairingAnswer:
    """A code to show to a phone; it is good once, for 10 minutes, and told this once."""
    row, token = pairing.make(session, caller)
    link = link_of(request, _FRAGMENT, token)
    qr = segno.make_qr(link, error="m").svg_data_uri(border=_QUIET_ZONE, light="#fff", omitsize=True)
    return NewPairingAnswer(id=row.id, expires_at=row.expires_at, phone=None, link=link, qr=qr)


@router.get("/phones/pairings/{pairing_id}")
def get_pairing(session: SessionDep, caller: StaffDep, pairing_id: UUID) -> PairingAnswer:
    """Whether a phone was paired with it by now; the caller's own."""
    row, phone = pairing.state(session, caller, pairing_id)
    return PairingAnswer(id=row.id, expires_at=row.expires_at, phone=_phone(phone) if phone else None)


@router.delete("/phones/pairings/{pairing_id}", status_code=status.HTTP_204_NO_CONTENT)
def withdraw_pairing(session: SessionDep, caller: StaffDep, pairing_id: UUID) -> None:
    """The code is refused from now on; a phone that was paired stays so."""
    pairing.withdraw(session, caller, pairing_id)


@router.post("/auth/pairing")
def look_at_pairing(request: Request, body: TokenBody) -> PairedAnswer:
    """Who shows the code: for whoever has scanned it."""
    return PairedAnswer(made_by=pairing.look(body.token.get_secret_value(), client_address(request)))


@router.post("/auth/pairing/accept", dependencies=[Depends(refuse_foreign_login)])
def pair_phone(request: Request, response: Response, body: PhoneName) -> LoginAnswer:
    """The phone becomes a driver's, under that name, and is logged in."""
    login = pairing.pair(
        body.token.get_secret_value(),
        body.name,
        client_address(request),
        client_device(request),
        refreshable=not is_browser(request),
    )
    return logged_in(request, response, login)
