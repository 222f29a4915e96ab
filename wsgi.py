"""Hangs the doors: what a web server runs."""

from directory.runtime import open_runtime
from directory.web.app import create_app

app = create_app(open_runtime())
