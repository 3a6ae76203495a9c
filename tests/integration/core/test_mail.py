"""Letters against a real mail server on the loopback: what arrives, what is refused, and what is tried again."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import procrastinate
import pytest
import trustme
from procrastinate.jobs import Job
from structlog.testing import capture_logs

from ocrwtf.core import queue
from ocrwtf.core.errors import Wording
from ocrwtf.core.mail import post, server
from ocrwtf.core.mail.letter import Letter, LetterText
from ocrwtf.core.mail.server import LetterRefused, MailServer, MailServerAway
from tests.integration import mailbox
from tests.integration.conftest import changed_settings
from tests.integration.mailbox import Mailbox

TEXT = LetterText(
    subject=Wording("Halo {name}", "Hello {name}"),
    before=(Wording("Untuk {name}.", "For {name}."),),
    button=Wording("Buka", "Open"),
    after=(Wording("Sampai jumpa.", "See you."),),
)
LINK = "https://ocr.example/masuk#x=1"


def deliver(to: str = "rina@contoh.id", name: str = "Rina", link: str | None = LINK) -> None:
    post._deliver("test", Letter(to, "en", TEXT, {"name": name}, link), "<1@ocr.example>")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox.running() as started, mailbox.set_up(started):
        yield started


def test_a_letter_has_a_plain_and_an_html_part_and_says_that_a_machine_wrote_it(box: Mailbox) -> None:
    deliver()
    [message] = box.to("rina@contoh.id")
    assert (message["From"], message["Subject"]) == ('"OCR.WTF" <no-reply@ocr.example>', "Hello Rina")
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "en")
    html = message.get_body(("html",))
    assert html
    assert f'href="{LINK}"' in html.get_content()
    assert mailbox.plain(message).split() == f"For Rina. Open: {LINK} See you. -- OCR.WTF".split()


def test_what_people_call_themselves_is_text_in_html_and_begins_no_header(box: Mailbox) -> None:
    deliver(name="<b>R</b>\r\nBcc: all@contoh.id\r\n\r\nBuy\u202e ‑ 🙂 é" + "x" * 999)
    [message] = box.received
    assert (message["Bcc"], box.envelopes) == (None, [["rina@contoh.id"]])
    assert message["Subject"].startswith("Hello <b>R</b> Bcc: all@contoh.id Buy ‑ 🙂 éx")
    html = message.get_body(("html",))
    assert html
    assert "&lt;b&gt;R&lt;/b&gt;" in html.get_content()
    assert "<b>" not in html.get_content()


@pytest.mark.parametrize("to", ["a@b.id\r\nBcc: c@d.id", "a@b.id, c@d.id", "nobody", "", "<a@b.id>"])
def test_what_is_no_address_gets_no_letter(box: Mailbox, to: str) -> None:
    with pytest.raises(LetterRefused):
        deliver(to=to)
    assert box.received == []


def test_an_international_domain_travels_in_ascii(box: Mailbox) -> None:
    deliver(to="rina@bücher.example")
    assert box.envelopes == [["rina@xn--bcher-kva.example"]]


def test_without_a_mail_server_the_link_is_in_the_log_once() -> None:
    with changed_settings(), capture_logs() as lines:
        deliver()
    assert [(line["event"], line["link"]) for line in lines] == [("mail.no_server", LINK)]


@pytest.mark.parametrize(("answer", "error"), [("450 later", MailServerAway), ("550 no such", LetterRefused)])
def test_a_mailbox_that_is_full_is_tried_again_and_one_that_is_not_there_is_not(
    box: Mailbox, answer: str, error: type[Exception]
) -> None:
    box.answers.append(answer)
    with pytest.raises(error) as raised:
        deliver()
    assert "rina" not in str(raised.value)
    deliver()
    assert len(box.received) == 1


def test_a_server_that_is_down_or_says_nothing_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STEP_SECONDS", 0.1)
    away = MailServer.of(f"smtp://127.0.0.1:{mailbox.free_port()}?starttls=never", "x")
    with pytest.raises(MailServerAway, match="ConnectionRefusedError"):
        away.send(EmailMessage())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(MailServerAway, match="SMTPServerDisconnected"):
            MailServer.of(f"smtp://127.0.0.1:{port}?starttls=never", "x").send(EmailMessage())


def test_a_server_that_drips_is_cut_off(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TOTAL_SECONDS", 0.0)
    monkeypatch.setattr(smtplib.SMTP, "send_message", lambda self, _message: self.sock.recv(1) or self.noop())
    with pytest.raises(MailServerAway, match="SMTPServerDisconnected"):
        deliver()
    assert box.received == []


def test_a_server_without_tls_gets_neither_password_nor_letter(box: Mailbox) -> None:
    with mailbox.set_up(box, SMTP_URL=f"smtp://u:p@127.0.0.1:{box.port}"), pytest.raises(MailServerAway):
        deliver()
    assert box.received == []


def test_tls_and_login_work_and_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with mailbox.running_with_login(context) as box:
        url = f"smtp://pos:p%40s%3Akata@127.0.0.1:{box.port}"
        with mailbox.set_up(box, SMTP_URL=url):
            with pytest.raises(MailServerAway, match="SSLCertVerificationError"):
                deliver()
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
            deliver()
        with mailbox.set_up(box, SMTP_URL=url.replace("kata", "salah")), pytest.raises(MailServerAway, match="login"):
            deliver()
    assert len(box.received) == 1


def test_a_letter_is_tried_for_a_day_and_its_arguments_are_ids() -> None:
    def write(link_id: UUID) -> Letter | None:
        assert link_id == known
        raise MailServerAway

    known, name = uuid4(), "test.waiting"
    task = post.letter(name)(write)
    try:
        waits = [wait_before(task, attempt, known) for attempt in range(29)]
        assert waits[:7] == [60, 120, 240, 480, 960, 1920, 3600]
        assert 23 * 3600 < sum(waits) <= 25 * 3600
        task.func(context(29), link_id=str(known))  # the last one gives up, and is no failure of the queue
    finally:
        queue.queue.tasks.pop(f"mail.{name}")


def wait_before(task: post.LetterTask, attempt: int, link_id: UUID) -> float:
    with pytest.raises(MailServerAway) as raised:
        task.func(context(attempt), link_id=str(link_id))
    decision = post.FOR_A_DAY.get_retry_decision(exception=raised.value, job=context(attempt).job)
    assert decision
    assert decision.retry_at
    return round((decision.retry_at - procrastinate.utils.utcnow()).total_seconds())


class context:  # noqa: N801  stands in for the queue's
    def __init__(self, attempts: int) -> None:
        self.job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
