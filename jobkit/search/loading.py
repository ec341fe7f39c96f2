"""What a store holds, as tables: facts joined to the application they are about, corrections applied."""

import json
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pandas as pd

from jobkit import doubts, linking, tables
from jobkit.doubts import Kept
from jobkit.language import names
from jobkit.sources.reading import filled
from jobkit.store import Store
from jobkit.store.rows import EVENT_COLUMNS
from jobkit.store.views import QUERIES
from jobkit.tables import INVITATION, LOST

LOG = re.compile(r"jobkit log \S+ (?P<job>(?:'[^']*'|[^\s'])+) --date (?P<day>[\w-]+)")
LATEST = "9999-12-31"
CORRECTABLE = ("kind", "date", "company", "role")
"""What of an event the person may set right."""

ABOUT = ("evidence", "hires", "people", "credentials", "postings", "steps", "reflections", "debriefs")
IDS = {table: next(iter(tables.COLUMNS[table])) for table in ABOUT}
"""What the id of a row is called, by table: its first column."""


class Linked:
    """The events of a store, each with its application.

    Attributes
    ----------
    events : the table, with `application`; `links`, by event, why it was linked to it.
    unplaced : appointments at no known employer. `disproved` : of endings that were none source and
        origin, and the facts written down with them. `left_out` : the job of each event that was none.
    """

    def __init__(self, store: Store, reasons: list[str]):
        self._store, self._reasons = store, reasons
        rows = store.read(QUERIES["events"])
        found = pd.DataFrame(rows, columns=["event", *EVENT_COLUMNS, "source", "origin", "entry", "details"])
        found, self.disproved, self.left_out = _corrected(store, found)
        is_sound = found["kind"].isin(tables.KINDS) & ~found["event"].duplicated()
        found = found[is_sound].reset_index(drop=True)
        found["date"] = [day if day is None or tables.is_day(day) else None for day in found["date"]]
        found["details"] = [_object(text) if text != "{}" else {} for text in found["details"]]
        for name in tables.DETAILS:
            values = [details.get(name) for details in found["details"]]
            found[name] = [one if one is None or isinstance(one, bool) else str(one) for one in values]
        learned = (details.get("recorded") for details in found["details"])
        found["recorded"] = [day if tables.is_day(day) else None for day in learned]
        found["source"] = found["source"].fillna(tables.WRITTEN)
        self.events, self.unplaced = linking.standing(tables.frame("events", found))
        sightings = pd.DataFrame(store.read(QUERIES["listed_entries"]), columns=["entry", "source"])
        self.links = linking.link(self.events, sightings, pd.DataFrame(store.facts("links")))
        self.events["application"] = self.links["application"].to_numpy()

    @cached_property
    def _homes(self) -> dict[str, str]:
        """The application of each event, and of each entry."""
        events = self.events[["event", "entry", "application"]].astype(object)
        homes = dict(zip(events["entry"], events["application"], strict=True))
        return homes | dict(zip(events["event"], events["application"], strict=True))

    @cached_property
    def _wordings(self) -> dict[tuple, list[tuple[str, str]]]:
        """The applications that any event calls by a company and a role, or by the company alone (None)."""
        firsts = self.events.groupby("application")["date"].min().dt.strftime("%Y-%m-%d").fillna("")
        found: dict[tuple, set] = defaultdict(set)
        for row in tables.rows(self.events, ["application", "company", "role"]):
            company, role = names.company_key(row["company"] or ""), names.role_key(row["role"] or "")
            for key in ((company, role), (company, None)):
                found[key].add((firsts[row["application"]], row["application"]))
        return {key: sorted(tries) for key, tries in found.items()}

    def astray(self) -> Iterator[tuple]:
        """Yield the facts that name an application which there is not, as `_faults` does."""
        for table in IDS:
            for row in self._store.facts(table):
                about = str(row.get("about") or "")
                is_placed = row["event"] or row["entry"] in self._homes
                if about and not is_placed and not self._named(about, row.get("recorded", "")):
                    where = row["source"], row["origin"], row["fact"]
                    yield (
                        *where,
                        "application",
                        about,
                        f"names none of your applications: “{about[:60]}”",
                    )

    def facts(self, table: str) -> pd.DataFrame:
        """Return the facts of a table, each with the application it is about, by event, entry or name."""
        needed = tables.NEEDED.get(table, ())
        checked = (tables.checked(table, row, self._reasons) for row in self._store.facts(table))
        rows = [row for row, wrong in checked if not wrong.keys() & needed]
        # a row that was read anew has other events: those of old lead to their entry
        lost = {row["event"] for row in rows} - {None} - self._homes.keys() if rows else ()
        entries = dict(self._store.read(QUERIES["entries"], [json.dumps([*lost])])) if lost else {}
        for row in rows:
            event, entry = row["event"] or "", row["entry"] or ""
            home = self._homes.get(event) or self._homes.get(entry or entries.get(event, ""))
            about = row.get("about") or self.left_out.get(event)
            row["application"] = home or self._named(about, row.get("recorded", ""))
            row.setdefault(IDS[table], row["fact"])
        return tables.frame(table, rows)

    def _named(self, about: object, recorded: str) -> str | None:
        """Return the application that a note names by company and role: the latest begun by then.

        Any way in which an entry of the application writes its company and role will do; the company alone
        where there was one application to it.
        """
        company, _, role = str(about or "").partition(" / ")
        begun = self._wordings.get((names.company_key(company), names.role_key(role)), [])
        there = self._wordings.get((names.company_key(company), None), [])
        if not begun and not role and len(there) == 1:
            begun = there
        fits = [name for applied, name in begun if applied <= recorded] or [name for _, name in begun]
        return fits[-1] if fits else None

    @cached_property
    def _by_hand(self) -> dict[str | None, int]:
        """The last change in which the person recorded an event, by application and by day."""
        rows = self._store.read(QUERIES["by_hand"])
        return {about: change for event, *day, change in rows for about in (self._homes.get(event), *day)}

    def is_recorded(self, command: str, since: int = 0) -> bool:
        """Return whether the person recorded an event, since a change, of what a command to `log` names."""
        found = LOG.search(command)
        job = shlex.split(found["job"])[0] if found else "COMPANY"
        about = self._named(job, LATEST) if job != "COMPANY" else found and found["day"]
        return bool(about) and self._by_hand.get(about, -1) > since

    def evidence(self) -> pd.DataFrame:
        """Return the evidence, without what was dropped and what hung on an event that was no ending."""
        found = self.facts("evidence")
        places = zip(found["source"], found["origin"], strict=True)
        known = zip(found["evidence"], places, strict=True)
        stays = [self.disproved.isdisjoint(one) for one in known]
        found = found[pd.Series(stays, found.index, dtype=bool)]
        found = found[~found["dropped"].eq(True)].drop(columns="dropped") if "dropped" in found else found
        return found.reset_index(drop=True)

    def hires(self) -> pd.DataFrame:
        """Return the hires by the day of what was learned, each row with what had been said before it."""
        rows = self.facts("hires").sort_values("recorded", kind="stable", na_position="first")
        known: dict[tuple, dict] = defaultdict(dict)
        found = []
        for row in rows.to_dict("records"):
            before = known[row["hire"], row["application"]]
            now = {name: value for name, value in row.items() if as_json(value) not in (None, "unknown")}
            if before.get("credentials") and now.get("credentials"):
                now["credentials"] = {**before["credentials"], **now["credentials"]}
            seen = {"seen": before["seen"]} if before.get("seen") else {}
            known[row["hire"], row["application"]] = before | now | seen
            found.append({**row, **known[row["hire"], row["application"]]})
        return tables.frame("hires", pd.DataFrame(found, columns=rows.columns))

    def people(self) -> pd.DataFrame:
        """Return the people; one whom several files list alike stands once."""
        found = self.facts("people")
        known = zip(found["name"], found["company"], strict=True)
        found["person"] = [names.person_key(as_json(name) or "", as_json(firm) or "") for name, firm in known]
        stored = ("fact", "recorded", "source", "origin", "entry", "event")
        words = found[[name for name in tables.COLUMNS["people"] if name not in stored]]
        return tables.frame("people", found[~words.duplicated() | found["origin"].isna()])

    def steps(self, people: pd.DataFrame) -> pd.DataFrame:
        """Return the steps; whom one names is the person called so, rather one who was met there.

        Of those with a part in the application a word of the name will do, where it is of one only.
        """
        found = self.facts("steps")
        known = people.sort_values("application", na_position="first", kind="stable")
        ids = dict(zip(known["name"].map(names.company_key), known["person"], strict=True))
        ids |= dict(zip(known["person"], known["person"], strict=True))

        def person(name: str, application: object) -> str:
            here = people[people["application"] == application].dropna(subset="name")
            words = here["name"].str.casefold().str.split().map({*name.casefold().split()}.issubset)
            fits = here[words.astype(bool)].drop_duplicates("name", keep="last")["person"].to_list()
            return ids.get(name) or ids.get(names.company_key(name)) or (fits[0] if len(fits) == 1 else name)

        whom = found.loc[found["person"].notna(), ["person", "application"]].itertuples(index=False)
        found.loc[found["person"].notna(), "person"] = [person(*one) for one in whom]
        return tables.frame("steps", found)


