"""Lists, forms, boards and calendars turned into tables with one row a job, each line kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import NamedTuple

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail.messages import pattern
from jobkit.sources.mail.naming import has_trade
from jobkit.sources.tables import headings, layouts
from jobkit.sources.tables.grids import JOB, Grid, Row, fields, is_list_line
from jobkit.sources.tables.headings import field_of, role_of
from jobkit.sources.tables.statuses import Lexicon, is_no, is_yes

HEADING = ("Line", "Company", "Role", "Day", "History", "List", "Note")
TELLING = frozenset(("applied", "screening", "assessment", "interview", "offer", "rejected"))
NUMBERED = re.compile(r"\d{1,3}[.)] ?(?=[^\W\d_])")
BULLET = re.compile(r"^\s*(?:[-*+•‣–]|\d{1,4}[.)])\s+")
CHECK = re.compile(r"\[([ xX✓✔])\]\s*|([☐☑✅])\s*")
MARKS = re.compile(r"[*_~`]{1,3}(?=\w)|(?<=[\w.)])[*_~`]{1,3}|^#+\s*|:$")
TAGS = re.compile(r"<([a-z]{1,6})(?: [^<>]{0,60})?>([^<>]{0,200})</\1>")
RULE = re.compile(r"\W{3,}")
TITLE = re.compile(r"\A[^\W\d][^\d,;:()–—]{2,40}\b20\d\d")  # “Job hunt 2026”
WEEKS = frozenset("week woche kw semaine day tag jour".split())
ENTRIES = [re.compile("".join(ways)) for ways in shipped("headings")["diary"]["entries"]]
LINK = re.compile(r"\[([^\[\]]{1,200})\]\((https?://[^\s()]{1,2000})\)")
STRONG = re.compile(
    r"\s{1,9}+(?:(?:[-–—|/•·>→:]{1,3}|=>)\s{1,9}|[(<\[](?=[^()<>]{1,60}[)>\]]))|[;|→]|(?<=[^\W\d])[)>\]](?=\s)"
)
WEAK = re.compile(r"[,:]\s{1,9}")
SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=\x00))[.!]\s{1,9}(?=[^\W\d_])")
DONE = ("to apply", "applied")  # what an empty box says of a job, and a ticked one
SAMPLE = 200  # rows of a table that are looked at
LONGEST = 600  # letters of a line that are cut into cells
DAY = re.compile(r"\x00(\d+)\x00")


def unfolded(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids; a list, a board or a table with days for headings as one with a row a job."""
    lexicon, made = Lexicon(), list[Grid]()
    for grid in grids:
        made += _forms(grid, lexicon) or _listed(grid, lexicon) or _boards(_upright(grid), lexicon)
    return made


def _with(grid: Grid, heading: Sequence[str], cells: Mapping[int, Sequence[str]]) -> list[Grid]:
    """Return the grid with a heading, and behind what stands in each of its rows the cells for that."""
    rows = [row._replace(cells=(" | ".join(row.cells), *cells.get(row.number, ()))) for row in grid.rows]
    return [replace(grid, rows=[Row(rows[0].number, tuple(heading)), *rows], headed=1)]


# --- forms ---


