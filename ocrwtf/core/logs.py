"""Logs to stderr: JSON lines for machines, a readable line for a person at a terminal, never a secret in either."""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from ocrwtf.core.redaction import clean_text, hide_secrets

# These write statements with their parameters or URLs with their signatures at INFO, a line per broken upload, or
# several lines for each job, of which most are the schedule's.
_LEVELS: Final = {
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "procrastinate": logging.WARNING,
    "uvicorn": logging.WARNING,
    "httpx": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpcore2": logging.WARNING,
    "urllib3": logging.WARNING,
    "python_multipart": logging.ERROR,
}
# These may bring handlers of their own. Others are left as they are: one may have been silenced on purpose.
_WITH_HANDLERS: Final = ("uvicorn", "uvicorn.error", "uvicorn.access", "procrastinate", "alembic", "sqlalchemy")
_MAX_CAUSES: Final = 10


def configure_logs(env: Literal["development", "production"], stream: TextIO | None = None) -> None:
    """Sends structlog and the standard library's logging through one pipeline; may be called again.

    `stream` is stderr by default. Uvicorn must be started with `log_config=None`, else it adds handlers of its own.
    """
    out = stream or sys.stderr
    as_json = env == "production" or not out.isatty()
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(as_json=as_json))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    _take_over_libraries()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _common() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _console() -> Processor:
    """Short lines for a person: the time first, then what happened."""
    return structlog.dev.ConsoleRenderer(colors=True, pad_event_to=0, sort_keys=False, timestamp_key="time")


def _formatter(*, as_json: bool) -> logging.Formatter:
    renderer: Processor = structlog.processors.JSONRenderer() if as_json else _console()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_common(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _Safe(with_messages=not as_json),
            renderer,
        ],
    )


def _take_over_libraries() -> None:
    for name in _WITH_HANDLERS:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    # Our own line for each request replaces it: uvicorn's has the URL, and so any token in it.
    access = logging.getLogger("uvicorn.access")
    access.disabled = True
    logging.captureWarnings(capture=True)


class _Safe:
    """Hides secrets, and writes a traceback as types, files, lines and source text.

    The messages of exceptions are left out of stored logs: `invalid literal for int(): 'hunter2'`, a failed statement
    with its parameters and a provider's answer all carry what was sent. A person at a terminal sees them, redacted.
    """

    def __init__(self, *, with_messages: bool) -> None:
        self._with_messages = with_messages

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        error = _exception_of(event.pop("exc_info", None))
        safe = hide_secrets(logger, method, event)
        # Added after the redaction, which would spell out the line ends that a console needs.
        return {**safe, "exception": "\n".join(self._lines(error))} if error else safe

    def _lines(self, error: BaseException) -> Iterator[str]:
        for index, link in enumerate(_chain(error)):
            yield f"{'caused by ' if index else ''}{_described(link)}{self._message(link)}"
            for frame in traceback.extract_tb(link.__traceback__):
                yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {clean_text(frame.line or '')}"

    def _message(self, error: BaseException) -> str:
        return f": {clean_text(str(error))}" if self._with_messages else ""


def _exception_of(exc_info: Any) -> BaseException | None:  # noqa: ANN401  logging takes True, a tuple or an exception
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    return error if isinstance(error, BaseException) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and the members of groups; bounded, for a chain may be a ring."""
    todo, seen = [error], set[int]()
    while todo and len(seen) < _MAX_CAUSES:
        link = todo.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            todo += link.exceptions
        if before := link.__cause__ or (None if link.__suppress_context__ else link.__context__):
            todo.append(before)


def _described(error: BaseException) -> str:
    """The type, with the number an operator looks up: errno of the system, SQLSTATE of the database."""
    number: Any = getattr(error, "errno", None) or getattr(error, "sqlstate", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({number})" if isinstance(number, int | str) else name
