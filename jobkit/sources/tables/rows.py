"""The rules of a row: what its claims together say happened. Each is a function, and has its golden pair.

A rule takes the claims of a row, and the row, and returns the claims as they then stand. `RULES` are applied
in their order, `LOG_RULES` to a line of a log. What a row says happened, happened; a day is used only for the
event beside which it stands; a row that only plans is `saved`; every other try has an `applied`, with or
without its day; silence is no event.
"""

from collections.abc import Callable, Collection, Sequence

from jobkit.language.text import plain
from jobkit.sources.tables import headings
from jobkit.sources.tables.cells import BEGINNINGS, CORRECT, ENDED, RANGE, REPEATING, SILENT, UNSETTLED, Claim
from jobkit.sources.tables.layouts import Table
from jobkit.sources.tables.statuses import is_invited
from jobkit.tables import INVITATION, KINDS, Problem

THEIRS = ("heard", "response", "reply", "reponse", "retour", "respuesta")  # not yours
UNSENT = "stands where the day of applying does, though the row says that nothing was sent yet"
GOES_ON = "may tell of an offer, though the state says that the application goes on"
EVENTS = frozenset(KINDS)
LATER = frozenset(KINDS[2:])  # what comes after applying
TALKS = frozenset(("screening", "interview", "offer"))
Claims = list[Claim]


class Facts:
    """What the rules have to know of the table, the same for all of its rows.

    `flags`: stages that say yes or no, while another column of that stage says when. `has_applied_days`: a
    column of its own holds the days of applying. `has_rejections`: rejections have words of their own, so
    “declined” is the person's. `is_heard`: the answer is one that was heard, so not the person's own.
    `replied`: columns of the day of a reply.
    """

    def __init__(self, table: Table):
        steps = [(at, column) for at, column in enumerate(table.columns) if column.is_step()]
        dated = [column for _, column in steps if column.share("dated") > 0.6]
        flags = [(at, column) for at, column in steps if column.share("yes or no") > 0.6]
        answer = [word for at in table.of("answer")[:1] for word in plain(table.headings[at]).split()]
        self.table = table
        self.flags = {at for at, c in flags if any(o.role == c.role and o is not c for o in dated)}
        self.has_applied_days = any(c.share("dated") > 0.3 for _, c in steps if c.role == "stage:applied")
        told = frozenset[str]().union(*(table.columns[at].kinds for at in table.of("status", "answer")))
        self.has_rejections = "rejected" in told or bool(table.of("stage:rejected"))
        self.is_first_answer = "first" in answer or {*answer} >= {"1", "st"}
        self.is_heard = not {*answer}.isdisjoint(THEIRS)
        is_own = headings.words_of("when")  # “When”: the day of a talk itself
        self.replied = [at for at in table.of("answer") if plain(table.headings[at]) not in is_own]


Rule = Callable[[Claims, Facts], Claims]


def happened(claims: Sequence[Claim], facts: Facts, rules: Sequence[Rule]) -> tuple[Claims, list[Problem]]:
    """Return what a row says happened, and what in it is doubted; a claim names the rules that changed it."""
    told = list(claims)
    for rule in rules:
        if (changed := rule(told, facts)) is not told:
            before = {id(claim) for claim in told}
            said = rule.__name__.replace("_", " ")
            new = (claim._replace(rule=f"{claim.rule}; {said}" if claim.rule else said) for claim in changed)
            told = [old if id(old) in before else claim for old, claim in zip(changed, new, strict=True)]
    return _events(told, EVENTS), [claim.doubt for claim in told if claim.doubt]


# --- what is told twice ---


def a_yes_beside_its_day_adds_nothing(claims: Claims, facts: Facts) -> Claims:
    """Drop a yes in a column of its own, where another column of the same step has its day."""
    if not (flags := facts.flags):
        return claims
    dated = {c.kind for c in claims if c.day and c.at not in flags}
    return [c for c in claims if c.at not in flags or c.day or c.written or c.kind not in dated]


