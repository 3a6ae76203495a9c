"""The mail server of SMTP_URL: one connection a letter, bounded in time, and what its refusals mean."""

import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

STEP_SECONDS = 10.0
"""For connecting, and for each answer."""
TOTAL_SECONDS = 60.0
"""For one letter, however slowly a server drips."""


class MailServerAway(Exception):  # noqa: N818  it tells what happened, to the queue
    """Not reached, too slow, refused our login, or asked us to come later: the same letter may succeed then."""

    retryable = True


class LetterRefused(Exception):  # noqa: N818  as above
    """The server will never take this letter, for example because there is no such mailbox."""

    retryable = False


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. TLS always, with a checked certificate, unless the URL says `starttls=never`."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    own_name: str
    """What we call ourselves in EHLO."""

    @classmethod
    def of(cls, url: str, own_name: str) -> Self:
        """Of an SMTP_URL that the settings have checked."""
        parts = urlsplit(url)
        is_implicit = parts.scheme == "smtps"
        tls = "implicit" if is_implicit else "never" if parts.query == "starttls=never" else "starttls"
        port = parts.port or (465 if is_implicit else 587)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "", port, user, password, tls, own_name)

    def send(self, message: EmailMessage) -> None:
        """Raises MailServerAway, LetterRefused; neither holds an address or what the server said."""
        with _named_failures(), self._connected() as connection:
            try:
                connection.send_message(message)
            except smtplib.SMTPNotSupportedError as error:  # an address outside ASCII, and a server without SMTPUTF8
                raise LetterRefused("address not supported by the mail server") from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        connection = self._opened()
        watch = threading.Timer(TOTAL_SECONDS, _cut, (connection,))
        watch.daemon = True
        watch.start()
        try:
            if self.tls == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if self.user:
                connection.login(self.user, self.password)
            yield connection
            with suppress(smtplib.SMTPException, OSError):  # the letter is taken: no second one for a bad farewell
                connection.quit()
        finally:
            watch.cancel()
            connection.close()

    def _opened(self) -> smtplib.SMTP:
        if self.tls == "implicit":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, self.own_name, timeout=STEP_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, self.own_name, timeout=STEP_SECONDS)


def _cut(connection: smtplib.SMTP) -> None:
    """Whoever waits for this server gets an error now."""
    with suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(2)


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _by_code(min(codes)) from error
    except smtplib.SMTPDataError as error:
        raise _by_code(error.smtp_code) from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailServerAway(f"the mail server refused our login ({error.smtp_code})") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerAway(type(error).__name__) from error


def _by_code(code: int) -> MailServerAway | LetterRefused:
    """RFC 5321 §4.2.1: 5yz is for good, 4yz for now."""
    return LetterRefused(f"refused with {code}") if code >= 500 else MailServerAway(f"put off with {code}")
