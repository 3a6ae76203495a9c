"""Where a login came from, as coarsely as its user still recognises it: the network, never the whole address."""

from ipaddress import IPv6Address, IPv6Network, ip_address


def place_of(address: str) -> str:
    """`203.0.113.9` becomes `203.0.113.x`, of IPv6 the /48 stays (a provider's customer or site); empty for none."""
    try:
        known = ip_address(address.partition("/")[0])
    except ValueError:  # a local socket has no address
        return ""
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    if isinstance(known, IPv6Address) and not mapped:
        return str(IPv6Network((int(known), 48), strict=False).network_address)
    return f"{str(mapped or known).rpartition('.')[0]}.x"
