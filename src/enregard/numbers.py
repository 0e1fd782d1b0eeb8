"""Numbers as French and English write them, read to values: digits, grouping, ordinals, hours, centuries, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

Value = str
"""A number in one way of writing: digits, a full stop before decimals, no zeros that say nothing."""

_SPACES = "\u0020\u00a0\u202f\u2009\u2007'’"
_GROUPED_FR = rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:,\d+)?"
_GROUPED_EN = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
_PLAIN = r"(?:(?<![\w.])\.)?\d+(?:[.,:]\d+)*"
_NUMERAL = {
    "fr": re.compile(rf"(?<![\d.,]){_GROUPED_FR}|{_GROUPED_EN}|{_PLAIN}"),
    "en": re.compile(rf"(?<![\d.,]){_GROUPED_EN}|(?<![\d.,])\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})+(?!\d)|{_PLAIN}"),
}
_SCALE = {
    "fr": re.compile(r"[\s\u00a0\u202f]*(milliers?|millions?|milliards?|billions?|k€|M€|Md€|Mds)(?!\w)"),
    "en": re.compile(
        r"[\s\u00a0\u202f-]*(thousands?|millions?|billions?|trillions?|(?<=\d)(?:[mM]n?|bn|tn|[kK]))(?!\w)"
    ),
}
_ZEROS: Mapping[str, Mapping[str, int]] = {
    "fr": {"millier": 3, "million": 6, "milliard": 9, "billion": 12, "k€": 3, "M€": 6, "Md€": 9, "Md": 9},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12},
}
_MONEY = tuple("€$£¥")
_AFTERNOON = re.compile(r"[\s\u00a0\u202f]*p\.?[\s\u00a0]?m\b", re.IGNORECASE)
_HOUR_FR = re.compile(r"[\s\u00a0\u202f]*h(?:eures?)?(?![^\W\d_])")
_LATE_FR = re.compile(r"[^.;]{0,12}\b(?:de l[’']après-midi|du soir)\b")
_ROMAN = re.compile(r"\b(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?=e\b|er\b|ème\b|ᵉ|\b)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_WORDS: Mapping[str, str] = {
    "fr": (
        "zéro=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13"
        " quatorze=14 quinze=15 seize=16 dix-sept=17 dix-huit=18 dix-neuf=19 vingt=20 trente=30 quarante=40"
        " cinquante=50 soixante=60 septante=70 soixante-dix=70 huitante=80 octante=80 quatre-vingts=80 nonante=90"
        " quatre-vingt-dix=90 cent=100 cents=100 mille=1000 million=1000000 milliard=1000000000 premier=1 première=1"
        " premiers=1 premières=1 second=2 seconde=2 deuxième=2 troisième=3 quatrième=4 cinquième=5 sixième=6"
        " septième=7 huitième=8 neuvième=9 dixième=10 onzième=11 douzième=12 treizième=13 quatorzième=14 quinzième=15"
        " seizième=16 dix-septième=17 dix-huitième=18 dix-neuvième=19 vingtième=20 vingt-et-unième=21 tiers=3 quart=4"
        " quarts=4 moitié=0.5 demi=0.5 demie=0.5 dizaine=10 dizaines=10 douzaine=12 quinzaine=15 vingtaine=20"
        " trentaine=30 quarantaine=40 cinquantaine=50 centaine=100 centaines=100 millier=1000 milliers=1000 midi=12"
        " couple=2 couples=2 paire=2 paires=2 triplet=3 triplets=3 quadruplet=4 quintuplet=5"
        " minuit=0 double=2 triple=3 janvier=1 février=2 mars=3 avril=4 mai=5 juin=6 juillet=7 août=8 septembre=9"
        " octobre=10 novembre=11 décembre=12 unique=1 seul=1 seule=1 tierce=3 tierces=3"
    ),
    "en": (
        "zero=0 a=1 an=1 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11"
        " twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20"
        " thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 hundreds=100 thousand=1000"
        " thousands=1000 million=1000000 billion=1000000000 first=1 second=2 third=3 thirds=3 fourth=4 fifth=5 sixth=6"
        " seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 thirteenth=13 fourteenth=14 fifteenth=15"
        " sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 twenty-first=21 quarter=4 quarters=4"
        " half=0.5 once=1 twice=2 double=2 triple=3 dozen=12 dozens=12 noon=12 midnight=0 single=1 both=2 couple=2"
        " pair=2 January=1 February=2 March=3 April=4 May=5 June=6 July=7 August=8 September=9 October=10 November=11"
        " December=12 fortnight=15 teens=10 twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70"
        " eighties=80 nineties=90"
    ),
}
_TENS_FR = re.compile(r"(vingt|trente|quarante|cinquante|soixante|quatre-vingt)-(?:et-)?(.+)")
_TENS_EN = re.compile(r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(.+)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number written in digits."""

    written: str
    """As it stands in the text, without its unit."""
    values: frozenset[Value]
    """What it can mean."""
    start: int = field(compare=False)
    """Its place in the text."""
    parts: tuple[Value, ...] = ()
    """The runs of digits it is made of, where it can be a list, a date or a time as well."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers that one text has and the other has not."""

    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()
    """Numbers that both have, the translation less often than its source."""
    more: tuple[str, ...] = ()
    unsaid: tuple[Value, ...] = ()
    """Numbers that the source says in words or in code, and the translation nowhere."""

    def __bool__(self) -> bool:
        return bool(self.lost or self.added or self.fewer or self.more)


