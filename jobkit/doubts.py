"""What an import may have misread: one row a kind and place, open until the person says that it is right."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from ahocorasick_rs import AhoCorasick

from jobkit import tables
from jobkit.language import names
from jobkit.language.text import plain
from jobkit.language.vocabulary import everyday, shipped
from jobkit.sources.calendars import OTHER
from jobkit.sources.mail.mail import SET_ASIDE
from jobkit.sources.mail.messages import sent_on
from jobkit.sources.reading import DOUBTS, Doubt
from jobkit.tables import Event

EXAMPLES = 3
LONGEST = 100
SHORTEST = 4
SHOP = 3
WITHIN = pd.Timedelta(days=tables.LATEST_ANSWER_DAYS)


@dataclass(frozen=True, slots=True)
class Kept:
    """A doubt with the file it is about, and the headings of that file's tables."""

    source: str
    headings: str
    doubt: Doubt
    since: int = 0  # the change that raised it
    is_over: bool = False  # a later version of the file is in its place

    @property
    def id(self) -> str:
        """What this kind and place is called, in every version of a file."""
        whole = self.headings if self.doubt.is_whole else ""
        return _digest(self.doubt.kind, self.doubt.place, whole)[:6]

    def keys(self) -> list[str]:
        """Return by what each row is known again once somebody said that it is right."""
        if self.doubt.is_whole or not self.doubt.rows:
            return [_digest(self.id, "")] * max(len(self.doubt.rows), 1)
        return [_digest(self.id, text) for _, text in self.doubt.rows]


def table(
    kept: Sequence[Kept],
    settled: Iterable[str],
    is_recorded: Callable[[str, int], bool] = lambda command, since: False,
) -> pd.DataFrame:
    """Return the doubts, the loudest kind first: `tables.COLUMNS["doubts"]`.

    A row is settled by its key, or once what its command names `is_recorded`, since it was first in doubt.

    `n` counts the rows in doubt that are not settled, or all of them where all are (`is_open` is false);
    `examples` are up to three that differ, `origins` the places of all; `keys` is what settles them;
    `is_whole`: the column or sheet is in doubt, and not row by row.
    """
    since, found = dict[str, int](), dict[str, list[Kept]]()
    for one in kept:
        since = dict.fromkeys(one.keys(), one.since) | since
        found.setdefault(one.id, []).extend([one] * (not one.is_over))
    right = frozenset(settled)

    def is_open(key: str, command: str) -> bool:
        return key not in right and not is_recorded(command, since[key])

    rows = [_row(name, same, is_open) for name, same in found.items() if same]
    order = [*DOUBTS]
    rows.sort(key=lambda row: (order.index(row["kind"]), -row["n"], row["place"], row["doubt"]))
    return tables.frame("doubts", rows)


def still_open(every: pd.DataFrame) -> pd.DataFrame:
    """Return the doubts that are not settled, without the column that says so."""
    return every[every["is_open"].astype(bool)].drop(columns="is_open").reset_index(drop=True)


def _row(name: str, same: list[Kept], is_open: Callable[[str, str], bool]) -> dict:
    told = [(one.keys(), one.doubt.rows or [("", "")], one.doubt) for one in same]
    every = [
        (key, *row, command)
        for keys, rows, one in told
        for key, row, command in zip(keys, rows, one.commands or [one.command] * len(rows), strict=True)
    ]
    still = [row for row in every if is_open(row[0], row[-1])]
    shown = still or every
    last = same[-1].doubt
    return {
        "doubt": name,
        "kind": last.kind,
        "place": last.place,
        "n": len(shown),
        "sentence": last.sentence,
        "examples": _examples(shown),
        "command": "\n".join(dict.fromkeys(command for *_, command in shown)),
        "sources": [*dict.fromkeys(one.source for one in same)],
        "origins": [origin for _, origin, *_ in shown if origin],
        "keys": sorted({key for key, *_ in shown}),
        "is_whole": last.is_whole,
        "is_open": bool(still),
    }


