"""What files suggest of a job you lost: who may have been hired, and that the role may be open again.

Each is a question with the command that records the answer; nothing is recorded by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from jobkit import tables
from jobkit.doubts import Named
from jobkit.language import english, names
from jobkit.language.text import plain
from jobkit.sources.mail.messages import sent_on
from jobkit.tables import LOST

HINTS = (
    *("application", "company", "role", "sign", "day", "person", "name", "hired_from"),
    *("words", "command", "otherwise"),
)
NOT_THE_HIRE = "not_the_hire"
"""The name under which `steps` holds that somebody whom a file suggested is not who was hired."""
WINDOW = 160  # letters between an employer and a role in a job alert: they stand on lines beside each other


def inside(applications: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return those of these jobs of which a letter says that somebody inside got it: `HINTS`."""
    lost, rows = _lost(applications), []
    said = evidence[evidence["reason"].eq("internal_or_known") & evidence["says"].eq("stated")]
    said = said[said["application"].isin(lost.index)].dropna(subset=["words", "date"])
    for row in tables.rows(said.drop_duplicates("application", keep="last")):
        of, job = row["application"], lost.loc[row["application"]]
        words = f"{job['company']} wrote: “{row['words']}” Was somebody from inside hired for {job['role']}?"
        yes = f"jobkit hire {of} internal --on {row['date']:%Y-%m-%d}"
        hint = _hint(of, job, "hire", words, yes, f"jobkit why --drop {row['evidence']}")
        rows.append(hint | {"day": row["date"], "hired_from": "internal"})
    return _table(rows)


def hires(applications: pd.DataFrame, connections: pd.DataFrame) -> pd.DataFrame:
    """Return the connections who may be the person hired for a job you lost, one row each: `HINTS`.

    Parameters
    ----------
    applications : those of which it is not known who was hired.
    connections : people as exports list them, the oldest row first: `person`, `name`, `company`, `title`,
        `url`, `connected`; the day its export was `added`, and the newest day in that export (`newest`), for
        it was made between the two. Somebody who changed job has two rows.

    Returns
    -------
    Rows with the sign “hire”: the company and title of the connection are now those of the job, and were
    not before you applied; where no earlier row tells of them, not before you were turned down.
    `hired_from` is internal where they were there before in another job, external where they were elsewhere.
    """
    lost = _lost(applications)
    jobs = _by_firm(lost)
    rows = []
    for versions in _people(connections) if jobs else ():
        now, before = versions[-1], versions[-2] if len(versions) > 1 else None
        for application in _jobs_of(jobs, now["company"]):
            job = lost.loc[application]
            since = job["applied"] if before else job["outcome_date"]
            if _alike(now["title"], job["role"]) and not now["added"] <= since:
                rows.append(_hire(application, job, now, before))
    return _table(rows)


def openings(
    applications: pd.DataFrame,
    events: pd.DataFrame,
    postings: pd.DataFrame,
    alerts: Iterable[Mapping[str, str]],
) -> pd.DataFrame:
    """Return the jobs you lost that seem to be open again, the newest sign of each: `HINTS`.

    Parameters
    ----------
    events : those of the kind saved tell that you saved the job.
    postings : requirements; recorded for the application again after its end, or for another of the role.
    alerts : job advertisements that came by mail: `Date`, `Subject`, `Text`.

    Returns
    -------
    Rows with the sign “open”, of jobs of which no later application is known.
    """
    lost = _lost(applications)
    lost = lost.drop(index=lost.index.intersection(applications["earlier_try"].dropna()))
    jobs = _by_firm(lost)
    if not jobs:
        return _table([])
    found = [*_same_role(postings, events, lost, jobs), *_advertised(alerts, lost)]
    newest: dict[str, dict] = {}
    for application, day, words in sorted(found, key=lambda one: one[1]):
        job = lost.loc[application]
        if day > job["outcome_date"]:
            text = f"{job['role']} at {job['company']}: {words} on {english.day(day)}. Is it open again?"
            command = f"jobkit hire {application} --reopened {day:%Y-%m-%d}"
            otherwise = f"jobkit done {application} role_open_again --outcome skipped"
            newest[application] = _hint(application, job, "open", text, command, otherwise) | {"day": day}
    return _table([*newest.values()])


def says(hints: pd.DataFrame) -> list[str]:
    """Return each hint as lines: the question, the command that records yes, and the one that records no."""
    return [
        line
        for row in hints.to_dict("records")
        for line in (row["words"], f"  Yes: {row['command']}", f"  No: {row['otherwise']}")
    ]


def _lost(applications: pd.DataFrame) -> pd.DataFrame:
    is_lost = applications["outcome"].isin(LOST) & applications["outcome_date"].notna()
    return applications[is_lost & applications["company"].notna() & applications["role"].notna()]


