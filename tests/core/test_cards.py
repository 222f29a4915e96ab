"""What a card says in a language that has not all of a listing's words."""

from directory.listings.cards import Said
from directory.listings.drafts import Words
from directory.listings.queries import activity_cards
from tests.builders import add_activity


def test_words_that_are_not_translated_are_said_in_english_and_known_to_be(db):
    activity = add_activity(db, summary="Toys and a song.", words={"pl": Words("Zabawa z dzieckiem")})

    card = activity_cards(db, [activity.id], "pl")[activity.id]

    assert card.name == Said("Zabawa z dzieckiem", "pl")
    assert card.summary == Said("Toys and a song.", "en")
