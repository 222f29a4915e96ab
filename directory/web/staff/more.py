"""Everything that is not at the thumb's reach, and the way out."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.web.audience import for_workers
from directory.web.staff import staff


@staff.get("/more")
@for_workers()
def more() -> ResponseReturnValue:
    return render_template("staff/more.html")
