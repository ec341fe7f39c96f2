"""Forms for JupyterLab: who was hired, in bands and without a name; an interview looked back on; your own
credentials, set right; the plans of a month, looked back on and made.
"""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

import ipywidgets as widgets

from jobkit.comparison import DEGREES, LEVELS, kept_says
from jobkit.credentials import BANDS, CORRECTED, SENIORITY, band, listing, read, summary
from jobkit.debriefs import NAMES, WENT
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.search.writing import job_filled
from jobkit.tables import LOST, ROUNDS

UNKNOWN = ("not known", None)
UNSAID = ("not said", "")
YEARS = [UNKNOWN, *((f"{band(edge)} years", band(edge)) for edge in BANDS)]
ORIGINS = [("not known", "unknown"), ("from inside", "internal"), ("from outside", "external")]
PARTS = [(part.replace("_", " "), part) for part in ("interviewer", "hiring_manager", "recruiter")]
OUTCOMES = [("not looked at", None), *((name, name) for name in ("done", "not yet", "changed", "let go"))]
TOLD = ("section", "title", "name", "organisation", "started")
AGAIN = "Run the notebook again to see it; jobkit undo takes it back."

Fields = dict[str, tuple[str, widgets.Widget]]
"""By its key what a field is called, and where it is filled in."""


def hire(search, application: str = "") -> widgets.Widget:
    """Return a form that records who was hired for an application; what is left as it is stays unknown.

    >>> type(forms.hire(search, "Brindlemark")).__name__
    'VBox'
    """
    lost = search.applications[search.applications["outcome"].isin(LOST)]
    jobs = [(f"{row.company} · {row.role}", name) for name, row in lost.iterrows()]
    chosen = application if application in lost.index else None
    levels = [UNKNOWN, *((LEVELS.get(level, level), level) for level in SENIORITY)]
    whole = widgets.Checkbox(description="What is not listed here, they do not have", indent=False)
    degrees = [UNKNOWN, *((name, level) for level, name in sorted(DEGREES.items()))]
    fields: Fields = {
        "job": ("The job", widgets.Dropdown(options=[("choose one", None), *jobs], value=chosen)),
        "hired_from": ("Where they came from", widgets.Dropdown(options=ORIGINS)),
        "paper": (
            "A résumé or profile of theirs that you hold",
            widgets.Text(placeholder="name of the file"),
        ),
        "how_known": ("How you know", widgets.Text(placeholder="team page, told by a friend")),
        "hired": ("When they began", widgets.DatePicker()),
        "years": ("Years of work", widgets.Dropdown(options=YEARS)),
        "education": ("Highest degree", widgets.Dropdown(options=degrees)),
        "seniority": ("Level of their last job", widgets.Dropdown(options=levels)),
        "skills": ("Skills", widgets.Text(placeholder="one; another")),
        "certificates": ("Certificates", widgets.Text(placeholder="one; another")),
        "domain": ("Sector they come from", widgets.Text(placeholder="transport, retail")),
        "whole": ("Skills and certificates", whole),
    }
    return _form(fields, "Save who was hired", lambda answers: _record(search, **answers))


def _record(search, job, hired_from: str, paper: str, how_known: str, hired, whole: bool, **facts) -> str:
    if not job:
        raise JobkitError("Choose the job first; nothing was recorded.")
    lists = ("skills", "certificates")
    facts |= {key: [one.strip() for one in facts[key].split(";") if one.strip()] for key in lists}
    facts["complete"] = [*lists] if whole else None
    columns = {"how_known": how_known, "hired": hired, "seen": search.as_of}
    person = read(Path(paper).expanduser()) if paper else None
    kept = search.banded(job, [], person, hired) if person else {}
    columns["credentials"] = kept | {key: value for key, value in facts.items() if value}
    called = search.record_hire(job, hired_from, **{k: v for k, v in columns.items() if v})
    n = len(columns["credentials"].keys() - {"complete"})
    lines = [f"Saved as {called}, without a name, with {english.count(n, 'fact')}. {AGAIN}"]
    if person:
        filled = job_filled(search, job, person)["title"]
        lines += [summary(person, search.as_of), *kept_says(kept, person.doubts, filled)]
        lines += ["Is something wrong? Fill in its field above and save again: that counts."]
    return "\n".join(lines)


def debrief(search, application: str, questions: int = 3) -> widgets.Widget:
    """Return a form that looks back on an interview: what was asked, how it went, what you would say now.

    >>> type(forms.debrief(search, "Brindlemark")).__name__
    'VBox'
    """
    rounds = [(NAMES.get(name, f"{name} interview"), name) for name in ROUNDS]
    went = [UNSAID, *((words, name) for name, words in WENT.items())]
    fields: Fields = {
        "round": ("Which talk it was", widgets.Dropdown(options=[UNSAID, *rounds])),
        "part": ("With whom", widgets.Dropdown(options=[UNSAID, *PARTS])),
        "date": ("On which day", widgets.DatePicker()),
    }
    for n in range(1, questions + 1):
        fields[f"asked {n}"] = (f"Question {n}", widgets.Text(placeholder="in a few words"))
        fields[f"went {n}"] = ("How your answer went", widgets.Dropdown(options=went))
        fields[f"now {n}"] = ("What you would say now", widgets.Textarea())
    fields["note"] = ("Anything else", widgets.Text())
    return _form(fields, "Save the interview", lambda answers: _look_back(search, application, answers))


