"""Words that a slip of the finger or two makes of others, found without looking at every word. Pure."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

ONE_FROM, TWO_FROM = 4, 8  # letters: shorter words are too like each other
LETTERS, PAIRS = 2, 6  # that one slip can change


class Nearby:
    """Known words, ready to be asked which of them a misspelt word may be.

    A slip changes at most two of the letters that a word is made of, and six of its pairs of neighbours. So
    words made of others need not be compared one by one: letters and pairs are the bits of two numbers.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if len(word) >= ONE_FROM - 1]
        self._letters = np.array([_letters(word) for word in self._words], np.uint64)
        self._pairs = np.array([_pairs(word) for word in self._words], np.uint64)
        self._lengths = np.array([len(word) for word in self._words], np.int16)

    def to(self, word: str, most: int = 2) -> tuple[list[str], int]:
        """The nearest words and how many slips away they are: one, or two from a long word.

        Two slips leave the first letter alone: endings make enough words look like others already.
        """
        allowed = min(most, slips(word))
        if not allowed or not self._words:
            return [], 0
        near = np.abs(self._lengths - len(word)) <= allowed
        near &= np.bitwise_count(self._letters ^ np.uint64(_letters(word))) <= LETTERS * allowed
        near &= np.bitwise_count(self._pairs ^ np.uint64(_pairs(word))) <= PAIRS * allowed
        candidates = [self._words[at] for at in np.flatnonzero(near)]
        apart = {known: distance_to(word, known, allowed) for known in candidates}
        for distance in range(1, allowed + 1):
            found = [known for known in candidates if apart[known] == distance]
            if found := [known for known in found if distance == 1 or known[0] == word[0]]:
                return found, distance
        return [], 0


def slips(word: str) -> int:
    """How many slips a word of this length may hold: one from 4 letters, two from 8."""
    return (len(word) >= ONE_FROM) + (len(word) >= TWO_FROM)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _pairs(word: str) -> int:
    bits = 0
    for one, other in pairwise(word):
        bits |= 1 << ((ord(one) * 31 + ord(other)) & 63)
    return bits


def distance_to(one: str, other: str, most: int) -> int:
    """How many slips lie between two words: letters added, left out, changed, or two neighbours swapped.

    `most` + 1 stands for all that are further apart.
    """
    if one == other:
        return 0
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return min(_optimal(one, other), most + 1) if abs(len(one) - len(other)) <= most else most + 1


def _optimal(one: str, other: str) -> int:
    """Optimal string alignment: edit distance in which swapping two neighbours is one slip."""
    before: list[int] = []
    here = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        last, before, here = before, here, [row]
        for column, b in enumerate(other, 1):
            cost = min(before[column] + 1, here[-1] + 1, before[column - 1] + (a != b))
            if row > 1 and column > 1 and a == other[column - 2] and one[row - 2] == b:
                cost = min(cost, last[column - 2] + 1)
            here.append(cost)
    return here[-1]
