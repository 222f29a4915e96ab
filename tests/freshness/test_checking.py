"""“Still right”: one tap says that a listing is true today, and touches nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from directory.errors import NotFound
from directory.listings.checking import check_every, still_right
from directory.listings.drafts import Words
from directory.listings.models import Change, StaleListing, Status, TextState, text_state
from directory.listings.refusals import ListingChanged
from tests.builders import NOW, TODAY, a_draft, add_activity, add_centre, add_council, keep


@pytest.fixture
def old(db):
    """Stay and play with a Polish translation, last checked in May."""
    council = add_council(db, review_days=60)
    return add_activity(
        db,
        centre=add_centre(db, council=council),
        assured_on=date(2026, 5, 4),
        review_by=date(2026, 7, 3),
        words={"pl": Words("Zabawa")},
    )


def test_it_is_right_today_and_due_again_when_the_council_says(db, old):
    still_right(db, old.id, as_seen=old.version, who="Amina", now=NOW)

    assert old.assured_on == TODAY
    assert old.review_by == TODAY + timedelta(days=60)
    assert not old.is_due(TODAY)


def test_it_makes_no_translation_older_and_disturbs_nobody_who_edits(db, old):
    before = (old.version, old.text_version)

    still_right(db, old.id, as_seen=old.version, who="Amina", now=NOW)

    assert (old.version, old.text_version) == before
    assert text_state(old.texts[0], text_version=old.text_version) is TextState.CURRENT


def test_who_said_so_is_written_down_once_a_day_and_the_search_hears_of_it(db, old):
    db.query(StaleListing).delete()
    for who in ("Amina", "Zuzanna"):
        still_right(db, old.id, as_seen=old.version, who=who, now=NOW)
    db.flush()

    said = db.scalars(select(Change).where(Change.field == "assured_on")).all()
    assert [(one.who, one.before, one.after) for one in said] == [("Amina", "2026-05-04", "2026-11-24")]
    assert db.scalars(select(StaleListing.activity_id)).first() == old.id


def test_what_somebody_changed_meanwhile_is_not_called_right(db, old):
    seen = old.version
    draft = a_draft(old.centre, external_id=old.external_id, venue_id=old.venue_id, name="Play and stay")
    keep(db, draft, who="Zuzanna")

    with pytest.raises(ListingChanged) as refused:
        still_right(db, old.id, as_seen=seen, who="Amina", now=NOW)

    assert refused.value.who == "Zuzanna"


def test_only_what_families_see_can_be_right(db, old):
    old.status = Status.WITHDRAWN

    with pytest.raises(NotFound):
        still_right(db, old.id, as_seen=old.version, who="Amina", now=NOW)
    with pytest.raises(NotFound):
        still_right(db, 404, as_seen=1, who="Amina", now=NOW)


@pytest.mark.parametrize(
    ("days_ago", "due", "long"),
    [(0, False, False), (59, False, False), (60, True, False), (120, True, False), (121, True, True)],
)
def test_a_listing_is_due_after_the_interval_and_long_unchecked_after_twice_that(
    db, old, days_ago, due, long
):
    old.assured_on = TODAY - timedelta(days=days_ago)
    old.review_by = old.assured_on + timedelta(days=60)

    assert (old.is_due(TODAY), old.is_long_unchecked(TODAY)) == (due, long)


def test_one_never_checked_is_due_and_its_page_says_that_in_other_words(db, old):
    old.assured_on = old.review_by = None

    assert old.is_due(TODAY)
    assert not old.is_long_unchecked(TODAY)


def test_another_interval_counts_at_once_for_all_of_the_council_and_for_no_other(db, old):
    other = add_centre(db, name="Foxglove", council=add_council(db, name="Elsewhere"))
    foreign = add_activity(db, centre=other, external_id="foreign")

    check_every(db, old.centre.council_id, 30)

    assert old.review_by == date(2026, 6, 3)
    assert foreign.review_by == date(2027, 2, 1)
    assert old.centre.council.review_days == 30
