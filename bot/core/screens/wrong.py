"""This is wrong: one tap says what, and words if she likes."""

from bot.core.screen import Choice, Screen, isolated, press, rows
from bot.core.screens.session import to_session
from bot.core.ways import menu_choice
from directory.listings.cards import ActivityCard
from directory.words import Words, labels


def what(words: Words, card: ActivityCard) -> Screen:
    choices = rows(
        *(
            Choice(words.gettext(label), press("wrong", "what", card.id, key))
            for key, label in labels.WRONG.items()
        ),
        wide=2,
    )
    text = (isolated(card.name.text), words.gettext("What is wrong?"))
    return Screen("wrong", text, (*choices, (to_session(words, card), menu_choice(words))), words.spoken)


def more(words: Words, card: ActivityCard, key: str, *, too_long: bool = False) -> Screen:
    """What she has tapped, and room for words."""
    asked = words.gettext(
        "If you like, write what it should say. Please write no names. Or send it as it is."
    )
    text = (
        words.gettext("That is more than we can keep. Write it in fewer words.") if too_long else "",
        words.gettext(labels.WRONG[key]),
        asked,
    )
    send = Choice(words.gettext("Send"), press("wrong", "send", card.id, key))
    choices = ((send,), (to_session(words, card), menu_choice(words)))
    return Screen("wrong-more", tuple(filter(None, text)), choices, words.spoken)
