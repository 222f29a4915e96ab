"""Made-up listings for benchmarks: words by Zipf's law in five scripts, plausible ages, days and places."""

import random
from collections.abc import Iterator

from directory.search.entry import Entry, Happening
from directory.words.labels import ACCESS, COST, DELIVERY, FEATURE, THEME

SCRIPTS = (
    "abdegiklmnoprstuw",
    "абвгдежиклмнопрст",
    "ابتجدرسشطعفقكلمن",
    "অআইকখগচজটডতদনপবম",
    "ਅਇਕਖਗਚਜਟਡਤਦਨਪਬਮ",
)
FIRST_DAY = 739_214  # 24 November 2026
A_DAY = 24 * 60
CENTRES = 2_500  # as many as there are in England


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Words of 3 to 9 letters, six in ten in Latin letters, the commonest first."""
    words: dict[str, None] = {}
    while len(words) < size:
        letters = SCRIPTS[0] if chance.random() < 0.6 else chance.choice(SCRIPTS[1:])
        words["".join(chance.choices(letters, k=chance.randint(3, 9)))] = None
    return list(words)


def corpus(size: int, seed: int = 7) -> tuple[list[str], Iterator[Entry]]:
    """A vocabulary and `size` listings written in it; the same for the same seed."""
    chance = random.Random(seed)
    words = vocabulary(min(60_000, 4_000 + size), chance)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    totals = [0.0]
    for weight in weights:
        totals.append(totals[-1] + weight)
    places = [(50.5 + chance.random() * 4, -3 + chance.random() * 4) for _ in range(CENTRES)]
    return words, (_entry(number, words, totals[1:], places, chance) for number in range(1, size + 1))


def _entry(
    number: int,
    words: list[str],
    totals: list[float],
    places: list[tuple[float, float]],
    chance: random.Random,
) -> Entry:
    said = chance.choices(words, cum_weights=totals, k=45)
    youngest = chance.choice((0, 0, 0, 6, 12, 24))
    weekday, minute = chance.randrange(7), chance.choice((570, 600, 780, 810, 1080))
    return Entry(
        activity_id=number,
        centre_id=number % CENTRES + 1,
        version=1,
        kind="stay-and-play",
        words=[word for word in said[:4] for _ in range(4)] + said[4:],
        concepts={f"concept{min(149, int(chance.paretovariate(0.7)))}": 1.0 for _ in range(3)},
        youngest=youngest,
        oldest=youngest + chance.choice((11, 23, 59)),
        pregnant=False,
        adults=number % 11 == 0,
        themes=[chance.choice(list(THEME))],
        offer="universal",
        cost=chance.choice(list(COST)),
        access=chance.choice(list(ACCESS)),
        delivery=next(iter(DELIVERY)),
        features=chance.sample(list(FEATURE), 3),
        spoken=[],
        position=places[number % CENTRES],
        assured_day=FIRST_DAY - chance.randrange(150),
        happenings=[_happening(FIRST_DAY + weekday + 7 * week, minute) for week in range(6)],
    )


def _happening(day: int, minute: int) -> Happening:
    since_1970 = day - 719_163
    return Happening(since_1970 * A_DAY + minute, 90, day, minute, cancelled=False)
