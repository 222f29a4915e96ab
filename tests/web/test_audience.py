"""Who may use what, and that looking changes nothing."""

from sqlalchemy import func, inspect, select, table

from directory.db import sqlite_module
from directory.runtime import Runtime
from tests.site import LANGUAGES

AUDIENCES = {"everyone"}
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


def test_every_route_only_reads(site):
    methods = {method for rule in site.application.url_map.iter_rules() for method in rule.methods}

    assert methods == {"GET", "HEAD", "OPTIONS"}


def test_looking_at_every_page_changes_nothing(site, addresses, sample_runtime):
    pages = [f"/{language}{address}" for language in LANGUAGES for address in addresses.values()]
    watching = sqlite_module().connect(sample_runtime.settings.data / "doorstep.db")
    before = (_version(watching), _rows(sample_runtime))

    for page in (*pages, *WITHOUT_A_PAGE):
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
