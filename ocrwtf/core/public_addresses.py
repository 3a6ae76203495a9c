"""Which network addresses are of the public Internet: what a stranger may make this machine call, and what never."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_NEVER_V4: Final = (
    IPv4Network("100.64.0.0/10"),  # shared by a provider's customers (RFC 6598); some clouds' metadata
    IPv4Network("192.0.0.0/24"),  # special purposes (RFC 6890), of which a few count as global
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
)
_UNICAST_V6: Final = IPv6Network("2000::/3")
"""All that is given out (RFC 4291 §2.4): no mapped or translated IPv4, no link-local, site-local or multicast."""
_NEVER_V6: Final = (
    IPv6Network("2001::/23"),  # special purposes, Teredo among them, which holds an IPv4 address
    IPv6Network("2002::/16"),  # 6to4: holds an IPv4 address
)


def is_public(address: str) -> bool:
    """Whether an address, in the notation that resolvers answer with, may be dialled for a stranger."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _is_public_v4(found)
    return _is_public_v6(found)


def all_public(addresses: Iterable[str]) -> bool:
    """A name that has one address within and one without is not to be trusted with either."""
    return all(map(is_public, addresses))


def _is_public_v4(address: IPv4Address) -> bool:
    within = address.is_multicast or address.is_reserved or any(address in network for network in _NEVER_V4)
    return address.is_global and not within


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id or address not in _UNICAST_V6:
        return False
    return address.is_global and not any(address in network for network in _NEVER_V6)
