"""What has been: read as cards, put back, and never altered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from directory import schema
from directory.db import Database
from directory.errors import NotFound
from directory.listings.dates import cancel_date
from directory.listings.editing import listing_to_edit, save_section
from directory.listings.models import Activity, ActivityText, Change, Cost, Reason, TextState, text_state
from directory.listings.refusals import ListingWrong, SectionChanged
from directory.listings.restoring import restore
from directory.listings.sections import Extras, Price, What, Where
from directory.listings.versions import last_seen, savings
from tests.builders import NOW, add_activity, add_venue, occurrences

SAID = What("Stay and play", "Toys, painting and a song at the end.")


@pytest.fixture
def group(db) -> Activity:
    return add_activity(db)


def save(db, group, section, *, who="Amina", after=1):
    """Save as somebody who has seen everything, some minutes after nine."""
    now = NOW + timedelta(minutes=after)
    save_section(db, group, section, seen=last_seen(db, group.id), who=who, now=now)
    db.flush()
    return last_seen(db, group.id)


def put_back(db, group, saving, *, after=30):
    changed = restore(db, group, before=saving.first, who="Zuzanna", now=NOW + timedelta(minutes=after))
    db.flush()
    return changed


# Reading


def test_the_history_tells_who_when_which_field_from_what_to_what(db, group):
    save(db, group, What("Little Ducks", "Water."), who="Grace", after=2)

    (saving,) = savings(db, group.id)

    assert (saving.who, saving.at) == ("Grace", NOW + timedelta(minutes=2))
    assert [(one.field, one.before, one.after) for one in saving.changes] == [
        ("name", "Stay and play", "Little Ducks"),
        ("summary", "Toys, painting and a song at the end.", "Water."),
    ]
    assert saving.can_be_undone


def test_the_latest_comes_first_and_single_dates_are_among_it(db, group):
    save(db, group, Price(Cost.DONATION), after=1)
    first = occurrences(db, group)[0]
    cancel_date(db, first, reason=Reason.WEATHER, who="Layla", now=NOW + timedelta(minutes=5))
    db.flush()

    latest, earlier = savings(db, group.id)

    assert (latest.who, latest.changes[0].field, latest.changes[0].after) == ("Layla", "status", "cancelled")
    assert latest.changes[0].date == first.wall_start
    assert not latest.can_be_undone
    assert earlier.changes[0].field == "cost"


def test_another_listing_s_history_is_not_told(db, group):
    save(db, add_activity(db, name="Messy play"), Price(Cost.DONATION))

    assert savings(db, group.id) == []


# Putting back


def test_a_saving_can_be_put_back_and_that_is_in_the_history_too(db, group):
    save(db, group, What("Wrong", "Wrong."), after=1)
    (wrong,) = savings(db, group.id)

    put_back(db, group, wrong)

    assert (group.name, group.summary) == (SAID.name, SAID.summary)
    assert [one.who for one in savings(db, group.id)] == ["Zuzanna", "Amina"]


def test_going_back_further_takes_all_that_came_after_too(db, group):
    save(db, group, What("First", SAID.summary), after=1)
    save(db, group, Price(Cost.PRICE, 200), after=2)
    save(db, group, replace(SAID, name="Second"), after=3)
    oldest = savings(db, group.id)[-1]

    put_back(db, group, oldest)

    assert (group.name, group.cost, group.cost_pence) == (SAID.name, Cost.FREE, None)


def test_what_was_put_back_can_be_put_back(db, group):
    save(db, group, Extras(("creche",), ("Library",)), after=1)
    put_back(db, group, savings(db, group.id)[0])

    put_back(db, group, savings(db, group.id)[0], after=40)

    assert (group.features, group.organisations) == (["creche"], ["Library"])


def test_translations_made_for_the_words_it_gets_back_are_right_again(db, group):
    group.texts = [
        ActivityText(language="pl", name="Zabawa", source_version=1),
        ActivityText(language="ar", name="لعب", source_version=0),
    ]
    save(db, group, What("Wrong", "Wrong."))

    put_back(db, group, savings(db, group.id)[0])

    polish, arabic = (text_state(text, text_version=group.text_version) for text in group.texts)
    assert (polish, arabic) == (TextState.CURRENT, TextState.OUTDATED)


def test_dates_stay_as_they_are(db, group):
    save(db, group, What("Wrong", "Wrong."))
    before = [one.uuid for one in occurrences(db, group)]

    put_back(db, group, savings(db, group.id)[0])

    assert [one.uuid for one in occurrences(db, group)] == before


def test_what_was_cannot_be_put_back_where_it_would_be_wrong_now(db):
    refuge = add_venue(db, name="The Willows", hidden=True)
    other = add_venue(db, name="The Elms", hidden=True)
    group = add_activity(db, type_key="freedom-programme", venue=refuge)
    save(db, group, Where(group.centre_id, group.delivery, other.id))
    refuge.hidden = False

    with pytest.raises(ListingWrong):
        put_back(db, group, savings(db, group.id)[0])


def test_a_change_that_never_was_cannot_be_put_back(db, group):
    save(db, group, Price(Cost.DONATION))

    with pytest.raises(NotFound):
        restore(db, group, before=last_seen(db, group.id) + 1, who="Amina", now=NOW)


# Only ever added to, on both databases


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def either(request, database):
    if request.param == "SQLite":
        yield database
        return
    postgres = Database(request.getfixturevalue("postgres_url"))
    schema.upgrade(postgres.engine)
    yield postgres
    postgres.close()


@pytest.mark.parametrize("deed", ["UPDATE change SET before = 'nothing'", "DELETE FROM change"])
def test_nobody_can_rewrite_history(either, deed):
    with either.unit_of_work() as db:
        save(db, add_activity(db), Price(Cost.DONATION))

    with pytest.raises(DBAPIError, match="only ever added to"), either.unit_of_work() as db:
        db.execute(text(deed))

    with either.read() as db:
        assert [(one.before, one.after) for one in db.scalars(select(Change))] == [("free", "donation")]


def test_of_two_who_save_at_the_same_moment_one_is_told(either):
    with either.unit_of_work() as db:
        group_id = add_activity(db).id

    def rename(name):
        with either.unit_of_work() as db:
            try:
                group = listing_to_edit(db, group_id)
                save_section(db, group, replace(SAID, name=name), seen=0, who=name, now=NOW)
            except SectionChanged as told:
                return told.differences[0].theirs
        return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(rename, ["Little Ducks", "Play morning"]))

    with either.read() as db:
        kept = db.get_one(Activity, group_id).name
    assert [one for one in told if one] == [kept]
