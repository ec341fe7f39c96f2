"""Days as people write them: found in a cell, and read in the order that the whole column proves.

`03/04/2024` alone says nothing. `13/04/2024` in the same column says that the day stands first. Where no
value, no other column and no nearness decides, nothing is guessed: the cell is a problem naming both days.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

from jobkit.language import english
from jobkit.language.text import WORD, plain
from jobkit.language.vocabulary import shipped

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
FIRST_YEAR, YEARS_AHEAD = 1950, 2
"""No day of a job search is before it: what seems so is misspelt."""
LONGEST = 4_000  # letters of a cell that are looked at
OWN_ORDER = "each day says its own order"
NO_DAY = frozenset(shipped("days")["no_day"]["words"])
SOON = 31  # days ahead: a day without a year that is as near may be meant
NEAR_ENOUGH = 4  # how many times narrower one reading must be before nearness decides

NUMERIC, SHORT, EAST, DAY_NAME, NAME_DAY, COMPACT, SERIAL, TIME, MONTH, BROKEN, AGO, ORDINAL = (
    re.compile("".join(shipped("days")["patterns"][name]))
    for name in "numeric short east day_name name_day compact serial time month broken ago ordinal".split()
)

TOGETHER = re.compile(r"[\s.,@]{0,4}(?:(?:at|um|à)\s{1,3})?")


class Mention(NamedTuple):
    """A day as it stands in a text: three numbers; `fixed`: they are year (0: none), month, day for sure."""

    first: int
    second: int
    third: int
    fixed: bool
    written: str
    start: int
    end: int


class Day(NamedTuple):
    """What a mention was read as: an ISO day or a problem; `inferred`: its year is its neighbours'."""

    day: str | None
    problem: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the numbers in a column, empty when nothing decides, and why."""

    name: str
    why: str


@cache
def months() -> dict[str, int]:
    """Return the number of each month by its names, plain."""
    return {plain(name): int(month) for month, names in shipped("days")["months"].items() for name in names}


@cache
def glue() -> frozenset[str]:
    """Return the small words that stand around a day."""
    return frozenset(plain(word) for word in shipped("days")["glue"]["words"])


@lru_cache(1 << 17)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the days that a text names, in the order in which they stand."""
    text = text[:LONGEST].replace("\xa0", " ")
    if match := COMPACT.fullmatch(text.strip()):
        year, month, day = map(int, match.groups())
        return (_mention(match, (year, month, day, True)),)
    found: list[Mention] = []
    missed: list[int] = []  # where a day may begin that seemed a year: “2nd interview 15 Sept”

    def keep(match: re.Match[str]) -> str:
        parts = READERS[match.re](match)
        if match.re is SHORT and int(match[3] or 0) > 12:  # “24 March, 10.30”: an hour
            is_hour = any(TOGETHER.fullmatch(text[one.end : match.start()]) for one in found)
            parts = None if is_hour else parts
        if parts:
            found.append(_mention(match, parts))
        elif match.re is DAY_NAME and match["year"]:
            missed.append(match.start("year"))
        return _blank(match) if parts else match.group()

    for pattern in READERS:
        text = pattern.sub(keep, TIME.sub(_blank, text) if pattern is SHORT else text)
        for match in filter(None, (DAY_NAME.match(text, missed.pop()) for _ in missed[:])):
            text = text[: match.start()] + keep(match) + text[match.end() :]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _mention(match: re.Match[str], parts: tuple[int, int, int, bool]) -> Mention:
    return Mention(*parts, match.group().strip(), match.start(), match.end())


def _dated(match: re.Match[str]) -> tuple[int, int, int, bool] | None:
    """Return a day whose month stands by its name or in its place; None where the word names no month."""
    word = match["month"]
    month = int(word) if word.isdecimal() else months().get(plain(word), -1)
    return (_century(match["year"]), month, int(match["day"]), True) if month >= 0 else None


