"""The page of answers for other people's software: the same questions, the same answers, as JSON."""

import json

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.search.answer import answer
from directory.search.request import read
from directory.web.audience import for_everyone
from directory.web.open import open_doors
from directory.web.rooms import runtime


@open_doors.get("/<lang:lang>/find.json")
@for_everyone
def find_json() -> ResponseReturnValue:
    """Fields and values are described in README.md, “Open data”."""
    asked, unread = read(request.args.to_dict(flat=False))
    language, now = g.locale.code, clock.now()
    page = runtime().find(asked, language=language, now=now)
    explained = runtime().explain(page, now=now)
    data = answer(page, explained, language=language, base=runtime().settings.address, unread=unread)
    response = Response(json.dumps(data, allow_nan=False), mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = 60
    # Next dates move on while the index stays as it is, so the answer itself is part of its tag.
    response.add_etag()
    response.set_etag(f"{page.generation}-{response.get_etag()[0]}", weak=True)
    return response.make_conditional(request)
