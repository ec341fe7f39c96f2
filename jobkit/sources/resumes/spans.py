"""Spans of time as people write them in a résumé: `Jan 2019 – Present`, `seit 03/2018`, `2019–20`.

A small grammar over tokens, so that no text can make it slow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from jobkit.language.days import months
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped

# one class first: blanks are skipped fast
TOKEN = re.compile(r"[^\s_](?:(?<=\d)\d*|(?<=[^\W\d_])[^\W\d_]*|)")
NUMBERS = re.compile(r"(?<![\d/.])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d|/\d)")
DURATION = re.compile(shipped("resumes")["sentences"]["duration"], re.X)
DASHES = frozenset("-–—−‐‑‒~/\xad→")
OPEN = re.compile(r"([-–—] ?)\t")
"""Where the second date of a span would stand, before the next cell."""
EDGES = " ()[]|,;:·•–—-\t\xad"
Token = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time as written: `2019-01` or `2019`; ended `present` while it lasts.

    `is_range` says that two ends were written; `is_day` that it is one full date, such as that of a letter.
    """

    started: str
    ended: str
    begin: int
    stop: int
    is_range: bool = True
    is_day: bool = False


def span(text: str) -> Span | None:
    """Return the first span of time written in a text; one date alone is its own start and end.

    Known are `Jan 2019 – Present`, `2017 - 2019`, `03/2016`, `2016-03`, `seit 2019`, `12.03.2016`,
    `May–Aug 2014`, `2019–20`, `August 2012 onwards`. Month and day that could be either leave only the
    year, unless one of them is the first of a month or the whole file tells (`in_order`).
    """
    text = OPEN.sub(r"\1|", text[:400])
    tokens: list[Token] = [(fold(one[0]), *one.span()) for one in TOKEN.finditer(text)]
    vocabulary = _words()
    for at, (word, begin, _) in enumerate(tokens):
        months_only = _month_to_date(tokens, at)
        if months_only:
            started, ended, stop = months_only
            return Span(started, ended, begin, tokens[stop - 1][2])
        is_since = word in vocabulary["since"]
        first = _date(tokens, at + is_since)
        if not first:
            continue
        started, stop = first
        is_day = _is_day(tokens[at + is_since : stop])
        ended, end = _end(tokens, stop, started)
        if not ended and end == stop and stop < len(tokens) and tokens[stop][0] in vocabulary["onwards"]:
            ended, end = "present", stop + 1
        elif not ended and is_since:
            ended = "present"
        is_range = bool(ended)
        return Span(started, ended or started, begin, tokens[max(end, stop) - 1][2], is_range, is_day)
    return None


def in_order(texts: Sequence[str]) -> list[str]:
    """Return texts with 05/03/2016 as 2016-03-05 where another day in them, 20/06/2018, proves the order."""
    days = [tuple(map(int, day.group(1, 3))) for text in texts for day in NUMBERS.finditer(text)]
    is_day_first, is_month_first = (any(12 < day[at] <= 31 for day in days) for at in (0, 1))
    order = r"\4-\3-\1" if is_day_first else r"\4-\1-\3"
    return [NUMBERS.sub(order, text) if is_day_first != is_month_first else text for text in texts]


def is_lasting(text: str) -> bool:
    """Return whether folded words say of a time that it goes on: `current`, `seit dem 2. Semester`."""
    words = text.split()
    return bool(words) and (words[0] in _words()["since"] or not {*words} - _words()["present"])


def _is_day(tokens: list[Token]) -> bool:
    """Whether a date has its day: three numbers, or one before the name of a month."""
    numbers = [word for word, _, _ in tokens if word.isdecimal()]
    is_named = any(word in _months() for word, _, _ in tokens)
    return len(numbers) == 3 or (len(numbers) == 2 and len(numbers[0]) <= 2 and is_named)


def without(text: str, found: Span | None) -> str:
    """Return a text without the span found in it, durations and the marks around them."""
    if found:
        before = text[: found.begin].rstrip(EDGES)
        after = DURATION.sub("", text[found.stop :].lstrip(EDGES))
        text = f"{DURATION.sub('', before)}  {after}"
    return closed(DURATION.sub("", text).strip(EDGES))