def _look_back(search, application: str, answers: dict) -> str:
    if not application:
        raise JobkitError("Choose an application first; nothing was recorded.")
    about = {name: answers.pop(name) for name in ("round", "part", "date", "note")}
    rows = [
        {name: answers[f"{name} {n}"] for name in ("asked", "went", "now")}
        for n in range(1, len(answers) // 3 + 1)
    ]
    n = search.record_debrief(application, rows, **about)
    return f"Saved, with {english.count(n, 'question')}. {AGAIN}"


def credentials(search) -> widgets.Widget:
    """Return a form that sets right what was misread in your own credentials, or leaves a line out.

    >>> type(forms.credentials(search)).__name__
    'VBox'
    """
    known = search.credentials[search.credentials["section"] != "dropped"]
    known = known.reindex(columns=[*dict.fromkeys([*known.columns, *TOLD, "fact"])])
    texts = [" · ".join(filter(None, row)) for row in known[[*TOLD]].fillna("").to_numpy()]
    columns = [*((name, name) for name in CORRECTED[:-1]), ("leave the line out", "section")]
    fields: Fields = {
        "line": (
            "The line",
            widgets.Dropdown(options=[("choose one", None), *zip(texts, known["fact"], strict=True)]),
        ),
        "column": ("What is wrong in it", widgets.Dropdown(options=columns)),
        "value": ("What it is", widgets.Text()),
    }
    lines = "\n".join(listing(known.assign(id=""))) or "Nothing was read yet."
    return _form(fields, "Save the correction", lambda answers: _correct(search, **answers), lines)


def _correct(search, line, column: str, value: str) -> str:
    if not line:
        raise JobkitError("Choose the line first; nothing was changed.")
    search.correct_credential(line, column, "dropped" if column == "section" else value)
    said = "The line is left out" if column == "section" else f"Saved: the {column} is “{value}”"
    return f"{said}. {AGAIN}"


def reflection(search, month: str, plans: Iterable[str] = ()) -> widgets.Widget:
    """Return a form that says what came of earlier plans, and keeps a plan and an experiment for a month.

    >>> type(forms.reflection(search, "2026-11")).__name__
    'VBox'
    """
    plans = list(plans)
    fields: Fields = {}
    for n, plan in enumerate(plans):
        fields[f"outcome {n}"] = (f"Your plan: {plan}", widgets.Dropdown(options=OUTCOMES))
        fields[f"came {n}"] = ("What came of it", widgets.Text(placeholder="in a few words"))
    fields |= {
        "plan": ("Your next plan", widgets.Textarea(placeholder="If …, then I will …")),
        "obstacle": ("What may get in the way", widgets.Text()),
        "experiment": ("Something to try out", widgets.Text(placeholder="what you change, for a while")),
        "measure": ("How you will know", widgets.Text(placeholder="an interview within 45 days")),
        "n_needed": ("How many applications with it, and without", widgets.IntText(value=15)),
    }
    return _form(fields, "Save for next month", lambda answers: _reflect(search, month, plans, answers))


def _reflect(search, month: str, plans: list[str], answers: dict) -> str:
    saved = [
        ("review", plan, {"outcome": answers[f"outcome {n}"], "came": answers[f"came {n}"]})
        for n, plan in enumerate(plans)
        if answers[f"outcome {n}"]
    ]
    if answers["plan"]:
        saved.append(("plan", answers["plan"], {"obstacle": answers["obstacle"]}))
    if answers["experiment"]:
        details = {name: answers[name] for name in ("measure", "n_needed")}
        saved.append(("experiment", answers["experiment"], details | {"began": str(search.as_of.date())}))
    if not saved:
        raise JobkitError("Nothing was filled in, so nothing was saved.")
    for kind, text, details in saved:
        search.record_reflection(month, kind, text, {key: value for key, value in details.items() if value})
    words = english.listed(f"{kind} “{text.rstrip('.')}”" for kind, text, _ in saved)
    return f"Saved for {month}: {words}. Later reports return to it. {AGAIN}"


def _lines(text: str) -> str:
    """Text of several lines, which may come from a file, as it may stand in a page."""
    return escape(text).replace("\n", "<br>")


def _form(fields: Fields, action: str, act: Callable[[dict], str], beneath: str = "") -> widgets.Widget:
    """Return the fields under each other, each below its name, and a button; what it did is said beneath."""
    button = widgets.Button(description=action, layout={"width": "max-content"})
    answer = widgets.HTML(_lines(beneath))

    def pressed(_) -> None:
        try:
            said = act({key: field.value for key, (_, field) in fields.items()})
        except JobkitError as error:
            said = str(error)
        answer.value = f"<strong>{_lines(said)}</strong>"

    button.on_click(pressed)
    for _, field in fields.values():
        field.layout.width = "30em"
    rows = [widgets.VBox([widgets.HTML(escape(name)), field]) for name, field in fields.values()]
    return widgets.VBox([*rows, button, answer])
