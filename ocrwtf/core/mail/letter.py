"""One letter, as a message with a plain and an HTML part in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime
from functools import cache
from pathlib import Path

from email_validator import validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic import NameEmail

from ocrwtf.core.errors import Language, Wording

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class LetterText:
    """What a kind of letter says. `{name}` stands for a parameter; the button opens the letter's link."""

    subject: Wording
    before: tuple[Wording, ...]
    button: Wording | None = None
    after: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Letter:
    """`link`: what the button opens; its secret stands behind a #, so that no server's log has it."""

    to: str
    language: Language
    text: LetterText
    params: Mapping[str, object] = field(default_factory=dict)
    link: str | None = None


def message_of(letter: Letter, sender: NameEmail, message_id: str) -> EmailMessage:
    """The message as it is sent. Raises ValueError for an address that is none."""
    shown = _shown(letter)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_sender_name(sender), addr_spec=_on_the_wire(sender.email))
    message["To"] = Address(addr_spec=_on_the_wire(letter.to))
    message["Subject"] = shown["subject"]
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no holiday note comes back
    message.set_content(_templates().get_template("letter.txt").render(shown))
    message.add_alternative(_templates().get_template("letter.html").render(shown), subtype="html")
    message["Content-Language"] = letter.language  # last: what comes after it would take it into the first part
    return message


def _sender_name(sender: NameEmail) -> str:
    """MAIL_FROM may be an address alone; then it is ours to say who writes."""
    return "OCR.WTF" if sender.name == sender.email.partition("@")[0] else sender.name


def _on_the_wire(address: str) -> str:
    """Domains outside ASCII as every server understands them (RFC 5891); the part before the @ stays as it is."""
    checked = validate_email(address, check_deliverability=False, test_environment=True)
    return checked.ascii_email or checked.normalized


def _shown(letter: Letter) -> dict[str, object]:
    params: dict[str, object] = {name: _one_line(value) for name, value in letter.params.items()}

    def say(wording: Wording | None) -> str:
        return wording.in_language(letter.language, params) if wording else ""

    text = letter.text
    return {
        "language": letter.language,
        "subject": say(text.subject),
        "before": [say(wording) for wording in text.before],
        "button": say(text.button),
        "link": letter.link,
        "after": [say(wording) for wording in text.after],
    }


def _one_line(value: object) -> str:
    """A value cannot begin a header or a line of its own, nor turn the direction of what stands around it."""
    spaced = "".join(character if character.isprintable() else " " for character in str(value))
    return " ".join(spaced.split())[:_LONGEST_VALUE]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