def closed(text: str) -> str:
    """Return a text whose brackets at the edge, that a strip took away, are made whole."""
    missing = text.count("(") - text.count(")")
    return text + ")" if missing == 1 else f"({text}" if missing == -1 and text.endswith(")") else text


@cache
def _words() -> dict[str, set[str]]:
    return {name: set(text.split()) for name, text in shipped("resumes")["dates"].items()}


@cache
def _months() -> dict[str, int]:
    """The months, those of languages that only a profile of LinkedIn has; a season is none, 0."""
    tables = (shipped("days")["short"], shipped("resumes")["months"])
    named = {fold(word): int(month) for table in tables for month, words in table.items() for word in words}
    seasons = (fold(word) for words in shipped("days")["seasons"].values() for word in words)
    return dict.fromkeys(seasons, 0) | named | months()


def _date(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """One date beginning at a token: its ISO text and the token after it."""
    if at >= len(tokens):
        return None
    word = tokens[at][0]
    if word in _months():
        return _after_month(tokens, at, _months()[word])
    if not word.isdecimal():
        return None
    if _is_year(word):
        month = _joined(tokens, at)
        if month and len(month) <= 2 and 1 <= int(month) <= 12 and not _is_next_year(word, month, tokens, at):
            day = _joined(tokens, at + 2)
            return f"{word}-{int(month):02}", at + (5 if day and len(day) <= 2 else 3)
        return word, at + 1
    return _day_or_month_first(tokens, at, word) if len(word) <= 2 else None


def _is_next_year(year: str, digits: str, tokens: list[Token], at: int) -> bool:
    """`2011/12` and `2009–10` are two years, not a month; in `2004/02 – 2007/08` both ends have one."""
    other = at + 4 if at + 6 < len(tokens) else at - 4
    is_pair = other >= 0 and _is_year(tokens[other][0]) and len(_joined(tokens, other)) == 2
    is_next = tokens[at + 1][0] in "/–" and len(digits) == 2 and int(digits) == (int(year) + 1) % 100
    return is_next and not (is_pair and tokens[at + 1][0] == tokens[other + 1][0] == "/")


def _after_month(tokens: list[Token], at: int, month: int) -> tuple[str, int] | None:
    for ahead in range(at + 1, min(at + 4, len(tokens))):
        word = tokens[ahead][0]
        is_told = tokens[ahead - 1][0] in "'’‘" or _is_bare_year(tokens, at, ahead)
        is_short = word.isdecimal() and len(word) == 2 and is_told
        if _is_year(word) or is_short:
            year = _century(word) if is_short else word
            second = _joined(tokens, ahead)
            is_pair = not month and second and _is_next_year(year, second, tokens, ahead)
            if is_pair and ahead + 3 < len(tokens) and _is_until(tokens[ahead + 3][0]):
                ahead += 2  # Winter 2020/21
            return f"{year}-{month:02}" if month else str(year), ahead + 1
        is_day = word.isdecimal() and len(word) <= 2
        if not is_day and word not in _words()["filler"] and word not in ".,/-'’‘":
            return None
    return None


def _is_bare_year(tokens: list[Token], at: int, ahead: int) -> bool:
    """`Oct 14 – Present`: two numbers beside a dash, and no whole year near."""
    near = [word for word, _, _ in tokens[max(at - 5, 0) : ahead + 6]]
    beside = [word for word, _, _ in (*tokens[max(at - 1, 0) : at], *tokens[ahead + 1 : ahead + 2])]
    return any(map(_is_until, beside)) and not any(map(_is_year, near))


def _day_or_month_first(tokens: list[Token], at: int, word: str) -> tuple[str, int] | None:
    if found := _of_numbers(word, _joined(tokens, at), _joined(tokens, at + 2), tokens[at + 1 : at + 2]):
        return found[0], at + found[1]
    after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1][0] in ("st", "nd", "rd", "th", "."))
    if after < len(tokens) and tokens[after][0] in _months():
        return _date(tokens, after)
    return None