def numerals(text: str, language: str) -> list[Numeral]:
    """The numbers that a text writes in digits, in its order; other languages are read as English."""
    language = language if language in _NUMERAL else "en"
    return [_numeral(text, match, language) for match in _NUMERAL[language].finditer(text)]


def compare(
    source: str,
    translation: str,
    languages: tuple[str, str] = ("fr", "en"),
    *,
    beside: tuple[str, str] = ("", ""),
) -> Difference:
    """What numbers in digits the translation lacks, and which it adds, whatever way both write them.

    A number in digits may stand in words, as a month or in Roman numerals on the other side. ``beside``: text of both
    sides whose numbers are not compared, but explain a number of the other side: code.
    """
    old, new = (numerals(text, language) for text, language in zip((source, translation), languages, strict=True))
    if not old and not new:
        return Difference()
    lost, added = list(old), list(new)
    for same in (_written_alike, _meaning_alike):
        _pair_off(lost, added, same)
    if not lost and not added:
        return Difference()
    _split(lost, added)
    theirs, ours = _in_words(source, languages[0]), _in_words(translation, languages[1])
    code = [Counter(_bare(digits) for digits in re.findall(r"\d+", text)) for text in beside]
    more, less = theirs - ours, ours - theirs
    before = list(lost), list(added)
    for side, said, beside_it in ((lost, less, code[1] - code[0]), (added, more, code[0] - code[1])):
        _drop_said(side, Counter({value: times for value, times in said.items() if value != _ARTICLE}))
        _drop_said(side, beside_it)
    if all(before) and bool(lost) != bool(added):  # one was said in other words by chance
        lost, added = before
    del more[_ARTICLE]
    digits = [Counter(v for n in side for v in (*n.values, *n.parts)) for side in (old, new)]
    unsaid = more + (code[0] - code[1]) - (digits[1] - digits[0])
    if not added:
        _drop_said(lost, ours - theirs)
    elif not lost and not unsaid:
        _drop_said(added, theirs - ours)
    everywhere = [{v for n in side for v in (*n.values, *n.parts)} for side in (old, new)]
    return Difference(
        lost=tuple(n.written for n in lost if not n.values & everywhere[1]),
        added=tuple(n.written for n in added if not n.values & everywhere[0]),
        fewer=tuple(n.written for n in lost if n.values & everywhere[1]),
        more=tuple(n.written for n in added if n.values & everywhere[0]),
        unsaid=tuple(unsaid),
    )


def _numeral(text: str, match: re.Match[str], language: str) -> Numeral:
    written, end = match[0], match.end()
    values = set(_readings(written, language))
    scale = _SCALE[language].match(text, end)
    if scale is not None and (
        len(scale[1]) > 2 or language == "fr" or text[match.start() - 1 : match.start()] in _MONEY
    ):
        zeros = _zeros(scale[1], language)
        values = {moved for value in values if (moved := _moved(value, zeros))} or values
        written += scale[0]
    elif scale is not None and scale[1] in {"k", "K"}:  # 175K steps, and 16K of memory
        values |= {moved for value in values if (moved := _moved(value, 3))}
    parts = _parts(match[0])
    hour = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?", match[0])
    if hour and _is_hour(text, end, language, minutes=hour[2] is not None):
        values, parts = _hours(hour, values, _is_late(text, end, language))
    return Numeral(written, frozenset(values), match.start(), parts)


def _parts(written: str) -> tuple[Value, ...]:
    """The runs of digits of a list, a date or a time; grouped thousands and decimals are one number."""
    date = _DATE.fullmatch(written)
    if date is not None:
        return tuple(map(_bare, date.groups()))
    listed = len(re.findall(r"[.,:]", written)) > 1 or ":" in written or re.fullmatch(r"\d{1,3}(?: \d{3})+", written)
    listed = listed or re.fullmatch(r"0\d,\d\d", written)
    if not listed or re.fullmatch(_GROUPED_EN, written):
        return ()
    return tuple(_bare(part) for part in re.findall(r"\d+", written))


_DATE = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def _is_hour(text: str, end: int, language: str, *, minutes: bool) -> bool:
    if language == "fr":
        return _HOUR_FR.match(text, end) is not None
    return minutes or _AFTERNOON.match(text, end) is not None


def _is_late(text: str, end: int, language: str) -> bool:
    late = _AFTERNOON.match(text, end) if language == "en" else _LATE_FR.match(text, end)
    return late is not None


