"""Who is asking: the client's address, when proxies stand in front of us."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  stands for "no address": a client on a Unix socket has none


def client_address(request: HttpRequest) -> str:
    """The client's IP address, as text.

    `X-Forwarded-For` counts only when the request comes from one of TRUSTED_PROXIES (addresses or networks),
    and is read from the right, because anyone can write its left part.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    hops += reversed(request.headers.get("X-Forwarded-For", "").split(","))
    nearest = UNKNOWN
    for hop in hops:
        try:
            nearest = str(ip_address(hop.strip()))
        except ValueError:
            if hop.strip() or not settings.TRUSTED_PROXIES:
                return nearest
            continue  # a proxy on a Unix socket has no address
        if not _is_trusted(nearest):
            return nearest
    return nearest


def _is_trusted(address: str) -> bool:
    return any(ip_address(address) in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
