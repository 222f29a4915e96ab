"""What a question looks for without saying so: what a child's age, or the weekend, makes likely. Pure."""

from collections.abc import Iterator, Sequence

from directory.search.analysis import Token
from directory.search.concepts import concepts, lexicon
from directory.search.matching import Match
from directory.search.request import Age

LIKELY = 0.6  # how surely it is meant, from 0 to 1
WEANING = "weaning"
FOOD = frozenset({WEANING, "feeding", "food-bank", "healthy-eating", "cooking"})
WEANED = range(4, 10)  # months: the first solid food
GROUPS = {"baby-group": range(12), "toddler-group": range(12, 36)}
WEEKEND = "weekend"
# What a child's age alone does not say, though phrases for it are full of ages.
NOT_BY_AGE = frozenset({WEANING, "pregnancy"})


def implied(
    matches: Sequence[Match],
    words: Sequence[Token],
    languages: Sequence[str],
    ages: Sequence[Age],
    days: Sequence[str],
) -> Iterator[Match]:
    """Concepts that what was said makes likely, with the words that they explain as well."""
    said = {match.concept for match in matches}
    food = next((match.words for match in matches if match.concept in FOOD), _food(words, languages))
    if food and WEANING not in said and any(_within(age, WEANED) for age in ages):
        yield Match(WEANING, LIKELY, food)
    if all(concepts()[match.concept].broad for match in matches[:1]):
        same = matches[0].words if matches else frozenset()
        for group, months in GROUPS.items():
            if group not in said and any(_within(age, months) for age in ages):
                yield Match(group, LIKELY, same)
        if matches and WEEKEND not in said and WEEKEND in concepts() and {"sat", "sun"} & set(days):
            yield Match(WEEKEND, LIKELY, same)


def _within(age: Age, months: range) -> bool:
    return age.youngest in months and age.oldest in months


def _food(words: Sequence[Token], languages: Sequence[str]) -> frozenset[int]:
    """The words that mostly speak of food (“eat”), whatever else is said with them."""
    return frozenset(
        at
        for at, token in enumerate(words)
        if (about := lexicon(languages[0]).leads_to(token.word)) and 2 * len(about & FOOD) > len(about)
    )
