"""What a stranger may make this machine call: public unicast addresses, and nothing that only looks like one."""

import pytest

from ocrwtf.core.public_addresses import all_public, is_public

WITHIN = (
    "0.0.0.0",  # noqa: S104  no listening
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.9",
    "192.0.0.10",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
)
WITHOUT = ("1.1.1.1", "8.8.8.8", "93.184.215.14", "103.28.12.1", "2606:4700::1111", "2001:4860:4860::8888", "2400::1")


@pytest.mark.parametrize("address", WITHIN)
def test_addresses_within_are_none_of_a_strangers(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", WITHOUT)
def test_addresses_of_the_internet_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("said", ["", "localhost", "127.1", "0x7f.1", "2130706433", "1.1.1.1 ", "1.1.1.1:443"])
def test_what_is_no_address_is_not_one(said: str) -> None:
    assert not is_public(said)


def test_one_address_within_spoils_the_name() -> None:
    assert not all_public(["8.8.8.8", "127.0.0.1"])
    assert all_public(WITHOUT)
