"""Which network addresses belong to the public internet.

A link of a card may name any host, and a name may lead anywhere: to the machine the checker runs
on, to its neighbours, to the service that hands out a cloud machine's keys. ``ipaddress.is_global``
alone lets some of these through (64:ff9b::7f00:1, 2002:7f00:1::, 192.0.0.8), because they are
public as numbers and lead inside by translation.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

# The special-purpose registry of IANA, and what clouds serve to their own machines under a number
# that is public by itself.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's own services for a machine
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Everything public is in here. That leaves out mapped and compatible forms of version 4, loopback,
# NAT64 (64:ff9b::/96, 64:ff9b:1::/48), the discard prefix, unique local, link-local and multicast.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4: leads to the address of version 4 inside it
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: IPAddress) -> bool:
    """Whether anyone on the internet could mean the same host by this address."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)