def _hours(hour: re.Match[str], values: set[Value], late: bool) -> tuple[set[Value], tuple[Value, ...]]:  # noqa: FBT001 - one of two halves of the day
    """An hour of the clock with twelve hours or with twenty-four."""
    told = int(hour[1])
    full = str(told + 12) if late and told < 12 else str(told)
    if hour[2] is None or int(hour[2]) == 0:
        twelve = {str(int(full) - 12)} if int(full) > 12 else set()
        return values | {full} | twelve, ()
    return values, (full, _bare(hour[2]))


def _readings(written: str, language: str) -> Iterator[Value]:
    """What a run of digits and signs can mean in a language; what both languages write alike means itself."""
    bare = re.sub(rf"[{_SPACES}]", "", written)
    if re.fullmatch(r"\d+", bare):
        yield _bare(bare)
    elif language == "fr" and re.fullmatch(r"\d+,\d+", bare):
        yield _decimal(bare.replace(",", "."))
    elif (language == "en" and re.fullmatch(_GROUPED_EN, bare)) or (
        language == "fr" and re.fullmatch(_GROUPED_EN, bare)
    ):
        yield _decimal(bare.replace(",", ""))
    elif re.fullmatch(r"\d*\.\d+", bare):
        yield _decimal(bare)
        yield bare
    else:
        yield bare


def _bare(digits: str) -> Value:
    return digits.lstrip("0") or "0"


def _decimal(number: str) -> Value:
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    return _bare(whole) + (f".{rest}" if rest else "")


def _moved(value: Value, zeros: int) -> Value | None:
    """The value times a power of ten."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return None
    whole, _, rest = value.partition(".")
    rest = rest.ljust(zeros, "0")
    return _decimal(f"{whole}{rest[:zeros]}.{rest[zeros:]}")


def _zeros(word: str, language: str) -> int:
    known = _ZEROS[language]
    return next((zeros for form in (word, word.rstrip("s"), word.lower()) if (zeros := known.get(form))), 0)


def _written_alike(mine: Numeral, theirs: Numeral) -> bool:
    """Are they the same signs, and not a decimal comma taken for a thousand?"""  # noqa: D400 - a question
    if mine.written != theirs.written:
        return False
    risky = re.fullmatch(r"[1-9]\d{0,2},\d{3}", mine.written) is not None
    return bool(mine.values & theirs.values) or not risky


def _meaning_alike(mine: Numeral, theirs: Numeral) -> bool:
    return bool(mine.values & theirs.values)


def _pair_off(lost: list[Numeral], added: list[Numeral], same: object) -> None:
    """Take away what stands on both sides."""
    assert callable(same)  # noqa: S101 - for the type checker
    for mine in list(lost):
        twin = next((theirs for theirs in added if same(mine, theirs)), None)
        if twin is not None:
            lost.remove(mine)
            added.remove(twin)


def _split(lost: list[Numeral], added: list[Numeral]) -> None:
    """Dates, times, ranges and lists: take away what is equal run by run."""
    mine, theirs = (Counter(v for n in side for v in _pieces(n)) for side in (lost, added))
    common = mine & theirs
    if not common:
        return
    for side in (lost, added):
        left = common.copy()
        for numeral in list(side):
            pieces = Counter(_pieces(numeral))
            if pieces <= left:
                left -= pieces
                side.remove(numeral)


def _pieces(numeral: Numeral) -> Iterable[Value]:
    return numeral.parts or sorted(numeral.values, key=len, reverse=True)[:1]


_ARTICLE = "1"
"""“a” and “un” are numbers only where nothing else can be meant."""


def _drop_said(side: list[Numeral], said: Counter[Value]) -> None:
    """Take away what the other side says in another way."""
    for numeral in list(side):
        value = next((v for v in (*numeral.values,) if said[v] > 0), None)
        if value is None and numeral.parts:
            value = next((v for v in numeral.parts if said[v] > 0), None)
        if value is not None:
            said[value] -= 1
            side.remove(numeral)


def _in_words(text: str, language: str) -> Counter[Value]:
    """The numbers that a text says in words, as months or in Roman numerals."""
    known = _known(language if language in _WORDS else "en")
    found: Counter[Value] = Counter()
    for match in _WORD.finditer(text):
        value = known.get(match[0]) or known.get(match[0].lower()) or _compound(match[0].lower(), known, language)
        if value is not None:
            found[value] += 1
    romans = (match for match in _ROMAN.finditer(text) if len(match[0]) > 1 or match.end() < len(text))
    found.update(str(_roman(m[0])) for m in romans if len(m[0]) > 1 or (m[0] in "IVX" and text[m.end()] in "eᵉè"))
    return found


def _compound(word: str, known: Mapping[str, Value], language: str) -> Value | None:
    match = (_TENS_FR if language == "fr" else _TENS_EN).fullmatch(word) if "-" in word else None
    if match is None:
        return next((known[part] for part in word.split("-") if part in known), None) if "-" in word else None
    tens = known.get(match[1]) or known.get(f"{match[1]}s")
    ones = known.get(match[2])
    return str(int(tens) + int(ones)) if tens and ones and "." not in ones else None


def _roman(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


@cache
def _known(language: str) -> dict[str, Value]:
    return dict(pair.split("=") for pair in _WORDS[language].split())