def problems(store: Store, reasons: list[str], linked: Linked) -> pd.DataFrame:
    """Return what was not understood, nor recorded since, what is stored and broken, or of no application."""
    rows, faults = [], [*_faults(store, reasons), *linked.astray()]
    for *place, action, change, company, role in store.read(QUERIES["open_problems"]):
        action = filled(action, company, role)
        rows += [(*place, action)] * (not linked.is_recorded(action, change))
    changes = dict(store.read(QUERIES["written_in"])) if faults else {}
    for source, origin, fact, name, value, why in faults:
        problem = f"This {why}. It is left out; the rest is kept."
        action = f"Correct it in its file and add that again, or take back: jobkit undo {changes.get(fact)}"
        rows.append((source or tables.WRITTEN, origin or fact, name, str(value)[:200], problem, action))
    return tables.frame("problems", pd.DataFrame(rows, columns=list(tables.COLUMNS["problems"])))


def doubted(store: Store) -> list[Kept]:
    """Return the doubts that files raised when they were added."""
    over = {number for (number,) in store.read(QUERIES["superseded"])}
    rows = store.read("SELECT source, name, layout, change FROM sound_sources ORDER BY source")
    files = {number: (name, doubts.headings(json.loads(text)), since) for number, name, text, since in rows}
    found = ((row["file"], doubts.doubt(row), *files[row["file"]]) for row in store.facts("doubts"))
    return [Kept(name, layout, one, since, file in over) for file, one, name, layout, since in found]