def _numeric(match: re.Match[str]) -> tuple[int, int, int, bool] | None:
    first, _, second, third = match.groups()
    if len(first) == 4 and len(third) < 3:
        return int(first), int(second), int(third), True
    if len(first) < 3 and len(third) in (2, 4):
        year = int(third) if len(third) == 4 else -int(third) - 1  # below zero: two digits were written
        return int(first), int(second), year, False
    return None


READERS = {
    **{EAST: _dated, NUMERIC: _numeric, DAY_NAME: _dated, NAME_DAY: _dated},
    SHORT: lambda match: (int(match[1]), int(match[2] or match[3]), 0, False),
}
"""What reads each way to write a day, in the order in which they are looked for."""


def _century(written: str | None) -> int:
    if not written:
        return 0
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 69 else 1900)


@lru_cache(1 << 16)
def month(text: str) -> str:
    """Return the first month that a text names with its year and without a day, as it is written."""
    return next((m.group() for m in MONTH.finditer(without_days(text)) if _month(m)), "")


def months_named(text: str) -> list[date]:
    """Return the first of each month that a text names with its year and without a day."""
    return list(filter(None, map(_month, MONTH.finditer(without_days(text)))))


def _month(match: re.Match[str]) -> date | None:
    name, year = match.group(1), match.group(2) or match.group(3) or match.group(6)
    number = months().get(plain(name), 0) if name else int(match.group(4) or match.group(5))
    is_one = 0 < number < 13 and (len(year) == 2 or year[:2] in ("19", "20"))
    return date(_century(year), number, 1) if is_one else None


def without_days(text: str, fill: str = " ") -> str:
    """Return a text with `fill` for each letter of its days."""
    left = list(text.replace("\xa0", " "))
    for mention in mentions(text):
        left[mention.start : mention.end] = fill * (mention.end - mention.start)
    return "".join(left)[:LONGEST]


@lru_cache(1 << 17)
def besides(text: str) -> str:
    """Return what a cell says besides days, months, times and the small words between them."""
    rest = without_days(text)
    rest = MONTH.sub(lambda match: " " if _month(match) else match.group(), rest)
    rest = TIME.sub(" ", rest)
    said = [word for word in WORD.findall(rest) if plain(word) not in glue()]
    return " ".join(rest.split()).strip(" ,;:&()-–—>→.") if said else ""


@lru_cache(1 << 16)
def broken(text: str, signs: str = "/.-") -> str:
    """Return the first piece of a text that looks like a day and is none: “8/52026”."""
    for piece in [] if is_serial(text.strip()) else BROKEN.findall(besides(text)):
        if sum(c.isdigit() for c in piece) > 3 and any(sign in piece for sign in signs):
            return piece
    return ""


def is_day(text: str) -> bool:
    """Return whether a cell is a day, or days, and nothing else."""
    return bool(mentions(text)) and not besides(text)


@lru_cache(1 << 16)
def is_rough(text: str) -> bool:
    """Return whether a text says roughly when, and on no day: “03/2024”, “mid-July”, “before 24.1.2025”."""
    others, bounds = {*plain(besides(text)).split()}, {*shipped("days")["bounds"]["words"]}
    if text[:1] in "~≈≤≥" or others <= bounds:
        return bool(month(text) or (mentions(text) and (others or text[:1] in "~≈≤≥")))
    known = months().keys() | {*shipped("days")["rough"]["words"]}  # “Spring 2026”, “KW 20”
    named = {word for word in others if word in known or (len(word) == 4 and word[:2] in ("19", "20"))}
    named |= {word for word in others if named and word.isdecimal() and int(word) < 54}  # “pre-2026-07”
    return len(others) > 1 and bool(named) and not mentions(text) and others - named <= bounds


