"""Headers that every answer carries. No inline script or style, nothing from anybody else."""

from flask import Flask, Response, g, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000",
}

# Whoever knows one of these can get in: no other page is told where somebody came from.
SECRET_ADDRESSES = {"staff.join", "staff.reset", "staff.new_email"}


def set_up(app: Flask) -> None:
    app.after_request(_add_headers)


def leave_no_trace() -> None:
    """Ask browsers and caches to keep no copy of this page: its topic could put somebody at risk."""
    g.leave_no_trace = True


def _add_headers(response: Response) -> Response:
    if request.endpoint in SECRET_ADDRESSES:
        response.headers["Referrer-Policy"] = "no-referrer"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("leave_no_trace") or "csrf_token" in g:  # a form's token is for one person
        response.headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache" if response.status_code == 200 else "no-store"
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            _answer_shortly_if_unchanged(response)
    return response


def _answer_shortly_if_unchanged(response: Response) -> None:
    """A phone that has this very page already gets a line instead of the page."""
    response.add_etag(weak=True)
    response.make_conditional(request)
