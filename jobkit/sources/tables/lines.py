"""The rows of a table one by one: what stands in the column of each use, and which hold no application."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from jobkit.language import days as dates
from jobkit.language.text import plain
from jobkit.sources.tables import grids, headings, jobs
from jobkit.sources.tables.cells import Days
from jobkit.sources.tables.grids import Row
from jobkit.sources.tables.layouts import Table

NAMES = ("company", "job", "role", "url", "sender", "contact")


class Lines:
    """What the rows of a table say by the use of its columns."""

    def __init__(self, table: Table, days: Days):
        self.table, self.days = table, days
        self.first = {role: at for at, role in reversed(list(enumerate(table.roles))) if role}
        self.used = [(role, at) for role, at in self.first.items() if not role.startswith("stage:")]
        self.states = [*table.of("status"), *table.of("history")]
        self.plain_headings = {"", *map(plain, table.headings)}
        named = [(at, table.columns[at]) for at in table.of("company", "role", "job", "status")]
        heads = ((at, c.heading.casefold(), c) for at, c in named)
        self.headed = [(at, head) for at, head, c in heads if head in map(str.casefold, c.values)]
        self.is_nameless = not any(table.columns[at].n for at in table.of("company", "role", "url"))
        company = table.columns[self.first["company"]].values if "company" in self.first else ()
        self.has_address = jobs.with_address(company)
        self.is_job_first = _is_job_first(table.columns[at].values for at in table.of("job"))
        self.missing = table.missing()
        self.above = _companies_above(table, self.first)
        alone = ((one, after) for one, after in pairwise(table.rows()) if after.number in self.above)
        self.titles = {one.number for one, _ in alone if sum(map(bool, map(str.strip, one.cells))) == 1}
        is_followed = table.stop < len(table.grid.rows)
        filled = (row.number for row in reversed(table.rows()) if is_followed and any(row.cells))
        self.title_of_next = next(filled, -1)

    def texts(self, row: Row) -> dict[str, str]:
        """Return what stands in the column of each role, trimmed; roles with nothing in them are left out."""
        cells, n = row.cells, len(row.cells)
        found = {role: text for role, at in self.used if at < n and (text := cells[at].strip())}
        if self.missing:
            found = {role: text for role, text in found.items() if plain(text) not in self.missing}
        if row.number in self.above:
            found["company"] = self.above[row.number]
        if self.has_address and "company" in found:
            found = jobs.apart(found.pop("company")) | found
        if "job" in found:
            card = jobs.unlinked(found["job"])[0]
            firm, job = both = headings.joint(card)
            is_turned = self.is_job_first and card.startswith(firm) and firm and not headings.is_title(job)
            both = (job, firm) if is_turned and job else both  # “Grounds team – Elmbridge School”
            found |= {role: text for role, text in zip(("company", "role"), both, strict=True) if text}
        return found

    def aside(self, row: Row, texts: Mapping[str, str]) -> str:
        """Return why a row holds nothing of an application, empty when it does."""
        filled = [cell for cell in row.cells if cell and not cell.isspace()]
        if not filled:
            return "a row that nobody filled"
        if filled[0].lstrip().startswith(grids.CONFLICT):
            return "a merge-conflict marker left by git"
        if row.cells[0] == self.table.headings[0] and {*map(plain, row.cells)} <= self.plain_headings:
            return "the heading again"
        if sum(row.cell(at).casefold() == heading for at, heading in self.headed) > 1:
            return "placeholders: its cells repeat their headings"
        if any(map(_is_total, filled[:2])) and not self.has_day(row):
            return "a total or a legend, not an application"
        if row.number in self.titles:
            return "a title between rows"
        if any(role in texts and jobs.name(texts[role]) for role in NAMES):
            return _alone(filled[0], row.number == self.title_of_next) if len(filled) == 1 else ""
        if self.table.kind == "list" and len(filled) == 1:
            return "a title, or a detail of the line above"
        return "" if self.tells(row) else "it names no company, job title or link"

    def has_day(self, row: Row) -> bool:
        """Return whether a day stands in one of the row's columns of days."""
        return any(self.days.all(at, text, None) for at in self.days.columns if (text := row.cell(at)))

    def tells(self, row: Row) -> bool:
        """Return whether a row without a name still tells of an application."""
        has_state = any(map(row.cell, self.states))
        is_broken = any(dates.broken(text) or dates.month(text) for text in map(row.cell, self.days.columns))
        return (has_state and (self.is_nameless or "id" in self.first or is_broken)) or self.has_day(row)


def _alone(text: str, is_title: bool) -> str:
    """Return why the only cell of a row is no name, empty when it may be one."""
    known = dates.months().keys() | headings.words_of("sections")
    if is_title or all(word in known or word.isdigit() for word in plain(text).split()):
        return "a title between rows"
    if text.lstrip().startswith(("# ", "//")):
        return "a comment"
    is_sentence = (len(text) > 60 and text.count(" ") > 7) or text.count("=") > 1  # “red = no, blue = yes”
    return "a sentence, not an application" if is_sentence else ""


def _is_job_first(columns: Iterable[Iterable[str]]) -> bool:
    """Return whether in most cells of company and job a title tells that the job stands first."""
    cards = [(card, job) for column in columns for card in column if (job := headings.joint(card)[1])]
    n_first = sum(card.startswith(job) for card, job in cards)
    return n_first > 1 and 2 * n_first >= len(cards)


@lru_cache(1 << 16)
def _is_total(cell: str) -> bool:
    words = cell[:60].partition(":")[0].rstrip(" 0123456789=")
    return plain(words) in headings.words_of("totals")


def _companies_above(table: Table, first: Mapping[str, int]) -> dict[int, str]:
    """Return the company of each row that leaves it to the one above: by a sign (“↳”), or blank, as merged
    cells do.

    Blank is read so where a third of the rows are, or a rule stands above each that is not, and where the
    first is not, and no company stands twice in a row.
    """
    if not first.keys() >= {"company", "role"}:
        return {}
    companies, rows = table.columns[first["company"]], table.rows()
    if companies.n == len(rows) and not any(map(headings.is_ditto, companies.values)):
        return {}
    names = [(row.number, row.cell(first["company"]), row.cell(first["role"])) for row in rows]
    signed, blank, named = dict[int, str](), dict[int, str](), [""]
    for number, name, role in names:
        if headings.is_ditto(name):
            signed[number] = named[-1]
        elif name:
            named.append(name)
        elif role:
            blank[number] = named[-1]
    is_merged = (2 * len(blank) >= len(named) - 1 or _is_ruled(names, blank)) and all(blank.values())
    if not blank or not is_merged or any(plain(one) == plain(other) for one, other in pairwise(named)):
        return signed
    table.columns[first["company"]].why += "; blank means the one above"
    return signed | blank


def _is_ruled(names: Sequence[tuple[int, str, str]], blank: Mapping[int, str]) -> bool:
    """Return whether a rule, a line without a row, stands above each company but the first, and no blank."""
    ruled = {number for (above, *_), (number, *_) in pairwise(names) if number > above + 1}
    return ruled.isdisjoint(blank) and ruled.issuperset([number for number, name, _ in names if name][1:])