@dataclass(slots=True)
class _Form:
    """What lines or cells say of one application, by the name of what each tells; `at`: the first line."""

    at: int
    title: str = ""
    section: str = ""
    goes_on: bool = False  # only a blank line stands between it and the one above
    told: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Return whether it tells a name, or the company or job by that of its first and another name."""
        role = field_of(name)
        return name in self.told or (role in JOB and role == field_of(next(iter(self.told), "")))


def _forms(grid: Grid, lexicon: Lexicon) -> list[Grid]:
    """Return the table of “Company: Acorn”, “Role: Cook” …, a line each; empty where none stands.

    Each line of the grid is one of it; beside what they tell stand the titles and sections of forms.
    """
    is_cut = any(len(row.cells) > 1 for row in grid.rows)
    forms = [] if is_cut else _filled_in_lines(grid, lexicon)
    names, table = gathered([form.told for form in forms])
    roles = {found[0] for name in names if (found := role_of(name))}
    named = {"company": "Card", "status": "List"}  # what a title and a section tell, where no field does
    own = {"Card": [form.title for form in forms], "List": [form.section for form in forms]}
    own = {name: own[name] for role, name in named.items() if any(own[name]) and role not in roles}
    says_who = "Card" in own or not roles.isdisjoint(headings.WHO)
    if len(forms) < 2 or not says_who:
        return []
    cells = {form.at: (*(texts[at] for texts in own.values()), *table[at]) for at, form in enumerate(forms)}
    return _with(grid, ("Lines", *own, *names), cells)


def gathered(forms: Sequence[Mapping[str, str]]) -> tuple[list[str], list[list[str]]]:
    """Return names of what forms tell, one for all that tell the same, and of each form the texts by these.

    A plain “Date” is the day of applying where other forms name that.
    """
    known = {field_of(name) for form in forms for name in form}
    names: dict[str, str] = {}
    table: list[dict[str, str]] = []
    for form in forms:
        cells: dict[str, str] = {}
        for name, text in form.items():
            role = field_of(name)
            role = "stage:applied" if role == "date" and "stage:applied" in known else role
            key = role if role not in cells else plain(name)
            names.setdefault(key, name)
            cells[key] = text
        table.append(cells)
    return [*names.values()], [[cells.get(key, "") for key in names] for cells in table]


def _filled_in_lines(grid: Grid, lexicon: Lexicon) -> list[_Form]:
    """Return the forms: a title, a rule or a name that came already begins one, a blank line may."""
    forms: list[_Form] = []
    form, title, section, last = None, "", "", 0
    pairs = fields([(row.number, row.cell(0)) for row in grid.rows])
    for row in grid.rows:
        text, pair = row.cell(0), pairs.get(row.number)
        if text.startswith("#") or RULE.fullmatch(text):
            if text.startswith("#"):
                section = title if title and lexicon.kinds(title) else "" if title else section
                title = "" if pair else BULLET.sub("", MARKS.sub("", text).strip(), count=1)
            form = None
        if pair is None:
            continue
        is_again = form is not None and form.has(pair[0])
        if form is None or is_again or row.number > last + 1:
            form = _Form(row.number, title, section, form is not None and not is_again)
            forms.append(form)
            title = ""
        form.told[pair[0]], last = pair[1], row.number
    return _joined(forms)


def _joined(forms: Sequence[_Form]) -> list[_Form]:
    """Return the forms; one that goes on and tells nothing that the one above does is the rest of it."""
    joined: list[_Form] = []
    for form in forms:
        if form.goes_on and {*map(field_of, joined[-1].told)}.isdisjoint(map(field_of, form.told)):
            joined[-1].told |= form.told
        else:
            joined.append(form)
    return joined


# --- tables that lie on their side ---


def _upright(grid: Grid) -> Grid:
    """Return the grid; one with its headings down the first column as one with them in its first row."""
    lines = [row.cells for row in grid.rows]
    down = _headings([row.cell(0) for row in grid.rows[: layouts.SEARCHED]])
    across = max((len(_headings(line[1:])) for line in lines[: layouts.SEARCHED]), default=0)
    if len(down) <= max(across, 2) or down.isdisjoint(headings.WHO) or _is_counted(lines[: layouts.SEARCHED]):
        return grid
    top = next((at for at, line in enumerate(lines) if any(line[1:])), 0)
    if not down & {"company", "job"} | _headings(lines[top][:1]) & {*headings.WHO}:
        corner = lines[top][0].strip()  # nothing, or “Stage”
        lines[top] = (f"Company ({corner})" if corner else "Company", *lines[top][1:])
    rows = [Row(at, cells) for at, cells in enumerate(zip_longest(*lines, fillvalue=""), 1)]
    title = " ".join((grid.title, *(line[0] for line in lines if not any(line[1:]))))
    return replace(grid, rows=rows, headed=1, title=title[:2_000])


def _is_counted(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether most of what stands beside the first column are counts, as on a dashboard."""
    beside = [cell for line in lines for cell in line[1:] if cell.strip()]
    return 2 * sum(cell.strip().isdecimal() for cell in beside) > len(beside)


