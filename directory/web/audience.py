"""Who may use a route. Every view says it; a test fails on one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g
from flask.typing import ResponseReturnValue

from directory.accounts.roles import Deed
from directory.errors import NotAllowed
from directory.web import sign_ins

View = TypeVar("View", bound=Callable[..., Any])


def for_everyone(view: View) -> View:
    """Anybody may see this, without telling us who they are."""
    view.audience = "everyone"  # type: ignore[attr-defined]
    return view


def for_arriving(view: Callable[..., Any]) -> Callable[..., Any]:
    """Workers whose password was right and whose code is still asked for. The view finds `g.arriving`."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        g.arriving = sign_ins.current()
        if g.arriving is None:
            return sign_ins.ask_to_sign_in()
        if g.arriving.proven:
            return sign_ins.on_her_way()
        answer: ResponseReturnValue = view(*args, **values)
        return answer

    guarded.audience = "arriving"  # type: ignore[attr-defined]
    return guarded


def for_workers(deed: Deed | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only workers who may do this deed somewhere; without one, all who are signed in.

    The view finds her as `g.worker`, and asks `g.worker.may(deed, centre_id)` before it shows or changes
    what belongs to a centre: for what is not hers it raises NotFound, as if it were not there.
    """

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            signed_in = sign_ins.current()
            if signed_in is None:
                return sign_ins.ask_to_sign_in()
            if not signed_in.proven:
                return sign_ins.ask_for_code()
            g.worker = signed_in.worker
            if deed and not g.worker.may(deed):
                raise NotAllowed(deed)
            answer: ResponseReturnValue = view(*args, **values)
            return answer

        guarded.audience = deed or "workers"  # type: ignore[attr-defined]
        return guarded

    return declared