def _by_firm(lost: pd.DataFrame) -> dict[str, list[str]]:
    """Return the lost applications by every spelling of their company."""
    found: dict[str, list[str]] = defaultdict(list)
    for application, company in lost["company"].items():
        for spelling in names.spellings(str(company)):
            found[spelling].append(str(application))
    return found


def _jobs_of(jobs: Mapping[str, list[str]], company: object) -> list[str]:
    spelt = names.spellings(company) if isinstance(company, str) else ()
    return [*dict.fromkeys(one for spelling in spelt for one in jobs.get(spelling, ()))]


def _alike(one: object, other: object) -> bool:
    """Return whether two titles are of one job: the same words, or all words of one of at least two."""
    first, second = (set(names.role_key(title if isinstance(title, str) else "")) for title in (one, other))
    fewest = min(len(first), len(second))
    return bool(first) and (first == second or (fewest > 1 and (first <= second or second <= first)))


def _people(connections: pd.DataFrame) -> list[list[dict]]:
    """Return each person's rows in the order in which they were added, without those that change no job."""
    found: dict[str, list[dict]] = defaultdict(list)
    for row in tables.rows(connections):
        versions = found[row["url"] or f"{row['name']} {row['connected']}"]
        if not versions or any(versions[-1][part] != row[part] for part in ("company", "title")):
            versions.append(row)
    return [*found.values()]


def _hire(application: str, job: pd.Series, now: dict, before: dict | None) -> dict:
    hired_from, past = "unknown", " (an earlier export does not list them there)" if before else ""
    if before and before["company"]:
        is_same = names.is_same_company(str(before["company"]), str(job["company"]))
        hired_from = "internal" if is_same else "external"
        past = f" (before, {before['title'] or 'in another job'} at {before['company']})"
    words = (
        f"{now['name']} is now {now['title']} at {now['company']}{past}. Were they hired for {job['role']}?"
    )
    command = f"jobkit hire {application} --from {hired_from} --known-by LinkedIn"
    day = min(max(now["newest"] or now["added"], job["outcome_date"]), now["added"])
    about = {"day": day, "person": now["person"], "name": now["name"], "hired_from": hired_from}
    otherwise = f'jobkit hire {application} --not "{now["name"]}"'
    return _hint(application, job, "hire", words, command, otherwise) | about


def _hint(application: str, job: pd.Series, sign: str, words: str, command: str, otherwise: str) -> dict:
    about = {"application": application, "company": job["company"], "role": job["role"], "sign": sign}
    return about | {"words": words, "command": command, "otherwise": otherwise}


def _table(rows: list[dict]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=list(HINTS))
    made["day"] = tables.days(made["day"])
    return made.sort_values(["day", "application"], ignore_index=True)


def _same_role(postings: pd.DataFrame, events: pd.DataFrame, lost: pd.DataFrame, jobs: Mapping) -> list:
    """Return jobs that were saved, or whose posting was recorded, again or for another application."""
    saved = events.loc[(events["kind"] == "saved") & events["date"].notna(), ["company", "role", "date"]]
    signs = [(None, *row, "you saved it") for row in saved.itertuples(index=False)]
    days = postings.dropna(subset=["application", "recorded"])[["application", "recorded"]].drop_duplicates()
    firsts = days.groupby("application")["recorded"].transform("min")
    anew = days[days["application"].isin(lost.index) & (days["recorded"] > firsts)]
    found = [(*row, "its description was recorded anew") for row in anew.itertuples(index=False)]
    named = events.dropna(subset=["company", "role"]).drop_duplicates("application")
    others = days.merge(named, on="application", suffixes=("", "_event"))
    for home, *job in others[["application", "company", "role", "recorded"]].itertuples(index=False):
        signs.append((home, *job, "a description of the same role was recorded"))
    for home, company, role, day, words in signs:
        same = (one for one in _jobs_of(jobs, company) if one != home and _alike(role, lost.at[one, "role"]))
        found += [(one, day, words) for one in same]
    return found


def _advertised(alerts: Iterable[Mapping[str, str]], lost: pd.DataFrame) -> list[tuple]:
    """Return job alerts in which the employer and the role stand close to each other."""
    firms = Named((str(company), str(application)) for application, company in lost["company"].items())
    roles = {str(application): f" {plain(str(role))} " for application, role in lost["role"].items()}
    found = []
    for alert in alerts:
        text = f" {plain(alert.get('Subject', ''))} {plain(alert.get('Text', ''))} "
        day = None
        for firm, start, end in firms.places(text):
            near = text[max(start - WINDOW, 0) : end + WINDOW]
            here = [one for one in firms.meant[firm] if roles[one] in near]
            day = day or (sent_on(alert.get("Date", "")) if here else None)
            found += [(one, tables.day(day), "a job alert named it") for one in here if day]
    return found
