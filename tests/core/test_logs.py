"""Logs say what went wrong and where, and nothing of what anybody wrote."""

import logging
import sys

from directory.logs import Discreet

SAID = "zuzanna@hexshire.example cannot sleep"


def logged(first: type[Exception], then: type[Exception] | None = None) -> str:
    """What is written of an error, or of one that came out of another, each with what she said in it."""
    try:
        try:
            raise first(SAID)
        except first as caught:
            if then is None:
                raise
            raise then(SAID) from caught
    except Exception:
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "turn %s failed", (12,), sys.exc_info())
    return Discreet("%(levelname)s %(name)s: %(message)s").format(record)


def test_an_error_is_named_with_the_way_it_came_and_without_its_words():
    text = logged(ValueError)

    assert "turn 12 failed" in text
    assert "builtins.ValueError" in text
    assert "in logged" in text
    assert "zuzanna" not in text


def test_so_is_the_one_it_came_from():
    text = logged(KeyError, RuntimeError)

    assert "builtins.KeyError" in text
    assert "builtins.RuntimeError" in text
    assert "zuzanna" not in text
