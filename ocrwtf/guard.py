"""How the API is guarded: which limit counts for which route, who is asked who calls, and whom it trusts."""

from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from ocrwtf.config import Settings, items, settings
from ocrwtf.core import throttle
from ocrwtf.core.address_blocks import AddressBlocks, blocks_path
from ocrwtf.core.http import web
from ocrwtf.core.http.hosts import AllowedHosts
from ocrwtf.core.http.limited import Gate, Limited, Route, RoutePolicies
from ocrwtf.core.rate_limits import Policy, RateLimits
from ocrwtf.users.auth import identify, may_have_login, own_limit

UNLIMITED: Final[tuple[Route, ...]] = (("GET", "/api/events"),)
"""One stream for as long as somebody listens; a user may have 50. Health, pages and assets are outside /api."""
REVIEWS: Final[tuple[Route, ...]] = (("POST", "/api/reviews/submit"),)
UPLOADS: Final[tuple[Route, ...]] = (("POST", "/api/scans/upload"), ("POST", "/api/upload"))
CONVERSIONS: Final[tuple[Route, ...]] = (("POST", "/api/conversions"), ("POST", "/api/conversions/outlines"))
"""Each is counted with all other requests too."""
FILES: Final[tuple[Route, ...]] = (
    ("GET", "/api/scans/{scan_id}/pages/{number}.webp"),
    ("GET", "/api/scans/{scan_id}/original"),
    ("GET", "/api/files/{file_id}"),
    ("GET", "/api/conversions/{conversion_id}/pages/{number}.webp"),
    ("GET", "/api/conversions/{conversion_id}/file"),
    ("GET", "/api/conversions/{conversion_id}/original"),
    ("GET", "/api/conversions/{conversion_id}/shared"),
)
"""A list shows a picture for each of its lines: counted apart from all others. What has to be made first is no file."""


def policies(of: Settings) -> RoutePolicies:
    general, review = Policy("api", of.limit_api), Policy("review", of.limit_review)
    upload, files = Policy("upload", of.limit_upload), Policy("files", of.limit_files)
    conversion = Policy("conversion", of.limit_conversion)
    return RoutePolicies(
        general,
        {route: [] for route in UNLIMITED}
        | {route: [upload, general] for route in UPLOADS}
        | {route: [conversion, general] for route in CONVERSIONS}
        | {route: [review, general] for route in REVIEWS}
        | {route: [files] for route in FILES},
    )


@dataclass(frozen=True)
class Guards:
    limits: RateLimits
    blocks: AddressBlocks


def install(app: FastAPI) -> Guards:
    """The edge with the settings' guards, before the routers."""
    of = settings()
    guards = Guards(
        RateLimits(of.redis_url.get_secret_value() if of.redis_url else None),
        AddressBlocks(blocks_path(of.data_dir), of.limit_failures),
    )
    throttle.share(guards.limits.shared)
    gate = Gate(guards.limits, policies(of), guards.blocks, may_have_login, identify, own_limit)
    web.install(
        app,
        inside=[Middleware(AllowedHosts, names=items(of.allowed_hosts)), Middleware(Limited, gate=gate)],
        trusted_proxies=[ip_network(item) for item in items(of.trusted_proxies)],
        origins=items(of.prod_fe_url),
    )
    return guards
