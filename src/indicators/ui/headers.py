"""Headers by which the browser itself keeps a page from asking any other host."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit and plotly write styles into the page, draw to data: images and start the map's workers from
# blob: addresses. Nothing of that leaves the host.
_POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
# streamlit-folium runs the map's code as text inside its own frame.
_COMPONENT_POLICY: Final = _POLICY | {"script-src": "'self' 'unsafe-inline' 'unsafe-eval'"}
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class SecurityHeaders:
    """ASGI middleware: adds the headers to every answer; a header that is already set stays."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.component_prefix = f"{base}/component/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        in_component = scope["path"].startswith(self.component_prefix)
        policy = "; ".join(
            f"{name} {value}" for name, value in (_COMPONENT_POLICY if in_component else _POLICY).items()
        )

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", policy)
            await send(message)

        await self.app(scope, receive, send_with_headers)
