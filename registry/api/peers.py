"""Who sends a request, as far as the network can tell."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

# One subscriber has at least this much of IPv6 to itself.
IPV6_PREFIX_BITS = 64


def peer(request: HttpRequest) -> str:
    """The address that the quota is counted for; of IPv6 the network, "" where none is known.

    ``X-Forwarded-For`` is read from the right, one entry for each proxy that the operator vouches
    for (``REGISTRY_TRUSTED_PROXIES``): what stands further left was written by the client, who can
    write anything. Where the entry is missing or no address, the proxy itself is the peer.
    """
    proxies = settings.TRUSTED_PROXIES
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= proxies:
            direct = _address(entries[-proxies].strip()) or direct
    return _network(direct) if direct else ""


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    network = int(address) >> (128 - IPV6_PREFIX_BITS) << (128 - IPV6_PREFIX_BITS)
    return f"{IPv6Address(network)}/{IPV6_PREFIX_BITS}"
