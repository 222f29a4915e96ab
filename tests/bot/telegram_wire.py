"""A wire without Telegram at its end: what the library would send is kept, and answered as a test says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

TOKEN = "123456:ABC-DEF"
OK = (200, {"ok": True, "result": {"message_id": 91}})
YES = (200, {"ok": True, "result": True})

Answer = tuple[int, Any] | BaseException


def refused(code: int, description: str, **parameters: Any) -> Answer:
    more = {"parameters": parameters} if parameters else {}
    return code, {"ok": False, "error_code": code, "description": description, **more}


@dataclass
class Wire(BaseRequest):
    """`calls` are method and fields of what was sent, a file as its text; `answers` come in their order."""

    answers: Sequence[Answer] = ()
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_timeouts: Any
    ) -> tuple[int, bytes]:
        assert url.startswith(f"https://api.telegram.org/bot{TOKEN}/")
        fields = dict(request_data.parameters) if request_data else {}
        for _name, (filename, content, _type) in (request_data.multipart_data or {}).items():
            fields["document"] = (filename, content.decode())
        self.calls.append((url.rpartition("/")[2], fields))
        answer = self.answers[len(self.calls) - 1] if len(self.calls) <= len(self.answers) else OK
        if isinstance(answer, BaseException):
            raise answer
        code, body = answer
        return code, body if isinstance(body, bytes) else json.dumps(body).encode()
