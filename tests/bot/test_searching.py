"""Her question, five answers at a time, and what her settings add to it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.engine import take
from bot.core.event import Event, Kind
from bot.core.screen import MOST_BYTES, press
from bot.core.searching import Search, ages_now, answer, search_in
from bot.core.talk import MOST, About, Talk
from bot.core.talks import PRESSES, STEPS
from directory.locales import LOCALES
from directory.search.request import Age, Request
from directory.unmet.models import UnmetNeed
from tests.bot.scripting import Script

# “Swimming for baby, Saturday”, as a parent writes it.
SWIMMING = {
    "en": "swimming for baby saturday",
    "pl": "basen dla niemowląt w sobotę",
    "ro": "înot pentru bebeluși sâmbătă",
    "lt": "plaukimas kūdikiams šeštadienį",
    "pt": "natação para bebés sábado",
    "uk": "плавання для немовлят у суботу",
    "ru": "плавание для малышей в субботу",
    "bn": "শনিবার শিশুদের সাঁতার",
    "ur": "ہفتہ کو بچوں کی تیراکی",
    "pa": "ਸ਼ਨੀਵਾਰ ਬੱਚਿਆਂ ਦੀ ਤੈਰਾਕੀ",
    "ar": "سباحة للرضع يوم السبت",
    "tr": "cumartesi bebek yüzme",
    "so": "dabaal ilmaha sabtida",
    "fr": "natation bébé samedi",
    "es": "natación para bebés sábado",
    "cy": "nofio babi dydd Sadwrn",
}


@pytest.fixture
def parent(house):
    with house.parent(Script("", "", (), "en")) as parent:
        yield parent


@pytest.mark.parametrize("language", LOCALES)
def test_swimming_for_baby_saturday_simply_works_in_every_language(house, language):
    with house.parent(Script("", "", (), language)) as parent:
        turn = parent.does(Event(Kind.TEXT, text=SWIMMING[language]))

        splash = parent.rooms.find(Request(text="family splash", days=("sat",)), "en").results[:3]

    (screen,) = turn.screens
    assert screen.name == "found"
    assert {f"session.show.{result.activity.id}" for result in splash} <= {
        press for _, press in screen.pressable
    }


def test_every_result_is_on_one_screen_and_only_one(house, parent):
    search = Search(Request(text="baby massage"))
    rooms = parent.rooms

    first = answer(search, parent.talk, rooms)
    seen = [
        result.activity.id
        for number in range(1, first.screens + 1)
        for result in answer(search, parent.talk, rooms, number).results
    ]

    assert len(seen) == len(set(seen)) == first.page.total > 15


def test_a_screen_past_the_last_is_the_last(parent):
    search = Search(Request(text="baby massage"))

    last = answer(search, parent.talk, parent.rooms, 400)

    assert last.number == last.screens
    assert last.results


def test_a_question_is_remembered_as_an_address_and_read_back_the_same():
    search = Search(Request(text="yoga & play", near="QX1 2AB", ages=(Age(0, 5),), days=("sat",)), plain=True)

    assert search_in(search.as_memory()) == search
    assert search_in({}) is None


def test_children_grow_after_she_told_their_ages():
    about = About(ages=(6, 30), ages_on="2026-08-24")

    assert ages_now(about, date(2026, 8, 24)) == (6, 30)
    assert ages_now(about, date(2026, 9, 23)) == (6, 30)
    assert ages_now(about, date(2026, 11, 24)) == (9, 33)
    assert ages_now(about, date(2027, 8, 24)) == (18, 42)


def test_ages_from_her_settings_do_not_hide_what_is_for_grown_ups(parent):
    asked = Search(Request(text="benefits advice"))
    talk = parent.talk.knowing(ages=(7,), ages_on="2026-11-24")

    found = answer(asked, talk, parent.rooms)

    assert found.known.ages == (7,)
    assert any(result.activity.adults for result in found.results)


def test_what_was_looked_for_in_vain_is_counted_as_on_the_site(parent):
    parent.does(Event(Kind.TEXT, text="baby massage thursday evening near QX1 2AB"))

    (need,) = parent.db.scalars(select(UnmetNeed).where(UnmetNeed.week == date(2026, 11, 23)))
    assert (need.need, need.language, need.outcode, need.times) == ("baby-massage", "en", "QX1", 1)


def test_a_button_carries_the_longest_numbers_there_can_be():
    uuid = "00000000-0000-0000-0000-000000000000"

    assert len(press("remind", "set", MOST, uuid, 1440).encode()) <= MOST_BYTES
    assert len(press("remind", "forget", MOST, uuid).encode()) <= MOST_BYTES


words = st.text(st.characters(codec="utf-8", exclude_characters="."), max_size=12)
parts = st.one_of(words, st.integers(-5, 10**12).map(str), st.just("00000000-0000-0000-0000-000000000000"))


@given(deed=st.sampled_from(sorted(PRESSES)), said=st.lists(parts, max_size=3))
def test_no_button_ever_breaks_the_talk(house, deed, said):
    with house.parent(Script("", "", (), "en")) as parent:
        parent.does(Event(Kind.TEXT, text="baby massage"))

        turn = parent.does(Event(Kind.PRESS, press=".".join((deed, *said))))

    assert turn.screens


@given(step=st.sampled_from(sorted(STEPS)), text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_answer_ever_breaks_the_talk(house, step, text):
    with house.parent(Script("", "", (), "en")) as parent:
        assert take(Talk("en", step=step), Event(Kind.TEXT, text=text), parent.rooms).talk
