"""What leaves the store: plain exports, redacted copies for another's eyes, and what is erased for good."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from jobkit import names
from jobkit.errors import JobkitError
from jobkit.search import Search
from jobkit.sources.notes import HEADER, TABLES
from jobkit.store import Store, write_all, write_private

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}")
PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.\-]{7,18}\d(?![\w.])")
ISO_DAY = re.compile(r"\b(\d{4}-\d\d)-\d\d\b")
WORDED_DAY = re.compile(
    r"\b(On |on )?\d{1,2}(?:st|nd|rd|th)? (January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
MONEY = re.compile(
    r"[$€£]\s?\d[\d,. ]{1,12}\d(?:\s?k)?|\b\d{2,3}k\b"
    r"|\b\d{2,3}(?:[,. ]\d{3}){1,3}\s?(?:[$€£]|EUR|USD|GBP|CHF)"
)


def export(search: Search, folder: str | Path) -> list[Path]:
    """Write every table as CSV, and all facts as one notes.json, which `jobkit add` reads again.

    A cell that a spreadsheet would take for a formula is written behind an apostrophe.
    """
    folder = Path(folder)
    tables_of = {name: getattr(search, name) for name in (*dict.fromkeys(TABLES.values()), "problems")}
    tables_of["applications"] = search.applications_on(search.as_of, include_saved=True).reset_index()
    files = {folder / f"{name}.csv": as_csv(table) for name, table in tables_of.items()}
    notes = json.dumps(_notes(search), ensure_ascii=False, indent=1)
    files[folder / "notes.json"] = notes.encode("utf-8", "replace")
    write_all(files)
    return [*files]


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, so that a spreadsheet shows every cell as text."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> str:
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif value is None or pd.isna(value):
        return ""
    else:
        text = value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def _notes(search: Search) -> list[dict]:
    """Return every fact as a note; what belongs to one application names it as its entry."""
    rows: list[dict] = [dict(HEADER)]
    home = {table: word for word, table in TABLES.items()}
    for table, word in home.items():
        left_out = {"application", "event", "source", "origin", "entry", "fact", "about", "recorded"}
        for row in getattr(search, table).to_dict("records"):
            kept = {name: _plain(value) for name, value in row.items() if name not in left_out}
            kept = {name: value for name, value in kept.items() if value is not None}
            entry = {"entry": row["application"]} if isinstance(row.get("application"), str) else {}
            on = {"on": _plain(row["recorded"])} if table != "events" else {}
            rows.append({"record": word} | on | entry | kept)
    return rows


def _plain(value: object) -> object:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, dict | list):
        return value
    return None if pd.isna(value) else (value.item() if hasattr(value, "item") else value)


# -- for another's eyes ----------------------------------------------------------------------------


class Redaction:
    """Names of people and companies made into pseudonyms: steady in one bundle, other ones in the next.

    Days become months; addresses, telephone numbers, links and pay are left out.
    """

    def __init__(self, search: Search):
        people, companies = _people(search), _companies(search)
        self.secrets = sorted({*people, *companies, *_addresses(search)}, key=len, reverse=True)
        self._names = _pseudonyms(companies, "Company") | _pseudonyms(people, "Person")
        for full in [name for name in people if " " in name]:
            for part in full.split():
                if len(part) > 2 and part.casefold() not in self._names:
                    self._names[part.casefold()] = self._names[full.casefold()]
        every = sorted(self._names, key=len, reverse=True)
        self._pattern = _any_of(every)

    def __call__(self, text: str) -> str:
        """Return the text without what would tell who is meant."""
        for pattern, words in ((EMAIL, "[address]"), (URL, "[link]"), (MONEY, "[pay]")):
            text = pattern.sub(words, text)
        if self._pattern:
            text = self._pattern.sub(self._pseudonym, text)
        text = WORDED_DAY.sub(_month_only, ISO_DAY.sub(r"\1", text))
        return PHONE.sub("[number]", text)

    def leaks(self, text: str) -> list[str]:
        """Return what of the store's names, addresses and numbers still stands in a text."""
        flat = _flat(text)
        return [
            secret for secret in self.secrets if len(secret) > 2 and re.search(_bounded(_flat(secret)), flat)
        ]

    def _pseudonym(self, match: re.Match) -> str:
        return self._names[" ".join(match[0].casefold().split())]


def _month_only(day: re.Match) -> str:
    before = {"On ": "In ", "on ": "in "}.get(day[1] or "", "")
    return before + day[2]


def checked(redaction: Redaction, path: Path) -> Path:
    """Return the file, when nothing in it tells who is meant; else erase it and say so."""
    found = redaction.leaks(decoded(path.read_bytes()))
    if found:
        path.unlink()
        raise JobkitError(
            f"{len(found)} names or addresses would have stood in {path.name}; it was not kept."
            " Please report this without your data."
        )
    return path


def decoded(data: bytes) -> str:
    """Return the text of a page, with what stands in its pictures."""
    text = data.decode("utf-8", "replace")
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    return text + "".join(base64.b64decode(picture).decode("utf-8", "replace") for picture in pictures)