def a_state_adds_what_no_step_tells(claims: Claims, _: Facts) -> Claims:
    """Drop what a state says that a step tells, and of states that say the same all but those with a day."""
    later = {id(c) for c in claims if c.kind in LATER and c.use in ("state", "answer")}
    old = later - {id(c) for c in _news(claims)} if later else later
    left = [c for c in claims if id(c) not in old or (c.use == "answer" and c.written)]
    return [c._replace(kind="") if id(c) in old else c for c in left] if old else claims


def a_rejection_also_closes(claims: Claims, _: Facts) -> Claims:
    """Drop a closing without a day where the row tells a rejection: it closed it for the person."""
    if not _events(claims, ("closed",)) or not _events(claims, ("rejected",)):
        return claims
    return [c for c in claims if c.kind != "closed" or c.day or c.use == "stage"]


# --- whose decision ---


def good_news_in_steps_is_asked_about_while_it_goes_on(claims: Claims, facts: Facts) -> Claims:
    """Doubt an offer that is picked out of the words of steps, where the state says that it still goes on."""
    table = facts.table
    steps = table.of("history")
    if not steps or not any(c.kind == "open" and c.at not in steps for c in _states(claims)):
        return claims
    news = [c for c in _states(claims) if c.at in steps and c.kind in ("offer", "accepted")]
    told = "".join(c.words for c in news[:1])
    doubt = Problem(table.headings[steps[0]], told, f"“{told[:80]}” {GOES_ON}.", CORRECT)
    return [*(c for c in claims if c not in news), Claim("", at=steps[0], doubt=doubt)] if news else claims


def turned_down_is_theirs_or_yours(claims: Claims, facts: Facts) -> Claims:
    """Decide “turned down”: after an offer yours, else theirs, unless rejections have words of their own."""
    kinds = {c.kind for c in claims if not c.is_denied}
    if kinds.isdisjoint(UNSETTLED) and not kinds >= {"offer", "withdrawn"}:
        return claims
    is_theirs = not kinds.isdisjoint(("rejected", "no"))
    own = {"left"} | ({"moot"} if facts.has_rejections and not is_theirs else set())
    end = {kind: "withdrawn" if kind in own else "rejected" for kind in UNSETTLED}
    if "offer" in kinds:
        end = dict.fromkeys((*UNSETTLED, "withdrawn"), "declined")
    return [c._replace(kind=end[c.kind]) if c.kind in end else c for c in claims]


# --- whose day ---


def the_day_of_a_line_is_that_of_its_last_step(claims: Claims, facts: Facts) -> Claims:
    """Give the last step that a line of a log tells the day of the line, and to each further day one more."""
    events = [c for c in claims if c.use in ("state", "answer") and c.kind in KINDS]
    days = [c for c in claims if c.use == "day" and not c.doubt]
    if not (events and days) or events[-1].day:
        return claims
    last = events[-1].dated(days[0])
    again = [last._replace(day=c.day, is_inferred=c.is_inferred) for c in days[1:] if c.day]
    if last.kind not in REPEATING or RANGE.search(days[0].written):
        again = []
    at = claims.index(events[-1])
    return [*claims[:at], last, *again, *claims[at + 1 :]]


def a_sheet_of_talks_has_their_days(claims: Claims, facts: Facts) -> Claims:
    """Give what the sheet is named after the day of the row: a step that can come again, or its own day."""
    place, day = _place(claims, facts), _day(claims)
    is_since = day and plain(facts.table.headings[day.at]) in headings.words_of("since")
    is_own = facts.has_applied_days or is_since
    if not (place and day) or place.kind in BEGINNINGS or not (is_own or place.kind in REPEATING):
        return claims
    return [c.dated(day) if c is place else c for c in claims if c is not day]


def a_day_on_a_sheet_of_endings_is_asked_about(claims: Claims, facts: Facts) -> Claims:
    """Doubt the day of a row on a sheet named after an ending: that of applying, or of the ending?"""
    place, day = _place(claims, facts), _day(claims)
    if not (place and day) or place.kind in (*BEGINNINGS, *REPEATING) or facts.has_applied_days:
        return claims
    what = f"may be the day of applying or of what “{facts.table.grid.place}” says"
    doubt = Problem(facts.table.headings[day.at], day.written, f"“{day.written}” {what}.", CORRECT)
    return [c._replace(doubt=doubt) if c is day else c for c in claims]


