"""Addresses on our own server."""

from streamlit import config


def base() -> str:
    """What stands before every path, from `server.baseUrlPath`: `/base`, or nothing."""
    configured = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{configured}" if configured else ""


def url(path: str) -> str:
    """The path on our own server, after `server.baseUrlPath` if it is set: `/health` -> `/base/health`."""
    return f"{base()}/{path.lstrip('/')}"
