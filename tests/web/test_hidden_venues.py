"""Some places keep people safe: over the whole sample council, no page says where, when or who with."""

from dataclasses import dataclass
from urllib.parse import quote_plus
from uuid import UUID

import pytest
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from directory.listings.models import Activity, Occurrence
from directory.listings.session_types import session_types
from directory.places.models import Centre, Venue
from directory.slugs import slug
from directory.words import words_for
from tests.site import every_language, read_html

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
HIDDEN_KINDS = ("freedom-programme", "recovery-toolkit", "supervised-contact")  # 74, 75, 84 in domain.md 3.2
NEVER_LISTED = "supervised-contact"


@dataclass(frozen=True)
class Secret:
    """A listing of which nobody may learn where or when, and everything that would tell."""

    slug: str
    name: str
    kind: str
    places: frozenset[str]
    towns: frozenset[str]
    weekdays: frozenset[int]
    starts: tuple

    def times(self, language: str) -> set[str]:
        words = words_for(language)
        return {words.weekday(day).lower() for day in self.weekdays} | {words.time(at) for at in self.starts}


@pytest.fixture(scope="session")
def secrets(sample_runtime) -> list[Secret]:
    with sample_runtime.database.read() as db:
        where = or_(Activity.venue.has(Venue.hidden), Activity.type_key.in_(HIDDEN_KINDS))
        plans = joinedload(Activity.schedules)
        return [
            _secret(activity)
            for activity in db.scalars(select(Activity).where(where).options(plans)).unique()
        ]


@pytest.fixture
def listed(secrets) -> list[Secret]:
    return [secret for secret in secrets if secret.kind != NEVER_LISTED]


def test_the_sample_has_what_these_tests_are_about(secrets):
    assert {secret.kind for secret in secrets} >= set(HIDDEN_KINDS)
    assert all(secret.starts and secret.weekdays for secret in secrets)
    assert all(kind.venue_hidden or not kind.listed for kind in map(session_types().get, HIDDEN_KINDS))


@every_language
def test_its_page_does_not_say_where_or_who(site, listed, language):
    for secret in listed:
        page = site.get(f"/{language}/session/{secret.slug}").text

        assert not [word for word in secret.places if word.casefold() in page.casefold()]
        assert not [town for town in secret.towns if town in read_html(page).text]


@every_language
def test_its_page_does_not_say_when(site, listed, language):
    for secret in listed:
        page = read_html(site.get(f"/{language}/session/{secret.slug}").text)

        assert not [word for word in secret.times(language) if word in page.text.lower()]
        assert not list(page.all("ol", "time"))


def test_its_address_does_not_name_a_town(listed):
    telling = [
        secret.slug for secret in listed if any(slug(town, taken=()) in secret.slug for town in secret.towns)
    ]

    assert not telling


@every_language
def test_its_card_among_results_does_not_say_where_or_when(site, listed, language):
    for secret in listed:
        card = _card(site.get(f"/{language}/find?q={quote_plus(secret.name)}").text, secret)

        assert not [word for word in secret.places | secret.towns if word in card.text]
        assert not [word for word in secret.times(language) if word in card.text.lower()]


@every_language
def test_nearness_does_not_give_it_away(site, listed, language):
    for secret in listed:
        address = f"/{language}/find?q={quote_plus(secret.name)}&near=QX1+2AB&sort=nearest"
        pages = (site.get(f"{address}&page={page}").text for page in range(1, 6))
        card = _card(next(page for page in pages if secret.slug in page), secret)

        assert "near" not in {
            name for element in card.all() for name in element.attrs.get("class", "").split()
        }
        assert not [word for word in secret.places | secret.towns if word in card.text]


