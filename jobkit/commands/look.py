"""Where the search stands: one screen, the list of applications, one application's file, one employer."""

from __future__ import annotations

from argparse import Namespace

from jobkit.commands import search_of, terminal
from jobkit.commands.registry import APPLICATION, AS_OF, JSON, argument, command, flags
from jobkit.commands.terminal import say
from jobkit.errors import JobkitError
from jobkit.language import english
from jobkit.language.english import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas as pd

    from jobkit.search import Search


@command(AS_OF, JSON)
def status(options: Namespace) -> None:
    """where the search stands, on one screen"""
    from jobkit import sentences, waiting
    from jobkit.language.vocabulary import shipped
    from jobkit.search.holdings import n_written_down

    search = search_of(options)
    sent = search.applications
    if options.json:
        facts = {"as_of": search.as_of, "applications": len(sent), "funnel": search.funnel()}
        facts |= {"outcomes": sent["outcome"].value_counts().to_dict(), "problems": len(search.problems)}
        facts["doubts"] = len(search.doubts)
        return terminal.print_json(facts)
    if sent.empty:
        written, files = n_written_down(search), len(search.sources)
        kept = [count(written, "fact that you wrote down", "facts that you wrote down")] * (written > 0)
        kept += [count(files, "file")] * (files > 0)
        if not kept:
            return say("Nothing is recorded yet. Start with: jobkit add FILE, or look at: jobkit demo")
        undone = "`jobkit history` lists every change; `jobkit undo N` takes back an undo, too."
        return say(f"No application counts now. Kept: {english.listed(kept)}.", undone)
    reached = search.funnel()["n"]
    spells = waiting.spells(sent, search.as_of)
    counts = sent["outcome"].value_counts()
    words = shipped("screens")["outcomes"].items()
    outcomes = [f"{counts[name]} {said}" for name, said in words if name in counts]
    say(
        f"Your search on {english.day(search.as_of)}",
        "",
        f"  {count(len(sent), 'application')}, {', '.join(outcomes)}.",
        f"  Any reply: {sentences.share(int(reached['answered']), len(sent))}.",
        f"  A conversation: {sentences.share(int(reached['screening']), len(sent))};"
        f" an interview: {sentences.share(int(reached['interview']), len(sent))};"
        f" offers: {int(reached['offer'])}.",
        *(f"  {sentence}" for sentence in sentences.offers_alone(sent)),
    )
    waits = [*sentences.timed(spells), sentences.answers(spells), sentences.silence(waiting.silence(spells))]
    talks = waiting.after_talks(search.events, sent, search.as_of)
    waits += sentences.silence_by_stage(waiting.by_stage(talks))
    say(*(f"  {sentence}" for sentence in waits), "", *_to_do(search))


def _to_do(search: Search) -> list[str]:
    from jobkit import sentences

    n = len(search.doubts)
    lines = [f"  May be misread: {count(n, 'thing')} about your files (jobkit doubts)."] if n else []
    lines += [f"  Ahead: {line}" for line in sentences.ahead(search.ahead(), search.as_of)]
    lines += [f"  Waiting for a reply: {len(search.waiting())} (jobkit applications --pending)."]
    if now := int(search.due()["state"].isin(["due", "still worth doing"]).sum()):
        lines.append(f"  Steps worth doing now: {now} (jobkit due).")
    if len(search.problems):
        lines.append(f"  Not understood: {len(search.problems)} (jobkit problems).")
    return lines


@command(
    AS_OF,
    JSON,
    *flags(
        pending="only those without a reply, the likeliest to reply first",
        saved="also those you only saved",
    ),
)
def applications(options: Namespace) -> None:
    """the list of applications"""
    search = search_of(options)
    if options.pending:
        shown = search.waiting().reset_index()
        shown = shown if options.json else shown.rename(columns={"chance": "chance of any reply"})
        return terminal.print_rows(shown, options.json, empty="Nobody owes you a reply.")
    sent = search.applications_on(search.as_of, include_saved=options.saved)
    if options.json:
        return terminal.print_json(sent)
    shown = sent.reset_index()
    shown["application"] = terminal.short(list(sent.index))
    columns = "application, company, role, applied, furthest, outcome, days_waited, channel"
    terminal.print_table(shown, columns, empty="No applications yet. Start with: jobkit add FILE")
    if len(shown):
        say("", "Days waited: from applying to the first reply; without one, to the ending or to today.")


