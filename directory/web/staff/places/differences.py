"""What two people wrote differently, shown to the second of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm

from directory.words.labels import FEATURE


@dataclass(frozen=True)
class Unlike:
    """One field: what it is called, what is kept now, and what she typed."""

    label: str
    now: str
    yours: str


def differences(form: FlaskForm, kept: Mapping[str, object]) -> list[Unlike]:
    """The fields of a form that differ from what is kept now."""
    return [
        Unlike(str(form[name].label.text), _said(now), _said(form[name].data))
        for name, now in kept.items()
        if name in form and _said(form[name].data) != _said(now)
    ]


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(FEATURE.get(str(one), str(one)) for one in sorted(value, key=str))
    return " ".join(str(value or "").split())
