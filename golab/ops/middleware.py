"""Middleware of the composition root."""

from csp.middleware import CSPMiddleware


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    pass


def DatabaseDownMiddleware(get_response):  # noqa: N802
    return get_response


def RequestLogMiddleware(get_response):  # noqa: N802
    return get_response
