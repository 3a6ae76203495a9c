"""The job process: every feature's jobs, and the schedule."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

import procrastinate
import structlog
from sqlalchemy.engine import make_url

from ocrwtf.config import settings
from ocrwtf.conversions import jobs as conversions_jobs
from ocrwtf.core import origin
from ocrwtf.core.queue import (
    CALLING,
    CONVERTING,
    HEARTBEAT_SECONDS,
    POST,
    READING,
    STALLED_SECONDS,
    UPKEEP,
    queue,
    stopping,
)
from ocrwtf.credits import refills
from ocrwtf.events import jobs as events_jobs
from ocrwtf.files import jobs as files_jobs
from ocrwtf.idempotency import jobs as idempotency_jobs
from ocrwtf.ocr.choice import EngineArguments
from ocrwtf.retention import jobs as retention_jobs
from ocrwtf.scans import jobs as scans_jobs
from ocrwtf.users import jobs as users_jobs
from ocrwtf.users.people import jobs as people_jobs
from ocrwtf.webhooks import jobs as webhooks_jobs

log = structlog.get_logger()

JOBS = (
    conversions_jobs,
    events_jobs,
    files_jobs,
    idempotency_jobs,
    people_jobs,
    refills,
    retention_jobs,
    scans_jobs,
    users_jobs,
    webhooks_jobs,
)
"""Imported so that their jobs are known."""

POLL_SECONDS = 1
CONVERSIONS = 1
"""At once: an office suite takes a processor and much memory. Documents do not wait for it, nor it for them."""
UPKEEP_JOBS = 4
"""At once: many deletions, or a slow store, must not keep the rescue of killed jobs waiting."""
LETTERS = 2
"""Sent at once, by a worker of their own: neither documents nor a slow mail server keep each other waiting."""
CALLS = 4
"""Servers of customers that are called at once; a slow one keeps a place for at most some seconds."""
GRACE_SECONDS = 25
"""How long upkeep may take to finish when the worker is asked to end. A reading ends at its next page, whenever that
is; `ocrwtf up` kills what takes longer than 30 s, and another worker runs it again.
"""


def run(database_url: str, engine: EngineArguments) -> None:
    """Work until SIGTERM or SIGINT; `engine` reads."""
    with scans_jobs.reading_processes(engine), origin.acting_from(origin.Origin(origin.OriginKind.SCHEDULE)):
        asyncio.run(_work(database_url))


async def _work(database_url: str) -> None:
    """Five workers in one process: long jobs keep neither upkeep (rescue, deletions), letters nor webhooks waiting."""
    conninfo = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=conninfo, min_size=1, max_size=7)
    # Jobs are synchronous and run in the loop's threads.
    threads = settings().ocr_processes + CONVERSIONS + UPKEEP_JOBS + LETTERS + CALLS + 1
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="job"))
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            await _until_stopped(
                asyncio.create_task(_worker(app, READING, settings().ocr_processes)),
                asyncio.create_task(_worker(app, CONVERTING, CONVERSIONS)),
                asyncio.create_task(_worker(app, UPKEEP, UPKEEP_JOBS)),
                asyncio.create_task(_worker(app, POST, LETTERS)),
                asyncio.create_task(_worker(app, CALLING, CALLS)),
            )


async def _worker(app: procrastinate.App, name: str, concurrency: int) -> None:
    await app.run_worker_async(
        queues=[name],
        name=name,
        concurrency=concurrency,
        fetch_job_polling_interval=POLL_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _until_stopped(*workers: asyncio.Task[None]) -> None:
    """End all when asked to, or when one ends by itself: the others would look alive and do half the work."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait([waiting, *workers], return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    waiting.cancel()
    for worker in workers:
        worker.cancel()
    results = await asyncio.gather(*workers, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    log.info("worker.stopped")