def test_asking_for_its_day_time_place_or_centre_does_not_find_it(site, listed):
    for secret in listed:
        name = quote_plus(secret.name)
        asked = [f"q={name}&day={day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
        asked += [f"q={name}&part={part}" for part in ("morning", "afternoon", "evening")]
        asked += [f"q={name}&from=2026-11-24", f"q={name}&to=2027-03-01"]
        asked += [f"q={quote_plus(word)}" for word in secret.places]

        found = [query for query in asked if secret.slug in _first_results(site, query)]

        assert not found


def test_it_is_on_no_page_of_a_centre_and_in_no_site_map(site, secrets, sample_runtime):
    with sample_runtime.database.read() as db:
        centres = db.scalars(select(Centre.slug)).all()
    weeks = [f"/en/centre/{one}/week{query}" for one in centres for query in ("", "?from=2026-12-01")]

    for address in ("/sitemap.xml", *(f"/en/centre/{one}" for one in centres), *weeks):
        page = site.get(address).text
        assert not [secret.slug for secret in secrets if secret.slug in page], address
        assert not [secret.name for secret in secrets if secret.name in page], address


def test_its_place_is_on_no_page_of_results(site, sample_runtime):
    with sample_runtime.database.read() as db:
        venues = db.scalars(select(Venue).where(Venue.hidden)).all()
    words = {word for venue in venues for word in (venue.name, venue.street, venue.postcode)}

    for number in range(1, 50):
        page = site.get(f"/en/find?page={number}").text
        assert not [word for word in words if word in page]


@every_language
def test_it_is_in_no_calendar(site, secrets, sample_runtime, language):
    with sample_runtime.database.read() as db:
        centres = db.scalars(select(Centre.slug)).all()
        dates = set(map(str, db.scalars(_dates_of(secrets))))
    calendars = {one: site.get(f"/{language}/centre/{one}.ics").text for one in centres}

    assert dates
    for secret in secrets:
        assert site.get(f"/{language}/session/{secret.slug}.ics").status_code == 404
        assert not [one for one, text in calendars.items() if secret.slug in text or secret.name in text]
    assert not [one for one, text in calendars.items() if any(date in text for date in dates)]


@every_language
def test_what_is_never_listed_has_no_page_and_is_not_found(site, secrets, language):
    unlisted = [secret for secret in secrets if secret.kind == NEVER_LISTED]

    for secret in unlisted:
        answer = site.get(f"/{language}/session/{secret.slug}")
        assert answer.status_code == 404
        assert secret.name not in answer.text
        assert secret.slug not in site.get(f"/{language}/find?q={quote_plus(secret.name)}").text


@every_language
def test_pages_on_sensitive_topics_leave_no_trace(site, sample_runtime, language):
    titles = set()
    for address in _sensitive(sample_runtime):
        response = site.get(f"/{language}/session/{address}")
        page = read_html(response.text)
        titles.add(page.one("title").text)

        assert response.headers["Cache-Control"] == "no-store"
        assert not page.one("title").text.startswith(page.one("h1").text)
        assert_one_can_leave(page)

    assert len(titles) == 1


@every_language
def test_help_now_leaves_no_trace(site, language):
    response = site.get(f"/{language}/help-now")

    assert response.headers["Cache-Control"] == "no-store"
    assert_one_can_leave(read_html(response.text))


def test_ordinary_pages_have_no_way_out_that_would_alarm(site, addresses):
    page = read_html(site.get(f"/en{addresses['an ordinary session']}").text)

    assert not [link for link in page.all("a") if "data-exit" in link.attrs]
    assert not [meta for meta in page.all("meta") if meta.attrs.get("name") == "robots"]


def assert_one_can_leave(page) -> None:
    """A quick exit that tells nobody where one was, and no copy in search engines."""
    (way,) = [link for link in page.all("a") if "data-exit" in link.attrs]
    (robots,) = [meta for meta in page.all("meta") if meta.attrs.get("name") == "robots"]

    assert way.attrs["href"].startswith("https://")
    assert set(way.attrs["rel"].split()) == {"nofollow", "noreferrer"}
    assert way.text
    assert "noindex" in robots.attrs["content"]


def _secret(activity: Activity) -> Secret:
    centre, venue = activity.centre, activity.venue
    places = [centre.name, centre.slug, centre.street, centre.postcode, centre.phone, centre.email]
    places += [activity.book_phone, activity.book_url]
    places += [venue.name, venue.street, venue.postcode] if venue else []
    return Secret(
        slug=activity.slug,
        name=activity.name,
        kind=activity.type_key,
        places=frozenset(place for place in places if place),
        towns=frozenset(place.town for place in (centre, venue) if place and place.town),
        weekdays=frozenset(
            number for plan in activity.schedules for day, number in WEEKDAYS.items() if day in plan.rule
        ),
        starts=tuple(plan.starts for plan in activity.schedules),
    )


def _dates_of(secrets: list[Secret]) -> Select[UUID]:
    """The numbers by which calendars would know their dates."""
    slugs = [secret.slug for secret in secrets]
    query = select(Occurrence.uuid).join(Activity, Activity.id == Occurrence.activity_id)
    return query.where(Activity.slug.in_(slugs))


def _card(html: str, secret: Secret):
    links = [
        link for link in read_html(html).all("a") if link.attrs["href"].endswith(f"/session/{secret.slug}")
    ]
    return next(around for around in links[0].around() if around.tag == "li")


def _first_results(site, query: str) -> str:
    """The results of a question; what would be found with less asked is not among them."""
    main = read_html(site.get(f"/en/find?{query}").text).one("main")
    nothing = main.one("h1").text == words_for("en").gettext("Nothing found yet")
    return "" if nothing else " ".join(link.attrs["href"] for link in main.all("a"))


def _sensitive(runtime) -> list[str]:
    kinds = [
        kind.key for kind in session_types().values() if kind.listed and (kind.sensitive or kind.venue_hidden)
    ]
    with runtime.database.read() as db:
        found = db.scalars(select(Activity.slug).where(Activity.type_key.in_(kinds))).all()
    assert len(found) >= len(kinds)
    return list(found)
