"""Keeping listings, and writing their dates down 26 weeks ahead."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory import clock
from directory.listings.actions import Outcome
from directory.listings.dates import cancel_date, materialise, materialise_all, move_date
from directory.listings.drafts import Draft, Words
from directory.listings.models import (
    Activity,
    ActivityText,
    Change,
    Cost,
    Occurrence,
    OccurrenceStatus,
    Reason,
    StaleListing,
    Status,
    TextState,
    WrittenBy,
    text_state,
)
from tests.builders import (
    NOW,
    TODAY,
    a_draft,
    a_slot,
    add_activity,
    add_centre,
    add_council,
    keep,
    occurrences,
    outcome_of,
)

NEXT_WEEK = date(2026, 12, 1)
THE_WEEK_AFTER = date(2026, 12, 8)
LAST_WEEK = date(2026, 11, 17)
TWO_WEEKS_AGO = datetime(2026, 11, 10, 9, tzinfo=clock.LONDON)


@pytest.fixture
def stay_and_play(db: Session) -> Draft:
    """Tuesdays at ten, as the centre hands it in."""
    return a_draft(add_centre(db))


def dates_of(db: Session, activity: Activity) -> list[date]:
    return [occurrence.rule_day for occurrence in occurrences(db, activity)]


def on(db: Session, activity: Activity, day: date) -> Occurrence:
    return next(occurrence for occurrence in occurrences(db, activity) if occurrence.rule_day == day)


def wall(*parts: int) -> datetime:
    """What clocks in London show: the one kind of time that has no zone."""
    return datetime(*parts)  # noqa: DTZ001


def at(starts: str) -> dict[str, object]:
    return {"slots": (a_slot(starts=starts),)}


# Dates, 26 weeks ahead


def test_the_dates_of_a_new_listing_are_written_down_26_weeks_ahead_at_once(db, stay_and_play):
    activity = keep(db, stay_and_play)

    found = dates_of(db, activity)

    assert found == [TODAY + timedelta(weeks=week) for week in range(27)]


def test_a_date_knows_its_moment_in_utc_and_what_the_clock_on_the_wall_says(db, stay_and_play):
    activity = keep(db, stay_and_play)

    winter, summer = on(db, activity, date(2027, 3, 23)), on(db, activity, date(2027, 3, 30))

    assert winter.starts_at == datetime(2027, 3, 23, 10, tzinfo=UTC)
    assert summer.starts_at == datetime(2027, 3, 30, 9, tzinfo=UTC)
    assert summer.ends_at == datetime(2027, 3, 30, 10, 30, tzinfo=UTC)
    assert summer.wall_start == wall(2027, 3, 30, 10)


def test_a_morning_and_an_afternoon_slot_both_have_their_dates(db, stay_and_play):
    draft = replace(stay_and_play, slots=(a_slot(starts="09:30"), a_slot(starts="13:00")))

    activity = keep(db, draft)

    today = [found.wall_start.time() for found in occurrences(db, activity) if found.rule_day == TODAY]
    assert today == [time(9, 30), time(13)]


def test_the_councils_terms_and_bank_holidays_are_kept(db):
    council = add_council(
        db, terms=[(date(2026, 11, 2), date(2026, 12, 18))], bank_holidays=[date(2026, 12, 8)]
    )
    centre = add_centre(db, council=council)

    activity = keep(db, a_draft(centre, slots=(a_slot(term_time_only=True),)))

    assert dates_of(db, activity) == [TODAY, NEXT_WEEK, date(2026, 12, 15)]


def test_the_terms_of_another_council_make_no_difference(db):
    add_council(db, name="Wexshire", terms=[(date(2026, 9, 3), date(2026, 11, 27))])
    centre = add_centre(db, council=add_council(db, name="Hexshire"))

    activity = keep(db, a_draft(centre, slots=(a_slot(term_time_only=True),)))

    assert len(dates_of(db, activity)) == 27


def test_writing_the_dates_down_again_changes_nothing(db, stay_and_play):
    activity = keep(db, stay_and_play)
    before = [(found.uuid, found.starts_at, found.status) for found in occurrences(db, activity)]

    materialise(db, activity, today=TODAY)

    assert [(found.uuid, found.starts_at, found.status) for found in occurrences(db, activity)] == before


def test_a_week_later_the_worker_adds_one_more_week_and_keeps_the_past(db, stay_and_play):
    activity = keep(db, stay_and_play)

    kept = materialise_all(db, today=NEXT_WEEK)

    assert kept == 1
    assert dates_of(db, activity) == [TODAY + timedelta(weeks=week) for week in range(28)]


def test_the_worker_keeps_every_listing_however_many(db):
    centre = add_centre(db)
    for number in range(203):  # more than one batch
        add_activity(db, centre=centre, name=f"Rhyme time {number}", slots=(a_slot("FREQ=DAILY;COUNT=1"),))

    kept = materialise_all(db, today=TODAY)

    assert kept == 203


# A date that was cancelled or moved


def test_a_cancelled_date_stays_cancelled_and_still_says_why(db, stay_and_play):
    activity = keep(db, stay_and_play)
    cancel_date(db, on(db, activity, NEXT_WEEK), reason=Reason.STAFF_ILL, who="Grace", now=NOW)

    materialise_all(db, today=TODAY)

    found = on(db, activity, NEXT_WEEK)
    assert (found.status, found.reason) == (OccurrenceStatus.CANCELLED, Reason.STAFF_ILL)


def test_cancelling_a_date_is_written_down_with_who_did_it(db, stay_and_play):
    activity = keep(db, stay_and_play)
    occurrence = on(db, activity, NEXT_WEEK)

    cancel_date(db, occurrence, reason=Reason.WEATHER, who="Grace", now=NOW)

    change = db.scalars(select(Change).where(Change.table == "occurrence")).one()
    assert (change.who, change.at, change.row) == ("Grace", NOW, occurrence.id)
    assert (change.field, change.before, change.after) == ("status", "scheduled", "cancelled")


def test_a_moved_date_stays_where_it_was_moved_to(db, stay_and_play):
    activity = keep(db, stay_and_play)
    moved_to = a_slot(starts="14:00")
    move_date(
        db,
        on(db, activity, NEXT_WEEK),
        day=date(2026, 12, 3),
        slot=moved_to,
        reason=Reason.BUILDING,
        who="Grace",
        now=NOW,
    )

    materialise_all(db, today=TODAY)

    found = on(db, activity, NEXT_WEEK)
    assert found.starts_at == datetime(2026, 12, 3, 14, tzinfo=UTC)
    assert (found.status, found.reason) == (OccurrenceStatus.MOVED, Reason.BUILDING)


def test_a_moved_date_shows_its_new_time_on_the_wall(db, stay_and_play):
    occurrence = on(db, keep(db, stay_and_play), date(2027, 4, 6))
    moved = {"day": date(2027, 4, 8), "slot": a_slot(starts="14:00")}

    move_date(db, occurrence, **moved, reason=Reason.BUILDING, who="Grace", now=NOW)

    assert occurrence.starts_at == datetime(2027, 4, 8, 13, tzinfo=UTC)
    assert occurrence.wall_start == wall(2027, 4, 8, 14)


def test_cancelling_marks_the_listing_as_behind_in_the_index(db, stay_and_play):
    activity = keep(db, stay_and_play)
    occurrence, before = on(db, activity, NEXT_WEEK), stale_rows(db, activity)

    cancel_date(db, occurrence, reason=Reason.OTHER, who="Grace", now=NOW)

    assert stale_rows(db, activity) == before + 1


# When a listing changes


def test_a_changed_time_moves_the_dates_to_come(db, stay_and_play):
    keep(db, stay_and_play)

    activity = keep(db, replace(stay_and_play, **at("10:30")))

    found = occurrences(db, activity)
    assert {occurrence.wall_start.time() for occurrence in found} == {time(10, 30)}
    assert [occurrence.rule_day for occurrence in found] == [
        TODAY + timedelta(weeks=week) for week in range(27)
    ]


def test_a_changed_time_leaves_past_dates_at_the_time_they_happened(db, stay_and_play):
    keep(db, stay_and_play, now=TWO_WEEKS_AGO)

    activity = keep(db, replace(stay_and_play, **at("10:30")))

    past = [found.wall_start for found in occurrences(db, activity) if found.rule_day < TODAY]
    assert past == [wall(2026, 11, 10, 10), wall(2026, 11, 17, 10)]


@pytest.mark.parametrize(
    "correction",
    [
        {"starts": "10:30"},
        {"minutes": 120},
        {"skipped_days": frozenset({date(2026, 12, 29)})},
        {"extra_days": frozenset({date(2026, 12, 17)})},
        {"last_day": date(2027, 3, 30)},
        {"term_time_only": True},
    ],
    ids=lambda correction: next(iter(correction)),
)
def test_a_cancelled_date_stays_cancelled_when_the_listing_is_corrected(db, stay_and_play, correction):
    occurrence = on(db, keep(db, stay_and_play), NEXT_WEEK)
    cancel_date(db, occurrence, reason=Reason.BUILDING, who="Grace", now=NOW)
    uuid = occurrence.uuid

    activity = keep(db, replace(stay_and_play, slots=(a_slot(**correction),)))

    found = on(db, activity, NEXT_WEEK)
    assert (found.status, found.reason) == (OccurrenceStatus.CANCELLED, Reason.BUILDING)
    assert found.uuid == uuid


def test_a_date_stays_the_same_one_when_its_time_is_corrected(db, stay_and_play):
    before = on(db, keep(db, stay_and_play), NEXT_WEEK).uuid

    activity = keep(db, replace(stay_and_play, **at("10:30")))

    assert on(db, activity, NEXT_WEEK).uuid == before


def test_a_skipped_day_goes_and_its_neighbours_stay(db, stay_and_play):
    keep(db, stay_and_play)
    without = a_slot(skipped_days=frozenset({NEXT_WEEK}))

    activity = keep(db, replace(stay_and_play, slots=(without,)))

    assert dates_of(db, activity)[:3] == [TODAY, THE_WEEK_AFTER, date(2026, 12, 15)]


def test_a_cancelled_date_goes_too_when_its_schedule_no_longer_has_that_day(db, stay_and_play):
    occurrence = on(db, keep(db, stay_and_play), NEXT_WEEK)
    cancel_date(db, occurrence, reason=Reason.OTHER, who="Grace", now=NOW)

    activity = keep(db, replace(stay_and_play, slots=(a_slot("FREQ=WEEKLY;BYDAY=TH"),)))

    assert dates_of(db, activity)[:2] == [date(2026, 11, 26), date(2026, 12, 3)]


def test_a_slot_taken_out_takes_its_dates_to_come_but_not_its_past(db, stay_and_play):
    thursdays = a_slot("FREQ=WEEKLY;BYDAY=TH")
    keep(db, replace(stay_and_play, slots=(a_slot(), thursdays)), now=TWO_WEEKS_AGO)

    activity = keep(db, stay_and_play)

    found = [day for day in dates_of(db, activity) if day.strftime("%a") == "Thu"]
    assert found == [date(2026, 11, 12), date(2026, 11, 19)]


def test_the_slot_that_stays_keeps_what_was_said_about_its_dates(db, stay_and_play):
    occurrence = on(db, keep(db, stay_and_play), NEXT_WEEK)
    cancel_date(db, occurrence, reason=Reason.WEATHER, who="Grace", now=NOW)
    thursdays = a_slot("FREQ=WEEKLY;BYDAY=TH")

    activity = keep(db, replace(stay_and_play, slots=(thursdays, *stay_and_play.slots)))

    assert on(db, activity, NEXT_WEEK).reason is Reason.WEATHER
    assert on(db, activity, date(2026, 12, 3)).status is OccurrenceStatus.SCHEDULED


def test_a_withdrawn_listing_has_no_dates_to_come_and_keeps_its_past(db, stay_and_play):
    keep(db, stay_and_play, now=TWO_WEEKS_AGO)

    activity = keep(db, replace(stay_and_play, status=Status.WITHDRAWN))

    assert dates_of(db, activity) == [date(2026, 11, 10), LAST_WEEK]


def test_a_withdrawn_listing_that_comes_back_has_its_dates_again(db, stay_and_play):
    keep(db, stay_and_play)
    keep(db, replace(stay_and_play, status=Status.WITHDRAWN))

    activity = keep(db, stay_and_play)

    assert len(dates_of(db, activity)) == 27


def test_a_listing_with_a_rule_finer_than_daily_is_refused(db, stay_and_play):
    every_hour = replace(stay_and_play, slots=(a_slot("FREQ=HOURLY"),))

    with pytest.raises(ValueError, match="not a rule for days"), db.begin_nested():
        keep(db, every_hour)

    assert db.scalar(select(func.count()).select_from(Activity)) == 0


def test_a_helpline_on_the_night_that_skips_its_hour_can_still_be_kept(db, stay_and_play):
    feeding_line = a_slot("FREQ=DAILY", starts="01:30", minutes=30, first_day=date(2027, 3, 27))

    activity = keep(db, replace(stay_and_play, slots=(feeding_line,)))

    assert dates_of(db, activity)[:3] == [date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)]


# Added, changed, unchanged


def test_a_new_listing_is_added(db, stay_and_play):
    outcome = outcome_of(db, stay_and_play)

    activity = db.scalars(select(Activity)).one()
    assert outcome == (Outcome.ADDED, [])
    assert (activity.version, activity.text_version) == (1, 1)
    assert (activity.name, activity.slug) == ("Stay and play", "stay-and-play-hexbury")


def test_the_same_listing_again_changes_nothing(db, stay_and_play):
    activity = keep(db, stay_and_play)
    before = stale_rows(db, activity)

    outcome = outcome_of(db, stay_and_play)

    assert outcome == (Outcome.UNCHANGED, [])
    assert (activity.version, stale_rows(db, activity), changes(db)) == (1, before, [])


def test_a_slot_added_in_front_of_the_others_is_a_change_only_once(db, stay_and_play):
    keep(db, stay_and_play)
    more = replace(stay_and_play, slots=(a_slot("FREQ=WEEKLY;BYDAY=MO"), *stay_and_play.slots))

    outcomes = [outcome_of(db, more)[0] for _ in range(2)]

    assert outcomes == [Outcome.CHANGED, Outcome.UNCHANGED]


def test_a_slot_handed_in_twice_happens_once(db, stay_and_play):
    twice = replace(stay_and_play, slots=(a_slot(), a_slot()))

    activity = keep(db, twice)

    assert len(dates_of(db, activity)) == 27


def test_changed_details_are_named_and_count_as_a_new_version(db, stay_and_play):
    keep(db, stay_and_play)

    outcome = outcome_of(db, replace(stay_and_play, cost=Cost.PRICE, cost_pence=250))

    activity = db.scalars(select(Activity)).one()
    assert outcome == (Outcome.CHANGED, ["cost", "cost_pence"])
    assert (activity.version, activity.text_version) == (2, 1)


@pytest.mark.parametrize(
    ("change", "text_version"),
    [
        ({"name": "Stay, play and sing"}, 2),
        ({"summary": "Toys, painting and a story at the end."}, 2),
        ({"description": "Come in by the green door."}, 2),
        ({"oldest_months": 47}, 1),
        ({"languages": ("en", "pl")}, 1),
        ({"assured_on": date(2026, 11, 23)}, 1),
        (at("10:30"), 1),
    ],
)
def test_only_new_english_words_make_translations_old(db, stay_and_play, change, text_version):
    keep(db, stay_and_play)

    activity = keep(db, replace(stay_and_play, **change))

    assert (activity.version, activity.text_version) == (2, text_version)


def test_a_change_says_who_when_from_what_to_what(db, stay_and_play):
    activity = keep(db, stay_and_play)
    later = NOW + timedelta(hours=3)

    keep(db, replace(stay_and_play, name="Play and stay"), who="Grace", now=later)

    counted, change = changes(db)
    assert counted.field == "text_version"
    assert (change.who, change.at, change.table, change.row) == ("Grace", later, "activity", activity.id)
    assert (change.field, change.before, change.after) == ("name", "Stay and play", "Play and stay")


def test_a_change_from_nothing_was_nothing_before(db, stay_and_play):
    keep(db, stay_and_play)

    keep(db, replace(stay_and_play, capacity=12))

    (change,) = changes(db)
    assert (change.field, change.before, change.after) == ("capacity", None, "12")


def test_a_change_to_nothing_is_nothing_after(db, stay_and_play):
    keep(db, replace(stay_and_play, capacity=12))

    keep(db, stay_and_play)

    (change,) = changes(db)
    assert (change.field, change.before, change.after) == ("capacity", "12", None)


def test_a_changed_time_says_from_what_to_what(db, stay_and_play):
    keep(db, stay_and_play)

    keep(db, replace(stay_and_play, **at("10:30")))

    (change,) = changes(db)
    assert change.field == "slots"
    assert "10:00" in change.before
    assert "10:30" in change.after


def test_what_changed_is_marked_as_behind_in_the_index(db, stay_and_play):
    activity = keep(db, stay_and_play)
    before = stale_rows(db, activity)

    keep(db, replace(stay_and_play, name="Play and stay"))

    assert stale_rows(db, activity) > before > 0


def test_two_listings_of_one_name_in_one_town_have_different_addresses(db):
    centre = add_centre(db, town="Hexbury")

    found = [add_activity(db, centre=centre, name="Baby massage").slug for _ in range(3)]

    assert found == ["baby-massage-hexbury", "baby-massage-hexbury-2", "baby-massage-hexbury-3"]


def test_two_listings_without_a_latin_letter_in_their_names_have_different_addresses(db):
    centre = add_centre(db, town="Hexbury")

    found = [add_activity(db, centre=centre, name=name).slug for name in ("لعب", "أغاني")]

    assert len(set(found)) == 2


def changes(db: Session) -> list[Change]:
    return list(db.scalars(select(Change).order_by(Change.id)))


def stale_rows(db: Session, activity: Activity) -> int:
    query = select(func.count()).select_from(StaleListing)
    return db.scalar(query.where(StaleListing.activity_id == activity.id)) or 0


# Words in other languages

POLISH = Words("Zabawa z dzieckiem", summary="Zabawki i piosenka.", reviewed=True)
ARABIC = Words("العب معنا", summary="ألعاب وأغنية.")


def state_of(db: Session, activity: Activity, language: str) -> TextState:
    return text_state(
        db.get(ActivityText, (activity.id, language)),
        text_version=activity.text_version,
    )


def test_a_translation_handed_in_with_its_listing_is_current(db, stay_and_play):
    activity = keep(db, replace(stay_and_play, words={"pl": POLISH}))

    states = [state_of(db, activity, language) for language in ("pl", "ar")]

    assert states == [TextState.CURRENT, TextState.MISSING]


def test_a_translation_is_outdated_once_the_english_says_something_else(db, stay_and_play):
    draft = replace(stay_and_play, words={"pl": POLISH})
    keep(db, draft)

    activity = keep(db, replace(draft, name="Stay, play and sing"))

    assert state_of(db, activity, "pl") is TextState.OUTDATED


def test_a_translation_stays_current_when_only_the_time_changes(db, stay_and_play):
    draft = replace(stay_and_play, words={"pl": POLISH})
    keep(db, draft)

    activity = keep(db, replace(draft, **at("10:30")))

    assert state_of(db, activity, "pl") is TextState.CURRENT


def test_a_new_polish_text_does_not_make_the_arabic_one_look_new(db, stay_and_play):
    draft = replace(stay_and_play, words={"pl": POLISH, "ar": ARABIC})
    keep(db, draft)
    keep(db, replace(draft, name="Stay, play and sing"))
    sung = replace(POLISH, name="Zabawa i śpiew z dzieckiem")

    activity = keep(db, replace(draft, name="Stay, play and sing", words={"pl": sung, "ar": ARABIC}))

    states = [state_of(db, activity, language) for language in ("pl", "ar")]
    assert states == [TextState.CURRENT, TextState.OUTDATED]


def test_a_translation_taken_back_is_missing(db, stay_and_play):
    keep(db, replace(stay_and_play, words={"pl": POLISH}))

    activity = keep(db, stay_and_play)

    assert state_of(db, activity, "pl") is TextState.MISSING


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (None, TextState.MISSING),
        (ActivityText(name="", source_version=3), TextState.MISSING),
        (ActivityText(name="Zabawa", by=WrittenBy.PERSON, source_version=2), TextState.OUTDATED),
        (
            ActivityText(name="Zabawa", by=WrittenBy.MACHINE, reviewed=True, source_version=2),
            TextState.OUTDATED,
        ),
        (
            ActivityText(name="Zabawa", by=WrittenBy.MACHINE, reviewed=False, source_version=3),
            TextState.MACHINE,
        ),
        (
            ActivityText(name="Zabawa", by=WrittenBy.MACHINE, reviewed=True, source_version=3),
            TextState.CURRENT,
        ),
        (
            ActivityText(name="Zabawa", by=WrittenBy.PERSON, reviewed=False, source_version=3),
            TextState.CURRENT,
        ),
    ],
)
def test_how_far_a_translation_can_be_trusted_follows_from_versions_alone(text, state):
    assert text_state(text, text_version=3) is state


# Ages


@pytest.mark.parametrize(
    ("months", "welcome"), [(5, False), (6, True), (18, True), (23, True), (24, False), (-1, False)]
)
def test_a_child_is_welcome_from_the_youngest_to_the_oldest_month_both_included(db, months, welcome):
    activity = add_activity(db, youngest_months=6, oldest_months=23)

    assert activity.welcomes(months) is welcome


def test_a_session_for_parents_alone_is_for_a_child_of_no_age(db):
    english_class = add_activity(db, name="English for parents", youngest_months=None, oldest_months=None)

    assert not english_class.welcomes(0)
