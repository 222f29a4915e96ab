"""Who may use a route. Every view says it; a test fails on one that does not."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def for_everyone(view: View) -> View:
    """Anybody may see this, without telling us who they are."""
    view.audience = "everyone"  # type: ignore[attr-defined]
    return view