def _headings(cells: Sequence[str]) -> set[str]:
    """Return what is told by those of the cells that are headings as they stand."""
    found = (role_of(cell) for cell in cells if cell and len(cell) < 60)
    return {role[0] for role in found if role and role[0] and role[1] == "heading"}


# --- lists ---


class _Item(NamedTuple):
    """What a line of a list tells of one application: the cells of `HEADING` behind the line."""

    company: str
    role: str
    day: str
    history: str
    state: str
    note: str

    def telling(self) -> tuple[str, ...]:
        """Return what tells of an application; a box alone may be that of any task."""
        is_task = self.state in DONE and not self.role
        return (self.history,) if is_task else (self.history, self.state)

    def goes_on(self) -> bool:
        """Return whether it tells what came of an application, and not of which."""
        return bool(self.company and self.history) and not (self.role or self.day or self.state)

    def with_detail(self, detail: _Item, line: str) -> _Item:
        """Return it with what a line indented below it tells."""
        if detail.history:
            more = f"{detail.history} {detail.day}".strip()
            return self._replace(history="; ".join(filter(None, (self.history, more))))
        return self._replace(note="; ".join(filter(None, (self.note, BULLET.sub("", line).strip()))))


NAMELESS = _Item("", "", "", "", "", "no employer")


def _listed(grid: Grid, lexicon: Lexicon) -> list[Grid]:
    """Return the table of a list, one line an application; empty where its lines tell of none."""
    if any(len(row.cells) > 1 for row in grid.rows):
        return []
    items = _items(grid, lexicon)
    kinds = {at: {k for text in item.telling() for k in lexicon.kinds(text)} for at, item in items.items()}
    n_named = sum(one != NAMELESS for one in items.values())
    told = [one.company and (kinds[at] or (one.role and one.day)) for at, one in items.items()]
    is_list = len(items) > 1 and sum(map(bool, told)) >= 0.6 * n_named > 0.1 * len(items)
    is_list = is_list and any(map(TELLING.intersection, kinds.values())) and _is_of_jobs(grid, items, lexicon)
    return _with(grid, HEADING, items) if is_list else []


