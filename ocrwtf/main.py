"""The API: its table of contents. Edge, errors, routers."""

from fastapi import FastAPI
from sqlalchemy import text

from ocrwtf import __version__
from ocrwtf.core import storage
from ocrwtf.core.database import transaction
from ocrwtf.core.http import web, web_app
from ocrwtf.credits import routes as credits_routes
from ocrwtf.scans import routes as scans_routes
from ocrwtf.users import routes as users_routes

PROBLEM = {
    "description": "A problem (RFC 9457): what happened and what to do. docs/problems.md lists all.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "instance", "requestId"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "instance": {"type": "string"},
                    "requestId": {"type": "string"},
                },
            }
        }
    },
}
"""How every error is answered, for the OpenAPI description."""


def create_app() -> FastAPI:
    app = FastAPI(
        title="OCR.WTF",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={"default": PROBLEM},
    )
    web.install(app)
    app.add_api_route("/health", health, tags=["ops"])
    app.add_api_route("/ready", ready, tags=["ops"])
    for routes in (users_routes, credits_routes, scans_routes):
        app.include_router(routes.router)
    web_app.install(app)
    return app


async def health() -> dict[str, str]:
    """The process lives. Asynchronous: it answers also while all threads are busy."""
    return {"status": "ok"}


def ready() -> dict[str, str]:
    """Database, queue and storage answer; else 503."""
    with transaction() as session:
        session.execute(text("SELECT FROM procrastinate_jobs LIMIT 1"))
    storage.check()
    return {"status": "ready"}
