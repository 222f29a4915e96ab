"""A small server that speaks LibreTranslate's protocol (docs.libretranslate.com) over a real socket."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Stub:
    """A translation server: `answer` says what it sends for a request, `asked` what it was sent."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    answer: Callable[[dict[str, str], BaseHTTPRequestHandler], None] | None = None


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **headers,
    }.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def translated(asked: dict[str, str], handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, json.dumps({"translatedText": f"[{asked['target']}] {asked['q']}"}).encode())


@pytest.fixture
def translator() -> Iterator[Stub]:
    stub = Stub(answer=translated)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.asked.append(asked | {"path": self.path, "type": self.headers["Content-Type"]})
            stub.answer(asked, self)

        def do_GET(self) -> None:
            stub.asked.append({"path": self.path})
            send(self, 200, b'{"translatedText": "from elsewhere"}')

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, daemon=True).start()
    stub.url = f"http://127.0.0.1:{http.server_port}"
    yield stub
    http.shutdown()
    http.server_close()
