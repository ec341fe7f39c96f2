"""A copy for another's eyes: names become pseudonyms, addresses, numbers and pay are left out."""

import base64
import io
import re
import secrets
import unicodedata
import zipfile
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from jobkit.errors import JobkitError
from jobkit.language import days, names
from jobkit.language.text import seen
from jobkit.language.vocabulary import own, shipped
from jobkit.search import Search
from jobkit.sharing import naming
from jobkit.sharing.exports import as_csv
from jobkit.sharing.naming import LETTERS, TOGETHER, WORD, Names, texts
from jobkit.sharing.shapes import PHONE, SHAPES
from jobkit.sources.tables import headings
from jobkit.store.files import write_private

OWN_CHANNEL = "a channel of one's own"
APART = re.compile(
    r"(?<![^\W_])(?:(?:[^\W\d_](?:[^\w\n]|_){1,2}){3,30}[^\W\d_]"
    r"|[^\W\d_]{2,40}+[-‐¬*|]{0,2}(?:\n|(?<=\W))[ \t]{0,3}[^\W\d_]{2,40}+)(?![^\W_])"
)
"""A word in letters with blanks or signs between them, or one that was parted, as at the end of a line."""
PART = re.compile(r"[^\n]{1,3000}(?!\S)|\S{3000}")
"""What of a text is looked through for days at once."""
PSEUDONYM = re.compile(r"(?:company|person) \d+$")
"""A name that tells nobody: what stands for others, and what somebody wrote who left out names already."""
IN_MONTH = {"On ": "In ", "on ": "in ", "Am ": "Im ", "am ": "im ", "by ": "in "}
"""What stands before a month where it stood before a day."""


class Redaction:
    """Names of people and companies made into pseudonyms: steady in one bundle, other ones in the next.

    Days become months; addresses, telephone numbers, links and pay are left out.
    """

    def __init__(self, search: Search):
        persons, employers = naming.people(search), texts([*naming.companies(search), *firms(search)])
        written = [*search.events["url"], *search.people[["email", "phone", "url"]].stack()]
        addresses = [text for text in texts(written) if len(text) > 5]
        meant = _pseudonyms(employers, "Company") | _pseudonyms(persons, "Person")
        self.leaks = Secrets([*employers, *persons], addresses).standing
        """What of the store's names and addresses still stands in a text, by another reading."""
        self._names = Names(meant, "any_endings")
        for words, stands in _ways(search, persons, employers, meant):
            self._names.add(words, stands)
        for name in (*employers, *persons):
            for word in naming.telling(name):
                if len(word) > 4 or name in employers:
                    self._names.add_within(word, meant[name])
        titled = search.events[["company", "role"]].dropna().drop_duplicates()
        for company, role in titled.itertuples(index=False, name=None):
            self._names.add_title(role, meant[" ".join(company.split())])
        self._initials = {short: meant[name] for name in meant for short in naming.initials(name)}
        self._initialled = re.compile(rf"(?<![^\W_])(?:{naming.any_of(self._initials)})(?=s?(?![^\W_]))")
        self._numbers = re.compile(naming.numbers_pattern(addresses))
        channels = texts(map(seen, search.events["channel"].dropna()))
        unknown = [name for name in channels if channel(name) != name and name not in meant]
        self._channels = {name: channel(name) for name in unknown}
        phrases = naming.any_of(filter(naming.telling, unknown))
        self._channel = re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """Return the text without what would tell who is meant."""
        if stands := self._channels.get(" ".join(seen(text).split())):
            return stands
        text = self._channel.sub(lambda found: channel(found[0]), seen(text))
        text = APART.sub(self._joined, text)
        for pattern, words in SHAPES:
            text = pattern.sub(words, text)
        text = self._names.replaced(self._numbers.sub("[number]", text))
        text = self._initialled.sub(lambda found: self._initials[found[0]], text)
        return PHONE.sub("[number]", PART.sub(_months_only, text))

    def _joined(self, apart: re.Match) -> str:
        """Return what stands for a name whose letters or halves stand apart; of other words the words."""
        joined = re.sub(r"[\W_]+", "", apart[0])
        replaced = self._names.replaced(joined)
        is_hidden = replaced != joined and self._names.replaced(apart[0]) == apart[0]
        return replaced if is_hidden else apart[0]


