"""The API: its table of contents. Edge, errors, routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from fastapi import FastAPI
from sqlalchemy import text

from ocrwtf import __version__, public_config
from ocrwtf.core import storage
from ocrwtf.core.database import transaction
from ocrwtf.core.http import web, web_app
from ocrwtf.core.http.description import PROBLEM, DescribedApi, operation_id
from ocrwtf.core.schemas import Answer
from ocrwtf.credits import routes as credits_routes
from ocrwtf.events import routes as events_routes
from ocrwtf.events.hub import Hub
from ocrwtf.idempotency import once
from ocrwtf.scans import link_routes, memory_routes
from ocrwtf.scans import routes as scans_routes
from ocrwtf.users import key_routes
from ocrwtf.users import routes as users_routes


class HealthAnswer(Answer):
    status: Literal["ok"] = "ok"


class ReadyAnswer(Answer):
    status: Literal["ready"] = "ready"


def create_app() -> FastAPI:
    app = DescribedApi(
        title="OCR.WTF",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        responses={"default": PROBLEM},
        lifespan=_listening,
    )
    app.state.hub = Hub()
    web.install(app)
    once.install(app)
    app.add_api_route("/health", health, tags=["ops"])
    app.add_api_route("/ready", ready, tags=["ops"])
    for routes in (
        public_config,
        users_routes,
        key_routes,
        events_routes,
        credits_routes,
        scans_routes,
        link_routes,
        memory_routes,
    ):
        app.include_router(routes.router)
    web_app.install(app)
    return app


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    """While the process serves it hears what happens."""
    async with app.state.hub.listening():
        yield


async def health() -> HealthAnswer:
    """The process lives. Asynchronous: it answers also while all threads are busy."""
    return HealthAnswer()


def ready() -> ReadyAnswer:
    """Database, queue and storage answer; else 503."""
    with transaction() as session:
        session.execute(text("SELECT FROM procrastinate_jobs LIMIT 1"))
    storage.check()
    return ReadyAnswer()