def apart_roughly(text: str) -> tuple[str, str]:
    """Return a text without the words that say roughly when, and these: “mid June”, “Anfang Juni”, or ""."""
    bounds, joints = (shipped("days")["bounds"][which] for which in ("words", "joints"))
    words = [] if mentions(text) else [*WORD.finditer(text)]
    start, is_bound = -1, False
    for word, behind in zip_longest(words, words[1:]):
        name = plain(word[0])
        if is_bound and name in months():
            is_year = behind is not None and len(behind[0]) == 4 and behind[0].isdecimal()
            end = behind.end() if is_year else word.end()
            return f"{text[:start].rstrip()} {text[end:]}".strip(" .,:;–-"), text[start:end]
        start = (start if start >= 0 else word.start()) if name in bounds else -1
        is_bound = start >= 0 and (is_bound or name not in joints)
    return text, ""


def is_relative(text: str) -> bool:
    """Return whether a text counts from the day on which it was written: “3 days ago”, “yesterday”."""
    words = shipped("days")["relative"]["words"]
    return any(word in words for word in plain(text).split()) and not mentions(text)


def is_serial(text: str) -> bool:
    """Return whether a cell may be a day as a number: a spreadsheet's (1954 to 2118), seconds since 1970."""
    if len(text) > 20 or not SERIAL.fullmatch(text):
        return False
    return 20_000 <= int(text[:5]) < 80_000 or is_epoch(text)


def is_epoch(text: str) -> bool:
    """Return whether a number has the length of one of seconds or milliseconds since 1970 (2001 to 2033)."""
    return len(text) > 9 and text[:10].isdecimal() and text[0] == "1"


def of_number(text: str, is_1904: bool = False) -> date | None:
    """Return the day of a cell that `is_serial`; seconds since 1970 are read in UTC."""
    if is_epoch(text):
        return date(1970, 1, 1) + timedelta(seconds=int(text[:10]))
    return serial(float(text.replace(",", ".")), is_1904)


def serial(number: float, is_1904: bool = False) -> date | None:
    """Return the day of a spreadsheet's number; 60 is none, for Excel's 29 February 1900 never was."""
    whole = int(number)
    if is_1904:
        return date(1904, 1, 1) + timedelta(whole) if 0 <= whole < 2_900_000 else None
    if whole < 1 or whole == 60 or whole > 2_900_000:
        return None
    return date(1899, 12, 31) + timedelta(whole - (whole > 60))


def read(mention: Mention, order: str, near: date | None = None) -> Day:
    """Return the day of a mention under an order; `near` lends its year where none is written."""
    readings = [mention[:3]] if mention.fixed else _readings(mention, order)
    days = {day for parts in readings if (day := _day(parts, near))}
    if len(days) == 1:
        return Day(days.pop().isoformat(), "", any(parts[0] == 0 for parts in readings))
    if not days and near is None and any(_day(parts, date(2024, 7, 1)) for parts in readings):
        return Day(None, f"“{mention.written}” has no year, and nothing near it has one")
    if not days:
        return Day(None, f"“{mention.written}” is not a date in the calendar")
    one, other = sorted(days)
    return Day(None, f"“{mention.written}” could be {english.day(one)} or {english.day(other)}")


def _readings(mention: Mention, order: str) -> list[tuple[int, int, int]]:
    first, second, third = mention.first, mention.second, mention.third
    year = third if third >= 0 else _century(f"{-third - 1:02}")
    by_order = {DAY_FIRST: (year, second, first), MONTH_FIRST: (year, first, second)}
    if order == YEAR_FIRST and third < 0:
        return [(_century(f"{first:02}"), second, -third - 1)]
    if order in by_order and _day(by_order[order], date(2024, 7, 1)):
        return [by_order[order]]
    return list(by_order.values())  # unknown order, or one that gives no day: then only what is possible


