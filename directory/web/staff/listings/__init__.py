"""What a centre lists, kept by those who work there: found, begun, changed, shown to families, put back."""

from directory.web.staff.listings import (  # noqa: F401
    all_listings,
    copying,
    editor,
    looking_back,
    new,
    preview,
    publishing,
)
