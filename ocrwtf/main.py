"""The API: its table of contents. Edge, errors, routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import Semaphore
from fastapi import FastAPI

from ocrwtf import __version__, guard, ops, public_config
from ocrwtf.conversions import link_routes as conversion_link_routes
from ocrwtf.conversions import routes as conversions_routes
from ocrwtf.core.database import SESSION_PLACES
from ocrwtf.core.http import web_app
from ocrwtf.core.http.description import PROBLEM, DescribedApi, operation_id
from ocrwtf.credits import routes as credits_routes
from ocrwtf.dashboard import routes as dashboard_routes
from ocrwtf.events import routes as events_routes
from ocrwtf.events.hub import Hub
from ocrwtf.files import routes as files_routes
from ocrwtf.idempotency import once
from ocrwtf.retention import cleanup_routes
from ocrwtf.retention import routes as retention_routes
from ocrwtf.reviews import routes as reviews_routes
from ocrwtf.scans import hold_routes, link_routes, memory_routes
from ocrwtf.scans import routes as scans_routes
from ocrwtf.users import identity_routes, key_routes, letter_routes, log_routes
from ocrwtf.users import routes as users_routes
from ocrwtf.users.people import invitation_routes, phone_routes
from ocrwtf.users.people import routes as people_routes
from ocrwtf.webhooks import routes as webhooks_routes


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
    app.state.places = Semaphore(SESSION_PLACES)
    app.state.guards = guard.install(app)
    once.install(app)
    for routes in (
        ops,
        public_config,
        users_routes,
        key_routes,
        log_routes,
        people_routes,
        invitation_routes,
        phone_routes,
        letter_routes,
        identity_routes,
        events_routes,
        credits_routes,
        files_routes,
        conversions_routes,
        conversion_link_routes,
        scans_routes,
        link_routes,
        hold_routes,
        memory_routes,
        retention_routes,
        cleanup_routes,
        dashboard_routes,
        reviews_routes,
        webhooks_routes,
    ):
        app.include_router(routes.router)
    web_app.install(app)
    return app


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    """While the process serves it hears what happens."""
    async with app.state.hub.listening():
        yield
    app.state.guards.limits.close()