def _day(parts: Sequence[int], near: date | None = None) -> date | None:
    """Return the day of year, month and day; without a year the one next to a day that is near."""
    year, month, day = parts
    if year or near is None:
        return _date(year, month, day) if year > 1000 else None
    years = (_date(near.year + n, month, day) for n in (-1, 0, 1))
    return min(filter(None, years), key=lambda candidate: abs(candidate - near), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spoken(text: str, today: date) -> list[date]:
    """Return what is said from today: “yesterday”, “3 days ago”, “10th” (the last one), a weekday."""
    if (n := shipped("days")["from_today"].get(plain(text))) is not None:
        return [today + timedelta(days=n)]
    if ago := AGO.fullmatch(plain(text)):
        return [today - timedelta(**{f"{ago[2]}s": int(ago[1])})]
    if nth := ORDINAL.fullmatch(text.strip().casefold()):
        months_near = ((today.month - 1 + n, int(nth[1])) for n in (-2, -1, 0, 1))
        near = [*filter(None, (_date(today.year + n // 12, n % 12 + 1, day) for n, day in months_near))]
        n_past = sum(day <= today for day in near)
        return near[n_past - 1 : n_past + 1]
    return _of_a_week(plain(text).split(), today)


def readings(text: str, today: date, soon: int = SOON, order: str = "") -> list[date]:
    """Return the days that somebody who types a day today may mean: none, one, or several to ask about.

    Whatever a tracker may hold is understood, and “yesterday”, “3 days ago”, “last Friday”, “10th”; a day
    without a year is the latest one past, or one that is to come within `soon` days. Of “6/5/26” both
    readings are returned where no `order` is given; with dots the day stands first.
    """
    if spoken := _spoken(text, today):
        return spoken
    found = mentions(text)
    if len(found) != 1 or besides(text):
        return []
    parts = _ways(found[0], order)
    if any(year for year, *_ in parts):
        days = sorted({day for one in parts if (day := _typed(today, *one))})
    else:
        latest = [day for one in parts if (day := _typed(today, *one))]
        next_year = (_date(day.year + 1, day.month, day.day) for day in latest)
        days = sorted({*latest, *(day for day in next_year if day and 0 < (day - today).days <= soon)})
    near = [day for day in days if abs((day - today).days) < 1000]
    return near if near and found[0].third < 0 else days


def _of_a_week(words: list[str], today: date) -> list[date]:
    """Return the day that a weekday names, with the words beside it: “last Friday” is before today."""
    known = shipped("days")
    names = [word for word in words if word in known["weekdays"]]
    beside = " ".join(word for word in words if word not in names)
    how = next((how for how, said in known["beside_weekday"].items() if beside in said), "")
    if len(names) != 1 or not how:
        return []
    ahead = known["weekdays"][names[0]] - today.weekday()
    last, first = ahead % 7 - 7, (ahead - 1) % 7 + 1
    after = [first, first + 7] if ahead > 0 else [first]  # “next Friday” on a Monday may be either
    days = {"last": [last], "coming": [first], "next": after, "week": [ahead - 7], "either": [last, first]}
    return [today + timedelta(days=n) for n in days[how]]


def _ways(mention: Mention, order: str) -> list[tuple[int, int, int]]:
    """Return year, month and day in every order in which a mention that was typed may be meant."""
    if mention.fixed:
        return [mention[:3]]
    parts = _readings(mention, DAY_FIRST if "." in mention.written else order)
    is_year_first = mention.third < 0 and "-" in mention.written
    return parts + (_readings(mention, YEAR_FIRST) if is_year_first else [])


def is_likely(day: date, today: date) -> bool:
    """Return whether a day may belong to a job search: from 1950 to the end of the year after next."""
    return FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD


def _typed(today: date, year: int, month: int, day: int) -> date | None:
    """Return a day that was typed; without a year the latest that is not to come."""
    if year:
        return _day((year, month, day))
    past = (_date(today.year - n, month, day) for n in range(9))
    return next((candidate for candidate in past if candidate and candidate <= today), None)


def orders(columns: Mapping[str, Collection[str]], asked: str = "") -> dict[str, Order]:
    """Return for each column of a file (heading → values) in which order its days are written, and why."""
    if asked:
        return dict.fromkeys(columns, Order(asked, "asked"))
    open_ = {
        name: [mention for value in values for mention in mentions(value) if not mention.fixed]
        for name, values in columns.items()
    }
    decided = {name: _from_values(found) for name, found in open_.items()}
    known = {order.name: name for name, order in decided.items() if order.name and open_[name]}
    waiting = {name for name, order in decided.items() if not order.name and not order.why}
    if len(known) == 1 and waiting:
        name, where = next(iter(known.items()))
        return decided | dict.fromkeys(waiting, Order(name, f"as in “{where}”"))
    if waiting and not known:
        return decided | dict.fromkeys(waiting, _from_nearness([m for name in waiting for m in open_[name]]))
    return decided


def are_turned(values: Collection[str]) -> bool:
    """Return whether the ISO days among values have day and month exchanged, as a spreadsheet program does.

    Given days of the other order it takes 4/1 for a day of its own and leaves 25/1 as text: so no ISO day is
    above 12, each day left as text is, and turned back all lie closer together.
    """
    found = [mention for value in values for mention in mentions(value)]
    made = [m for m in found if m.fixed and m.written[:4].isdecimal()]
    left = [m for m in found if not m.fixed and m.third > 0]
    order = _from_values(left).name
    if min(len(made), len(left)) < 2 or order not in (DAY_FIRST, MONTH_FIRST):
        return False
    if any(m.third > 12 for m in made) or any(max(m.first, m.second) <= 12 for m in left):
        return False
    days = [date.fromisoformat(day) for m in left if (day := read(m, order).day)]
    return _span([*days, *map(turned_back, made)]) < _span([*days, *(_day(m[:3]) for m in made)])


def turned_back(mention: Mention) -> date | None:
    """Return the day of an ISO day with day and month exchanged."""
    return _day((mention.first, mention.third, mention.second))


def _span(days: Iterable[date | None]) -> int:
    known = [day for day in days if day]
    return (max(known) - min(known)).days


def _from_values(found: list[Mention]) -> Order:
    """Return the order that values above 12 prove; an empty `why` says that there is no evidence at all."""
    if not found:
        return Order("", OWN_ORDER)
    if _is_year_first(found):
        return Order(YEAR_FIRST, f"only the first number of “{found[0].written}” keeps to a few years")
    day_first = [m.written for m in found if m.first > 12 >= m.second]
    month_first = [m.written for m in found if m.second > 12 >= m.first]
    for name, proofs, against in ((DAY_FIRST, day_first, month_first), (MONTH_FIRST, month_first, day_first)):
        if proofs and len(proofs) >= 9 * len(against):
            but = f", though {len(against)} of {len(found)} cannot" if against else ""
            return Order(name, f"“{proofs[0]}” can only be {name}{but}")
    if day_first and month_first:
        return Order("", f"both orders occur: “{day_first[0]}” and “{month_first[0]}”")
    if all("." in m.written for m in found):
        return Order(DAY_FIRST, "with dots the day stands first")
    if all(m.first == m.second for m in found):
        return Order("", "day and month are the same number")
    return Order("", "")


def _is_year_first(found: list[Mention]) -> bool:
    if not all(m.third < 0 and m.second <= 12 for m in found):
        return False
    firsts, thirds = {m.first for m in found}, {m.third for m in found}
    is_few = max(firsts) - min(firsts) < 4 < min(firsts)
    return is_few and len(thirds) > 2 and max(thirds) - min(thirds) > 4


def _from_nearness(found: list[Mention]) -> Order:
    """Return the order under which the days lie close together: a search lasts months."""
    found = list({mention.written: mention for mention in found}.values())
    telling = [mention for mention in found if mention.first != mention.second and mention.third]
    if len(telling) < 4:
        return Order("", "nothing decides which number is the day")
    days = {name: [read(m, name).day for m in telling] for name in (DAY_FIRST, MONTH_FIRST)}
    spans = {name: 1 + _span(date.fromisoformat(day) for day in some if day) for name, some in days.items()}
    best, other = sorted(spans, key=lambda name: spans[name])
    if spans[best] * NEAR_ENOUGH > spans[other]:
        return Order("", "nothing decides which number is the day")
    return Order(best, f"read so the days lie within {spans[best]} days, else within {spans[other]}")
