"""Forms for JupyterLab: who was hired, in bands and without a name; an interview looked back on; your own
credentials, set right; the plans of a month, looked back on and made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import ipywidgets as widgets

from jobkit import comparison
from jobkit.credentials import BANDS, CORRECTED, SENIORITY, band, check, listing, summary
from jobkit.credentials import read as credentials_of
from jobkit.errors import JobkitError
from jobkit.tables import ROUNDS, WENT

UNKNOWN = ("not known", None)
YEARS = [UNKNOWN, *((band(edge), band(edge)) for edge in BANDS)]
DEGREES = [UNKNOWN, *((name, level) for level, name in sorted(comparison.DEGREES.items()))]
ORIGINS = [("not known", "unknown"), ("inside", "internal"), ("outside", "external")]
OUTCOMES = [("not looked at", None), *((name, name) for name in ("done", "not yet", "changed", "let go"))]
TOLD = ("section", "title", "name", "organisation", "started")


def hire(search, application: str = "") -> widgets.Widget:
    """Return a form that records who was hired for an application; what is left as it is stays unknown.

    >>> type(forms.hire(search, "Brindlemark")).__name__
    'VBox'
    """
    lost = search.applications[search.applications["outcome"].isin(["rejected", "closed"])]
    jobs = [(f"{row.company} · {row.role}", name) for name, row in lost.iterrows()]
    chosen = application if application in lost.index else None
    fields: dict[str, widgets.Widget] = {
        "job": widgets.Dropdown(options=[("choose one", None), *jobs], value=chosen),
        "from": widgets.Dropdown(options=ORIGINS),
        "their paper": widgets.Text(placeholder="a résumé or profile you hold: the name of its file"),
        "how you know": widgets.Text(placeholder="team page, told by a friend"),
        "began": widgets.DatePicker(),
        "years": widgets.Dropdown(options=YEARS),
        "degree": widgets.Dropdown(options=DEGREES),
        "level": widgets.Dropdown(options=[UNKNOWN, *((level, level) for level in SENIORITY)]),
        "skills": widgets.Text(placeholder="one; another"),
        "certificates": widgets.Text(placeholder="one; another"),
        "sector": widgets.Text(placeholder="transport, retail"),
        "all of it seen": widgets.Checkbox(description="what is not listed, they do not have", indent=False),
    }
    return _form(fields, "Write it down", lambda said: _record(search, said))


def debrief(search, application: str, questions: int = 3) -> widgets.Widget:
    """Return a form that looks back on an interview: what was asked, how it went, what you would say now.

    >>> type(forms.debrief(search, "Brindlemark")).__name__
    'VBox'
    """
    fields: dict[str, widgets.Widget] = {
        "round": widgets.Dropdown(options=[("not said", ""), *((name, name) for name in ROUNDS)]),
        "with whom": widgets.Text(placeholder="interviewer, hiring_manager"),
        "day": widgets.DatePicker(),
    }
    for n in range(1, questions + 1):
        fields[f"asked {n}"] = widgets.Text(placeholder="the question, in a few words")
        fields[f"went {n}"] = widgets.Dropdown(options=[("not said", ""), *((one, one) for one in WENT)])
        fields[f"now {n}"] = widgets.Textarea(placeholder="what you would say now")
    fields["anything else"] = widgets.Text()
    return _form(fields, "Keep it", lambda said: _look_back(search, application, questions, said))


def _look_back(search, application: str, questions: int, said: dict) -> str:
    if not application:
        raise JobkitError("Choose an application first; nothing was recorded.")
    rows = [{name: said[f"{name} {n}"] for name in ("asked", "went", "now")} for n in range(1, questions + 1)]
    about = {"round": said["round"], "part": said["with whom"], "note": said["anything else"]}
    n = search.record_debrief(application, rows, date=said["day"], **about)
    return f"Kept, with {n} of them asked; `jobkit undo` takes it back. Run the page again to see it."


def credentials(search) -> widgets.Widget:
    """Return a form that sets right what was misread in your own credentials, or leaves a line out.

    >>> type(forms.credentials(search)).__name__
    'VBox'
    """
    known = search.credentials[search.credentials["section"] != "dropped"].reindex(columns=[*TOLD, "fact"])
    texts = [" ".join(filter(None, row)) for row in known[[*TOLD]].fillna("").to_numpy()]
    fields: dict[str, widgets.Widget] = {
        "as read": _text("\n".join(listing(search.credentials)) or "Nothing was read yet."),
        "line": widgets.Dropdown(options=[("choose one", None), *zip(texts, known["fact"], strict=True)]),
        "what": widgets.Dropdown(
            options=[*((name, name) for name in CORRECTED[:-1]), ("leave the line out", "section")]
        ),
        "it is": widgets.Text(),
    }
    return _form(fields, "Set it right", lambda said: _correct(search, said))


def reflection(search, month: str, plans: Iterable[str] = ()) -> widgets.Widget:
    """Return a form that says what came of earlier plans, and keeps a plan and an experiment for a month.

    >>> type(forms.reflection(search, "2026-11")).__name__
    'VBox'
    """
    fields: dict[str, widgets.Widget] = {}
    for plan in plans:
        fields[plan] = widgets.Dropdown(options=OUTCOMES)
        fields[f"what came of it: {plan}"] = widgets.Text(placeholder="what came of it, in a few words")
    fields |= {
        "plan": widgets.Textarea(placeholder="If …, then I will …"),
        "in the way": widgets.Text(placeholder="what may get in the way"),
        "experiment": widgets.Text(placeholder="what you change, and keep to for a while"),
        "measure": widgets.Text(placeholder="an interview within 45 days"),
        "n on each side": widgets.IntText(value=15),
    }
    return _form(fields, "Keep it", lambda said: _reflect(search, month, list(plans), said))


def _reflect(search, month: str, plans: list[str], said: dict) -> str:
    kept = [
        ("review", plan, {"outcome": said[plan], "came": said[f"what came of it: {plan}"]})
        for plan in plans
        if said[plan]
    ]
    if said["plan"]:
        kept.append(("plan", said["plan"], {"obstacle": said["in the way"]}))
    if said["experiment"]:
        details = {
            "measure": said["measure"],
            "n_needed": said["n on each side"],
            "began": str(search.as_of.date()),
        }
        kept.append(("experiment", said["experiment"], details))
    for kind, text, details in kept:
        search.record_reflection(month, kind, text, {key: value for key, value in details.items() if value})
    if not kept:
        raise JobkitError("Nothing was said, so nothing was kept.")
    return f"Kept for {month}: {len(kept)}. Run the page again to see it; the next report comes back to it."


def _record(search, said: dict) -> str:
    if not said["job"]:
        raise JobkitError("Choose the job first; nothing was recorded.")
    lists = {
        key: [one.strip() for one in said[key].split(";") if one.strip()]
        for key in ("skills", "certificates")
    }
    paper = credentials_of(Path(said["their paper"]).expanduser()) if said["their paper"] else None
    facts = {"years": said["years"], "education": said["degree"], "seniority": said["level"], **lists}
    facts |= {"domain": said["sector"], "complete": [*lists] if said["all of it seen"] else None}
    facts = {key: value for key, value in facts.items() if value}
    columns = {"how_known": said["how you know"], "hired": said["began"], "seen": search.as_of}
    read = search.banded(said["job"], [], paper, said["began"]) if paper else {}
    columns["credentials"] = read | facts
    called = search.record_hire(said["job"], said["from"], **{k: v for k, v in columns.items() if v})
    lines = [f"Recorded as {called}, nobody’s name with it. Run the page again to see it."]
    if paper:
        lines += [summary(paper), *comparison.kept_says(read, paper.doubts)]
        lines += ["Is something wrong? Fill in the field beside it, and write it down again."]
    return "\n".join(lines)


def _correct(search, said: dict) -> str:
    if not said["line"]:
        raise JobkitError("Choose the line first; nothing was changed.")
    if said["what"] != "section":
        check(said["what"], said["it is"])
    value = "dropped" if said["what"] == "section" else said["it is"]
    search.correct("credentials", said["line"], **{said["what"]: value})
    return "Set right; `jobkit undo` takes it back."


def _text(value: str) -> widgets.Widget:
    """Text of several lines, as it is: a text area shows no markup."""
    return widgets.Textarea(value=value, disabled=True, layout={"width": "95%", "height": "auto"})


def _form(fields: dict[str, widgets.Widget], action: str, act: Callable[[dict], str]) -> widgets.Widget:
    """Return the fields under each other with a button; what came of it is said beneath."""
    button, answer = widgets.Button(description=action), _text("")

    def pressed(_) -> None:
        try:
            answer.value = act({name: field.value for name, field in fields.items()})
        except JobkitError as error:
            answer.value = str(error)

    button.on_click(pressed)
    rows = [
        widgets.HBox([widgets.Label(name, layout={"width": "9em"}), field]) for name, field in fields.items()
    ]
    return widgets.VBox([*rows, button, answer])
