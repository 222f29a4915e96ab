"""One section saved at a time: what is kept, what is refused, and two people at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select

from directory.errors import NotFound
from directory.listings.cards import page as page_of
from directory.listings.editing import listing_to_edit, save_section
from directory.listings.models import (
    Access,
    Activity,
    ActivityText,
    Change,
    Cost,
    Delivery,
    StaleListing,
    TextState,
    text_state,
)
from directory.listings.refusals import Broken, ListingWrong, Rule, SectionChanged
from directory.listings.sections import (
    FIELDS,
    SECTIONS,
    Extras,
    GettingIn,
    Price,
    Spoken,
    What,
    Where,
    Who,
    section_of,
)
from directory.listings.versions import last_seen
from tests.builders import (
    NOW,
    TODAY,
    a_draft,
    add_activity,
    add_centre,
    add_council,
    add_venue,
    building_of,
    keep,
    occurrences,
)

AMINA = {"who": "Amina", "now": NOW}
GRACE = {"who": "Grace", "now": NOW + timedelta(minutes=2)}
SAID = What("Stay and play", "Toys, painting and a song at the end.")


@pytest.fixture
def group(db) -> Activity:
    """“Stay and play”, every Tuesday from ten to half past eleven, free, from birth to four."""
    return add_activity(db)


def stale_rows(db, group):
    query = select(func.count()).select_from(StaleListing).where(StaleListing.activity_id == group.id)
    return db.scalar(query)


def refused(db, group, section):
    with pytest.raises(ListingWrong) as caught:
        save_section(db, group, section, seen=last_seen(db, group.id), **AMINA)
    return list(caught.value.broken)


# Saving


@pytest.mark.parametrize(
    "section",
    [
        What("Baby massage", "Warm oil, soft songs.", "Bring a towel."),
        Who(0, 11, pregnancy=True, adults=True),
        Price(Cost.PRICE, 150, "Pay at the door."),
        Price(Cost.DONATION),
        GettingIn(Access.BOOKED, "01632 960 456", "https://book.example/massage", 12),
        Spoken(("en", "pl", "bsl")),
        Extras(("creche", "quiet_room"), ("Hexshire Library",), "Baby Steps"),
    ],
)
def test_a_section_is_kept_as_it_was_said_and_is_in_the_history(db, group, section):
    before = stale_rows(db, group)

    changed = save_section(db, group, section, seen=0, **AMINA)
    db.flush()

    name = FIELDS[changed[0]]
    assert section_of(group, name) == section
    assert {row.field for row in db.scalars(select(Change))} - {"text_version"} == set(changed)
    assert group.version == 2
    assert stale_rows(db, group) > before


def test_every_column_that_staff_write_stands_in_one_section_only():
    written = [field for section in SECTIONS.values() for field in section.__dataclass_fields__]

    assert len(written) == len(set(written)) == len(FIELDS)
    assert set(FIELDS) <= set(Activity.__table__.c.keys())


def test_saving_what_is_there_already_changes_nothing(db, group):
    before = stale_rows(db, group)

    changed = save_section(db, group, SAID, seen=0, **AMINA)

    assert (changed, group.version, stale_rows(db, group)) == ([], 1, before)
    assert db.scalars(select(Change)).all() == []


def test_a_listing_that_is_not_there_cannot_be_edited(db):
    with pytest.raises(NotFound):
        listing_to_edit(db, 404)


def test_another_centre_s_closing_days_and_building_come_with_the_place(db, group):
    library = add_venue(db)

    save_section(db, group, Where(group.centre_id, Delivery.IN_PERSON, library.id), seen=0, **AMINA)

    assert group.venue is library


def test_online_it_has_no_venue_and_keeps_its_dates(db, group):
    had = len(occurrences(db, group))

    save_section(db, group, Where(group.centre_id, Delivery.ONLINE), seen=0, **AMINA)

    assert (group.venue, len(occurrences(db, group))) == (None, had)


def test_moved_to_a_hidden_place_its_address_says_nothing_any_more(db, group):
    refuge = add_venue(db, name="The Willows", hidden=True)

    save_section(db, group, Where(group.centre_id, Delivery.IN_PERSON, refuge.id), seen=0, **AMINA)

    assert group.slug.startswith("support-")
    assert page_of(group, None, "en", [], today=TODAY).card.where is None


# Words and their translations


def in_polish(db, group):
    group.texts = [ActivityText(language="pl", name="Zabawa", source_version=1)]
    db.flush()
    return lambda: text_state(group.texts[0], text_version=group.text_version)


@pytest.mark.parametrize(("minor", "state"), [(False, TextState.OUTDATED), (True, TextState.CURRENT)])
def test_a_small_correction_leaves_translations_right(db, group, minor, state):
    polish = in_polish(db, group)

    save_section(db, group, replace(SAID, summary="Toys and paint."), seen=0, minor=minor, **AMINA)

    assert polish() is state


def test_a_new_price_leaves_translations_right(db, group):
    polish = in_polish(db, group)

    save_section(db, group, Price(Cost.PRICE, 200), seen=0, **AMINA)

    assert polish() is TextState.CURRENT


# What cannot be


@pytest.mark.parametrize(
    ("section", "field", "rule"),
    [
        (What(""), "name", Rule.EMPTY),
        (What("  "), "name", Rule.EMPTY),
        (What("x" * 121), "name", Rule.TOO_LONG),
        (What("Play", "x" * 401), "summary", Rule.TOO_LONG),
        (What("Play", "", "x" * 4001), "description", Rule.TOO_LONG),
        (Who(12, 6), "oldest_months", Rule.AGES_REVERSED),
        (Who(12, None), "oldest_months", Rule.ONE_AGE_ONLY),
        (Who(None, 12), "youngest_months", Rule.ONE_AGE_ONLY),
        (Who(-1, 12), "oldest_months", Rule.OUT_OF_RANGE),
        (Who(0, 301), "oldest_months", Rule.OUT_OF_RANGE),
        (Price(Cost.PRICE), "cost_pence", Rule.NO_PRICE),
        (Price(Cost.PRICE, 0), "cost_pence", Rule.OUT_OF_RANGE),
        (Price(Cost.PRICE, 100_000), "cost_pence", Rule.OUT_OF_RANGE),
        (Price(Cost.FREE, 100), "cost_pence", Rule.PRICE_NOT_NEEDED),
        (Price(Cost.FREE, None, "x" * 201), "cost_note", Rule.TOO_LONG),
        (GettingIn(book_url="javascript:alert(1)"), "book_url", Rule.NO_WEB_ADDRESS),
        (GettingIn(book_phone="0" * 41), "book_phone", Rule.TOO_LONG),
        (GettingIn(capacity=0), "capacity", Rule.OUT_OF_RANGE),
        (GettingIn(capacity=10_001), "capacity", Rule.OUT_OF_RANGE),
        (Spoken(("xx-klingon",)), "languages", Rule.UNKNOWN),
        (Extras(("swimming_pool",)), "features", Rule.UNKNOWN),
        (Extras((), tuple("abcdefghijk")), "organisations", Rule.TOO_MANY),
        (Extras((), ("x" * 201,)), "organisations", Rule.TOO_LONG),
        (Extras(programme="x" * 121), "programme", Rule.TOO_LONG),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(db, group, section, field, rule):
    (wrong,) = refused(db, group, section)

    assert (wrong.field, wrong.rule) == (field, rule)
    assert (group.version, db.scalars(select(Change)).all()) == (1, [])


def test_all_that_is_wrong_is_told_at_once(db, group):
    assert refused(db, group, What("", "x" * 401)) == [
        Broken("summary", Rule.TOO_LONG, 400),
        Broken("name", Rule.EMPTY),
    ]


def test_in_person_needs_a_place_and_online_none(db, group):
    nowhere = refused(db, group, Where(group.centre_id, Delivery.IN_PERSON))
    somewhere = refused(db, group, Where(group.centre_id, Delivery.ONLINE, group.venue_id))

    assert Broken("venue_id", Rule.NO_VENUE) in nowhere
    assert somewhere == [Broken("venue_id", Rule.VENUE_NOT_NEEDED)]


def test_another_council_s_places_are_unknown_here(db, group):
    far = add_council(db, name="Farshire")
    centre, venue = (
        add_centre(db, name="Far Centre", council=far),
        add_venue(db, name="Far Hall", council=far),
    )

    theirs = [
        refused(db, group, Where(centre.id, Delivery.IN_PERSON, group.venue_id)),
        refused(db, group, Where(group.centre_id, Delivery.IN_PERSON, venue.id)),
        refused(db, group, Where(404, Delivery.IN_PERSON, group.venue_id)),
        refused(db, group, Where(group.centre_id, Delivery.IN_PERSON, 404)),
    ]

    assert [[(one.field, one.rule) for one in each] for each in theirs] == [
        [("centre_id", Rule.UNKNOWN)],
        [("venue_id", Rule.UNKNOWN)],
        [("centre_id", Rule.UNKNOWN)],
        [("venue_id", Rule.UNKNOWN)],
    ]


def test_a_kind_that_keeps_people_safe_cannot_move_to_a_place_everyone_knows(db):
    refuge = add_venue(db, name="The Willows", hidden=True)
    group = add_activity(db, type_key="freedom-programme", venue=refuge)
    library = add_venue(db)

    wrong = refused(db, group, Where(group.centre_id, Delivery.IN_PERSON, library.id))

    assert wrong == [Broken("venue_id", Rule.VENUE_NOT_HIDDEN)]


# Two people at once


def test_the_second_to_save_a_field_is_shown_both_values_and_nothing_is_lost(db, group):
    opened = last_seen(db, group.id)
    save_section(db, group, replace(SAID, name="Play morning"), seen=opened, **GRACE)
    db.flush()

    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, replace(SAID, name="Little Ducks"), seen=opened, **AMINA)

    (difference,) = caught.value.differences
    assert difference.field == "name"
    assert (difference.before, difference.theirs, difference.yours) == (
        "Stay and play",
        "Play morning",
        "Little Ducks",
    )
    assert (caught.value.who, caught.value.at) == ("Grace", GRACE["now"])
    assert group.name == "Play morning"


def test_having_seen_the_difference_she_may_keep_hers(db, group):
    save_section(db, group, replace(SAID, name="Play morning"), seen=0, **GRACE)
    db.flush()
    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, replace(SAID, name="Little Ducks"), seen=0, **AMINA)

    save_section(db, group, replace(SAID, name="Little Ducks"), seen=caught.value.seen, **AMINA)

    assert group.name == "Little Ducks"


def test_having_seen_the_difference_she_may_leave_theirs_and_keep_the_rest_of_hers(db, group):
    save_section(db, group, replace(SAID, name="Play morning"), seen=0, **GRACE)
    db.flush()
    hers = What("Little Ducks", "Ducks on the pond.")
    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, hers, seen=0, **AMINA)

    save_section(db, group, hers, seen=caught.value.seen, leave={"name"}, **AMINA)

    assert (group.name, group.summary) == ("Play morning", "Ducks on the pond.")


def test_a_third_who_saves_meanwhile_is_shown_too(db, group):
    save_section(db, group, replace(SAID, name="Play morning"), seen=0, **GRACE)
    db.flush()
    seen = last_seen(db, group.id)
    save_section(db, group, replace(SAID, name="Ducklings"), seen=seen, who="Layla", now=NOW)
    db.flush()

    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, replace(SAID, name="Little Ducks"), seen=seen, **AMINA)

    assert [one.theirs for one in caught.value.differences] == ["Ducklings"]


def test_two_who_change_different_fields_both_have_their_way(db, group):
    save_section(db, group, replace(SAID, name="Play morning"), seen=0, **GRACE)
    db.flush()

    save_section(db, group, replace(SAID, summary="Sand and water."), seen=0, **AMINA)

    assert (group.name, group.summary) == ("Play morning", "Sand and water.")


def test_two_who_save_different_sections_do_not_disturb_each_other(db, group):
    save_section(db, group, Price(Cost.PRICE, 100), seen=0, **GRACE)

    save_section(db, group, replace(SAID, name="Little Ducks"), seen=0, **AMINA)

    assert (group.cost_pence, group.name) == (100, "Little Ducks")


def test_two_who_want_the_same_agree(db, group):
    save_section(db, group, replace(SAID, name="Little Ducks"), seen=0, **GRACE)
    db.flush()

    assert save_section(db, group, replace(SAID, name="Little Ducks"), seen=0, **AMINA) == []


def test_two_ages_are_one_decision(db, group):
    save_section(db, group, Who(0, 11), seen=0, **GRACE)
    db.flush()

    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, Who(24, 59), seen=0, **AMINA)

    assert [(one.field, one.theirs, one.yours) for one in caught.value.differences] == [
        ("youngest_months", 0, 24),
        ("oldest_months", 11, 59),
    ]
    save_section(db, group, Who(24, 59), seen=caught.value.seen, leave={"youngest_months"}, **AMINA)
    assert (group.youngest_months, group.oldest_months) == (0, 11)


def test_a_file_brought_in_meanwhile_counts_as_somebody_too(db):
    draft = a_draft(add_centre(db))
    draft = replace(draft, venue_id=building_of(db, add_centre(db, name="Oak")).id)
    group = keep(db, draft)
    keep(db, replace(draft, name="Name of the file"), who="import activities")

    with pytest.raises(SectionChanged) as caught:
        save_section(db, listing_to_edit(db, group.id), replace(SAID, name="Little Ducks"), seen=0, **AMINA)

    assert caught.value.who == "import activities"


def test_lists_are_read_back_from_the_history_as_they_were(db, group):
    save_section(db, group, Extras(("creche",), ("Mums’ “Café”, Hexbury",)), seen=0, **GRACE)
    db.flush()
    seen = last_seen(db, group.id)
    save_section(db, group, Extras(("outdoors",), ("Library",)), seen=seen, **GRACE)
    db.flush()

    with pytest.raises(SectionChanged) as caught:
        save_section(db, group, Extras(("interpreter",), ("School",)), seen=seen, **AMINA)

    assert [one.before for one in caught.value.differences] == [("creche",), ("Mums’ “Café”, Hexbury",)]


def test_dates_that_somebody_cancelled_stay_when_words_are_saved(db, group):
    first = occurrences(db, group)[0]
    assert first.rule_day == date(2026, 11, 24)

    save_section(db, group, replace(SAID, name="Little Ducks"), seen=0, **AMINA)

    assert occurrences(db, group)[0].uuid == first.uuid
    assert db.execute(delete(StaleListing)).rowcount > 0