def channel(text: str) -> str:
    """Return the known name of a channel; the person's own words may name somebody, and are not shown."""
    known = {name.casefold(): name for name in headings.meanings("channel", "name").values()}
    return known.get(text.casefold()) or headings.name_of("channel", text) or OWN_CHANNEL


def _ways(
    search: Search, persons: list[str], employers: list[str], meant: dict[str, str]
) -> Iterator[tuple[list[str], str]]:
    for name in persons:
        if not _is_office(name, employers):
            yield from ((words, meant[name]) for words in naming.ways_to_write(name))
    yield from ((local, meant[name]) for local, name in _locals(search))
    yield from ((words, meant[name]) for name in employers for words in naming.short_names(name))
    for place in filter(re.compile(r"\d").search, texts(search.events["location"])):
        yield WORD.findall(place), "[place]"
    for file in filter(naming.telling, texts(search.sources["source"])):
        yield WORD.findall(file), "[file]"
    for name in mentioned(search):
        words = WORD.findall(name)
        yield from ((each, "[name]") for each in (words, *([word] for word in words)))


class Secrets:
    """What must not stand in a shared file, looked for by its letters and digits alone."""

    def __init__(self, named: Iterable[str], addresses: Iterable[str]):
        named, addresses = [*named], [*addresses]
        words = [_letters(word) for name in named for word in naming.telling(name)]
        written = [" ".join(map(_letters, WORD.findall(name))) for name in named]
        several = (low for low in written if len(low) > 4 and " " in low and not PSEUDONYM.match(low))
        together = [_letters(name) for name in named if TOGETHER.search(name) and len(name) > 1]
        self._secrets = {
            "words": {word if len(word) > 4 else f"\n{word}\n" for word in words},
            "line": {f" {low} " for low in several},
            "joined": {*together, *(_letters(text) for text in addresses if "@" in text)},
            "numbers": {*naming.digits_of(addresses)},
        }

    def standing(self, text: str) -> list[str]:
        """Return what stands in a text, as letters and digits."""
        text = re.sub(r"-\s*\n\s*", "", seen(text))
        found = _words_of(text)
        places = {
            "words": "\n".join(["", *{*found}, ""]),
            "line": f" {' '.join(found)} ",
            "joined": "".join(found),
            "numbers": re.sub(r"(?<=\d)[\s()/.\-\u00a0]{1,2}(?=\d)", "", text),
        }
        there = ((low, places[place]) for place, secrets in self._secrets.items() for low in secrets)
        return sorted(low.strip() for low, said in there if low in said)


def _words_of(text: str) -> list[str]:
    return LETTERS.findall(naming.bare(unicodedata.normalize("NFC", text).casefold()))


def _letters(text: str) -> str:
    return "".join(_words_of(text))


def _runs(search: Search, titles: Container[str]) -> Iterator[tuple[str, str, bool, bool]]:
    """Give runs of capitalised words that may name somebody: cue before, words, is one word, is in prose."""
    for text, is_prose in _own_words(search):
        for run in CAPITALS.finditer(text):
            written = [word for word in WORD.findall(run["name"]) if word.casefold() not in titles]
            words = [word for word in written if not NOBODY.search(word)]
            if words and all(naming.telling(word) for word in words):
                yield (run["cue"] or "").casefold(), " ".join(words), len(written) == 1, is_prose


