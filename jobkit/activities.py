"""The record of job-search activities that an employment office asks for: what was done, when and with whom.

Facts only: nothing of reasons, plans or feelings is in it. What a form's columns are called, and every word
of it in each language, stands in `data/activities.toml`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from jobkit import history, reflection, steps, tables
from jobkit.errors import TableError
from jobkit.language import english, vocabulary
from jobkit.language.text import fold
from jobkit.steps import Process

COLUMNS = (
    *("date", "time", "employer", "address", "contact", "position", "channel", "applied_how"),
    *("hours", "assigned", "activity", "result", "application"),
)
WAYS = {"email": "follow_up", "linkedin": "follow_up", "note": "follow_up", "meeting": "meeting"}
"""What a step of the process is for an office, by its channel; to look something up is no activity."""
PARTS = ("recruiter", "hiring_manager", "interviewer", "contact")
"""Who is named as contact where no event names one, the first that is known."""
WEEK = re.compile(r"((?:19|20)\d\d)-?[Ww](0[1-9]|[1-4]\d|5[0-3])", re.ASCII)
NAMED = 3
"""How many of several applications a remark names."""
LEFT_OUT = ("application", "company", "role", "activity", "why")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a record."""

    first: pd.Timestamp
    last: pd.Timestamp

    def has(self, days: pd.Series) -> pd.Series:
        """Tell which days lie in it."""
        return days.between(self.first, self.last)


def span(text: str, events: pd.DataFrame, as_of: object, week: str = "monday") -> Span:
    """Return the days of “2026-W41”, “2026-10”, “2026-Q3”, “2026” or “all”, up to `as_of`.

    text : empty: the newest month in which something happened.
    week : the day on which a week begins, monday or sunday; that of a Sunday begins the day before.

    Raises
    ------
    TableError : it is no such period.
    """
    day, text = tables.day(as_of), text.strip()
    if text.casefold() == reflection.ALL:
        begun = events["date"].min()
        return Span(day if pd.isna(begun) else begun, day)
    try:
        if found := WEEK.fullmatch(text):
            monday = pd.Timestamp(date.fromisocalendar(int(found[1]), int(found[2]), 1))
            first = monday - pd.Timedelta(days=int(week == "sunday"))
            last = first + pd.Timedelta(days=6)
        else:
            whole = reflection.period(text or reflection.newest(events, day))
            first, last = whole.start_time, whole.end_time.normalize()
    except ValueError as error:
        raise TableError(f"The year {text[:4]} has no week {text[-2:]}.") from error
    except TableError as error:
        raise TableError(f"{str(error).removesuffix('.')}, nor a week such as 2026-W41.") from error
    return Span(first, min(last, day) if first <= day else last)


def record(
    events: pd.DataFrame,
    applications: pd.DataFrame,
    people: pd.DataFrame,
    done: pd.DataFrame,
    days: Span,
    process: Process | None = None,
) -> pd.DataFrame:
    """Return what was done in some days, one row an activity, oldest first.

    Parameters
    ----------
    events, applications, people : the tables of a search; results are those that `applications` knows.
    done : its steps; what was sent or held for an application counts, as the channel of the step in
        `process` has it.

    Returns
    -------
    DataFrame with the columns `COLUMNS`: `date` a day, `assigned` yes, no or missing, the rest text.
    `activity` is applied, screening, assessment, interview, follow_up or meeting; `result` is an outcome,
    `interviewed` for an open application that led to a test or an interview, `answered` for a step. What has
    no day is not in it: see `left_out`.
    """
    sent = applications[applications["furthest"] != "saved"]
    applied = sent["applied"].rename("date").dropna().rename_axis("application").reset_index()
    held = _held(events, is_invitation=False).rename(columns={"kind": "activity"})
    held = held[held["application"].isin(sent.index)]
    parts = [_row(applied, activity="applied"), _row(held), _steps(done, people, process or steps.load())]
    rows = pd.concat([part[days.has(part["date"])] for part in parts], ignore_index=True)
    about = _about(events, sent, people).reindex(rows["application"]).reset_index(drop=True)
    for name in ("contact", "result"):
        about[name] = rows.pop(name).astype(object).where(lambda cell: cell.notna(), about[name])
    made = pd.concat([rows, about], axis=1)
    made.loc[made["activity"] != "applied", ["channel", "applied_how"]] = None  # said of applying alone
    made["date"] = tables.days(made["date"])
    made["assigned"] = made["assigned"].astype("boolean")
    made = made.reindex(columns=list(COLUMNS))
    order = ["date", "time", "employer", "activity", "application"]
    return made.sort_values(order, kind="stable", ignore_index=True)


