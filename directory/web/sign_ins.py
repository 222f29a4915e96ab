"""Who is asking: the cookie of a worker who is signed in, and what happens when she no longer is."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from directory import clock
from directory.accounts import kept_forms, signing_in
from directory.accounts.signing_in import SEEN_EVERY, SignedIn
from directory.web import posting
from directory.web.paths import back_to
from directory.web.rooms import runtime


def cookie_name() -> str:
    """`__Host-` makes browsers keep it to this very host; they allow that only over https."""
    return "__Host-staff" if runtime().settings.https else "staff"


def current() -> SignedIn | None:
    """Who is signed in here, if anybody. Notes at most once a minute that she was seen."""
    if "signed_in" not in g:
        g.signed_in = _look_up()
    found: SignedIn | None = g.signed_in
    return found


def _look_up() -> SignedIn | None:
    token, now = request.cookies.get(cookie_name(), ""), clock.now()
    if not token:
        return None
    with runtime().database.read() as db:
        found = signing_in.current(db, token, now=now)
    if found and now - found.seen_at >= SEEN_EVERY:
        with runtime().database.unit_of_work() as db:
            signing_in.note_seen(db, found, now=now)
    return found


def give_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(), token, secure=runtime().settings.https, httponly=True, samesite="Lax", path="/"
    )


def take_cookie(response: Response) -> None:
    response.delete_cookie(
        cookie_name(), secure=runtime().settings.https, httponly=True, samesite="Lax", path="/"
    )


def on_her_way() -> Response:
    """To the page she wanted before she had to sign in."""
    return redirect(back_to(request.args.get("next", ""), otherwise=url_for("staff.today")), 303)


def ask_for_code() -> Response:
    """To the page that asks for the code, and back here afterwards."""
    goal = posting.this_address() if request.method in ("GET", "HEAD") else None
    return redirect(url_for("staff.code", next=goal), 303)


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and back here afterwards. What was typed is kept."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"signed_in": False, "sign_in": url_for("staff.sign_in")}, 401
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("staff.sign_in", next=posting.this_address()), 303)
    worker_id = _last_known()
    if worker_id is None:
        return posting.send_again(posting.typed(), to=posting.this_address(), reason="stranger"), 401
    with runtime().database.unit_of_work() as db:
        kept = kept_forms.keep(
            db, worker_id, path=posting.this_address(), fields=posting.typed(), now=clock.now()
        )
    return redirect(url_for("staff.sign_in", next=url_for("staff.kept", kept_id=kept)), 303)


def _last_known() -> int | None:
    token = request.cookies.get(cookie_name(), "")
    with runtime().database.read() as db:
        return signing_in.last_known(db, token) if token else None
