"""A place is the network and never the whole address."""

import pytest

from ocrwtf.users.place import place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.x"),
        ("::ffff:203.0.113.9", "203.0.113.x"),
        ("2001:db8:1:2::/64", "2001:db8:1::"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::1", "::"),
        ("testclient", ""),
        ("", ""),
        ("203.0.113.9999", ""),
    ],
)
def test_of_an_address_the_network_stays(address: str, place: str) -> None:
    assert place_of(address) == place