def left_out(events: pd.DataFrame, applications: pd.DataFrame, days: Span) -> pd.DataFrame:
    """Return what can be in no record, for its day is not known: `LEFT_OUT`.

    `why` is “no day” of an application, “invitation” of a conversation of which only the letter that
    invites to it is known (in these days), dated before it.
    """
    sent = applications[applications["furthest"] != "saved"]
    held = _held(events, is_invitation=True)
    held = held[days.has(held["date"])]
    talks = held[["application", "kind"]].drop_duplicates().rename(columns={"kind": "activity"})
    undated = pd.DataFrame({"application": sent.index[sent["applied"].isna()], "activity": "applied"})
    rows = pd.concat([undated.assign(why="no day"), talks.assign(why="invitation")], ignore_index=True)
    rows = rows[rows["application"].isin(sent.index)]
    return rows.join(sent[["company", "role"]], on="application")[list(LEFT_OUT)].reset_index(drop=True)


def _held(events: pd.DataFrame, is_invitation: bool) -> pd.DataFrame:
    """Return the conversations whose own day is known, or those that a letter, dated before, invites to."""
    held = pd.concat([history.interviews(events, kind) for kind in tables.TALKS])
    return held[(held["is_invitation"].astype(bool) == is_invitation) & held["date"].notna()]


def _steps(done: pd.DataFrame, people: pd.DataFrame, process: Process) -> pd.DataFrame:
    kinds = {step.key: WAYS[step.channel] for step in process.steps if step.channel in WAYS}
    rows = done[done["step"].isin(kinds) & done["outcome"].isin(steps.SENT)]
    rows = rows.dropna(subset=["application", "date"]).sort_values("date", kind="stable")
    replies = ~rows["outcome"].isin(["done", "asked"]) & (rows["step"].map(kinds) != WAYS["meeting"])
    rows = steps.addressed(rows[~(replies & rows.duplicated(["application", "step"]))], people, process)
    names = people.dropna(subset="name").drop_duplicates("person").set_index("person")["name"]
    answered = rows["outcome"].map({"answered": "answered"}).fillna("")
    return _row(rows, activity=rows["step"].map(kinds), contact=rows["person"].map(names), result=answered)


