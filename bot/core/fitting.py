"""A screen as messages that a channel can send: split, numbered or put into words where need be."""

import re
from collections.abc import Iterator

from bot.abilities import Abilities
from bot.core.screen import Choice, Screen, isolated
from directory.contacts.messages import Button, File, Message, Place

WIDE = 38  # letters that stand beside each other on a small phone
MORE = "…"
_SENTENCE = re.compile(r"(?<=[.!?؟۔।])\s+")
_ENDS = re.compile(r"(?<=\s)")

Rows = tuple[tuple[Button, ...], ...]


def fit(screen: Screen, abilities: Abilities, *, edits: str = "", answers: str = "") -> tuple[Message, ...]:
    """The messages that show this screen, nearly always one.

    `edits` is the channel's name of the message whose button was pressed, `answers` of the press itself. What
    hangs on a screen hangs on its last message.
    """
    buttons, beside = _choices(screen, abilities)
    paragraphs = [part for part in (*screen.text, *_in_words(screen, abilities), *beside) if part.strip()]
    texts = _split(paragraphs, abilities.text)
    last = len(texts) - 1
    return tuple(
        Message(
            text,
            screen=screen.name,
            language=screen.language,
            buttons=buttons if at == last else (),
            place=_place(screen) if at == last and abilities.pin else None,
            file=_file(screen) if at == last and abilities.file else None,
            asks_place=at == last and screen.asks_place and abilities.place,
            edits=edits if at == 0 and abilities.edits and not screen.fresh else "",
            answers=answers if at == 0 else "",
        )
        for at, text in enumerate(texts)
    )


def _choices(screen: Screen, abilities: Abilities) -> tuple[Rows, list[str]]:
    """The buttons there can be, and what else there is to choose, as text."""
    said = "\n".join(screen.text)
    links = [each for row in screen.choices for each in row if each.url and not _opens(each, abilities)]
    spoken = [line for each in links if (line := _link(each, said))]
    rows = [[each for each in row if each.press or _opens(each, abilities)] for row in screen.choices]
    number = sum(map(len, rows))
    whole = all(len(each.short or each.label) <= abilities.label for row in rows for each in row)
    if number <= abilities.buttons and (whole or not abilities.listed):
        return tuple(_narrow(rows, abilities.label)), _lines(spoken)
    if number <= abilities.listed:
        listed = tuple((_button(each, abilities.listed_label),) for row in rows for each in row)
        return listed, _lines(spoken)
    spoken += [line for row in rows for each in row if each.url and (line := _link(each, said))]
    numbered = [f"{at}. {isolated(label)}" for at, (label, _) in enumerate(screen.pressable, 1)]
    return (), [*_lines(spoken), *_lines(numbered)]


def _opens(choice: Choice, abilities: Abilities) -> bool:
    """Whether the channel can open this address from a button."""
    return abilities.calls if choice.url.startswith(("tel:", "sms:")) else abilities.urls and bool(choice.url)


def _narrow(rows: list[list[Choice]], most: int) -> Iterator[tuple[Button, ...]]:
    """Rows of buttons, none with more words beside each other than a small phone shows."""
    for row in rows:
        buttons = tuple(_button(each, most) for each in row)
        longest = max((len(each.label) for each in buttons), default=1)
        wide = max(1, WIDE // longest)
        yield from (buttons[at : at + wide] for at in range(0, len(buttons), wide))


def _button(choice: Choice, most: int) -> Button:
    label = choice.label if len(choice.label) <= most or not choice.short else choice.short
    if len(label) > most:
        label = label[: most - len(MORE)].rstrip() + MORE
    return Button(label, press=choice.press, url=choice.url)


def _link(choice: Choice, said: str) -> str:
    """A line that stands for a link; empty where the text already has the number to ring."""
    scheme, _, target = choice.url.partition(":")
    if scheme not in ("tel", "sms"):
        return f"{choice.label}: {isolated(choice.url)}"
    if target in _figures(said):
        return ""
    return choice.label if target in _figures(choice.label) else f"{choice.label}: {isolated(target)}"


def _figures(text: str) -> str:
    return re.sub(r"(?<=\d)[ \u00a0-](?=\d)", "", text)


def _lines(lines: list[str]) -> list[str]:
    return ["\n".join(lines)] if lines else []


def _in_words(screen: Screen, abilities: Abilities) -> Iterator[str]:
    """What the channel can send neither as a point on a map nor as a file."""
    if screen.pin and not abilities.pin:
        yield f"{isolated(screen.pin.title)}\n{isolated(screen.pin.address)}"
    if screen.attached and not abilities.file:
        yield screen.attached.text


def _place(screen: Screen) -> Place | None:
    pin = screen.pin
    return Place(pin.lat, pin.lng, pin.title, pin.address) if pin else None


def _file(screen: Screen) -> File | None:
    return File(screen.attached.name, screen.attached.text) if screen.attached else None


def _split(paragraphs: list[str], most: int) -> list[str]:
    """Texts of at most so many letters: whole paragraphs where possible, else lines, sentences, words."""
    texts = [""]
    for glue, part in _parts(paragraphs, most):
        joined = f"{texts[-1]}{glue}{part}" if texts[-1] else part
        if length(joined) <= most:
            texts[-1] = joined
        else:
            texts.append(part)
    return texts


def _parts(paragraphs: list[str], most: int) -> Iterator[tuple[str, str]]:
    """Pieces that each fit into a message, and what stands between a piece and the one before."""
    for paragraph in paragraphs:
        glue = "\n\n"
        for line in [paragraph] if length(paragraph) <= most else paragraph.split("\n"):
            for sentence in [line] if length(line) <= most else _SENTENCE.split(line):
                for piece in [sentence] if length(sentence) <= most else _pieces(sentence, most):
                    yield glue, piece
                    glue = ""
                glue = " "
            glue = "\n"


def _pieces(sentence: str, most: int) -> Iterator[str]:
    """Whole words as far as they go; a word that is longer than a message is cut."""
    held = ""
    for word in _ENDS.split(sentence):
        if length(held + word) > most and held:
            yield held
            held = ""
        while length(word) > most:
            cut = _longest(word, most)
            yield word[:cut]
            word = word[cut:]
        held += word
    if held:
        yield held


def _longest(word: str, most: int) -> int:
    """How many characters fit."""
    at = size = 0
    while at < len(word) and (size := size + 1 + (word[at] > "\uffff")) <= most:
        at += 1
    return at


def length(text: str) -> int:
    """The letters of a text as Telegram counts them: UTF-16 units, so that many an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
