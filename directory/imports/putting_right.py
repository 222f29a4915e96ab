"""Put right how people write names, phone numbers, web addresses and postcodes. Pure."""

import re
from itertools import product
from urllib.parse import urlsplit

from directory.places.postcodes import Postcode, whole

# Codes by which councils and registers know a centre: “B1 Three Parks”, “Bas7/A Fryerns Farm”, “3R2 Croxley
# Green”, “Tilbury P1-3”, “Seven Trees - EY272664”, “Hitherfield (P2)”. “N1” without brackets at the end of
# a name is a place, and “Newton Abbot 2” a second one: those stay.
_CODE_FIRST = re.compile(
    r"([0-9]?[A-Z]{1,3}[0-9]{1,6}|[A-Z][a-z]{2}[0-9]{1,2})(/[A-Z])?(?:\s+[-–:]\s*|:\s*|\s+)"
)
_CODE_LAST = re.compile(
    r"(?:[\s,-]+(P[0-9]-[0-9]|EY[0-9]{5,6}|(?:URN:?\s*)?[0-9]{5,6})|\s*\(((?:URN:?\s*)?[0-9]{5,6}|[A-Z]{1,3}[0-9]{1,6})\)"
    r"|\s+[-–]\s+([A-Z]{1,3}[0-9]{1,6}))$"
)
_WRITTEN_OUT = {"SSCC": "Sure Start Children's Centre", "CC": "Children's Centre"}
_SHOUTING = re.compile(r"[A-Z][A-Z'’&]*(?:\s+[A-Z&][A-Z'’&]*)*(?![\w.])")
_SMALL_WORDS = {"and", "at", "by", "for", "in", "of", "on", "the", "to", "upon", "with"}
_EVERY_CENTRE = re.compile(
    r"\b(?:sure\s?start|child\w*(?:['’]?s)?['’]?|famil\w+|cent(?:re|er)s?|hubs?|delivery|site|the|and)\b|\W"
)


def clean_name(original: str) -> tuple[str, list[str]]:
    """A name as families say it, and a sentence for each thing that was put right."""
    name, repairs = " ".join(original.split()).rstrip(" .-"), []
    for pattern, at in ((_CODE_FIRST, _CODE_FIRST.match), (_CODE_LAST, _CODE_LAST.search)):
        match = at(name)
        rest = pattern.sub("", name, count=1) if match else ""
        if match and heart_of_name(rest):
            code = match[1] + (match[2] or "") if pattern is _CODE_FIRST else match[1] or match[2] or match[3]
            name = rest[:1].upper() + rest[1:]
            repairs.append(f"the code “{code}” was taken out of the name “{original}”.")
    for short, written_out in _WRITTEN_OUT.items():
        if re.search(rf"\b{short}\b", name):
            name = re.sub(rf"\b{short}\b", written_out, name)
            repairs.append(f"“{short}” was written out in the name “{original}”.")
    if (calm := without_shouting(name)) != name:
        name = calm
        repairs.append(f"the capitals of “{original}” became “{name}”.")
    return name, repairs


def heart_of_name(name: str) -> str:
    """What tells a centre from the others: its name without the words that all of them have."""
    return _EVERY_CENTRE.sub("", name.lower())


def without_shouting(text: str) -> str:
    """Words in capitals become ordinary ones, unless they are short enough to be initials (“YMCA”)."""

    def calm(match: re.Match[str]) -> str:
        shouted: str = match[0]
        if sum(letter.isalpha() for letter in shouted) < 6:
            return shouted
        words = [word.lower() for word in shouted.split()]
        first = match.start() == 0
        return " ".join(
            word if word in _SMALL_WORDS and not (first and place == 0) else word[:1].upper() + word[1:]
            for place, word in enumerate(words)
        )

    return _SHOUTING.sub(calm, text)


# Ofcom's national numbering plan: how many digits belong together in each kind of number.
_SHORT_LOCAL = (
    "204|208|254|276|297|298|363|364|384|386|404|420|460|461|480|488|524|527|562|566|606|629|635|647|659"
    "|695|726|744|750|768|827|837|884|900|905|935|946|949|963|995"
)
_NUMBERS = re.compile(
    r"(02[03489])([0-9]{4})([0-9]{4})|(011[3-8]|01[2-69]1)([0-9]{3})([0-9]{4})"
    r"|(0(?:13873|15242|1539[4-6]|1697[34]|1768[347]|19467))([0-9]{5})()"
    rf"|(01[0-9]{{3}}|07[0-9]{{3}})([0-9]{{6}})()|(01(?:{_SHORT_LOCAL}))([0-9]{{5}})()"
    r"|(03[0347][0-9]|08[0-9]{2})([0-9]{3})([0-9]{3,4})"
)
_SECOND_NUMBER = re.compile(
    r"[-\s]*(?:/|\bor\b|,|;|\(?\s*e?xt?(?:ension)?[-.\s]*(?=[0-9]))[-\s/]*", re.IGNORECASE
)


def phone(text: str) -> tuple[str, str]:
    """The first British number in `text` as people read it out, and what else stood there.

    “0208-555-1234/5” is “020 8555 1234” and “5”. Raises ValueError with one sentence for anything else.
    """
    first, _, rest = _SECOND_NUMBER.sub("\n", text, count=1).partition("\n")
    digits = re.sub(r"\D", "", first)
    digits = re.sub(r"^(?:00)?44(?:0)?(?=[1-9][0-9]{8,9}$)", "0", digits)
    if len(digits) == 10 and digits[0] in "1237":
        digits = "0" + digits  # spreadsheets lose the first nought
    match = _NUMBERS.fullmatch(digits)
    if not match or re.search(r"[^\W\d_]", first):
        raise ValueError(f"“{text[:60]}” is not a British phone number.")
    return " ".join(filter(None, match.groups())), rest.strip(" ()-")


def one_phone(text: str) -> str:
    number, rest = phone(text)
    if rest:
        raise ValueError(f"“{text[:40]}” is more than one phone number: choose one.")
    return number


def web_address(text: str) -> str:
    """A web address that a browser can open. Raises ValueError with one sentence."""
    bare = text.strip().lstrip("/")
    address = bare if re.match("https?://", bare, re.IGNORECASE) else f"https://{bare}"
    try:
        host = urlsplit(address).netloc
    except ValueError:
        host = ""
    named = re.fullmatch(
        r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?", host, re.IGNORECASE
    )
    if not named or re.search(r"[\s<>\"\\^`{|}]", address) or len(address) > 500:
        raise ValueError(f"“{text[:60]}” is not a web address.")
    return address


def mended_postcode(text: str) -> Postcode | None:
    """A postcode with letters and figures told apart (O and 0, I and 1), if only one reading makes sense."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())[:8]
    if found := whole(letters):
        return found
    either = [{"O": "O0", "0": "0O", "I": "I1", "1": "1I"}.get(letter, letter) for letter in letters]
    readings = [found for reading in product(*either) if (found := whole("".join(reading)))]
    return readings[0] if len(readings) == 1 else None
