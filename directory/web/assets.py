"""The stylesheet, the script and the mark: small files, compressed once, kept by browsers for a year.

Their names carry a hash of what is in them, so a new one is fetched at once and an old one never again.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request

from directory.web.audience import for_everyone

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True)
class Asset:
    """One file, as it is and compressed, under its name for the address."""

    name: str
    mimetype: str
    plain: bytes
    brotli: bytes
    gzip: bytes

    @property
    def address(self) -> str:
        return f"/static/{self.name}"


@cache
def assets() -> dict[str, Asset]:
    """Every asset by the file's own name."""
    return {path.name: _asset(path) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


def _asset(path: Path) -> Asset:
    plain = path.read_bytes()
    name = f"{path.stem}.{sha256(plain).hexdigest()[:8]}{path.suffix}"
    return Asset(name, TYPES[path.suffix], plain, brotli.compress(plain), gzip.compress(plain, 9, mtime=0))


def serve(app: Flask) -> None:
    by_name = {asset.name: asset for asset in assets().values()}

    @app.get("/static/<name>")
    @for_everyone
    def static_file(name: str) -> Response:
        asset = by_name.get(name)
        if asset is None:
            abort(404)
        return _answer(asset)

    @app.get("/favicon.ico")
    @for_everyone
    def favicon() -> Response:
        return _answer(assets()["mark.svg"])


def _answer(asset: Asset) -> Response:
    encoding = request.accept_encodings.best_match(["br", "gzip"]) or ""
    body = {"br": asset.brotli, "gzip": asset.gzip}.get(encoding, asset.plain)
    response = Response(body, content_type=asset.mimetype)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
