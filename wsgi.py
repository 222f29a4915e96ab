"""Hangs the doors: what a web server runs."""

import atexit
import threading

from bot.doors import hang
from directory import logs
from directory.runtime import open_runtime
from directory.search.concepts import warm
from directory.web.app import create_app

logs.set_up()
runtime = open_runtime()
runtime.engine.watch()
app = create_app(runtime)
hang(app, runtime)
# The words of all languages take seconds to read; nobody waits for those they do not ask for.
threading.Thread(target=warm, daemon=True).start()
# Looking at a page writes nothing: what was counted is written down once a minute, and at the end.
for tally in (runtime.unmet, runtime.views):
    threading.Thread(target=tally.keep_writing, args=(runtime.database,), daemon=True).start()
    atexit.register(tally.write_down, runtime.database)
