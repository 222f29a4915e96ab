"""Which words of a question are none in any language, and what they may be slips of. Pure.

What leads to a concept is worked out there (`matching.py`), where the other words help to choose.
"""

from collections.abc import Sequence
from dataclasses import replace

from directory.search.analysis import Token
from directory.search.concepts import exists, lexicon
from directory.search.typos import slips
from directory.search.wishes import wishes

LEAST = 5  # letters: a shorter word is not taken for a day, an age or a wish


def slips_in(words: Sequence[Token], languages: Sequence[str], literal: frozenset[str]) -> frozenset[str]:
    """The words that no language knows. `literal` ones are somebody's all the same: a name, say."""
    return frozenset(
        token.word
        for token in words
        if slips(token.word)
        and not token.word.isdigit()
        and token.word not in literal
        and not any(lexicon(code).knows(token.word, token.typed) for code in languages)
        and not exists(token.word)
    )


def meant(token: Token, languages: Sequence[str]) -> Token:
    """The word for a day, an age or a wish, or the one that says nothing, that a slip was made in.

    The word itself where there is none, or where it may as well be a slip of something looked for.
    """
    if len(token.word) < LEAST:
        return token
    for code in languages:
        said = wishes(code)
        nearly = lexicon(code).nearly(token.word)
        for word in said.nearby.to(token.word, most=1)[0]:
            likely = word[0] == token.word[0] or word in said.ignored
            if likely and (not nearly or word in nearly):
                return replace(token, word=word, typed=said.shown.get(word, word))
    return token
