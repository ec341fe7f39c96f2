"""English for people: counts, lists, “k of n”, days and months in words. Nothing here imports pandas."""

from collections.abc import Iterable, Sequence
from datetime import date

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def count(n: int, one: str, many: str = "") -> str:
    """Return a count with its noun, or more: `1 application`, `2 applications`, `2 replies`.

    many : the words for more than one, where they are not `one` with an s: `applications wait`.
    """
    return f"{n:,} {agree(n, one, many)}"


def counted(n: int, one: str, many: str = "") -> str:
    """Return a count in words up to twelve: `no applications`, `one application`, `two applications`."""
    return f"{number(n)} {agree(n, one, many)}"


def number(n: int) -> str:
    """Return a number in words up to twelve, a larger one in digits."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else f"{n:,}"


def ordinal(n: int) -> str:
    """Return the place of something in its order: `second`, `7th`."""
    return ORDINALS[n - 1] if n <= len(ORDINALS) else f"{n}th"


def agree(n: int, one: str, many: str = "") -> str:
    """Return the word that agrees with a number: `has` or `have`, `application` or `applications`."""
    return one if n == 1 else many or one + "s"


def listed(items: Iterable[object], last: str = "and") -> str:
    """Return a list in words: `a`, `a and b`, `a, b and c`."""
    names: Sequence[str] = [str(item) for item in items]
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def of(k: int, n: int) -> str:
    """Return a count of a whole, and its share where the whole is at least ten: `10 of 59 (17 %)`."""
    return f"{k:,} of {n:,} ({percent(k / n)})" if n >= 10 else f"{k} of {n}"


def percent(share: float) -> str:
    """Return a share (0 to 1) in whole percent, never rounded to none or all: `17 %`, `under 1 %`."""
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


def day(value: date | str, beside: date | str | int | None = None) -> str:
    """Return a day in words: `18 June 2026`, and `18 June` beside a day of the same year.

    value : a date, a Timestamp, or the day as 2026-06-18.
    beside : the day (or the year) the reader has in mind, often `as_of`.
    """
    the_day = _date(value)
    in_mind = beside if beside is None or isinstance(beside, int) else _date(beside).year
    short = f"{the_day.day} {MONTHS[the_day.month - 1]}"
    return short if the_day.year == in_mind else f"{short} {the_day.year}"


def month(value: date | str, is_short: bool = False) -> str:
    """Return a month in words, for a day in it or `2026-10`: `October 2026`, short `Oct`."""
    year, number = (value.year, value.month) if isinstance(value, date) else map(int, value.split("-")[:2])
    return MONTHS[number - 1][:3] if is_short else f"{MONTHS[number - 1]} {year}"


def ago(months: float) -> str:
    """Return how long ago something was: `1 month ago`, `11 years ago` from two years on."""
    return f"{count(round(months), 'month') if months < 24 else count(int(months / 12 + 0.5), 'year')} ago"


def nearest(text: str, known: Iterable[str], least: float = 0.6) -> str:
    """Return the known name that a text is nearly, its letters alike by `least` (0 to 1); "" for none."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, [*known], scorer=fuzz.ratio, score_cutoff=100 * least)
    return best[0] if best else ""


def did_you_mean(text: str, known: Iterable[str], otherwise: str = "", least: float = 0.6) -> str:
    """Return the question after the known name that a text is nearly, or other words."""
    near = nearest(text, known, least)
    return f"Did you mean “{near}”?" if near else otherwise


def sentence(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value[:10])