def entries(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a table, its heading first, of lines most of which tell of an employer and a day; else nothing.

    “25 Nov interview at Acorn, 2 Dec”, “absage Acorn Brief kam am 12. November”. A line that does not names
    no employer.
    """
    lexicon, rows = Lexicon(), list[tuple[str, ...]]()
    for line in lines:
        is_dated = dates.mentions(line) or dates.apart_roughly(line)[1]
        item = (_entry(line, "", lexicon, {}) if is_dated else None) or NAMELESS
        rows.append((line, *(item if TELLING.intersection(lexicon.kinds(item.history)) else NAMELESS)))
    n_told = sum(bool(company) for _, company, *_ in rows)
    return [HEADING, *rows] if rows and (n_told == len(rows) or n_told > max(1, len(rows) / 2)) else []


def _is_of_jobs(grid: Grid, items: Mapping[int, _Item], lexicon: Lexicon) -> bool:
    """Return whether a list names a trade, or speaks of jobs in a title, in two lines or in half of them."""
    is_trade = any(headings.is_title(item.role) or has_trade(item.role) for item in items.values())
    lines, of_jobs = [(row.number, row.cells[0]) for row in grid.rows], pattern("of_jobs")
    said = {at for at, one in lines if of_jobs.search(one) or "applied" in lexicon.kinds(one)}
    return is_trade or not said <= items.keys() or len(said) > 1 or 2 * len(said) >= len(lines)


def _is_head(text: str, name: str, lexicon: Lexicon) -> bool:
    is_head = text.rstrip().endswith(":") and lexicon.kinds(name)
    return bool(plain(name) in lexicon.words or is_head or TITLE.fullmatch(name) or text.startswith("#"))


def _is_section(text: str, name: str, lexicon: Lexicon, is_bulleted: bool) -> bool:
    """Return whether a title is a state: “Applied this week:”; “Job applications” alone may be a diary's."""
    told = {*lexicon.kinds(name)}
    is_headed = bool(told) and (is_bulleted or text.rstrip().endswith(":"))
    return plain(name) in lexicon.words or bool(told - {"applied"}) or is_headed


def _items(grid: Grid, lexicon: Lexicon) -> dict[int, _Item]:
    """Return the items of a list by the number of their line; titles and details of an item are none."""
    is_bulleted = any(is_list_line(row.cells[0]) for row in grid.rows)
    is_begun = any(dates.mentions(row.cells[0]) for row in grid.rows if is_list_line(row.cells[0]))
    entries = [_entry(row.cells[0], "", lexicon, {}) for row in grid.rows]
    items, told_at = dict[int, _Item](), {one.company: 0 for one in filter(None, entries)}
    is_diary = 2 * entries.count(None) < len(entries)
    section, day, last, depth = "", "", 0, 0
    for row in grid.rows:
        text = row.cells[0]
        name, indent = MARKS.sub("", text.strip()), len(text) - len(text.lstrip())
        if not is_list_line(text) if is_bulleted else _is_head(text, name, lexicon):
            day = name if dates.is_day(name) else ""
            is_state = _is_section(text, name, lexicon, is_bulleted)
            section = section if day else name if is_state and len(name) < 40 else ""
            last = 0
        elif last and indent > depth:
            items[last] = items[last].with_detail(_item(text, "", "", lexicon), text)
        else:
            item = _item(text, section, day, lexicon, is_begun)
            item = _of_a_day(item, text, day, lexicon, told_at, is_diary)
            last = told_at[item.company] = _goes_with(item, text, told_at) or row.number
            items[last], depth = items[last].with_detail(item, text) if last in items else item, indent
    return items


def _goes_with(item: _Item, text: str, told_at: Mapping[str, int]) -> int:
    """Return the line of the item that one goes on with, or whose employer it speaks of; else 0."""
    if item == NAMELESS:
        return next((at for name, at in told_at.items() if at and name and name in text), 0)
    return told_at.get(item.company, 0) if item.goes_on() else 0


def _of_a_day(
    item: _Item, text: str, above: str, lexicon: Lexicon, known: Mapping[str, int], is_diary: bool
) -> _Item:
    """Return what a line tells as an entry of a diary, or as one that begins with a day; else the item."""
    if entry := _entry(text, above, lexicon, known):
        return entry._replace(state=item.state) if entry.company else entry
    bare, *_ = _unmarked(text)
    is_dated = above or is_diary or any(day.start == 0 for day in dates.mentions(bare))
    if item.role or item.state or not is_dated:
        return item
    if item.history and known.get(item.company):
        return item._replace(day="", history=f"{item.history} {item.day}".strip())
    return NAMELESS if is_diary or (not item.history and _is_said(item.company)) else item


def _entry(text: str, above: str, lexicon: Lexicon, known: Mapping[str, int]) -> _Item | None:
    """Return what an entry of a diary tells below a title with a day; None where it is none.

    Behind what came of an application only a title is the job: “rejected by Acorn, they wanted more”. A
    person is no employer, and behind other pieces only a `known` one is.
    """
    bare, _, rough = _unmarked(text)
    days = [bare[day.start : day.end + 1].strip(" ,:;)-") for day in dates.mentions(bare)] or [rough or above]
    pieces = [*_bits(dates.without_days(bare))]
    for at, said in _matches(pieces):
        kinds, company = lexicon.kinds(said["state"]), said["company"] or said.get("whom", "")
        is_known = company in known and bool(company)
        if is_known or (at == 0 and (kinds or not said["state"])):
            others = [*filter(None, [said.get("role", "")]), *pieces[:at], *pieces[at + 1 :]]
            news = [] if "applied" in kinds else [one for one in others if lexicon.kinds(one)]
            jobs = _jobs(others, news, "applied" in kinds)
            is_talk = not (news or {"interview", "screening"}.isdisjoint(kinds))
            day = days[-is_talk]  # told on the first of its days, held on the last
            told = [f"{said['state']} {day}".strip(), *sorted({*others} - {*jobs}, key=others.index)]
            entry = _Item(company, "".join(jobs[:1]), "", "; ".join(told), "", "; ".join(jobs[1:]))
            return entry if is_known or ((kinds or news) and said["company"]) else NAMELESS
    return None


def _matches(pieces: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield which piece is an entry of a diary, and what stands in its places."""
    matches = ((at, one.fullmatch(piece)) for at, piece in enumerate(pieces) for one in ENTRIES)
    return ((at, match.groupdict("")) for at, match in matches if match)


def _jobs(pieces: Sequence[str], news: Sequence[str], is_begun: bool) -> list[str]:
    """Return which pieces of an entry are the job: any behind “applied to”, else titles that are no news."""
    return [one for one in pieces if is_begun or (headings.is_title(one) and one not in news)]


def _bits(text: str) -> Iterator[str]:
    """Return what stands between the dashes, brackets, commas and colons of a text."""
    for part in (part for piece in STRONG.split(text) for part in WEAK.split(f"{piece} ")):
        if (bit := " ".join(part.strip(" .:,;)").split())) and not _is_when(bit):
            yield bit


def _is_said(words: str) -> bool:
    """Return whether words are said of a day and are no name: “sick all day”, “Met with Anna”."""
    is_low = any(word[:1].islower() and plain(word) not in dates.glue() for word in words.split())
    return is_low and not headings.is_title(words)


def _item(text: str, section: str, above: str, lexicon: Lexicon, is_begun: bool = False) -> _Item:
    """Return what a line of a list tells below a title with a state (`section`) or a day (`above`).

    That day is the one of applying where it `is_begun`: lines of the list have days of their own.
    """
    bare, box, rough = _unmarked(text)
    days, above = dates.mentions(bare), rough or above
    pieces = [one for piece in _pieces(bare, days) for one in _sentences(piece, lexicon)]
    names, told, alone = _named_and_told(pieces, days, lexicon)
    if above and told and not days and not is_begun:
        told = [*told[:-1], f"{told[-1]} {above}"]
    else:
        alone = alone or above
    company, role, *rest = _company_first(names)
    if not (role or days) and _is_state(pieces[0], lexicon):
        company = ""  # a state and what it means: a legend
    if alone and not told and {*lexicon.kinds(section)} - {"saved", "applied", "open", "nothing"}:
        alone, rest = "", [*rest, alone]  # the day of the application, or of its end?
    return _Item(company, role, alone, "; ".join(told), section or box, "; ".join(rest))


def _unmarked(text: str) -> tuple[str, str, str]:
    """Return a line of a list without its marks, the state that its box tells, and words for roughly when."""
    bare = BULLET.sub("", TAGS.sub(r" \2 ", text[:LONGEST]), count=1)
    box = CHECK.match(bare)
    state = DONE[not (box[1] == " " or box[2] == "☐")] if box else ""
    bare = MARKS.sub("", LINK.sub(r"\1", bare[box.end() :] if box else bare)).strip()
    day = next(iter(dates.mentions(bare)), None)
    bare = bare[day.start :] if day and not dates.besides(bare[: day.start]) else bare  # “Mon” 4 May
    bare, rough = dates.apart_roughly(bare)
    return bare, state, rough


def _pieces(bare: str, days: Sequence[dates.Mention]) -> list[str]:
    """Return the pieces of a line, parted by dashes and brackets, else by commas; its days are numbered."""
    for at, day in reversed(list(enumerate(days))):
        bare = f"{bare[: day.start]}\0{at}\0{bare[day.end :]}"
    pieces = [piece.strip(" ,;()<>[]") for piece in STRONG.split(bare)]
    if len(pieces) < 2 or not any(map(str.isalpha, "".join(pieces[1:]))):
        pieces = [piece.strip(" ,;()<>[]") for piece in WEAK.split(bare)]
    return pieces


def _sentences(piece: str, lexicon: Lexicon) -> list[str]:
    """Return the sentences of a piece, where one behind the first tells a state: “cook. Rejected 6 May”."""
    first, *others = SENTENCE.split(piece)
    return [first, *others] if any(_is_state(DAY.sub(" ", other), lexicon) for other in others) else [piece]


def _named_and_told(
    pieces: Sequence[str], days: Sequence[dates.Mention], lexicon: Lexicon
) -> tuple[list[str], list[str], str]:
    """Return the names in the pieces of a line, what they tell, and a day that stands by itself."""
    names, told, alone = list[str](), list[str](), ""
    for piece in filter(None, pieces):
        words = DAY.sub(" ", piece)
        piece = DAY.sub(lambda match: days[int(match[1])].written, piece)
        if not dates.besides(words):
            told, alone = ([*told[:-1], f"{told[-1]} {piece}"], alone) if told else (told, alone or piece)
        elif _is_when(words):
            continue
        elif _is_state(words, lexicon) and (names or plain(words) in lexicon.words):
            told.append(piece)
        elif told and len(names) == 1 and words.count(" ") > 2 and _is_said(words):
            told.append(piece)  # “Acorn Books: no, they found someone with more experience”
        else:
            names.append(words.lstrip(" .:").strip(" ,;–—-") if not told else piece)
            is_other = len(names) > 2 or not headings.words_of("limits").isdisjoint(plain(words).split())
            alone = alone or " ".join(day.written for day in dates.mentions(piece) if not is_other)
    return names, told, alone


def _is_when(words: str) -> bool:
    """Return whether words are the title of a week or a day, and no name: “Week 2”, “Dienstag”."""
    first, _, rest = plain(words).partition(" ")
    return rest.isdigit() if first in WEEKS else not rest and first in shipped("days")["weekdays"]


def _company_first(names: list[str]) -> list[str]:
    """Return company, job title ("" where there is none) and the other names of a line."""
    if len(names) < 2 or headings.is_title(names[0]) or ": " in names[0]:
        names = [*filter(None, headings.joint(names[0] if names else "")), *names[1:]]
    company, role, *rest = [*names, *[""] * (2 - len(names))]
    if role and headings.is_title(company) and not headings.is_title(role):
        company, role = role, company
    return [company, role, *rest]


def _is_state(words: str, lexicon: Lexicon) -> bool:
    is_job = headings.is_title(words) and len(words.split()) < 4
    return len(words) < 60 and lexicon.knows(words) and not is_job


# --- boards and calendars ---


def _is_tally(cells: list[str]) -> bool:
    """Return whether cells below days are numbered names: who was written to that day."""
    return sum(bool(NUMBERED.match(cell)) for cell in cells) > max(4, 0.9 * len(cells))


def _boards(grid: Grid, lexicon: Lexicon) -> list[Grid]:
    """Return a table for each column of a board, or the grid with a history for columns headed by days."""
    start = next((at for at, row in enumerate(grid.rows[:10]) if sum(map(bool, row.cells)) > 1), -1)
    if start < 0:
        return [grid]
    head, below = grid.rows[start], grid.rows[start + 1 :]
    columns = {at: cell.strip() for at, cell in enumerate(head.cells) if cell.strip()}
    days = {at: cell for at, cell in columns.items() if dates.is_day(cell)}
    under = [cell for row in below for at in days if (cell := row.cell(at))]
    if any(map(dates.is_day, under[:SAMPLE])):
        days = {}  # the first row of a table without a heading
    if len(days) > 2 and _is_tally(under[:SAMPLE]):
        return [_tally(grid, start, columns)]
    if len(columns) > 1 and _is_board(columns, below[:SAMPLE], lexicon):
        return _lists(grid, start, columns)
    if len(days) > 1 and any(role_of(cell) for at, cell in columns.items() if at not in days):
        return [_with_history(grid, start, days)]
    return [grid]


def _lists(grid: Grid, start: int, columns: Mapping[int, str]) -> list[Grid]:
    """Return a table for each column of a board, with a card a row, and apart what its bracket tells."""
    found: list[Grid] = []
    for at, name in columns.items():
        cards = [(row.number, text) for row in grid.rows[start + 1 :] if (text := row.cell(at))]
        cut = {text: text.rstrip().removesuffix(")").rpartition(" (") for _, text in cards}
        apart = {text: (job, told) for text, (job, _, told) in cut.items() if job and dates.mentions(told)}
        head = ("Line", "Card", "History", "List") if apart else ("Card", "List")
        told = {text: (text, *apart.get(text, (text, ""))) if apart else (text,) for _, text in cards}
        above = [] if found else grid.rows[:start]
        rows = [Row(grid.rows[start].number, head), *(Row(n, (*told[text], name)) for n, text in cards)]
        found.append(replace(grid, name=f"{grid.name} {name}".strip(), rows=[*above, *rows], headed=1))
    return found


def _with_history(grid: Grid, start: int, days: Mapping[int, str]) -> Grid:
    """Return the grid with what stands under days told in one more column."""
    head = grid.rows[start].cells
    rows = [*grid.rows[:start], grid.rows[start]._replace(cells=(*head, "History"))]
    for row in grid.rows[start + 1 :]:
        told = "; ".join(f"{row.cell(at)} {day}" for at, day in days.items() if row.cell(at))
        cells = (*row.cells, *[""] * (len(head) - len(row.cells)))
        rows.append(row._replace(cells=(*cells[: len(head)], told, *cells[len(head) :])))
    return replace(grid, rows=rows, headed=start + 1)


def _tally(grid: Grid, start: int, columns: Mapping[int, str]) -> Grid:
    """Return the table of the companies that were numbered under the day of applying."""
    days = {at: day for at, day in columns.items() if dates.is_day(day)}
    head = " ".join(("Line", *(name for at, name in columns.items() if at not in days)))
    rows = [*grid.rows[:start], grid.rows[start]._replace(cells=(head, "Company", "Date applied"))]
    for row in grid.rows[start + 1 :]:
        for at in (at for at, cell in enumerate(row.cells) if cell.strip()):
            name = NUMBERED.sub("", row.cell(at), count=1) if at in days else ""
            line = f"{columns.get(at, '')}: {row.cells[at]}"
            rows.append(Row(row.number, (line, name, days[at] if name else "")))
    return replace(grid, rows=rows, headed=start + 1)


def _is_board(columns: Mapping[int, str], rows: Sequence[Row], lexicon: Lexicon) -> bool:
    """Return whether headings are states, and what stands under them is mostly no day, number or state."""
    cards = [cell for row in rows for at in columns if (cell := row.cell(at))]
    tests = str.isdigit, dates.is_day, is_yes, is_no, lambda card: plain(card) in lexicon.words
    n_told = sum(any(test(card) for test in tests) for card in cards)
    return all(map(lexicon.kinds, columns.values())) and n_told < 0.2 * len(cards)
