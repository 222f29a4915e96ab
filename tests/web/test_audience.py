"""Who may use what, and that looking changes nothing."""

from sqlalchemy import func, inspect, select, table

from directory.accounts.roles import Deed
from directory.db import sqlite_module
from directory.runtime import Runtime
from tests.site import LANGUAGES

AUDIENCES = {"everyone", "arriving", "workers", *Deed}
MAY_POST = (
    "staff.",
    "chat.say",
    "chat.anew",
    "public.tell_us",
    "public.wrong",
    "telegram.webhook",
)  # everything else only reads, and has to be named here if it does not
WITHOUT_A_PAGE = (
    "/",
    "/robots.txt",
    "/sitemap.xml",
    "/health",
    "/favicon.ico",
    "/en/language/pl?back=/find",
    "/en/find.json?q=baby",
)


def test_every_route_says_for_whom_it_is(site):
    views = site.application.view_functions

    audiences = {
        rule.rule: getattr(views[rule.endpoint], "audience", None)
        for rule in site.application.url_map.iter_rules()
    }

    assert not {rule: audience for rule, audience in audiences.items() if audience not in AUDIENCES}


def test_every_route_only_reads_unless_it_is_known_to_change_something(site):
    rules = site.application.url_map.iter_rules()

    unsafe = {
        (rule.endpoint, method) for rule in rules for method in rule.methods - {"GET", "HEAD", "OPTIONS"}
    }

    assert {method for _, method in unsafe} == {"POST"}
    assert [endpoint for endpoint, _ in unsafe if not endpoint.startswith(MAY_POST)] == []


def test_looking_at_every_page_changes_nothing(site, addresses, sample_runtime):
    pages = [f"/{language}{address}" for language in LANGUAGES for address in addresses.values()]
    watching = sqlite_module().connect(sample_runtime.settings.data / "doorstep.db")
    before = (_version(watching), _rows(sample_runtime))

    calendars = [f"/en{addresses[name]}.ics" for name in ("an ordinary session", "a centre")]
    for page in (*pages, *calendars, *WITHOUT_A_PAGE):
        site.get(page)
        site.head(page)
        site.options(page)

    after = (_version(watching), _rows(sample_runtime))
    watching.close()
    assert before == after


def _version(connection) -> int:
    """A number that SQLite raises whenever another connection has written."""
    return connection.execute("PRAGMA data_version").fetchone()[0]


def _rows(runtime: Runtime) -> dict[str, int]:
    with runtime.database.read() as db:
        names = inspect(db.connection()).get_table_names()
        return {name: db.scalar(select(func.count()).select_from(table(name))) for name in names}
