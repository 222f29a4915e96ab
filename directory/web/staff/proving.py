"""Checking a password: counted first, checked outside the database's turn for writing, forgiven if right."""

from flask import request

from directory import clock
from directory.accounts import passwords, signing_in, throttle
from directory.web.rooms import runtime


def whose(email: str, password: str) -> int | None:
    """The number of the worker they belong to; None whichever of them is wrong, after the same while.

    Raises TooManyTries, TooBusy.
    """
    now, database = clock.now(), runtime().database
    who = {"account": email.strip().lower(), "address": request.remote_addr or ""}
    with database.unit_of_work() as db:
        throttle.note_try(db, "password", **who, now=now)
        worker_id, stored = signing_in.credentials(db, email) or (None, None)
    if not passwords.matches(stored, password):
        return None
    with database.unit_of_work() as db:
        throttle.forgive(db, "password", **who, now=now)
    return worker_id
