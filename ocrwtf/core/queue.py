"""Background jobs, stored in PostgreSQL so that a job commits with the row it is about."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import procrastinate
import structlog
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task
from procrastinate.types import JSONValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ocrwtf.core.database import transaction

log = structlog.get_logger()

READING, CONVERTING, UPKEEP, POST, CALLING = "reading", "converting", "upkeep", "post", "calling"
MAX_RETRIES = 3
"""After the first run; a job runs at most four times, whether it failed or its worker was killed."""
HEARTBEAT_SECONDS = 3
STALLED_SECONDS = 12
"""A worker silent for this long is taken for dead and its jobs are run by another."""

_caller_connector = procrastinate.SyncPsycopgConnector()
_caller_jobs = JobManager(_caller_connector)
"""For adding jobs on the caller's connection, also in the worker, whose own connector is an asynchronous one."""

queue = procrastinate.App(connector=_caller_connector)

Arguments = Mapping[str, object]


class GiveUp(Protocol):
    """Records the final failure of a job (with its refund); running it twice changes nothing."""

    def __call__(self, arguments: Arguments, error: Exception) -> None: ...


class WorkerDied(Exception):  # noqa: N818  it tells what happened, to `GiveUp`
    """The worker that ran the job was killed, again and again."""

    retryable = True


class WorkerStopping(Exception):  # noqa: N818  no error: the job goes back to the queue
    """This worker was asked to end; another takes the job over."""


stopping = threading.Event()
"""Set when this process is asked to end; a long job looks at it between steps and raises `WorkerStopping`."""


@dataclass(frozen=True)
class BackOff(procrastinate.BaseRetryStrategy):
    """Retry after 2, 4, 8 seconds, or as said: each pause twice the one before, up to the longest."""

    most: int = MAX_RETRIES
    first_seconds: int = 2
    longest_seconds: int = 8

    def will_retry(self, error: BaseException, attempts: int) -> bool:
        """An error says itself whether the same job may succeed later (`retryable`); an unknown one may."""
        return bool(getattr(error, "retryable", True)) and attempts < self.most

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        if not self.will_retry(exception, job.attempts):
            return None
        seconds = min(self.first_seconds * 2**job.attempts, self.longest_seconds)
        return procrastinate.RetryDecision(retry_in={"seconds": seconds})


_DOCUMENTS = BackOff()
_kinds: dict[str, tuple[GiveUp, BackOff]] = {}
"""By name of the job."""
_one_by: dict[str, str] = {}
"""By name of the job: the argument of which no two with the same value run at once."""


def job(
    name: str,
    give_up: GiveUp,
    *,
    queue_name: str = READING,
    back_off: BackOff = _DOCUMENTS,
    one_by: str | None = None,
) -> Callable[[Callable[..., None]], Task[..., None, ...]]:
    """Make a function a job: idempotent, called with ids only, retried with back-off, given up in the end.

    `one_by` names an argument: jobs with the same value of it run one after another.
    """

    def decorate(function: Callable[..., None]) -> Task[..., None, ...]:
        _kinds[name] = (give_up, back_off)
        if one_by:
            _one_by[name] = one_by

        def run(context: procrastinate.JobContext, /, **arguments: object) -> None:
            try:
                function(**arguments)
            except WorkerStopping:
                # As a new job, so that orderly restarts do not use up its runs.
                with transaction() as session:
                    enqueue(session, task, **cast("dict[str, JSONValue]", arguments))
            except Exception as error:
                # The one place of the worker that catches everything: whatever went wrong, the outcome is recorded.
                if back_off.will_retry(error, context.job.attempts):
                    raise
                give_up(arguments, error)
                if not hasattr(error, "retryable"):  # nobody foresaw it: the queue keeps it and logs its traceback
                    raise
                log.info("job.given_up", job=name, error=str(error))

        made = queue.task(name=name, queue=queue_name, retry=back_off, pass_context=True)(run)
        task = cast("Task[..., None, ...]", made)
        return task

    return decorate


def scheduled(name: str, cron: str) -> Callable[[Callable[[], None]], Task[[int], None, [int]]]:
    """Make a function upkeep that comes round, at the seconds or minutes of `cron`; one of it waits at most."""

    def decorate(work: Callable[[], None]) -> Task[[int], None, [int]]:
        def run(timestamp: int) -> None:  # noqa: ARG001  the queue says which period it is
            work()

        return queue.periodic(cron=cron)(queue.task(name=name, queue=UPKEEP, queueing_lock=name)(run))

    return decorate


def forget(function: str, told_as: str) -> None:
    """Run one of the database's functions that delete what is over in all accounts, and log how much that was."""
    with transaction() as session:
        count = session.execute(select(getattr(func, function)())).scalar_one()
    if count:
        log.info(told_as, count=count)


def enqueue(session: Session, task: Task[..., None, ...], **arguments: JSONValue) -> None:
    """Add a job inside the caller's transaction: it runs only if that commits."""
    connection = session.connection().connection.driver_connection
    by = _one_by.get(task.name)
    lock = f"{task.name} {arguments[by]}" if by else None
    deferrer = configure_task(
        name=task.name, job_manager=_caller_jobs, queue=task.queue, lock=lock, connection=connection
    )
    deferrer.defer(**arguments)


@queue.periodic(cron="* * * * * */10")
@queue.task(name="core.rescue_stalled", queue=UPKEEP, queueing_lock="core.rescue_stalled", pass_context=True)
async def rescue_stalled(context: procrastinate.JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Run the jobs of dead workers again; those that were run too often are given up.

    Procrastinate does not do this by itself: without it a kill -9 would leave its jobs `doing` for ever.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        if stalled.id is None or stalled.id == context.job.id:  # on a busy machine a first heartbeat can be late
            continue
        log.warning("job.stalled", job=stalled.task_name, attempts=stalled.attempts)
        give_up, back_off = _kinds.get(stalled.task_name, (None, _DOCUMENTS))
        if give_up and stalled.attempts < back_off.most:
            await manager.retry_job_by_id_async(stalled.id, retry_at=procrastinate.utils.utcnow())
            continue
        if give_up:
            await asyncio.to_thread(give_up, stalled.task_kwargs, WorkerDied())
        # Upkeep is not run again: its next period is near, and a waiting successor would forbid a second one.
        await manager.finish_job_by_id_async(stalled.id, status=Status.FAILED, delete_job=not give_up)


@queue.periodic(cron="17 * * * *")
@queue.task(name="core.forget_old_jobs", queue=UPKEEP, queueing_lock="core.forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: procrastinate.JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Failed jobs are kept a week for whoever looks into them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 7, include_failed=True, include_cancelled=True)
