"""A real mail server on the loopback that keeps what it gets, for tests."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from procrastinate import JobContext
from procrastinate.jobs import Job
from sqlalchemy import Engine, text

from ocrwtf.core.queue import queue
from tests.integration.conftest import changed_settings

PATIENCE_SECONDS = 60.0
USER, PASSWORD = "pos", "p@s:kata"


@dataclass
class Mailbox:
    """What was handed in, and what the server answers to the next recipients."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """To RCPT, one after the other; then 250."""
    came: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        with self.came:
            self.received.append(BytesParser(EmailMessage, policy=default).parsebytes(content))
            self.envelopes.append(envelope.rcpt_tos)
            self.came.notify_all()
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=never"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message, to in zip(self.received, self.envelopes, strict=True) if address in to]

    def waited_for(self, address: str, count: int = 1) -> EmailMessage:
        """The so-manieth letter to that address, once it is there."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.to(address)) >= count, PATIENCE_SECONDS), "no letter came"
        return self.to(address)[count - 1]


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part
    return str(part.get_content())


def link_in(message: EmailMessage) -> str:
    """The one link of a letter."""
    found = re.search(r"http\S+", plain(message))
    assert found
    return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == known, handled=False)


@contextmanager
def running(**options: Any) -> Iterator[Mailbox]:
    """A server with a mailbox; `options` are those of aiosmtpd's SMTP."""
    mailbox = Mailbox(free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@contextmanager
def running_with_login(context: ssl.SSLContext) -> Iterator[Mailbox]:
    """One that asks for STARTTLS and a login, as those on the internet do."""
    options = {"auth_required": True, "authenticator": _authenticate, "require_starttls": True}
    with running(tls_context=context, **options) as mailbox:
        yield mailbox


def leave(owner_engine: Engine) -> list[str]:
    """Do what the worker would: run all letters that are posted, each once. Gives their kinds."""
    with owner_engine.begin() as connection:
        posted = connection.execute(
            text("DELETE FROM procrastinate_jobs WHERE queue_name = 'post' RETURNING id, task_name, args")
        ).all()
    for row in sorted(posted):
        job = Job(id=row.id, queue="post", lock=None, queueing_lock=None, task_name=row.task_name)
        context = JobContext(app=queue, job=job, start_timestamp=0, abort_reason=lambda: None)
        queue.tasks[row.task_name].func(context, **row.args)
    return [row.task_name.removeprefix("mail.users.") for row in sorted(posted)]


@contextmanager
def set_up(mailbox: Mailbox, **more: str) -> Iterator[None]:
    """Our settings name that server."""
    own = {"SMTP_URL": mailbox.url, "MAIL_FROM": "no-reply@ocr.example", "API_URL": "https://ocr.example"}
    with changed_settings(**own | more):
        yield