def as_json(value: Any) -> Any:
    """Return a value of a table as JSON can hold it: a day as text, what is missing as None."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if not isinstance(value, dict | list) and pd.isna(value) else value


def _corrected(store: Store, events: pd.DataFrame) -> tuple[pd.DataFrame, set, dict[str, str]]:
    """Return the events as set right, what hung on endings that were none, and the jobs of those left out.

    Those that tell of no application are left out. What is said of a row of a list holds for the same
    event of that list's later versions, too. On an ending of a file hangs what stands in the same place, on
    one written down what was written with it.
    """
    corrections = store.facts("corrections")
    if not corrections:
        return events, set(), {}
    twins = {event: tuple(twin) for event, *twin in store.read(QUERIES["twins"])}
    by_key: dict[object, dict] = defaultdict(dict)
    for row in corrections:
        for key in filter(None, (row["event"], twins.get(row["event"]))):
            by_key[key] |= {name: row[name] for name in CORRECTABLE if name in row}
    rows = events[["event", *CORRECTABLE, "source"]].astype(object)
    keys = rows.where(rows.notna(), None).itertuples(index=False, name=None)
    right = [by_key.get(tuple(twin), {}) | by_key.get(event, {}) for event, *twin in keys]
    was_lost = events["kind"].isin(LOST)
    events["details"] = [
        _of_the_talk(text, day) if "date" in one else text
        for one, day, text in zip(right, events["date"], events["details"], strict=True)
    ]
    for name in CORRECTABLE:
        events[name] = [one.get(name, value) for one, value in zip(right, events[name], strict=True)]
    wrong = events[was_lost & ~events["kind"].isin(LOST)]
    in_files = wrong[wrong["source"].notna()]
    disproved = set(zip(in_files["source"], in_files["origin"], strict=True))
    disproved |= {fact for (fact,) in store.read(QUERIES["written_with"], [json.dumps([*wrong["event"]])])}
    is_none = events["kind"] == "none"
    gone = events.loc[is_none, ["event", "company", "role"]].itertuples(index=False)
    left_out = {event: f"{company} / {role}" for event, company, role in gone}
    return events[~is_none].reset_index(drop=True), disproved, left_out


def _of_the_talk(text: str, day: str | None) -> str:
    """Return the details of an event whose day was set right: it is the talk's, not a letter's."""
    told = {name: value for name, value in _object(text).items() if name != INVITATION}
    return json.dumps({"invited": day or "", **told} if linking.is_message(told) else told)


def _faults(store: Store, reasons: list[str]) -> Iterator[tuple]:
    for table in IDS:
        for row, wrong in (tables.checked(table, row, reasons) for row in store.facts(table)):
            for name, why in wrong.items():
                yield row["source"], row["origin"], row["fact"], name, row.get(name, ""), why
    for place in store.read(QUERIES["broken"]):
        yield *place, "body", "", "is not valid JSON"
    for *where, kind, day in store.read(QUERIES["kinds"]):
        if kind not in tables.KINDS:
            yield *where, "kind", kind, f"is not one of {', '.join(tables.KINDS)}"
        if day is not None and not tables.is_day(day):
            yield *where, "date", day, tables.WRONG[tables.DAY]


def _object(text: str) -> dict:
    """Return the object that a text of JSON is; what is damaged is empty here, and `check` says so."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
