"""From a parent who asks for a person to the answer she reads, and back to where she was."""

import pytest

from bot.turning import take_turn
from bot.work import CHORES
from directory import clock
from directory.contacts import broadcasts
from directory.words import words_for
from directory.worker import send_broadcasts, tell_of_families
from tests.bot.test_told_by_staff import Parent, tomorrow

__all__ = ["tomorrow"]  # a fixture: tests ask for it by name


def bot_works(site):
    while take_turn(site.runtime, now=clock.now()):
        pass
    for chore in CHORES:
        chore.deed(site.runtime)


@pytest.mark.parametrize("language", ["en", "pl", "ar"])
@pytest.mark.parametrize("channel", ["telegram", "web", "terminal"])
def test_a_parent_asks_gets_an_answer_and_is_back_where_she_was(
    staff_site, signed_in, tomorrow, channel, language
):
    listing, _ = tomorrow
    maria, amina = Parent(staff_site, channel, language), signed_in()
    maria.does(kind="press", press=f"session.show.{listing}")
    maria.does(kind="press", press=f"person.about.{listing}")
    maria.does(kind="text", text="May I bring twins?")
    before = len(maria.heard())

    tell_of_families(staff_site.runtime)
    (mail,) = staff_site.mails()
    assert "twins" not in mail.text + mail.subject
    link = next(line for line in mail.text.splitlines() if "/staff/families/" in line)
    page = "/staff/families/" + link.rsplit("/", 1)[1]
    assert "May I bring twins?" in amina.look(page).text
    amina.submit(page, to=f"{page}/answer", text="Yes, bring both.", do="send")
    maria.does(kind="text", text="Thank you")  # hers to read, not the bot's to answer
    bot_works(staff_site)
    assert [message.text for message in maria.heard()[before:]] == ["Amina:\nYes, bring both."]
    assert "Thank you" in amina.look(page).text

    amina.submit(page, to=f"{page}/close")
    bot_works(staff_site)

    back = maria.heard()[-1]
    assert back.screen == "session"
    assert (
        words_for(language).gettext("The person has ended your talk. I am the computer again.") in back.text
    )
    maria.does(kind="text", text="menu")
    assert len(maria.heard()) == before + 3


@pytest.mark.parametrize("channel", ["telegram", "web", "terminal"])
def test_a_message_to_followers_reaches_a_parent_once(staff_site, signed_in, tomorrow, channel):
    listing, _ = tomorrow
    maria, zuzanna = Parent(staff_site, channel, "pl"), signed_in("manager")
    maria.does(kind="press", press=f"follow.session.{listing}")
    before = len(maria.heard())
    page = f"/staff/broadcasts/to/session/{listing}"

    zuzanna.submit(page, do="send", text_en="Bring a towel.", text_pl="Proszę zabrać ręcznik.")
    with clock.frozen(clock.now() + broadcasts.WAITS):
        for _ in range(2):
            send_broadcasts(staff_site.runtime)
            bot_works(staff_site)

    (told,) = maria.heard()[before:]
    assert "Proszę zabrać ręcznik." in told.text
    ((button,),) = told.buttons
    maria.does(kind="press", press=button.press)
    assert maria.heard()[-1].screen == "session"