def mentioned(search: Search) -> list[str]:
    """Return what looks like a person's name in what the person wrote: capital letters where words have none.

    Behind “Ms”, in job titles also behind “to”; in prose two or more words that are not ordinary, or one
    behind “by” and the like, but none of a job title; and what shares a word with these.
    """
    sure, likely, others, titles = set[str](), set[str](), set[str](), naming.listed("titles")
    for cue, words, is_alone, is_prose in _runs(search, titles):
        is_sure = cue in titles or (cue == "to" and not is_prose)
        is_likely = is_prose and (cue or not is_alone)
        (sure if is_sure else likely if is_likely else others).add(words)
    of_jobs = set(WORD.findall(" ".join(texts(search.events["role"])))) - set(" ".join(sure).split())
    found = sure.union(name for name in likely if of_jobs.isdisjoint(name.split()))
    known = set(" ".join(found).split())
    return sorted(found.union(name for name in others if not known.isdisjoint(name.split())))


def firms(search: Search) -> list[str]:
    """Return the firms that any text names with their legal form, whether or not they are recorded."""
    found = {firm["name"] for text, _ in _own_words(search) for firm in FIRM.finditer(text)}
    return sorted(filter(naming.telling, found))


def _own_words(search: Search) -> Iterator[tuple[str, bool]]:
    """Return every text that the person wrote by hand, and whether it is prose."""
    prose = naming.listed("prose")
    for place in prose | naming.listed("no_prose"):
        table, _, column = place.partition(".")
        for value in getattr(search, table)[column]:
            said = value.values() if isinstance(value, dict) else [value]
            yield from ((" ".join(text.split()), place in prose) for text in said if isinstance(text, str))
    for name in ("process.toml", "reasons.toml"):
        with suppress(JobkitError):  # of one that holds a mistake nothing is printed
            yield from ((line, True) for line in own(search.folder / name)[1].splitlines())


CAPITALS = re.compile(
    rf"(?:\b(?P<cue>{'|'.join(sorted(naming.listed('cues')))})\.? )?(?<![\w'’])"
    r"(?P<name>[^\W\d_a-z][\w'’-]{1,30}(?: [^\W\d_a-z][\w'’-]{1,30}){0,3})"
)
NOBODY = re.compile(
    rf"(?i:{'|'.join(naming.listed('courses'))})$|^(?:{'|'.join(naming.listed('acronyms'))})$"
)
"""A word that no person is called: what courses end in, and what bodies and papers are known by."""
FIRM = re.compile(
    r"(?<![\w'’])(?P<name>[^\W\d_a-z][\w'’-]{1,30}(?: (?:& )?[^\W\d_a-z][\w'’-]{1,30}){0,3}),? "
    rf"(?:{'|'.join(map(re.escape, shipped('sharing')['firm_forms'].split()))})(?!\w)"
)


def _is_office(name: str, employers: list[str]) -> bool:
    """Return whether a name is a company's with an office of it: its words are no person's."""
    words, offices = set(WORD.findall(name.casefold())), naming.listed("offices")
    firms = (set(WORD.findall(firm.casefold())) for firm in employers)
    return not words.isdisjoint(offices) and any(firm and words - offices <= firm for firm in firms)


def _locals(search: Search) -> Iterator[tuple[list[str], str]]:
    """Return what of each person's name stands before the @ of their address, by its words, and the name."""
    for email, name in zip(search.people["email"], naming.called(search.people["name"]), strict=True):
        local = WORD.findall(email.partition("@")[0]) if isinstance(email, str) else []
        together = "".join(map(naming.bare, map(str.casefold, local)))
        parts = [fold for word in WORD.findall(name) if len(word) > 2 for fold in naming.folds_of(word)]
        if len(name) > 1 and any(part in together for part in parts):
            yield local, name


def _months_only(part: re.Match) -> str:
    """Return a text in which days are months, and days whose month may be either number are no days."""
    text = part[0]
    for day in reversed(days.mentions(text)):
        before = text[: day.start]
        if stands := _month(day):
            word = before[-3:] if not before[-4:-3].isalpha() else ""  # “Nearby 5 May”
            before = before.removesuffix(word) + IN_MONTH.get(word, word)
            text = before + stands + text[day.end :]
    return text


