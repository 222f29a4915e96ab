"""The staff pages, asked in-process as somebody of any role (see `tests/staff_site.py`)."""

from tests.site import sample_runtime
from tests.staff_site import shared_staff_site, signed_in, staff_site

__all__ = ["sample_runtime", "shared_staff_site", "signed_in", "staff_site"]  # tests ask for them by name
