"""What a person brings: roles with their months, education, skills, certificates, languages.

`read` turns a file into `Credentials`, each row with the place it was read from; `rows` and
`from_rows` are the way to the store and back; `banded` keeps of a hire only what may be kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from jobkit import skills, tables
from jobkit.errors import TableError
from jobkit.language.english import count, listed, month
from jobkit.language.names import company_key, is_same_company, role_key
from jobkit.language.text import fold
from jobkit.language.vocabulary import shipped
from jobkit.skills import alias_key, aliases, isced, skill
from jobkit.sources import resumes
from jobkit.sources.resumes import SECTIONS
from jobkit.sources.resumes import text_of as text_of
from jobkit.sources.resumes.layout import phrase
from jobkit.sources.taxonomies import taxonomy as taxonomy

COLUMNS = {
    "roles": ("organisation", "title", "started", "ended", "field", "named", "place"),
    "education": ("level", "field", "organisation", "title", "started", "ended", "place"),
    "skills": ("name", "skill", "rule", "place"),
    "certificates": ("name", "organisation", "started", "ended", "place"),
    "languages": ("name", "level", "place"),
}
SENIORITY = ("IC0", "IC1", "IC2", "IC3", "IC4", "IC5", "lead", "manager", "director", "exec")
BANDS = (0, 1, 2, 3, 5, 8, 10, 15)
CORRECTED = ("title", "organisation", "started", "ended", "name", "level", "field", "section")
STRUCTURED = ("JSON Resume", "LinkedIn profile", "profile", "LinkedIn export", "Europass", "recorded")
"""Kinds whose lists hold single names, so that no line of text is among them."""
TitleTest: TypeAlias = Callable[[str], bool]
KEPT = re.compile(r"[^@<>{}\\/\n]{2,60}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Tables of one person; `c["roles"]` reads the same as `c.roles`.

    A month is text, `2019-01`, a year alone `2019`; what lasts ended `present`; unknown is missing.
    `level` of education is ISCED 2011 (missing: not known); `field` of a role is its sector, of a degree
    what it is in; `named` are the known skills that a role's description names; `place` says where a row
    was read; `doubts` what was read and is not sure, or was not.
    """

    roles: pd.DataFrame
    education: pd.DataFrame
    skills: pd.DataFrame
    certificates: pd.DataFrame
    languages: pd.DataFrame
    kind: str = ""
    doubts: tuple[str, ...] = ()

    def __getitem__(self, section: str) -> pd.DataFrame:
        if section not in COLUMNS:
            raise KeyError(f"{section} is not one of {', '.join(COLUMNS)}")
        return getattr(self, section)


def read(path: str | Path) -> Credentials:
    """Return what a résumé or profile says: PDF, DOCX, JSON Resume, Europass, LinkedIn's export, text.

    Raises
    ------
    SourceError : not there, damaged, encrypted, without text, or not a résumé of a kind known here.
    """
    resume = resumes.read(Path(path))
    doubts = tuple(f"{doubt.place}: “{doubt.text}” {doubt.problem}" for doubt in resume.doubts)
    return replace(_made(resume.sections, resume.kind), doubts=doubts)


def summary(credentials: Credentials, at) -> str:
    """Return in a sentence what was read: its kind, how many rows of each section, the years up to a day."""
    total = years(credentials.roles, at) if len(credentials.roles) else 0.0
    began = sorted(str(edge)[:4] for edge in credentials.roles["started"].dropna())
    since = f" since {began[0]} ({total:.1f} years)" if began and total else ""
    counts = (
        count(len(credentials.roles), "role") + since,
        count(len(credentials.education), "degree or school", "degrees or schools"),
        count(len(credentials.skills), "skill"),
        count(len(credentials.certificates), "certificate"),
        count(len(credentials.languages), "language"),
    )
    return f"Read as {credentials.kind or 'résumé'}: {listed(counts)}."


def listing(known: pd.DataFrame) -> list[str]:
    """Return your credentials in the store as lines to read: roles, qualifications, certificates, lists.

    Parameters
    ----------
    known : the long table of the store, with the `id` by which a row is set right.
    """
    lines = []
    known = known.reindex(columns=[*known.columns, *({"id", "origin", *CORRECTED} - {*known.columns})])
    for section, title in LISTED.items():
        part = known[known["section"] == section].astype(object)
        rows = part.where(part.notna(), "").to_dict("records")
        if section in ("skill", "language") and rows:
            names = [f"{row['name']} ({row['title']})" if row["title"] else row["name"] for row in rows]
            lines += ["", f"{title}: {'; '.join(names)}"]
        elif rows:
            lines += ["", title, *(_line(row) + _told_before(row, rows) for row in rows)]
            if section == "role" and (named := shown_by(row["name"] for row in rows)):
                lines += [f"  Skills named below them: {'; '.join(named)}"]
    return lines[1:]


