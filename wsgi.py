"""Hangs the doors: what a web server runs."""

import threading

from directory.runtime import open_runtime
from directory.search.concepts import warm
from directory.web.app import create_app

runtime = open_runtime()
runtime.engine.watch()
app = create_app(runtime)
# The words of all languages take seconds to read; nobody waits for those they do not ask for.
threading.Thread(target=warm, daemon=True).start()