def _month(day: days.Mention) -> str:
    """Return what stands for a day that a text names; nothing where it may be none: “in May 12 applied”."""
    word = re.search(r"[^\W\d_]{3,}", day.written)
    if not day.fixed:
        return "[day]" if day.third else ""
    if not word:
        return f"{day.first}-{day.second:02}"
    is_count = not day.first and (not day.written[0].isdigit() or word[0].islower())
    return "" if is_count else f"{word[0]} {day.first}" if day.first else word[0]


def checked(redaction: Redaction, page: Path, *others: Path) -> Path:
    """Return the page, when nothing in it and the files beside it tells who is meant; else erase them all."""
    try:
        for path in (page, *others):
            _refuse_leaks(redaction, path.name, " ".join(said(path)))
    except JobkitError:
        for path in (page, *others):
            path.unlink(missing_ok=True)
        raise
    return page


def _refuse_leaks(redaction: Redaction, name: str, text: str) -> None:
    if found := redaction.leaks(text):
        raise JobkitError(
            f"{len(found)} names or addresses would have stood in {name}; it was not kept."
            " Please report this without your data."
        )


def said(path: Path) -> Iterator[str]:
    """Return every text of a file that somebody may read: its name, and what a page, drawing or PDF says."""
    data = path.read_bytes()
    yield path.name
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(data) as document:
            yield from document.get_metadata_dict().values()
            yield from (at.get_textpage().get_text_range() for at in document)
    elif path.suffix == ".html":
        yield from _texts_of(data.decode("utf-8", "replace"))
    else:
        yield decoded(data)


def _texts_of(html: str) -> Iterator[str]:
    for node in LexborHTMLParser(html).root.traverse(include_text=True):  # type: ignore[union-attr]
        if node.tag == "-comment":
            yield node.html or ""
        elif node.tag != "-text":
            kept = (value for name, value in node.attributes.items() if name not in ("style", "d", "class"))
            yield from (decoded(value.encode()) for value in kept if value)
        elif node.parent is None or node.parent.tag not in ("style", "script"):
            yield node.text(deep=False)


def decoded(data: bytes) -> str:
    """Return the text of a page or a notebook, with what stands in its pictures, and nothing escaped."""
    text = data.decode("utf-8", "replace")
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    text += "".join(base64.b64decode(picture).decode("utf-8", "replace") for picture in pictures)
    return unescape(re.sub(r"\\[nrt]", " ", text))


SHARED = (
    *("company", "role", "applied", "furthest", "outcome", "outcome_date", "answered", "days_waited"),
    *("n_interviews", "referred", "channel", "first_answer"),
)
"""The columns of applications that a bundle holds, days as months, and nothing else."""


def share(
    search: Search, target: str | Path, page: Path | None = None, redaction: Redaction | None = None
) -> Path:
    """Write a bundle for a coach: the page that `redaction` made, and the applications by month like it."""
    target, redaction = Path(target), redaction or Redaction(search)
    rows = search.applications.reset_index(drop=True)[[*SHARED]]
    for name, column in rows.select_dtypes("datetime").items():
        rows[name] = column.dt.strftime("%Y-%m")
    for name, hidden in (("company", redaction), ("role", redaction), ("channel", channel)):
        rows[name] = rows[name].map(hidden, na_action="ignore")
    table = as_csv(rows)
    _refuse_leaks(redaction, "the bundle", table.decode("utf-8-sig"))
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("applications.csv", table)
        if page:
            file.writestr("reflection.html", checked(redaction, page).read_bytes())
    return write_private(target, bundle.getvalue())


def _pseudonyms(known: list[str], word: str) -> dict[str, str]:
    """Return for each name its pseudonym; two ways to write one company share theirs."""
    keys = list(dict.fromkeys(names.company_key(name) for name in known))
    secrets.SystemRandom().shuffle(keys)
    number = {key: f"{word} {n}" for n, key in enumerate(keys, 1)}
    return {name: number[names.company_key(name)] for name in known}