def an_answer_dates_what_it_answers(claims: Claims, facts: Facts) -> Claims:
    """Give the ending, or the first step where it is the first answer, the day of the answer.

    An invitation was sent on that day; the talk has another.
    """
    answer = next((c for c in claims if c.use == "answer" and c.written), None)
    what = _answered(claims, facts) if answer else None
    if not (answer and what) or what.day or what.written:
        return claims
    own = facts.replied if what.kind != "offer" else ()
    is_invitation = what.kind in TALKS and (answer.at in own or is_invited(what.words))
    dated = what.dated(answer)._replace(use=INVITATION if is_invitation else what.use)
    return [dated if c is what else c for c in claims]


# --- how it began ---


def a_day_of_what_was_not_sent_is_asked_about(claims: Claims, _: Facts) -> Claims:
    """Doubt a day of applying where the state says in several words that nothing was sent yet."""
    is_unsent = any(c.kind == "saved" and " " in plain(c.words) for c in _states(claims))
    begun = [c for c in _events(claims, ("applied",), "stage") if c.day]
    if not (is_unsent and begun) or _events(claims, LATER):
        return claims
    doubt = Problem("", begun[0].written, f"“{begun[0].written}” {UNSENT}.", CORRECT)
    return [c._replace(doubt=doubt) if c is begun[0] else c for c in claims if c not in begun[1:]]


def a_plan_is_saved_and_not_sent(claims: Claims, facts: Facts) -> Claims:
    """Keep of a row that only plans the plan, with the day of the row."""
    states = _states(claims)
    plans = [c for c in states if c.kind == "saved"]
    is_noted = all(c.kind in SILENT for c in states) and any(c.kind == "unsent" for c in claims)
    is_sent = _events(claims, LATER) or any(c.day for c in _events(claims, ("applied",), "stage"))
    if is_sent or not (plans or is_noted):
        return claims
    plan = Claim("saved", at=plans[0].at if plans else -1).dated(_day(claims) or Claim(""))
    saved = _events(claims, ("saved",), "stage") or [plan]
    return [*saved, *(c for c in claims if c.doubt)]


def a_reply_without_its_words_is_an_answer(claims: Claims, facts: Facts) -> Claims:
    """Keep the day on which they replied, where the row says nothing else of what came after applying."""
    reply = next((c for c in _of(claims, "answer") if c.day and not c.kind), None)
    is_told = _events(claims, LATER) or any(c.kind in (*SILENT, "unknown") for c in claims)
    if not (reply and facts.is_heard) or is_told:
        return claims
    return [c._replace(kind="acknowledged", use="reply") if c is reply else c for c in claims]


def a_yes_has_the_day_of_its_row(claims: Claims, facts: Facts) -> Claims:
    """Give a plain yes under “applied” the day of the row, where no column of its own holds such days."""
    begun, day = _events(claims, ("applied",), "stage"), _beginning(claims, facts)
    if not begun or not day or any(c.day or c.written for c in begun):
        return claims
    first = begun[0]
    return [c.dated(day) if c is first else c for c in claims]


def what_goes_on_was_begun(claims: Claims, facts: Facts) -> Claims:
    """Add the application where a row tells what came after it, a state, or a day that is no other's."""
    others = [c for c in claims if c.use == "stage" or c.kind not in BEGINNINGS]
    first = _beginning(claims, facts)
    if _events(claims, ("applied",), "stage"):
        return others if len(others) < len(claims) else claims
    if not _goes_on(claims, first):
        return claims
    own = next((c for c in _states(claims) if c.kind == "applied" and c.day), first)
    begun = Claim("applied", at=own.at).dated(own) if own else Claim("applied")
    return [begun, *others]


def a_row_that_tells_nothing_is_saved(claims: Claims, facts: Facts) -> Claims:
    """Keep a row with nothing but names as a plan, unless a word of its state is not known."""
    if _events(claims, KINDS) or any(c.kind == "unknown" for c in claims):
        return claims
    return [Claim("saved").dated(_day(claims) or Claim("")), *claims]


def a_try_begins_once(claims: Claims, _: Facts) -> Claims:
    """Keep one beginning of each kind: that with a day."""
    for kind in BEGINNINGS:
        if len(begun := _events(claims, (kind,))) > 1:
            best = next((c for c in begun if c.day), begun[0])
            claims = [c for c in claims if c is best or not any(c is one for one in begun)]
    return claims