def _row(rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    names = ["application", "date", "time", "activity", "contact", "result"]
    return rows.assign(**columns).reindex(columns=names).astype({"time": object, "contact": object})


def _about(events: pd.DataFrame, sent: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    named = ["address", "contact", "applied_how", "hours", "assigned"]
    known = events.sort_values("date", kind="stable").groupby("application")[named].first()
    about = known.reindex(sent.index).astype(object)
    about["employer"], about["position"], about["channel"] = sent["company"], sent["role"], sent["channel"]
    about["address"] = about["address"].where(about["address"].notna(), sent["location"])
    about["contact"] = about["contact"].where(about["contact"].notna(), _contacts(people).reindex(sent.index))
    spoke = sent["outcome"].eq("open") & sent["furthest"].isin(tables.TALKS[1:])
    about["result"] = sent["outcome"].mask(spoke, "interviewed")
    return about


def _contacts(people: pd.DataFrame) -> pd.Series:
    known = people[people["part"].isin(PARTS) & people["name"].notna()].dropna(subset="application")
    known = known.assign(place=known["part"].map({part: n for n, part in enumerate(PARTS)}))
    known = known.sort_values("place", kind="stable").drop_duplicates("application").set_index("application")
    reach = known["phone"].where(known["phone"].notna(), known["email"])
    return known["name"].str.cat(reach, sep=", ", na_rep="").str.removesuffix(", ").astype(object)


# Forms


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an office in one language: `columns` are headings with what stands beneath each."""

    language: str
    title: str
    head: tuple[str, ...]
    foot: tuple[str, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    only: tuple[str, ...]
    week: str
    by: str
    date: str
    words: Mapping[str, Mapping[str, str]]

    def word(self, column: str, value: object) -> str:
        """Return a value as the form says it: its own words for what it knows, else as it stands."""
        if value is None or pd.isna(value):
            return ""
        if isinstance(value, pd.Timestamp):
            return value.strftime(self.date) if self.date else english.day(value)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        words = self.words.get(column, {})
        return words.get(str(value), words.get(fold(str(value)), str(value)))

    def listed(self, record: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a record that the form asks for."""
        return record[record["activity"].isin(self.only)] if self.only else record

    def note(self, name: str, **values: object) -> str:
        """Return a remark in the form's language, with what stands in it."""
        return self.words["note"][name].format(**values)

    def between(self, days: Span) -> str:
        """Return the first and the last day of a record, in the form's way to write days."""
        return f"{self.word('', days.first)} – {self.word('', days.last)}"


def form(name: str = "plain", language: str = "") -> Form:
    """Return a form by its name, in a language or in its own.

    Raises
    ------
    TableError : no form is called so, or it is not written in this language; names those that are.
    """
    known = vocabulary.shipped("activities")
    if name not in known["form"]:
        raise TableError(f"There is no form “{name}”: use one of {', '.join(known['form'])}.")
    shape = known["form"][name]
    languages = [*shape["title"]]
    if language not in ("", *languages):
        raise TableError(f"The form {name} is not written in “{language}”: use {' or '.join(languages)}.")
    language = language or languages[0]
    words: dict[str, dict[str, str]] = {table: {} for table in known if table not in ("form", "date")}
    for table, said in words.items():
        for value, told in known[table].items():
            said |= dict.fromkeys((value, *map(fold, told.values())), told[language])
    heads, feet = (tuple(told[language] for told in shape.get(part, ())) for part in ("head", "foot"))
    columns = tuple((column[language], tuple(column["of"])) for column in shape["columns"])
    day = shape.get("date") or known["date"][language]
    only, week, by = tuple(shape.get("only", ())), shape.get("week", "monday"), shape.get("by", "")
    return Form(language, shape["title"][language], heads, feet, columns, only, week, by, day, words)


def on_form(record: pd.DataFrame, form: Form, by: str = "") -> pd.DataFrame:
    """Return a record in the words and columns of a form, every cell text.

    by : “week” or “month”: the first column says which, as the form's weeks run.
    """
    rows, shift = form.listed(record), int(form.week == "sunday")
    grouped = {}
    if by == "month":
        grouped[form.words["group"][by]] = [day.strftime("%Y-%m") for day in rows["date"]]
    elif by:
        firsts = [day - pd.Timedelta(days=(day.weekday() + shift) % 7) for day in rows["date"]]
        weeks = [form.between(Span(first, first + pd.Timedelta(days=6))) for first in firsts]
        grouped[form.words["group"][by]] = weeks
    for heading, names in form.columns:
        columns = [map(partial(form.word, name), rows[name].astype(object)) for name in names]
        cells = zip(*columns, strict=True)
        grouped[heading] = [", ".join(filter(None, words)) for words in cells] or [""] * len(rows)
    return pd.DataFrame(grouped, dtype=tables.text_dtype()).reset_index(drop=True)


def remarks(record: pd.DataFrame, left_out: pd.DataFrame, form: Form) -> list[str]:
    """Return what a record lacks, in the words of its form, each with the command that adds it."""
    made = []
    for why, rows in left_out.groupby("why", sort=False):
        named = [*map(str, rows["company"].fillna(form.note("nameless")).head(NAMED))]
        more = [form.note("more", n=len(rows) - NAMED)] if len(rows) > NAMED else []
        made.append(form.note(str(why), names=", ".join([*named, *more]), job=_job(rows.iloc[0])))
    sent = record[record["activity"] == "applied"].rename(columns={"employer": "company", "position": "role"})
    bare = sent[sent["applied_how"].isna()]
    if bare.empty:
        return made
    first = bare.iloc[0]
    about = {"job": _job(first), "day": f"{first['date']:%Y-%m-%d}"}
    return [*made, form.note("applied_how", n=len(bare), of=len(sent), **about)]


def _job(row: pd.Series) -> str:
    """Return how a command names the application of a row: “company / role”, else its id."""
    job = " / ".join(part for part in (row["company"], row["role"]) if isinstance(part, str) and part)
    return shlex.quote(job if isinstance(row["company"], str) else row["application"])


def counted(record: pd.DataFrame, form: Form) -> str:
    """Return how many activities of each kind a form lists, in its words."""
    counts = form.listed(record)["activity"].value_counts()
    kinds = [kind for kind in ("applied", *tables.TALKS, "follow_up", "meeting") if kind in counts]
    return " · ".join(f"{form.word('activity', kind)}: {counts[kind]}" for kind in kinds)
