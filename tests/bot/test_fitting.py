"""A screen on channels that can do much, and on one that can do little."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.abilities import TELEGRAM, WEB, Abilities
from bot.core.fitting import fit, length
from bot.core.screen import Attached, Choice, Pin, Screen, go, isolated, press, rows
from tests.bot.channels import WHATSAPP


def screen(*text: str, **more: object) -> Screen:
    return Screen("any", text or ("Which day?",), **more)


def choices(number: int, label: str = "Day") -> tuple[tuple[Choice, ...], ...]:
    return rows(*(Choice(f"{label} {at}", press("find", "day", at)) for at in range(1, number + 1)), wide=2)


def labels(message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def test_a_screen_is_one_message_with_its_buttons_under_it():
    (message,) = fit(
        screen("Which day?", "Any will do.", choices=choices(3)), TELEGRAM, edits="7", answers="a1"
    )

    assert message.text == "Which day?\n\nAny will do."
    assert labels(message) == ["Day 1", "Day 2", "Day 3"]
    assert (message.screen, message.edits, message.answers) == ("any", "7", "a1")


def test_a_message_that_should_be_seen_is_a_new_one():
    (fresh,) = fit(screen(fresh=True), TELEGRAM, edits="7")
    (elsewhere,) = fit(screen(), WEB, edits="7")

    assert fresh.edits == elsewhere.edits == ""


def test_where_three_buttons_are_allowed_four_choices_become_a_list_and_eleven_become_numbers():
    (few,), (some,), (many,) = (fit(screen(choices=choices(number)), WHATSAPP) for number in (3, 4, 11))

    assert len(labels(few)) == 3
    assert len(labels(some)) == 4
    assert all(len(row) == 1 for row in some.buttons)
    assert not many.buttons
    assert many.text.endswith(f"11. {isolated('Day 11')}")


def test_numbers_are_those_of_what_was_offered():
    """She answers “2”, and the talk knows only labels and presses, not links."""
    links = ((Choice("Directions", url="https://doorstep.example/a"),), *choices(11))
    shown = screen(choices=links)

    (message,) = fit(shown, WHATSAPP)

    assert f"1. {isolated('Day 1')}" in message.text
    assert shown.pressable[0] == ("Day 1", "find.day.1")


def test_a_label_is_the_short_one_or_cut_where_there_is_no_room():
    long = Choice("Tell me if anything here changes", go("menu"), short="Tell me of changes")
    longer = Choice("Tell me if anything at this place changes", go("menu"))

    (short,) = fit(screen(choices=((long,),)), WHATSAPP)
    (cut,) = fit(screen(choices=((longer,),)), WHATSAPP)

    assert labels(short) == ["Tell me of changes"]
    assert labels(cut) == ["Tell me if anything at…"]


def test_a_link_stands_in_the_text_where_no_button_can_open_it():
    shown = screen(choices=((Choice("Directions", url="https://doorstep.example/en"),),))

    (little,), (much,) = fit(shown, WHATSAPP), fit(shown, TELEGRAM)

    assert little.text == f"Which day?\n\nDirections: {isolated('https://doorstep.example/en')}"
    assert much.buttons[0][0].url == "https://doorstep.example/en"


def test_a_number_to_ring_is_there_once_whether_or_not_a_button_can_ring_it():
    ring = Choice("📞 Ring", url="tel:01632960123")

    (said,) = fit(screen("Ring us: 01632 960123", choices=((ring,),)), TELEGRAM)
    (unsaid,) = fit(screen("Ring us.", choices=((ring,),)), TELEGRAM)
    (button,) = fit(screen("Ring us.", choices=((ring,),)), WEB)

    assert said.text == "Ring us: 01632 960123"
    assert "01632960123" in unsaid.text
    assert not unsaid.buttons
    assert button.buttons[0][0].url == "tel:01632960123"


def test_places_and_files_are_put_into_words_where_the_channel_has_neither():
    shown = screen(pin=Pin(53.9, 2.2, "Oak Lane", "1 Oak Lane"), attached=Attached("you.json", "{}"))

    (much,) = fit(shown, TELEGRAM)
    (little,) = fit(shown, Abilities(pin=False, file=False))

    assert much.place
    assert much.file
    assert not little.place
    assert not little.file
    assert "1 Oak Lane" in little.text
    assert "{}" in little.text


def test_a_long_screen_is_parted_between_paragraphs_and_what_hangs_on_it_comes_last():
    shown = screen("a" * 3000, "b" * 3000, choices=choices(2))

    first, last = fit(shown, TELEGRAM, edits="7", answers="a1")

    assert (first.text, last.text) == ("a" * 3000, "b" * 3000)
    assert not first.buttons
    assert last.buttons
    assert (first.edits, first.answers, last.edits, last.answers) == ("7", "a1", "", "")


def test_an_emoji_counts_as_telegram_counts_it():
    assert [length(message.text) for message in fit(screen("🙂" * 2049), TELEGRAM)] == [4096, 2]


@given(st.lists(st.text(max_size=120), min_size=1, max_size=6), st.integers(5, 60))
def test_nothing_is_lost_and_nothing_is_too_long_however_it_is_parted(paragraphs, most):
    messages = fit(screen(*paragraphs), Abilities(text=most))

    assert all(length(message.text) <= most for message in messages)
    together = "".join(message.text for message in messages)
    assert re.sub(r"\s", "", together) == re.sub(r"\s", "", "".join(paragraphs))