LISTED = {"role": "Roles", "education": "Qualifications and schools"}
LISTED |= {"certificate": "Certificates and licences", "skill": "Skills", "language": "Languages"}


def _line(row: Mapping[str, Any]) -> str:
    """One credential: its id, its days, its names, where it was read."""
    named = [row["title"] or (row["section"] != "role" and row["name"]), row["organisation"]]
    edges = [edge_says(str(row[name])) for name in ("started", "ended")]
    if row["section"] == "certificate" and row["ended"] not in ("", "present"):
        named.append(f"valid until {edges.pop()}")
    when = " – ".join(dict.fromkeys(filter(None, edges)))
    origin = f"   [{row['origin'] or 'written down'}]"
    return f"  {row['id']}  {when:<19}  {', '.join(filter(None, named))}{origin}"


def _told_before(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Say that another source told of the same before, where one did."""
    section = row["section"]
    same = next((one for one in rows if one is row or _is_same(one, row, section)), row)
    return "" if same is row else f"; the same as {same['id'] or 'above'}, counted once"


def edge_says(text: str) -> str:
    """A month in few letters: Mar 2019; a year alone as it is."""
    if text == "present":
        return "today"
    return f"{month(text, is_short=True)} {text[:4]}" if len(text) > 4 else text


def check(column: str, value: str) -> None:
    """Raise `TableError` unless a column of your credentials, as the store has them, can hold this text."""
    if column not in CORRECTED:
        raise TableError(f"“{column}” is not one of {', '.join(CORRECTED)}.")
    if column == "section" and value not in SECTIONS:
        raise TableError(f"“{value[:30]}” is not one of {', '.join(SECTIONS)}.")
    if column == "level" and not re.fullmatch("[0-8]?", value):
        raise TableError("The level of a degree is its ISCED 2011 number: 6 a bachelor, 7 a master.")
    if column in ("started", "ended") and value not in ("", "present"):
        _month(value, 1)


def rows(credentials: Credentials, source: str = "", origin: str = "") -> pd.DataFrame:
    """Return credentials as the long table of the store, one row a fact, in the order they were read."""
    made = []
    for section, name in SECTIONS.items():
        for number, row in enumerate(credentials[name].to_dict("records"), 1):
            kept = {key: value for key, value in row.items() if key not in ("skill", "rule")}
            if section == "language":
                kept["title"] = kept.pop("level")
            elif section == "role":
                kept["name"] = kept.pop("named")
            made.append({"credential": f"{section}-{number}", "section": section, **kept})
    return tables.frame("credentials", [{**row, "source": source, "origin": origin} for row in made])


def with_levels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the long table of the store with the level of each degree whose words are known."""
    is_open = (frame["section"] == "education") & frame["level"].isna()
    texts = frame["title"].fillna("") + " " + frame["field"].fillna("")
    return frame.assign(level=frame["level"].where(~is_open, texts.map(isced).astype("float64")))


def from_rows(frame: pd.DataFrame) -> Credentials:
    """Return the long table of the store as credentials; what was dropped stays out, twins count once.

    Raises
    ------
    TableError : a section that is none of role, education, skill, certificate, language.
    """
    tables.require(frame, ["section"], "credentials")
    unknown = set(frame["section"].dropna()) - {*SECTIONS, "dropped"}
    if unknown:
        raise TableError(
            f"“{sorted(unknown)[0]}” is not a section of credentials; use one of {', '.join(SECTIONS)}."
        )
    found: dict[str, list[dict]] = {}
    for section, name in SECTIONS.items():
        kept = frame[frame["section"] == section].astype(object)
        found[name] = _each_once(kept.where(kept.notna(), "").to_dict("records"), section)
    return _made(found, "recorded")


def _each_once(told: list[dict], section: str) -> list[dict]:
    """Rows of a section, of which two sources may tell alike; what one of them lacks the other adds."""
    columns = [
        name for name in COLUMNS[SECTIONS[section]] if name not in ("place", "field", "level", "named")
    ]
    kept: dict[tuple, dict] = {}
    for row in told:
        if section == "language":
            row["level"] = row.get("title", "")
        elif section == "role":
            row["named"] = row.get("name", "")
        twin = kept.setdefault(tuple(str(row.get(name, "")) for name in columns), row)
        twin.update({name: value for name, value in row.items() if not twin.get(name)})
    once: list[dict] = []
    for row in kept.values():
        same = next((one for one in once if _is_same(one, row, section)), None)
        if same is None:
            once.append(row)
        else:
            for name, value in row.items():  # more than none, or a month of a year
                was = str(same.get(name) or "")
                if not was or (len(was) == 4 and str(value).startswith(f"{was}-")):
                    same[name] = value
    return once


def _is_same(one: Mapping, other: Mapping, section: str) -> bool:
    """Whether two sources tell of one thing: a career stands in a résumé and in a profile."""
    if not one.get("source") or one.get("source") == other.get("source"):
        return False

    def alike(key: Callable[[str], Any], *names: str) -> bool:
        mine, theirs = (key(" ".join(str(row.get(name) or "") for name in names)) for row in (one, other))
        return bool(mine == theirs)

    def is_near(edge: str, months: int = 2) -> bool:
        return _is_near(one.get(edge), other.get(edge), months)

    if section == "role":  # the same employer, and the same title or the same days
        has_days, is_titled = is_near("started") and is_near("ended"), alike(role_key, "title")
        return alike(company_key, "organisation") and (has_days or (is_titled and is_near("started", 12)))
    if section == "education":
        return alike(isced, "title", "field") and alike(company_key, "organisation") and is_near("ended")
    is_language = section == "language"
    return alike(lambda name: alias_key(skill((is_language and skills.language(name)) or name)[0]), "name")


def _is_near(one: object, other: object, months: int = 2) -> bool:
    """Whether two edges are at most so many months apart; a year alone is near all of its months."""
    edges = [str(edge or "") for edge in (one, other)]
    if "" in edges or "present" in edges:
        return edges[0] == edges[1] or "" in edges
    if 4 in map(len, edges):
        return edges[0][:4] == edges[1][:4]
    return abs(_month(edges[0], 1) - _month(edges[1], 1)) <= months


def months(roles: pd.DataFrame, at) -> list[tuple[int, int]]:
    """Return the calendar months worked by a day, as merged intervals of months counted from year 0.

    Both ends are inclusive, overlaps count once, roles a month apart are joined. A year alone
    counts from its middle: 2017 – 2019 is two years; 2019 – 2019 half of one.
    """
    tables.require(roles, ["started", "ended"], "roles")
    day = tables.day(at)
    last = day.year * 12 + day.month - 1
    spans = sorted(
        _interval(row, last) for row in roles[["started", "ended"]].astype(object).itertuples(index=False)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start <= end:
            merged.append((start, end))
    return merged


def years(roles: pd.DataFrame, at, relevant: TitleTest | None = None) -> float:
    """Return years worked by a day, each calendar month counted once; missing when no role bears a date.

    Parameters
    ----------
    roles : `started`, `ended` (and `title` with `relevant`); an end that is missing means it lasts.
    relevant : a test of the title; None: all roles.
    """
    roles = of_kind(roles, relevant)
    if len(roles) and roles["started"].replace("", None).isna().all():
        return float("nan")
    return sum(end - start + 1 for start, end in months(roles, at)) / 12


def seniority(title: str) -> str:
    """Return the level of a title, one of `SENIORITY`, by its words; "" where these tell none."""
    said = phrase(title).split(" to ")[0]
    if not said:
        return ""
    rules = _levels()
    for trade in rules["trade"]:
        said = f" {said} ".replace(f" {trade} ", " ").strip()
    level = next((name for name, words in rules.items() if name in SENIORITY and _holds(said, words)), "")
    level = level or ("" if _holds(said, rules["work"]) else "IC2")
    if level in SENIORITY[7:] and _holds(said, rules["under"]):
        return SENIORITY[SENIORITY.index(level) - 1]
    return level


def wider(facts: Iterable[Mapping]) -> dict[str, str]:
    """Return the skills tables of the store as one, alias → label; the first to name an alias holds."""
    made: dict[str, str] = {}
    for fact in facts:
        for label, others in fact["labels"].items():
            for alias in others:
                made.setdefault(alias, label)
    return made


def banded(
    credentials: Credentials,
    at,
    relevant: TitleTest | None = None,
    asked: Iterable[str] = (),
    wider: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Return the only facts of a hire that are kept: bands and names of skills, no text, no place, no person.

    What the file does not say is left out: unknown is not absent. From a résumé of free layout only
    skills that are known, here or in a `wider` table, or `asked` for are kept, since any other line
    might tell who it is.
    """
    roles, degrees = credentials.roles, earned(credentials.education, at).dropna(subset="level")
    highest = degrees[degrees["level"] == degrees["level"].max()]
    titled = skills.qualified(highest["title"].dropna().astype(str))
    is_least = any("not read" in doubt for doubt in credentials.doubts)  # there may be more roles
    kept: dict[str, object] = {
        "years": band(years(roles, at), is_least) if len(roles) else None,
        "relevant_years": band(years(worked(roles), at, relevant) or None, is_least) if relevant else None,
        "education": next(iter(highest["level"].astype(int)), None),
        "qualification": skills.qualification(titled),
        "seniority": _latest_level(roles, at),
        "recency": months_since(roles, at, relevant),
    }
    known = None if credentials.kind in STRUCTURED else {*aliases(), *map(alias_key, asked), *(wider or ())}
    for name, texts in _named(credentials, at).items():
        call = _spoken if name == "languages" else lambda _: ""
        keys = ((text, {alias_key(text), *skills.held([text], wider)}) for text in texts)
        every = (text for text, its in keys if known is None or call(text) or known & its)
        kept[name] = sorted({call(text) or skill(text, wider)[0] for text in every})
    return {name: value for name, value in kept.items() if value not in (None, "", [])}


def shown_by(named: Iterable[str]) -> list[str]:
    """Return the skills named below roles, each once."""
    return [*dict.fromkeys(name for names in named if names for name in names.split("; "))]


def _named(credentials: Credentials, at) -> dict[str, list[str]]:
    """Return the skills, certificates and languages named, with those that titles show; none that ran out."""
    titles = [*credentials.roles["title"].dropna()]
    papers = earned(credentials.education, at)["title"], credentials.skills["name"]
    trained = [*pd.concat(papers).dropna(), *titles]  # Pflegefachfrau is a licence, too
    licences = [label for title in trained for label in skills.certificates(title)]
    valid = held(credentials.certificates, at)
    listed_skills, told = [*credentials.skills["skill"].dropna()], credentials.languages.dropna(subset="name")
    levels = told["level"].fillna("").map(skills.framework_level)
    spoken = [*(told["name"] + levels.map(lambda level: f" ({level})" if level else ""))]
    shown = [*skills.of_titles(titles), *shown_by(credentials.roles["named"].dropna())]
    lists = {
        "skills": ([name for name in listed_skills if not skills.language(name)], shown),
        "certificates": ([*valid["name"].dropna()], licences),
        "languages": ([*spoken, *filter(skills.language, listed_skills)], []),
    }
    return {name: [*filter(_is_harmless, said), *shown] for name, (said, shown) in lists.items()}


def _spoken(text: str) -> str:
    """Return a language in English, with its level where that is known; "" for what is none."""
    name, within = skills.brackets(text)
    language, level = skills.language(name), skills.framework_level(within)
    return f"{language} ({level})" if language and level else language


def begun(credentials: Credentials, company: str, since: str) -> pd.DataFrame:
    """Return the roles that began at a company on a day or later: of a hire, the very job that was filled."""
    roles = credentials.roles
    spans = zip(*(roles[name].fillna("").astype(str) for name in ("organisation", "started")), strict=True)
    is_there = [bool(at) and at >= since[: len(at)] and _is_same_house(name, company) for name, at in spans]
    return roles[np.array(is_there, bool)]


def _is_same_house(one: str, other: str) -> bool:
    """Return whether two names are of one employer, or one only says less: a school without its “privé”."""
    some, more = sorted(({*phrase(name).split()} for name in (one, other)), key=len)
    return bool(some) and (some <= more or is_same_company(one, other))


def expired(certificates: pd.DataFrame, at) -> pd.DataFrame:
    """Return the certificates whose last month or year had passed by a day."""
    tables.require(certificates, ["ended"], "certificates")
    ended = certificates["ended"].fillna("").astype(str)
    day = tables.day(at)
    is_over = [bool(end) and end != "present" and end < f"{day:%Y-%m}"[: len(end)] for end in ended]
    return certificates[pd.Series(is_over, certificates.index, dtype=bool)]


def held(certificates: pd.DataFrame, at) -> pd.DataFrame:
    """Return the certificates held on a day: neither run out nor still to come."""
    return certificates[~_is_to_come(certificates)].drop(
        index=expired(certificates, at).index, errors="ignore"
    )


def earned(education: pd.DataFrame, at) -> pd.DataFrame:
    """Return the degrees and schools ended by a day; one that lasts, or is still to come, is not held."""
    ended = education["ended"].fillna("").astype(str)
    return education[~(ended > f"{tables.day(at):%Y-%m}") & (ended.ne("") | ~_is_to_come(education))]


def _is_to_come(papers: pd.DataFrame) -> np.ndarray:
    """Whether the words of a paper say that it is not held yet: “in progress”, “voraussichtlich 2028”."""
    says = re.compile(shipped("resumes")["to_come"]["words"])
    names = papers.reindex(columns=["name", "title", "organisation"]).to_numpy()
    return np.array([bool(says.search(" ".join(map(str, row)))) for row in names], bool)


def band(years: float | None, is_least: bool = False) -> str | None:
    """Return years as a band, `5–8` or `15+`, `5+` where they are the least; None when unknown."""
    if years is None or pd.isna(years):
        return None
    low = max(edge for edge in BANDS if edge <= max(years, 0))
    return f"{low}+" if is_least or low == BANDS[-1] else f"{low}–{BANDS[BANDS.index(low) + 1]}"


@cache
def _levels() -> dict[str, list[str]]:
    """Words by level, in the order they are tried; a level that comes twice is tried twice."""
    rules = shipped("resumes")["seniority"]
    return {level: [word.strip() for word in text.split("|")] for level, text in rules.items()}


def _holds(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {text} " in f" {said} " for text in phrases)


def of_kind(roles: pd.DataFrame, relevant: TitleTest | None) -> pd.DataFrame:
    """Return the roles whose title passes a test; without one all."""
    if relevant is None or not len(roles):
        return roles
    return roles[[relevant(str(title)) for title in roles["title"].fillna("")]]


def worked(roles: pd.DataFrame) -> pd.DataFrame:
    """Return the roles that are no training: an apprentice has no years as an electrician yet."""
    return roles[roles["title"].fillna("").map(seniority).ne("IC0").to_numpy(bool)]


def _interval(row, last: int) -> tuple[int, int]:
    """First and last month of a role, cut at the last month looked at; an empty interval where unknown."""
    started, ended = (str(value).strip() if not pd.isna(value) else "" for value in row)
    if not started:
        return (1, 0)
    is_one_year = len(started) == 4 and started == ended
    start = _month(started, 4 if is_one_year else 7)
    end = last if ended in ("", "present") else _month(ended, 9 if is_one_year else 6)
    return start, min(max(end, start) if len(started) == 4 and not is_one_year else end, last)


def _month(text: str, default: int) -> int:
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", text):
        raise TableError(
            f"A month is written 2019-01, a year 2019, what lasts “present”; this is not: {text[:30]}."
        )
    return int(text[:4]) * 12 + (int(text[5:7]) if len(text) > 4 else default) - 1


def _latest_level(roles: pd.DataFrame, at) -> str | None:
    spans = [months(roles.iloc[[row]], at) for row in range(len(roles))]
    titles = roles["title"].fillna("").astype(str)
    ends = [(span[-1][1], title) for span, title in zip(spans, titles, strict=True) if span]
    latest = [seniority(title) for end, title in ends if end == max(ends)[0]]
    return max(filter(None, latest), key=SENIORITY.index, default=None)


def months_since(roles: pd.DataFrame, at, relevant: TitleTest | None = None) -> int | None:
    """Return the months since the last role whose title `relevant` knows (as in `years`) ended by a day.

    None where no work is named or no title is of it: a gap says nothing of a person.
    """
    if relevant is None or not len(roles):
        return None
    day, ends = tables.day(at), [end for _, end in months(of_kind(roles, relevant), at)]
    return day.year * 12 + day.month - 1 - max(ends) if ends else None


def _is_harmless(text: str) -> bool:
    is_short = bool(KEPT.fullmatch(text) or skills.is_known(text)) and len(text.split()) <= 8
    return is_short and not re.search(r"\d{5}|www|http|\d{3}[ .-]\d{3}", fold(text))


# ---- tables


def _made(found: Mapping[str, list[dict]], kind: str) -> Credentials:
    """Rows as typed tables: ISCED levels and normalised skills are added here, in one place."""
    found = {name: [dict(row) for row in found.get(name, [])] for name in COLUMNS}
    for row in found["education"]:
        if row.get("level") in (None, ""):
            row["level"] = isced(f"{row.get('title') or ''} {row.get('field') or ''}")
    for row in found["skills"]:
        row["skill"], row["rule"] = skill(str(row["name"]))
    return Credentials(**{name: _frame(found[name], columns) for name, columns in COLUMNS.items()}, kind=kind)


def _frame(records: list[dict], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=list(columns)).astype(object)
    frame = frame.where(frame.notna() & (frame != ""), float("nan"))
    kinds = {
        column: "float64" if column == "level" and "title" in columns else tables.text_dtype()
        for column in columns
    }
    return frame.astype(kinds)