@command(AS_OF, JSON, APPLICATION)
def show(options: Namespace) -> None:
    """one application: its dates, evidence, steps and hire"""
    from jobkit import history, reasons, tables
    from jobkit.language.vocabulary import shipped

    search = search_of(options)
    name = search.find(options.application, tables.OPEN)
    known = search.applications_on(search.as_of, include_saved=True)
    if name not in known.index:
        raise JobkitError(f"Nothing was known of “{options.application}” on {english.day(search.as_of)}.")
    events = _of(search.events, name).sort_values(["date", "event"])
    events = events[~((events["date"] > search.as_of) | (events["recorded"] > search.as_of))]
    events["linked"] = search.links.loc[events["event"], "why"].to_numpy()
    screens = shipped("screens")
    stored = [part for part in screens["parts"] if part not in ("contacts", "process", "readings")]
    parts = {part: reasons.as_of(_of(getattr(search, part), name), search.as_of) for part in stored}
    hires = reasons.as_of(_of(search.every_hire, name), search.as_of)
    steps = search.every_step()
    steps.insert(0, "id", terminal.short(list(steps["due"]), 6))
    steps = _of(steps, name).drop(columns="ids")
    steps = steps[~steps["state"].isin(["ended", "expired", "later"])].reset_index(drop=True)
    parts |= {"hires": hires, "contacts": search.contacts(name), "process": steps}
    parts["readings"] = search.readings(name)
    if options.json:
        return terminal.print_json({"application": known.loc[[name]], "events": events, **parts})
    says = parts["evidence"]["says"].map(search.settings.sources["label"])
    parts["evidence"] = reasons.in_words(parts["evidence"], search.settings).assign(says=says)
    people = parts["people"].groupby(["name", "part"], sort=False, dropna=False)
    parts["people"] = people.last().reset_index()  # of whom more was told, the latest of each
    row = known.loc[name]
    say(f"{terminal.cell(row['company'])} · {terminal.cell(row['role'])} ({name})")
    say(f"{screens['outcomes'][row['outcome']]}; furthest: {row['furthest']}", "")
    events["text"] = _with_notes(events)
    is_invited = events["kind"].isin(tables.TALKS) & events["details"].map(history.is_invitation)
    events["kind"] = events["kind"].mask(is_invited, "invitation: " + events["kind"])
    terminal.print_table(events, "date, kind, text, origin, event, linked")
    for part, (title, columns) in screens["parts"].items():
        terminal.print_part(title, parts[part], columns)


def _with_notes(events: pd.DataFrame) -> list[str | None]:
    """Return the words of each event with its note; that of a row of a list once, beside its last event."""
    from jobkit.tables import KINDS

    in_order = events.iloc[events["kind"].map(KINDS.index).argsort(kind="stable")]
    is_told = in_order.duplicated(["origin", "note"], keep="last") & in_order["origin"].fillna("").ne("")
    notes = events["note"].mask(is_told.reindex(events.index)).fillna("")
    pairs = zip(events["text"].fillna(""), notes, strict=True)
    said = (note if text in note else " · ".join(filter(None, (text, note))) for text, note in pairs)
    return [words or None for words in said]


@command(AS_OF, JSON, argument("name", help="the employer, or one of your applications there"))
def company(options: Namespace) -> None:
    """one employer: your applications, how long they take, people, hires, changed postings"""
    from jobkit import company as measure
    from jobkit import hints, steps

    search = search_of(options)
    known = search.company(options.name)
    if options.json:
        return terminal.print_json(known)
    tries = known["tries"].reset_index()
    name = search.applications.loc[tries["application"].iloc[-1], "company"]
    first = tries["applied"].min()
    since = f", the first on {english.day(first)}" if first == first else ""
    say(f"{name}: {count(len(tries), 'application')}{since}", "")
    tries["application"] = terminal.short(list(tries["application"]))
    terminal.print_table(tries, "application, role, applied, furthest, outcome")
    say("", "How long they take", *(f"  {line}" for line in measure.pace_says(known["pace"])))
    terminal.print_part("People you know there", known["people"], "name, part, title, connected")
    terminal.print_part("Who was hired", known["hires"], "hire, hired_from, hired, left, reopened")
    if len(known["postings"]):
        say("", *measure.changes_say(known["postings"]))
        changed = known["postings"][known["postings"]["change"] != "kept"]
        terminal.print_table(changed, "change, requirement, was, now, you", empty="Nothing was changed.")
    due = known["due"][known["due"]["state"] != "let go"]
    if len(due):
        due.insert(0, "id", terminal.short(list(due["due"])))
        due["when"] = [steps.when(row, search.as_of) for row in due.to_dict("records")]
    terminal.print_part("What is due", due, "id, state, what: what, when: days")
    if len(known["hints"]):
        say("", "Noticed in your files, as questions", *hints.says(known["hints"]))


def _of(table: pd.DataFrame, application: str) -> pd.DataFrame:
    return table[table["application"] == application].copy()