def _of_numbers(first: str, second: str, third: str, signs: list[Token]) -> tuple[str, int] | None:
    """A date of two or three numbers, 03/2016, 5.3.2016, 5.3.16, 03/16: its text and its tokens."""
    sign = signs[0][0] if signs else ""
    is_month, is_second_month = 1 <= int(first) <= 12, second.isdecimal() and 1 <= int(second) <= 12
    if second and _is_year(second) and is_month:
        return f"{second}-{int(first):02}", 3
    if second and _is_year(third) and len(second) <= 2:
        month = _month_of(int(first), int(second), sign == ".")
        return (f"{third}-{month:02}" if 1 <= month <= 12 else third), 5
    if is_second_month and len(third) == 2 and sign == ".":
        return f"{_century(third)}-{int(second):02}", 5
    if len(second) == 2 and is_month and sign == "/" and not third:
        return f"{_century(second)}-{int(first):02}", 3
    return None


def _month_of(first: int, second: int, is_dotted: bool) -> int:
    """The month of two numbers, 0 where it could be either: work begins on the first of a month."""
    if is_dotted or first > 12 or (first == 1 and second != 1):
        return second
    return first if second > 12 or first == second or second == 1 else 0


def _month_to_date(tokens: list[Token], at: int) -> tuple[str, str, int] | None:
    """`May – August 2014`: a month that takes its year from the date after it."""
    month = _months().get(tokens[at][0])
    if month is None or at + 1 >= len(tokens):
        return None
    at += tokens[at + 1][0] == "."
    if at + 1 >= len(tokens) or not _is_until(tokens[at + 1][0]):
        return None
    last = _date(tokens, at + 2)
    is_dated = last and (len(last[0]) == 7 or not month)
    return (f"{last[0][:4]}-{month:02}" if month else last[0][:4], *last) if last and is_dated else None


def _end(tokens: list[Token], at: int, started: str) -> tuple[str, int]:
    """The end of a span whose start stops at a token; ("", at) when there is none."""
    words = [word for word, _, _ in tokens[at : at + 4]]
    ends = [*takewhile(lambda word: _is_until(word) or word in "(),.*'’ce", words)]
    ahead = at + len(ends)
    if ahead >= len(tokens):  # “2019 –”
        signs = [word for word in ends if _is_until(word) or word not in "(),."]
        return ("present", ahead) if signs and signs[-1] in DASHES - {*"/~"} else ("", at)
    if not any(map(_is_until, ends)):
        last = _date(tokens, ahead) if ends == [","] else None
        if last and last[1] == len(tokens) and len(started) == len(last[0]) == 7 and last[0] > started:
            return last  # 03/2006, 07/2008
        return "", at
    word = tokens[ahead][0]
    if word == "|":  # “Oct 2021– | Research Fellow”
        return _date(tokens, ahead + 1) or ("present", ahead)
    if word in _words()["present"]:  # aujourd’hui is three tokens
        more = takewhile(lambda token: token[0] in ("'", "’", "hui", ".", "zt"), tokens[ahead + 1 :])
        return "present", ahead + 1 + len(list(more))
    return _short_year(tokens, at, ahead, started) or _date(tokens, ahead) or ("", at)


def _short_year(tokens: list[Token], at: int, ahead: int, started: str) -> tuple[str, int] | None:
    """The year of two digits right behind a year: 2014-16."""
    word = tokens[ahead][0]
    is_short = len(started) == 4 and word.isdecimal() and len(word) == 2 and ahead == at + 1
    is_later = is_short and int(word) > int(started[2:]) and not _joined(tokens, ahead)
    return (started[:2] + word, ahead + 1) if is_later else None


def _joined(tokens: list[Token], at: int) -> str:
    """The number written right behind a number: 03 in 2016-03."""
    if at + 2 >= len(tokens) or tokens[at + 1][0] not in "./-–" or not tokens[at + 2][0].isdecimal():
        return ""
    touch = tokens[at][2] == tokens[at + 1][1] and tokens[at + 1][2] == tokens[at + 2][1]
    return tokens[at + 2][0] if touch else ""


def _is_until(word: str) -> bool:
    return word in DASHES or word in _words()["until"]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1930 <= int(word) <= 2100


def _century(two_digits: str) -> str:
    return ("19" if int(two_digits) > 50 else "20") + two_digits
