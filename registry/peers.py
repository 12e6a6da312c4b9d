"""Who sends a request, as far as the network can tell."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

# One subscriber has at least this much of IPv6 to itself.
IPV6_PREFIX_BITS = 64
# Counted for each address of the network by all worker processes together.
CONCERNS = {"concern": "10/h/ip,40/d/ip"}


def peer(request: HttpRequest) -> str:
    """The address that requests are counted for; of IPv6 the network, "" where none is known."""
    return _network(peer_address(request))


def peer_address(request: HttpRequest) -> str:
    """The address that a request was sent from, in the one way of writing it; "" where none is.

    ``X-Forwarded-For`` is read from the right, one entry for each proxy that the operator vouches
    for (``REGISTRY_TRUSTED_PROXIES``): what stands further left was written by the client, who can
    write anything. Where the entry is missing or no address, the proxy itself is the peer.
    """
    proxies = settings.TRUSTED_PROXIES
    direct = _address(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= proxies:
            return _address(entries[-proxies].strip()) or direct
    return direct


def may_report_concern(request: HttpRequest) -> bool:
    """Count one concern of the sender, by form or program; whether it is not one too many."""
    return bool(ratelimit.consume(request, app="concerns", action="concern", config=CONCERNS))


@lru_cache(maxsize=4096)
def _address(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    # A zone ("%eth0") is of this machine, not of the address.
    return str(address).partition("%")[0]


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    if ":" not in address:
        return address
    return str(IPv6Network((address, IPV6_PREFIX_BITS), strict=False))
