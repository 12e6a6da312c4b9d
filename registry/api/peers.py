"""Who sends a request, as far as the network can tell."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

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
    direct = _network(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= proxies:
            return _network(entries[-proxies].strip()) or direct
    return direct


@lru_cache(maxsize=4096)
def _network(text: str) -> str:
    """An address, of IPv6 the network, in the one way of writing it; "" for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((address, IPV6_PREFIX_BITS), strict=False))
        return str(address.ipv4_mapped)
    return str(address)