RULES: tuple[Rule, ...] = (
    a_yes_beside_its_day_adds_nothing,
    a_sheet_of_talks_has_their_days,
    a_day_on_a_sheet_of_endings_is_asked_about,
    good_news_in_steps_is_asked_about_while_it_goes_on,
    turned_down_is_theirs_or_yours,
    a_state_adds_what_no_step_tells,
    a_rejection_also_closes,
    an_answer_dates_what_it_answers,
    a_day_of_what_was_not_sent_is_asked_about,
    a_plan_is_saved_and_not_sent,
    a_reply_without_its_words_is_an_answer,
    a_yes_has_the_day_of_its_row,
    what_goes_on_was_begun,
    a_row_that_tells_nothing_is_saved,
    a_try_begins_once,
)
LOG_RULES: tuple[Rule, ...] = (turned_down_is_theirs_or_yours, the_day_of_a_line_is_that_of_its_last_step)


# --- words about claims ---


def _of(claims: Sequence[Claim], *uses: str) -> Claims:
    return [c for c in claims if c.use in uses and not (c.is_denied or c.doubt)]


def _states(claims: Claims) -> Claims:
    return _of(claims, "state")


def _events(claims: Sequence[Claim], kinds: Collection[str], *uses: str) -> Claims:
    return [
        c for c in claims if c.kind in kinds and (not uses or c.use in uses) and not (c.is_denied or c.doubt)
    ]


def _news(claims: Claims) -> Claims:
    """Return of states and answers what no step tells, each kind with its days or once."""
    steps, states = {c.kind for c in _of(claims, "stage")}, {c.kind for c in _of(claims, "state")}
    told = {"state": steps, "answer": steps | states}
    rounds = {c.round for c in _of(claims, "stage")} | {"", "1", "final"}
    later = [c for c in _of(claims, "state", "answer") if c.kind in LATER]
    news = [c for c in later if c.kind not in told[c.use] or c.round not in rounds]
    dated = [c for c in news if c.day]
    others = {c.kind: c for c in reversed(news) if c.kind not in {d.kind for d in dated}}
    return [*dated, *others.values()]


def _answered(claims: Claims, facts: Facts) -> Claim | None:
    """Return what a row's answer is about: its ending, else the last thing told, or the first step."""
    events = _events(claims, LATER)
    told = [c for c in events if c.use != "stage" or c.kind in ENDED]
    if facts.is_first_answer and events:
        return min(events, key=lambda claim: KINDS.index(claim.kind))
    what = next(reversed([c for c in told if c.kind in ENDED] or told), None)
    if what and facts.is_heard and what.kind in ("declined", "withdrawn"):
        return next((c for c in told if c.kind == "offer" and not c.written), None)
    return what


def _goes_on(claims: Claims, first: Claim | None) -> bool:
    """Return whether a row tells of an application: what came after it, a state, or the day of its row."""
    denials = [c for c in claims if c.kind == "applied" and c.is_denied]
    silent = SILENT if any(map(_is_no, denials)) else ("nothing",)
    says_state = any(c.kind not in silent for c in _states(claims))
    return bool(says_state or _events(claims, LATER) or (first and not denials))


def _is_no(claim: Claim) -> bool:
    """Return whether a cell says in a word that a step did not happen; “pending” and “n/a” do not."""
    return claim.is_denied and plain(claim.words) in headings.words_of("unsent")


def _day(claims: Claims) -> Claim | None:
    """Return the day of the row."""
    return next((c for c in claims if c.use == "day" and not (c.doubt and not c.written)), None)


def _beginning(claims: Claims, facts: Facts) -> Claim | None:
    """Return the day of the row if it is that of applying: no other column has that, nor is it doubted."""
    day = _day(claims)
    return None if facts.has_applied_days or (day and day.doubt) else day


def _place(claims: Claims, facts: Facts) -> Claim | None:
    """Return the first state that the name of the sheet tells, where no column does."""
    names = facts.table.place
    return next((c for c in _states(claims) if c.kind in names), None) if names else None