def _examples(rows: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """Return up to three rows with different texts, each with its place; of rows without text the first."""
    differ = {text or origin: (origin, " ".join(text.split())) for _, origin, text, _ in reversed([*rows])}
    shown = [*reversed(differ.values())][:EXAMPLES]
    lines = [(place, _shortened(line)) for place, line in shown]
    return [f"“{line}” ({place})" if line else place for place, line in lines if line or place]


def _shortened(line: str) -> str:
    """Return a row's words, cut where they are long; what they were taken for stays whole."""
    words, mark, taken_for = line.rpartition(" = ")
    words, mark = (words, f"{mark}{taken_for}") if words else (line, "")
    room = max(LONGEST - len(mark), LONGEST // 3)
    return (words if len(words) <= room else f"{words[: room - 1]}…") + mark


def headings(layout: Iterable[Iterable[str]]) -> str:
    """Return the headings of a file's tables as one text, whatever their order."""
    return "|".join(sorted(heading for heading, *_ in layout))


def doubt(fact: Mapping) -> Doubt:
    """Return a doubt from what the store holds of it."""
    rows = tuple((origin, text) for origin, text in fact["rows"])
    kept = {name: fact[name] for name in Doubt.__slots__ if name in fact} | {"rows": rows}
    return Doubt(**kept)


def of_edited(lost: Iterable[tuple[str, str, Event]]) -> list[Doubt]:
    """Return the doubts about rows that told of more before: origin, what they lost, and that event."""
    rows = defaultdict[str, list[tuple]](list)
    for origin, words, one in lost:
        kind = "lost_ending" if one.kind in tables.ENDINGS else "lost_stage"
        rows[kind].append((origin, words, one.company, one.role, one.date, one.kind))
    return [Doubt.about(shipped("doubts")[kind], "", rows[kind]) for kind in sorted(rows)]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def of_events(kind: str, events: pd.DataFrame) -> list[Kept]:
    """Return one doubt a file about events, all of one kind: appointments, or invitations."""
    found = []
    for source, rows in events.groupby("source", sort=True):
        about = rows[["origin", "text", "company", "role"]].astype(object).itertuples(index=False, name=None)
        found.append(Kept(str(source), "", Doubt.about(shipped("doubts")[kind], "", about)))
    return found


def counted_twice(events: pd.DataFrame, applications: pd.DataFrame) -> Iterator[Kept]:
    """Yield the doubts about letters of an ending that a list tells too, of an employer with a name alike.

    The names share a word; the titles and the days of the ending are one, as far as both are known. So do
    letters of any other news and an open application of a list, where both have the same title: “Mairie de
    Wrenbourg”, “Cantine de Wrenbourg”; and news without a title or a day of applying, at an employer whose
    name is a part of that of an open one: “Loreto”, “Loreto Wrenbourg”.
    """
    is_letter = tables.details(events).map(lambda one: "message_id" in one).astype(bool)
    named = applications[applications["company"].notna()].fillna({"role": ""}).reset_index()
    named = named.assign(title=named["role"].map(lambda role: " ".join(sorted(names.role_key(role)))))
    named = named.assign(word=named["company"].map(names.own_words).map(sorted)).explode("word")
    is_listed = named["application"].isin(events.loc[~is_letter, "application"])
    told = events[is_letter].sort_values("date")[["application", "source", "origin", "date"]]
    lettered = named[~is_listed].merge(told.drop_duplicates("application", keep="last"), on="application")
    listed = named[is_listed].dropna(subset="word")
    ended = lettered.merge(
        listed[listed["outcome"].isin(tables.ENDINGS)], on=["outcome", "word"], suffixes=("", "_other")
    )
    is_open = listed["outcome"].eq("open") & ~listed["word"].isin(everyday())
    waiting = lettered.merge(
        listed[is_open & listed["title"].ne("")], on=["title", "word"], suffixes=("", "_other")
    )
    bare = listed[listed["title"].eq("") & listed["applied"].isna()].merge(
        events.sort_values("date").drop_duplicates("application", keep="last")[told.columns], on="application"
    )
    begun = bare.merge(listed[is_open & listed["applied"].notna()], on="word", suffixes=("", "_other"))
    pairs = [*filter(_has_one_ending, ended.itertuples()), *filter(_is_within, waiting.itertuples())]
    # the name is a part of the other's, and the news came when it may
    own = names.own_words
    pairs += [
        one for one in begun.itertuples() if _is_within(one) and own(one.company) < own(one.company_other)
    ]
    said = shipped("doubts")["twice"]
    for one in {(one.application, one.application_other): one for one in pairs}.values():
        row = one.origin, f"{one.company} = {one.company_other}, {one.role_other or one.role}"
        merge = said["command"].format(one.application, one.application_other)
        yield Kept(one.source, "", Doubt(said["kind"], "", said["sentence"], merge, (row,)))


def _is_within(pair: Any) -> bool:
    """Return whether a letter came when an answer to what the list has may come."""
    return not (pair.date < pair.applied_other or pair.date > pair.applied_other + WITHIN)


def _has_one_ending(pair: Any) -> bool:
    """Return whether titles and days of two endings are one, as far as both are known."""
    title, other = ({*one.split()} for one in (pair.title, pair.title_other))
    day, listed = pair.outcome_date, pair.outcome_date_other
    return (title <= other or other <= title) and (day == listed or (pd.isna(listed) and _is_within(pair)))


def letters(aside: Iterable[tuple[str, str, str, str]], applications: pd.DataFrame) -> list[Kept]:
    """Return in one doubt the letters and appointments set aside that name a company you wait for.

    `aside` are source, origin, reason and content (JSON) of them. Looked at are those within nine months
    of applying there, while that application is open. Of a company that sent more than `SHOP` which are
    about no job, these are left out: it sells something.
    """
    no_job, other = SET_ASIDE["notjob"], SET_ASIDE["other"]
    is_open = applications["outcome"].eq("open") & applications["applied"].notna()
    sent = applications.loc[is_open & applications["company"].notna(), ["company", "applied"]]
    firms = Named((one[0], one) for one in sent.itertuples(index=False, name=None))
    found: dict[str, list[tuple[str, str, str, str, str]]] = {}
    for source, origin, reason, content in aside if firms.meant else ():
        letter = json.loads(content)
        if reason in (no_job, other, OTHER) and (firm := _waited_for(firms, letter))[0]:
            sender = letter.get("From", "")
            name = sender.partition("<")[0].strip(' "') or sender
            line = letter.get("Summary") or f"{name}: {letter.get('Subject', '')}"
            found.setdefault(firm[0], []).append((source, reason, origin, line, firm[1]))
    rows: dict[str, list[tuple[str, ...]]] = {}
    for company, of_firm in found.items():
        sold = no_job if sum(reason == no_job for _, reason, *_ in of_firm) > SHOP else None
        for source, reason, origin, line, day in of_firm:
            if reason != sold:
                rows.setdefault(source, []).append((origin, line, company, "", day))
    return [Kept(name, "", Doubt.about(shipped("doubts")["letter"], "", one)) for name, one in rows.items()]


class Named:
    """Companies, each with something it is known for, found by the words in which a letter may name them."""

    def __init__(self, known: Iterable[tuple[str, Any]]):
        self.meant: dict[str, list] = {}
        for company, one in known:
            name = plain(names.without_form(company))
            for key in {f" {name} ", f" {name.replace(' ', '')} "} if len(name) >= SHORTEST else ():
                self.meant.setdefault(key, []).append(one)
        self._keys = [*self.meant]
        self._finder = AhoCorasick(self._keys)

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each company that a plain text names, as it is written there, with its start and end."""
        for number, start, end in self._finder.find_matches_as_indexes(text):
            yield self._keys[number], start, end


def _waited_for(firms: Named, letter: Mapping[str, str]) -> tuple[str, str]:
    """Return the company that a letter comes from, or names in several words, and the letter's day."""
    sender, subject, talk = (f" {plain(letter.get(name, ''))} " for name in ("From", "Subject", "Summary"))
    named = (firm for text in (sender, subject, talk) for firm, *_ in firms.places(text))
    meant = [firm for firm in named if firm in sender + talk or " " in firm.strip()]
    written = letter.get("Day") or sent_on(letter.get("Date", "")) if meant else None
    day, known = tables.day(written), (one for firm in meant for one in firms.meant[firm])
    return next((company for company, one in known if one <= day <= one + WITHIN), ""), written or ""