def share(search: Search, target: str | Path, page: Path | None = None) -> Path:
    """Write a bundle for a coach: the redacted page, and the applications by month, without names."""
    target, redaction = Path(target), Redaction(search)
    rows = search.applications.reset_index(drop=True).drop(
        columns=["url", "sources", "earlier_try", "resume", "location"]
    )
    for name in ("applied", "outcome_date", "answered", "last_event"):
        rows[name] = rows[name].dt.strftime("%Y-%m")
    for name in ("company", "role", "channel", "role_family"):
        rows[name] = rows[name].map(redaction, na_action="ignore")
    table = as_csv(rows)
    found = redaction.leaks(table.decode("utf-8-sig"))
    if found:
        raise JobkitError(f"{len(found)} names would have stood in the bundle; it was not written.")
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("applications.csv", table)
        if page:
            file.writestr("reflection.html", checked(redaction, page).read_bytes())
    return write_private(target, bundle.getvalue())


def _people(search: Search) -> list[str]:
    said = [*search.people["name"], *search.steps["person"]]
    contacts = [details.get("contact") for details in search.events["details"] if isinstance(details, dict)]
    return _texts(name for name in [*said, *contacts] if not str(name).startswith("p-"))


def _companies(search: Search) -> list[str]:
    said = _texts([*search.events["company"], *search.people["company"], *search.credentials["organisation"]])
    short = [
        " ".join(word for word in name.split() if names.company_key(word) not in names.LEGAL_FORMS)
        for name in said
    ]
    return _texts([*said, *short])


def _addresses(search: Search) -> list[str]:
    said = [*search.people["email"], *search.people["phone"], *search.people["url"], *search.events["url"]]
    return [text for text in _texts(said) if len(text) > 5]


def _texts(values: Iterable) -> list[str]:
    kept = {" ".join(value.split()) for value in values if isinstance(value, str)}
    return sorted(value for value in kept if len(value) > 1)


def _pseudonyms(known: list[str], word: str) -> dict[str, str]:
    """Return for each name its pseudonym; two ways to write one company share theirs."""
    keys = list(dict.fromkeys(names.company_key(name) for name in known))
    secrets.SystemRandom().shuffle(keys)
    number = {key: f"{word} {n}" for n, key in enumerate(keys, 1)}
    return {name.casefold(): number[names.company_key(name)] for name in known}


def _any_of(words: list[str]) -> re.Pattern | None:
    if not words:
        return None
    return re.compile("|".join(_bounded(word) for word in words), re.IGNORECASE)


def _bounded(word: str) -> str:
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return rf"(?<!\w){spaced}(?!\w)"


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


# -- erased for good -------------------------------------------------------------------------------


def forget(search: Search, person: str) -> int:
    """Erase a person from the store, its copies and the reports; return in how many places they stood.

    `person` is a name, an id of `search.people`, or a hire such as “hire-1”. What they said about a
    rejection stays, without them.
    """
    known = search.people
    rows = known[
        (known["person"] == person) | (known["name"].map(names.company_key) == names.company_key(person))
    ]
    hired = search.hires[search.hires["hire"] == person]
    words = _words_of(rows, person if hired.empty else "")
    if rows.empty and hired.empty and not _stands_anywhere(search.store, words):
        raise JobkitError(
            f"Nobody called “{person}” is known; `jobkit show` lists people. Nothing was erased."
        )
    pattern = _any_of(words)
    facts = [*rows.get("fact", []), *hired.get("fact", [])]
    copies = [Store.of(path) for path in search.folder.glob("*.db") if path != search.store.path]
    copies += [
        Store.of(Path(row["path"])) for row in search.store.facts("backups") if Path(row["path"]).is_file()
    ]
    places = _erase_reports(search.folder / "reports", pattern)
    return places + sum(store.erase(pattern, facts) for store in [*copies, search.store])


def _words_of(rows: pd.DataFrame, person: str) -> list[str]:
    said = [person, *rows["name"], *rows["email"], *rows["phone"], *rows["url"]]
    full = [text for text in _texts(said) if not text.startswith("p-")]
    turned = [f"{name.split()[-1]}, {' '.join(name.split()[:-1])}" for name in full if len(name.split()) > 1]
    return [*full, *turned]


def _stands_anywhere(store: Store, words: list[str]) -> bool:
    return any(
        store.read("SELECT 1 FROM records WHERE instr(lower(content), lower(?)) LIMIT 1", [word])
        for word in words
        if word.isprintable()
    )


def _erase_reports(folder: Path, pattern: re.Pattern | None) -> int:
    """Delete each month's files when one of them names the person; they can be made anew."""
    places = 0
    if pattern is None:
        return places
    for month in {path.parent for path in folder.rglob("*") if path.is_file()}:
        files = [path for path in month.iterdir() if path.is_file()]
        if any(pattern.search(decoded(path.read_bytes())) for path in files):
            places += len(files)
            for path in files:
                path.unlink()
    return places
