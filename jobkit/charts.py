"""Drawing: a measure's table in, matplotlib Axes out; nothing here reads, counts or decides.

Every chart lays its marks and words out in points, one a pixel of a screen, on an `ax` that is handed in or
made as wide as `figure.figsize` says, and gives it back. Words are measured, so that none is cut or runs into
another; marks differ by shape and filling as well as by colour. The label of the Axes (`ax.get_label()`) is
the alternative text; a mark's own label is what stands over it when it is pointed at.

`show` gives a page one drawing, `both` one for a wide page and one for a phone.
"""

import functools
import html
import io
import math
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar, cast

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from jobkit import page, tables
from jobkit.language import english
from jobkit.language.english import count
from jobkit.language.text import bare
from jobkit.language.vocabulary import shipped

Drawn = TypeVar("Drawn")
YOU, THEY, OPEN, NO, NONE = (page.PALETTE[name] for name in ("you", "they", "open", "no", "none"))
INK, SOFT, LINE, TALK, PAPER = (page.PALETTE[name] for name in ("ink", "soft", "line", "talk", "paper"))
WIDE, NARROW = 672, 328
"""Points: the width of a page's column, and of a phone between its margins."""
SIZE, SMALL = 13.0, 12.0
FEW = 5
"""Below this many, each is named: a middle of three would say too much."""
MONTHS = tuple(name[:3] for name in english.MONTHS)
STYLE: Any = {
    "font.family": ["DejaVu Sans"],  # wider than what a page is shown in: what fits in it fits
    "font.size": SIZE,
    "svg.fonttype": "none",  # text stays text: smaller, and a shared report can find names in it
    "svg.hashsalt": "jobkit",
    "text.color": INK,
    "text.parse_math": False,  # "$" in a company's name is a "$"
    "text.usetex": False,
}


def _chart(draw: Callable[..., Drawn]) -> Callable[..., Drawn]:
    """Draw in jobkit's own style, whatever the style around it, and leave that as it was."""

    @functools.wraps(draw)
    def styled(*args: Any, **named: Any) -> Drawn:
        with mpl.rc_context(STYLE):
            return draw(*args, **named)

    return styled


def show(axes: Axes, table: pd.DataFrame | None = None, alt="", narrow=None, place="") -> page.Block:
    """Return what displays these Axes: the picture, its alternative text, its table folded beneath.

    `alt` replaces the words that the chart gave itself; `narrow` are the Axes of the same chart drawn for a
    phone; `place` names the table, so that a mark can lead to `#place-1`, its first row.
    The same Axes give the same bytes.

    >>> charts.show(charts.sent(history.fates(search.applications)))
    Chart: 62 applications ...
    """
    alt = page.words(alt or axes.get_label() or "A chart without a description.")
    drawn = [ax for ax in (axes, narrow) if ax is not None]
    texts = [text for ax in drawn for part in ax.figure.axes for text in part.texts]
    pairs = [(text.get_text(), str(text.get_label())) for text in texts if text.get_label()]
    shortened = {line: whole for line, whole in pairs if line != whole}
    wide, phone = [*(_svg(ax, alt) for ax in drawn), ""][:2]
    return page.figure(wide, alt, table, shortened, phone, place)


def both(draw: Callable[..., Axes], *args: Any, table=None, alt="", place="", **how: Any) -> page.Block:
    """Return what displays a chart, drawn once for a wide page and once for a phone.

    Parameters
    ----------
    draw : one of the charts of this module, given `args` and `how`.
    table : what is folded beneath it; with a `place` each row that is drawn leads to its own there.

    >>> charts.both(charts.sent, history.fates(search.applications))
    Chart: 62 applications ...
    """
    drawn, (rows, *rest) = [], args
    if place:
        rows = rows.assign(href=[f"#{place}-{n}" for n in range(1, len(rows) + 1)])
    for width in (WIDE, NARROW):
        with mpl.rc_context({"figure.figsize": (width / 72, 1)}):
            drawn.append(draw(rows, *rest, **how))
    return show(drawn[0], table, alt, drawn[1], place)


def _saved(ax: Axes, **how: Any) -> bytes:
    out = io.BytesIO()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the reader's own fonts have it
        cast(Figure, ax.figure).savefig(out, **how)
    return out.getvalue()


def _svg(ax: Axes, alt: str) -> str:
    unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    text = _saved(ax, format="svg", metadata=unsaid, transparent=True).decode()
    for mark in (line for part in ax.figure.axes for line in part.lines if line.get_gid()):
        place = f'<g id="{mark.get_gid()}">'
        text = text.replace(place, f"{place}<title>{html.escape(str(mark.get_label()))}</title>", 1)
    head, rest = text[text.index("<svg ") :].split(">", 1)
    return f'{head} role="img" aria-label="{html.escape(alt)}">{rest}'


def png(axes: Axes, dpi: int = 200) -> bytes:
    """Return a chart as PNG on white, for where no SVG can stand."""
    look = {"facecolor": "white", "bbox_inches": "tight", "pad_inches": 0.2}
    return _saved(axes, format="png", dpi=dpi, metadata={"Software": None}, **look)


# Paper, words and marks


def _width(ax: Axes | None) -> float:
    """Return how many points a chart has to stand in."""
    if ax is None:
        return mpl.rcParams["figure.figsize"][0] * 72
    return ax.get_window_extent().width / ax.figure.dpi * 72


def _sheet(ax: Axes | None, height: float) -> Axes:
    """Return Axes in points, the first of them at the top left."""
    width = _width(ax)
    if ax is None:
        ax = Figure(figsize=(width / 72, height / 72)).add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()
    return ax


def _empty(ax: Axes | None, sentence: str) -> Axes:
    """Say in words that there is nothing to draw yet, and what would change that."""
    lines = _wrapped(sentence, _width(ax), SIZE)
    ax = _sheet(ax, 20 * len(lines) + 8)
    for at, line in enumerate(lines):
        _write(ax, 0, 18 + 20 * at, line, color=SOFT)
    ax.set_label(sentence)
    return ax


@functools.lru_cache(4096)
def _long(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Return how long a line of text is, in points."""
    wide = "".join(sign for sign in text if unicodedata.east_asian_width(sign) in "WF")
    rest = "".join(sign for sign in text if sign not in wide)
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        return text_to_path.get_text_width_height_descent(rest or " ", font, False)[0] + size * len(wide)


def short(text: object, room: float, size: float = SIZE, weight: str = "normal") -> str:
    """Return text in one line of at most `room` points; what is cut ends in an ellipsis."""
    line = " ".join(page.words(text).split())
    if _long(line[:400], size, weight) <= room:
        return line
    ends = range(min(len(line), 400), 0, -1)
    at = next((n for n in ends if _long(f"{line[:n]}…", size, weight) <= room), 0)
    return f"{line[:at].rstrip()}…"


def _wrapped(text: str, room: float, size: float = SMALL) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        lines = [*lines[:-1], longer] if _long(longer, size) <= room else [*lines, word]
    return lines or [""]


def _write(
    ax: Axes, x: float, y: float, text: object, room=math.inf, fontsize=SIZE, weight="normal", **how: Any
) -> float:
    """Write a line with its foot at y, and return how long it is.

    The label of a line that is cut, or one of several of `whole`, is the whole text.
    """
    line = short(text, room, fontsize, weight)
    whole = " ".join(page.words(how.pop("whole", text)).split())
    ax.text(x, y, line, label=whole, fontsize=fontsize, weight=weight, va="baseline", **how)
    return _long(line, fontsize, weight)


def _soft(ax: Axes, x: float, y: float, text: object, room=math.inf, **how: Any) -> float:
    """Write a line in small grey letters."""
    return _write(ax, x, y, text, room, SMALL, color=SOFT, **how)


def month_name(month: str, year: bool = False) -> str:
    """Return `Oct` or `Oct 2026` for `2026-10`, the same in every locale.

    >>> charts.month_name("2026-10"), charts.month_name("2026-10", year=True)
    ('Oct', 'Oct 2026')
    """
    name = MONTHS[int(str(month)[5:7]) - 1]
    return f"{name} {str(month)[:4]}" if year else name


def _day(day: Any) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _full(colour: str, shape: str = "o") -> dict[str, Any]:
    return {"marker": shape, "markerfacecolor": colour, "markeredgecolor": colour}


def _half(colour: str, shape: str = "o") -> dict[str, Any]:
    return _full(colour, shape) | {"fillstyle": "bottom", "markerfacecoloralt": PAPER}


def _hollow(colour: str, shape: str = "o") -> dict[str, Any]:
    return _full(colour, shape) | {"markerfacecolor": PAPER}


def _cross(colour: str) -> dict[str, Any]:
    return _full(colour, "x") | {"markeredgewidth": 2.2}


def _mark(
    ax: Axes, x: float, y: float, look: Mapping, title: str = "", href: str = "", size: float = 11
) -> None:
    """Draw one mark; its title stands over it when it is pointed at, and it leads to a place on the page."""
    how: Any = {"linestyle": "none", "markersize": size * look.get("part", 1), "markeredgewidth": 1.5}
    own = {name: value for name, value in look.items() if name not in ("part", "dot")}
    line = Line2D([x], [y], clip_on=False, **how | own)
    if title:
        line.set_gid(f"m{len(ax.get_children())}")
        line.set_label(page.words(title))
    if href:
        line.set_url(href)
    ax.add_artist(line)
    if look.get("dot"):
        _mark(ax, x, y, {"marker": ".", "color": look["markeredgecolor"]}, size=size * 0.5)


def _rule(
    ax: Axes, x: Sequence[float], y: Sequence[float], colour: str = LINE, width: float = 1, **how
) -> None:
    look: Any = {"clip_on": False, "solid_capstyle": "butt", "zorder": 0.5 if colour == LINE else 2} | how
    ax.add_artist(Line2D(x, y, color=colour, linewidth=width, **look))


def _box(ax: Axes, x: float, y: float, width: float, height: float, colour: str, **how: Any) -> None:
    look: Any = {"linewidth": 0} | how
    ax.add_artist(Rectangle((x, y), width, height, facecolor=colour, clip_on=False, **look))


def _key_lines(entries: Sequence[tuple[str, Any]], width: float) -> list[list[tuple[str, Any]]]:
    """Return the entries of a key by line, as many in each as there is room for."""
    lines: list[list[tuple[str, Any]]] = [[]]
    x = 0.0
    for entry in entries:
        room = _long(entry[0], SMALL) + 36
        if x + room - 18 > width and lines[-1]:
            lines, x = [*lines, []], 0.0
        lines[-1].append(entry)
        x += room
    return lines


def _key(ax: Axes, lines: Sequence[Sequence[tuple[str, Any]]], top: float = 0) -> None:
    """Name each mark, next to one of it."""
    for at, line in enumerate(lines):
        x, y = 7.0, top + 10 + 20 * at
        for name, look in line:
            _mark(ax, x, y, look, size=10)
            x += 12 + _soft(ax, x + 11, y + 4.3, name) + 24


def _foot(lines: Sequence) -> float:
    """Return where a key of these lines ends."""
    return 20 * len(lines) + 8 if any(lines) else 0


def _beside(names: Iterable[str], width: float) -> float:
    """Return how much room names need at the left of their rows, or 0 where they stand above them."""
    longest = max((_long(" ".join(page.words(name).split())[:200]) for name in names), default=0)
    return longest + 16 if longest + 16 <= width * 0.36 else 0


class _Rows(NamedTuple):
    """Rows beneath each other, their names at the left, which is so wide, or where it is 0 above each."""

    left: float
    step: float
    top: float
    n: int

    def y(self, at: int) -> float:
        return self.top + self.step * at

    def foot(self, y: float) -> float:
        """Return where the foot of a row's words is."""
        return y + 4.5 if self.left else y - 13

    def name(self, ax: Axes, y: float, name: str, room: float) -> None:
        how: dict[str, Any] = {"ha": "right"} if self.left else {"room": room}
        _write(ax, max(self.left - 16, 0), self.foot(y), name, **how)

    def rules(self, top: float, foot: float, half: float) -> list[tuple[float, float]]:
        """Return from where to where a line runs, in pieces that leave out the names above rows."""
        if self.left:
            return [(top, foot)]
        return [(self.y(at) - half, self.y(at) + half) for at in range(self.n)]


# A month, day by day

MOVES: Mapping[str, dict[str, Any]] = {
    "applied": _hollow(SOFT),
    "acknowledged": _full(NO) | {"part": 0.5},
    tables.REPLY: _hollow(NO, "s"),
    "screening": _half(YOU),
    "assessment": _half(YOU, "s"),
    tables.INVITATION: _hollow(YOU, ">"),
    "interview": _full(YOU),
    "offer": _hollow(OPEN, "D"),
    "accepted": _full(OPEN, "D"),
    "ended": _cross(INK),
    "due": _full(YOU, "v"),
    "coming": _hollow(NO, "v"),
}
MOVE_NAMES, CERTAINTY_NAMES, AHEAD_NAMES = (
    shipped("sentences")[name] for name in ("moves", "certainty", "ahead")
)
GOES_ON = ("goes on", "accepted", "offer")


@_chart
def lanes(table: pd.DataFrame, first: Any = None, last: Any = None, ax: Axes | None = None) -> Axes:
    """Draw what moved, one lane an application through the days, in the order of the table.

    Parameters
    ----------
    table : `date`, `application`, `company`, `kind` of event, `state` (words: how it stands at the end), and
        if wanted `title` and `href`, what stands over its mark and where it leads.
    first, last : the days between which to draw; without them those of the table.
    """
    tables.require(table, ("date", "application", "company", "kind", "state"), "lanes")
    table = table.loc[table["date"].notna()]
    if table.empty:
        return _empty(ax, "Nothing moved, so there is no lane to draw.")
    first, last = first or table["date"].min(), last or table["date"].max()
    found = [(rows.iloc[0], rows.to_dict("records")) for _, rows in table.groupby("application", sort=False)]
    width = _width(ax)
    left = _beside([bare(row["company"]) for row, _ in found], width)
    states = max(_long(bare(row["state"]), SMALL, "bold") for row, _ in found)
    right = min(states, width * 0.25) + 14 if left else 8
    kinds = dict.fromkeys(_move(kind) for kind in table["kind"])
    key = _key_lines([(MOVE_NAMES.get(kind, kind), MOVES[kind]) for kind in MOVES if kind in kinds], width)
    rows = _Rows(left, *((27, _foot(key) + 34) if left else (44, _foot(key) + 46)), len(found))
    ax = _sheet(ax, rows.y(len(found)) - 10)
    days = max((last - first).days, 1)
    scale = _Scale(left or 7, width - right - 7, 0, days)
    _key(ax, key)
    lines = rows.rules(_foot(key) + 18, rows.y(len(found) - 1) + 12, 6)
    _day_ticks(ax, first, last, scale, _foot(key) + 12, lines)
    for at, (row, moves) in enumerate(found):
        _lane(ax, at, row, moves, (first, scale, rows, width))
    n, going = len(found), sum(bare(row["state"]) in GOES_ON for row, _ in found)
    span = f"between {_day(first)} and {_day(last)}"
    ax.set_label(f"{count(n, 'application')} {span}; {going} in the end open or won.")
    return ax


class _Scale:
    """Where a number stands between two places."""

    def __init__(self, left: float, right: float, low: float, high: float):
        self.left, self.right, self.low, self.high = left, right, low, high

    def __call__(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low or 1)
        return self.left + (self.right - self.left) * min(max(part, 0), 1)


def _move(kind: str) -> str:
    return kind if kind in MOVES else "ended" if kind in tables.ENDINGS else "acknowledged"


def _day_ticks(ax: Axes, first: Any, last: Any, scale: _Scale, y: float, lines: Sequence) -> None:
    """Name days a week apart, or where there are many the firsts of the months; `lines` from foot to foot."""
    n = (last - first).days
    every = [first + timedelta(days=k) for k in range(n + 1)]
    named = every[::7] if n <= 45 else [day for day in every if day.day == 1]
    room = 0.0
    for day in named:
        x = scale((day - first).days)
        text = (
            MONTHS[day.month - 1] if n > 45 else _day(day) if day is named[0] or day.day < 8 else str(day.day)
        )
        if x < room:
            continue
        for line in lines:
            _rule(ax, [x, x], line)
        wide = _soft(ax, x, y, text, ha="left" if day is named[0] else "center")
        room = x + wide * (1.5 if day is named[0] else 1) + 8  # the next is centred


def _lane(ax: Axes, at: int, row: Any, moves: Sequence[Mapping], where: tuple) -> None:
    first, scale, rows, width = where
    y, state = rows.y(at), bare(row["state"])
    goes_on = state in GOES_ON
    xs = [scale((move["date"] - first).days) for move in moves]
    gap = min(12, (scale.right - scale.left) / len(xs))
    places = _apart(xs, gap, scale.left, scale.right)
    way, look = (LINE, 2), {"color": SOFT}
    if goes_on:
        way, look = (OPEN, 3), {"color": OPEN, "weight": "bold"}
    _rule(ax, [xs[0], scale.right if state == "goes on" else xs[-1]], [y, y], *way)
    room = min(_long(state, SMALL, "bold"), width * (0.25 if rows.left else 0.45))
    rows.name(ax, y, bare(row["company"]) or "a company", width - room - 12)
    _write(ax, width, rows.foot(y), state, room, ha="right", fontsize=SMALL, **look)
    for x, move in zip(places, moves, strict=True):
        kind = MOVE_NAMES.get(move["kind"], str(move["kind"]))
        title = bare(move.get("title")) or f"{_day(move['date'])}: {bare(row['company'])}, {kind}"
        _mark(ax, x, y, MOVES[_move(move["kind"])], title, bare(move.get("href")))


# One mark an application, month by month

FATES: Mapping[str, dict[str, Any]] = {
    "offer": _hollow(OPEN, "D"),
    "interview": _full(YOU),
    "conversation": _half(YOU),
    "rejection": _full(NO) | {"part": 0.5},
    "closed": _cross(NO) | {"part": 0.6},
    tables.REPLY: _hollow(NO, "s"),
    "no reply": _hollow(NONE),
}
CERTAINTIES: Mapping[str, dict[str, Any]] = {
    "confirmed": _full(INK, "s"),
    "inferred": _half(INK, "s"),
    "guessed": _hollow(INK, "s") | {"dot": True},
    "unknown": _hollow(NONE, "s"),
}


@_chart
def sent(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw one mark an application, in the month it was sent, filled by how far it came.

    Parameters
    ----------
    table : `month` sent, `fate` (one of `FATES`), and if wanted `title`, `href` and `goes_on`, which rings
        the mark.

    >>> charts.sent(history.fates(search.applications))
    <Axes: label='62 applications ...'>
    """
    tables.require(table, ("month", "fate"), "sent")
    if table["month"].isna().all():
        return _empty(ax, "No application with a date has been sent yet.")
    names = {"closed": "closed or withdrawn"}
    return _stacks(ax, table.rename(columns={"fate": "look"}), FATES, names, "application")


@_chart
def rejected(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a square a rejection, filled by how certain its reason is: in its month, or all in one row.

    Parameters
    ----------
    table : `certainty` (confirmed, inferred, guessed, unknown), and if wanted `month` in which it was decided
        (without this column one row, the surest first), `title` and `href`.
    """
    tables.require(table, ("certainty",), "rejected")
    marks = table.rename(columns={"certainty": "look"})
    if table.empty or ("month" in table and table["month"].isna().all()):
        return _empty(ax, "No rejection yet, so there is nothing to explain.")
    draw = _stacks if "month" in table else _row
    return draw(ax, marks, CERTAINTIES, CERTAINTY_NAMES, "rejection")


@_chart
def moved(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a mark for each thing that moved, in its month: what `lanes` draws, where there are too many.

    Parameters
    ----------
    table : `date`, `kind` of event, and if wanted `title` and `href`.
    """
    tables.require(table, ("date", "kind"), "moved")
    if table["date"].isna().all():
        return _empty(ax, "Nothing moved, so there is nothing to draw.")
    marks = table.assign(month=table["date"].dt.strftime("%Y-%m"), look=table["kind"].map(_move))
    return _stacks(ax, marks, MOVES, MOVE_NAMES, "move")


def _stacks(ax: Axes | None, table: pd.DataFrame, looks: Mapping, names: Mapping, one: str) -> Axes:
    """Draw a mark a row, stacked by month, the fullest at the foot."""
    dated = table.loc[table["month"].notna()].astype({"month": str})
    width, months = _width(ax), tables.months(dated["month"])
    has_ring = "goes_on" in dated and dated["goes_on"].any()
    found = [(names.get(name, name), look) for name, look in looks.items() if name in set(dated["look"])]
    key = _key_lines([*found, *([("goes on", _ring())] if has_ring else [])], width)
    most, room = int(dated["month"].value_counts().max()), width / len(months)
    size, per_row = _packed(most, room)
    foot = _foot(key) + math.ceil(most / per_row) * size + 12
    ax = _sheet(ax, foot + 44)
    _key(ax, key)
    every = math.ceil(len(months) * 46 / width)
    for at, month in enumerate(months):
        rows = _fullest_first(dated.loc[dated["month"] == month], looks)
        left = room * (at + 0.5) - size * (min(per_row, max(len(rows), 1)) - 1) / 2
        for k, row in enumerate(rows):
            x, y = left + k % per_row * size, foot - (k // per_row + 0.5) * size
            title, href = (bare(row.get(name)) * (size >= 9) for name in ("title", "href"))  # can it be hit?
            _mark(ax, x, y, looks[row["look"]], title, href, size * 0.66)
            if row.get("goes_on") is True:
                _mark(ax, x, y, _ring(), size=size * 0.66)
        if (len(months) - 1 - at) % every:
            continue
        _soft(ax, room * (at + 0.5), foot + 18, month_name(month), ha="center")
        if rows:
            _write(ax, room * (at + 0.5), foot + 36, len(rows), fontsize=SMALL, weight="bold", ha="center")
        elif month.endswith("-01"):
            _soft(ax, room * (at + 0.5), foot + 36, month[:4], ha="center")
    ax.set_label(_stacks_told(dated, len(table) - len(dated), names, one))
    return ax


def _ring() -> dict[str, Any]:
    return _full(OPEN) | {"markerfacecolor": "none", "markeredgewidth": 2.6, "part": 1.15}


def _packed(most: int, room: float) -> tuple[float, int]:
    """Return how large marks are, and how many stand beside one another, so that the fullest month fits."""
    for size in (17.0, 15, 13, 11, 9, 7, 5):
        per_row = max(int((room - 6) / size), 1) if most * size > 200 else 1
        if math.ceil(most / per_row) * size <= 240:
            return size, per_row
    return 5.0, max(int(room / 5), 1)


def _stacks_told(dated: pd.DataFrame, undated: int, names: Mapping, one: str) -> str:
    counts = dated["look"].value_counts()
    told = ", ".join(f"{n} {names.get(name, name)}" for name, n in counts.items())
    first, last = dated["month"].min(), dated["month"].max()
    span = " to ".join(dict.fromkeys(month_name(month, True) for month in (first, last)))
    span = f"in {span}" if first == last else f"from {span}"
    more = f" {undated} more without a date." if undated else ""
    newest = f" {(dated['month'] == last).sum()} in the last month." if first != last else ""
    return f"{count(len(dated), one)} {span}: {told}.{newest}{more}"


def _row(ax: Axes | None, table: pd.DataFrame, looks: Mapping, names: Mapping, one: str) -> Axes:
    """Draw the marks beside one another, the fullest first, with how many there are of each."""
    width, n, counts = _width(ax), len(table), table["look"].value_counts()
    size = min(17.0, max(width / n, 9))
    per_row = int(width // size)
    found = [(f"{counts[name]} {names[name]}", look) for name, look in looks.items() if name in counts]
    key, foot = _key_lines(found, width), math.ceil(n / per_row) * size + 8
    ax = _sheet(ax, foot + _foot(key))
    for at, row in enumerate(_fullest_first(table, looks)):
        x, y = (at % per_row + 0.5) * size, (at // per_row + 0.5) * size
        _mark(ax, x, y, looks[row["look"]], bare(row.get("title")), bare(row.get("href")), size * 0.7)
    _key(ax, key, foot)
    ax.set_label(f"{count(n, one)}: {', '.join(name for name, _ in found)}.")
    return ax


def _fullest_first(table: pd.DataFrame, looks: Mapping) -> list[dict]:
    order = table["look"].map(list(looks).index).argsort(kind="stable")
    return table.iloc[order].to_dict("records")


# Numbers and how wide they are


@_chart
def bands(table: pd.DataFrame, unit: str = "", ax: Axes | None = None) -> Axes:
    """Draw a dot and its band a row, all on one scale; a hollow dot is a number that is not settled.

    Parameters
    ----------
    table : index names; numbers `n`, `low`, `high` (shares from 0 to 1 where `unit` is %), and if wanted
        `says` (the figures in words), `raw` (a second, hollow dot), `is_open` (the dot is hollow), `href`
        (where its dots lead), and `dot` and `band`, names of the page's colours. A row without `n` has no
        dot.
    unit : what the scale counts, at its foot.

    >>> funnel = history.funnel(search.applications)
    >>> shares = rates.share(funnel["n"], funnel["of"]).rename(columns={"share": "n"})
    >>> charts.bands(shares, "%")
    <Axes: label='6 rows: ...'>
    """
    tables.require(table, ("n", "low", "high"), "bands")
    table = table.loc[table["n"].notna() | table["low"].notna()]
    if table.empty:
        return _empty(ax, "Nothing has been counted yet.")
    names, width = [page.words(name) for name in table.index], _width(ax)
    said = [bare(text) for text in table.get("says", [""] * len(table))]
    longest = max(_long(text, SMALL) for text in said)
    left = _beside(names, width) if longest <= width * 0.45 else 0
    right = longest + (16 if any(said) else 0)
    both = max(_long(name) + _long(text, SMALL) for name, text in zip(names, said, strict=True)) + 12
    lower = 0 if left or both <= width else 16  # the figures stand beneath the name
    rows = _Rows(left, *((28, 16) if left else (46 + lower, 32 + lower)), len(table))
    foot = rows.y(len(table) - 1) + 18
    ax = _sheet(ax, foot + 26)
    is_share = unit.startswith("%")
    most = float(table.filter(["n", "high", "raw"]).max(axis=None))
    tick = _step(most, (0.05, 0.1, 0.2, 0.25) if is_share else (1, 2, 5, 10, 20, 50, 100))
    scale = _Scale(left or 7, width - (right if left else 8), 0, max(tick * math.ceil(most / tick), tick))
    _ticks(ax, scale, tick, rows.rules(rows.top - 12, foot, 7), foot, is_share)
    if left:
        _soft(ax, left - 16, foot + 18, unit.lstrip("% "), ha="right")
    for at, (name, row) in enumerate(zip(names, table.to_dict("records"), strict=True)):
        y = rows.y(at)
        rows.name(ax, y - lower, name, width)
        x, side = (0, "left") if lower else (width, "right")
        _soft(ax, x, rows.foot(y), said[at], width, ha=side)
        _band(ax, y, name, row, scale)
    rows_said = zip(names, said, table.to_dict("records"), strict=True)
    told = "; ".join(f"{name} {text or _number(row, is_share)}" for name, text, row in rows_said)
    ax.set_label(f"{count(len(table), 'row')}: {told}.")
    return ax


def _ticks(ax: Axes, scale: _Scale, tick: float, lines: Sequence, foot: float, is_share: bool) -> None:
    """Number the scale at its foot; a line at each number, whole or in pieces beside each row."""
    for k in range(round(scale.high / tick) + 1):
        x = scale(k * tick)
        for line in lines:
            _rule(ax, [x, x], line)
        _soft(ax, x, foot + 18, f"{k * tick:.0%}" if is_share else f"{k * tick:g}", ha="center")


def _step(most: float, steps: Sequence) -> Any:
    return next((step for step in steps if most / step <= 6), steps[-1])


def _number(row: Mapping, is_share: bool) -> str:
    low, n, high = (f"{row[name]:.0%}" if is_share else f"{row[name]:.0f}" for name in ("low", "n", "high"))
    return f"{n} ({low} to {high})"


def _band(ax: Axes, y: float, name: str, row: Mapping, scale: _Scale) -> None:
    is_open, colour = row.get("is_open") is True, page.PALETTE[row.get("band") or "none"]
    href = bare(row.get("href"))
    if row["low"] == row["low"]:
        left, wide = scale(row["low"]), max(scale(row["high"]) - scale(row["low"]), 3)
        _box(ax, left, y - 2.5, wide, 5, PAPER if is_open else colour, edgecolor=colour, linewidth=1)
    if row.get("raw") == row.get("raw") and row.get("raw") is not None:
        _mark(ax, scale(row["raw"]), y, _hollow(SOFT), f"{name}, as counted", href, 9)
    if row["n"] == row["n"]:
        dot = _hollow(SOFT) if is_open else _full(page.PALETTE[row.get("dot") or "ink"])
        _mark(ax, scale(row["n"]), y, dot, name, href, 10)


# Waiting

REPLIES: Mapping[str, dict[str, Any]] = {"reply": _full(YOU), "rejection": FATES["rejection"]}


@_chart
def replies(table: pd.DataFrame, mark: Any = None, ax: Axes | None = None) -> Axes:
    """Draw one dot a reply, on the day it came after, and the day from which few still do with its range.

    Parameters
    ----------
    table : `days` until each first reply, `outcome` (rejected, or what else it was), and if wanted `company`
        and `href`, where its mark leads.
    mark : `day`, `low`, `high`: from when on few replies come.
    """
    tables.require(table, ("days", "outcome"), "replies")
    if table.empty:
        return _empty(ax, "No reply has come yet. Silence is not a rejection.")
    width = _width(ax)
    days = table["days"].clip(lower=0)
    has_mark = mark is not None and mark["day"] == mark["day"]
    reach = max(float(days.max()), float(mark["day"]) + 8 if has_mark else 0, 14)
    scale = _Scale(10, width - 10, 0, min(reach, max(60, float(days.quantile(0.97)) + 5)) + 2)
    stacks = _stacked(table.assign(days=days), scale, 9.5)
    tallest = max(len(stack) for stack in stacks.values())
    size = min(9.5, 150 / tallest)
    found = [("a reply that goes on", REPLIES["reply"])] * bool((table["outcome"] != "rejected").any())
    found += [("a rejection", REPLIES["rejection"])] * bool((table["outcome"] == "rejected").any())
    key = _key_lines(found, width)
    ground = _foot(key) + max(size * tallest, 40) + (32 if has_mark else 8)
    ax = _sheet(ax, ground + 30)
    _key(ax, key)
    if has_mark:
        _silent(ax, mark, scale, _foot(key) + 4, ground)
    _rule(ax, [scale.left - 6, scale.right + 6], [ground, ground], NONE)
    for x, stack in stacks.items():
        for k, row in enumerate(sorted(stack, key=lambda row: row["outcome"] == "rejected")):
            kind = "rejection" if row["outcome"] == "rejected" else "reply"
            who = f"{row['company']}: " if bare(row.get("company")) else ""
            title = f"{who}a {kind} after {count(int(row['days']), 'day')}"
            at = ground - (k + 0.6) * size
            _mark(ax, x, at, REPLIES[kind], title, bare(row.get("href")), size * 0.8)
    tick = _step(scale.high, (7, 14, 30, 60, 90, 180, 365))
    for k in range(int(scale.high // tick) + 1):
        text = f"{k * tick}" if k else "day"
        _soft(ax, scale(k * tick), ground + 18, text, ha="center" if k else "left")
    ax.set_label(_replies_told(days, mark if has_mark else None))
    return ax


def _stacked(table: pd.DataFrame, scale: _Scale, size: float) -> dict[float, list[dict]]:
    """Return the replies by where their dots stand: days closer than a dot share a place."""
    apart = max(math.ceil(size / ((scale.right - scale.left) / scale.high)), 1)
    found: dict[float, list[dict]] = {}
    for row in table.to_dict("records"):
        found.setdefault(scale(row["days"] // apart * apart + (apart - 1) / 2), []).append(row)
    return found


def _silent(ax: Axes, mark: Any, scale: _Scale, top: float, ground: float) -> None:
    """Draw the day from which few replies still come, in words above it, and the range of that day."""
    x, span = scale(mark["day"]), mark["low"] < mark["high"]
    if span:
        width = scale(mark["high"]) - scale(mark["low"])
        _box(ax, scale(mark["low"]), top + 22, width, ground - top - 22, LINE, alpha=0.55, zorder=0)
    _rule(ax, [x, x], [top + 22, ground], SOFT, 1.5, linestyle=(0, (4, 3)))
    said = f"After day {mark['day']:.0f}, few replies come"
    said += f" (day {mark['low']:.0f} to {mark['high']:.0f})" if span else ""
    half = _long(said, SMALL, "bold") / 2
    _write(
        ax, min(max(x, half), _width(ax) - half), top + 14, said, fontsize=SMALL, weight="bold", ha="center"
    )


def _replies_told(days: pd.Series, mark: Any) -> str:
    half = f"half of them within {days.median():.0f} days, the last after {days.max():.0f}"
    each = f"after {', '.join(f'{day:.0f}' for day in sorted(days))} {'day' if set(days) == {1} else 'days'}"
    told = f"{count(len(days), 'reply', 'replies')}, {half if len(days) >= FEW else each}."
    if mark is None:
        return told
    ends = f" (it could be day {mark['low']:.0f} to {mark['high']:.0f})" if mark["low"] < mark["high"] else ""
    return f"{told} After day {mark['day']:.0f}{ends} few replies come."


CURVES = ((YOU, "-"), (SOFT, "--"), (OPEN, ":"), (THEY, "-."), (INK, (0, (1, 1))))


@_chart
def curve(
    incidence: pd.DataFrame, outcomes: Sequence[str] = (), mark: Any = None, ax: Axes | None = None
) -> Axes:
    """Draw the share answered by each day, as steps with their bands, as long as five or more are followed.

    Parameters
    ----------
    incidence : index day; `waiting` and one column an outcome (shares), `_low` and `_high` beside each,
        `at_risk`.
    outcomes : the curves to draw; without them one curve, a reply of any kind.
    mark : `day`, `low`, `high`: from when on few replies come.

    >>> charts.curve(waiting.incidence(waiting.spells(search.applications, search.as_of)))
    <Axes: label='Of 62 ...'>
    """
    tables.require(incidence, ("waiting", "at_risk", *outcomes), "curve")
    if incidence.empty or incidence["waiting"].min() >= 1:
        return _empty(ax, "No reply has come yet, so no curve can be drawn. Silence is not a rejection.")
    if incidence["at_risk"].max() < FEW:
        return _empty(ax, "Too few applications yet for a curve: it takes five.")
    followed = incidence[incidence["at_risk"] >= min(5, incidence["at_risk"].max())]
    waiting, low, high = _spread(followed, "waiting")
    any_reply = {"answered": (1 - waiting, 1 - high, 1 - low)}
    curves = {name: _spread(followed, name) for name in outcomes} or any_reply
    top = min(1.0, max(float(high.max()) for _, _, high in curves.values()))
    end, width = max(float(followed.index[-1]), 1), _width(ax)
    said = {name: f"{share.iloc[-1]:.0%} {name.replace('_', ' ')}" for name, (share, _, _) in curves.items()}
    ground, top_of = 250, 40 if mark is not None and mark["day"] <= end else 14
    ax = _sheet(ax, ground + 48)
    tick = _step(top, (0.05, 0.1, 0.2, 0.25))
    x = _Scale(46, width - max(_long(text, weight="bold") for text in said.values()) - 12, 0, end)
    y = _Scale(ground, top_of, 0, tick * math.ceil(top / tick))
    for k in range(round(y.high / tick) + 1):
        _rule(ax, [x.left, x.right], [y(k * tick)] * 2)
        _soft(ax, x.left - 8, y(k * tick) + 4, f"{k * tick:.0%}", ha="right")
    if mark is not None and mark["day"] <= end:
        _silent(ax, mark, x, 6, ground)
    feet = _apart([y(share.iloc[-1]) for share, _, _ in curves.values()], 18, top_of, ground)
    for (name, (share, low, high)), foot, (colour, dashes) in zip(curves.items(), feet, CURVES, strict=False):
        _steps(ax, share, low, high, (x, y), colour, dashes)
        _write(ax, width, foot + 4.5, said[name], color=colour, weight="bold", ha="right")
    _followed(ax, followed["at_risk"], x, ground)
    n = count(int(incidence["at_risk"].max()), "application")
    ax.set_label(f"Of {n}, by day {end:.0f}: {', '.join(said.values())}.")
    return ax


def _spread(incidence: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    share = incidence[name]
    low, high = (incidence.get(f"{name}_{side}", share) for side in ("low", "high"))
    return share, low.fillna(share), high.fillna(share)


def _steps(
    ax: Axes, share: pd.Series, low: pd.Series, high: pd.Series, scales: tuple, colour: str, dashes
) -> None:
    x, y = scales

    def stairs(values: pd.Series) -> list[tuple[float, float]]:
        days, ends = map(x, values.index.repeat(2)), [*map(y, values.repeat(2))]
        return list(zip(days, [ends[0], *ends[:-1]], strict=True))

    corners = [*stairs(low), *stairs(high)[::-1]]
    ax.add_artist(Polygon(corners, closed=True, facecolor=colour, alpha=0.16, linewidth=0))
    xs, ys = zip(*stairs(share), strict=True)
    _rule(ax, xs, ys, colour, 2.5, linestyle=dashes)


def _followed(ax: Axes, at_risk: pd.Series, x: _Scale, ground: float) -> None:
    """Name the days, and how many applications were followed until each."""
    _soft(ax, 0, ground + 20, "day")
    _soft(ax, 0, ground + 40, "of")
    tick = _step(x.high, (7, 14, 30, 60, 90, 180, 365))
    for day in range(0, int(x.high) + 1, tick):
        n = at_risk[at_risk.index >= day].iloc[0]
        _soft(ax, x(day), ground + 20, str(day), ha="center")
        _soft(ax, x(day), ground + 40, f"{n:.0f}", ha="center")


def _apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return label positions close to those wanted, in their order, at least `gap` apart."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed, floor = list(wanted), low
    for rank, at in enumerate(order, 1):
        placed[at] = min(max(wanted[at], floor), high - gap * (len(order) - rank))
        floor = placed[at] + gap
    return placed


# Where applications went


@_chart
def flow(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw where applications went: bands from stage to stage, and out to ends parted by where they left.

    Parameters
    ----------
    table : columns `source`, `target`, `n`, the first stage first; a target that is no source is an end. If
        wanted `tone`, the name of a colour of the page, and `href`, where the words of an end lead.

    >>> charts.flow(history.flow(search.applications))
    <Axes: label='Where 62 ...'>
    """
    tables.require(table, ("source", "target", "n"), "flow")
    rows = table.assign(source=table["source"].map(page.words), target=table["target"].map(page.words))
    links = rows.loc[rows["n"] > 0].to_dict("records")
    if not links:
        return _empty(ax, "No application has been sent yet, so nothing flows anywhere.")
    stages, width = list(dict.fromkeys(link["source"] for link in links)), _width(ax)
    sizes = {stage: max(_total(links, "source", stage), _total(links, "target", stage)) for stage in stages}
    unit, top = 240 / sizes[stages[0]], 19.0 * len(stages) + 12
    inner = [link for link in links if link["target"] in stages]
    ends, right = _ends([link for link in links if link not in inner], stages, unit, width, top)
    xs = {stage: (width - right - 10) / len(stages) * at for at, stage in enumerate(stages)}
    tops = {stage: top + 12.0 * (len(stages) - 1 - at) for at, stage in enumerate(stages)}
    ax = _sheet(ax, max(tops[stages[0]] + 240, *(end.y + end.room for end in ends), 0) + 12)
    ways = [(link, (xs[link["target"]], tops[link["target"]]), TALK) for link in inner]
    ways += [(end.link, (width - right, end.y), end.colour) for end in ends]
    leaving = dict(tops)
    for link, to, colour in ways:
        start, n = link["source"], link["n"] * unit
        _stream(ax, (xs[start] + 10, leaving[start]), to, n, colour)
        leaving[start] += n
    for at, stage in enumerate(stages):
        _stage(ax, stage, sizes[stage], (xs[stage], tops[stage], sizes[stage] * unit), (at, len(stages)))
    for end in ends:
        _end(ax, end, width - right, right)
    first, told = count(round(sizes[stages[0]]), "application"), "; ".join(end.text for end in ends)
    ax.set_label(f"Where {first} went. In the end: {told}.")
    return ax


class _End(NamedTuple):
    """An end of a flow: its words, and from where down it stands, with the room it takes."""

    link: Mapping
    text: str
    lines: list[str]
    y: float
    height: float
    room: float
    colour: str


def _ends(
    links: list[dict], stages: list[str], unit: float, width: float, y: float
) -> tuple[list[_End], float]:
    """Return the ends one beneath the other, those of the latest stage first, and the room they take."""
    links.sort(key=lambda link: -stages.index(link["source"]))
    said = [f"{link['n']:.0f} {link['target']}" for link in links]
    right = min(max((_long(text, SMALL) for text in said), default=0), width * 0.46) + 22
    made = []
    for link, text in zip(links, said, strict=True):
        lines, height = _wrapped(text, right - 16)[:3], max(link["n"] * unit, 1.5)
        room = max(height + 9, 17 * len(lines) + 3)
        colour = page.PALETTE.get(bare(link.get("tone")), NONE)
        made.append(_End(link, text, lines, y, height, room, colour))
        y += room
    return made, right


def _end(ax: Axes, end: _End, x: float, room: float) -> None:
    """Draw where a band ends, its words beside it."""
    _box(ax, x, end.y, 10, end.height, end.colour)
    middle = max(end.y + end.height / 2, end.y + 8.5 * len(end.lines) - 6)
    how = {"fontsize": SMALL, "whole": end.text, "url": bare(end.link.get("href")) or None}
    for at, line in enumerate(end.lines):
        _write(ax, x + 16, middle + 4.3 + 16 * (at - (len(end.lines) - 1) / 2), line, room - 14, **how)


def _stage(ax: Axes, stage: str, n: float, where: tuple, order: tuple[int, int]) -> None:
    """Draw the bar of a stage, with its name and number above, a line higher for each stage before it."""
    (x, top, height), (at, of) = where, order
    colour, name = YOU if at else INK, stage.removesuffix("s") if n == 1 else stage
    _rule(ax, [x + 0.5] * 2, [19.0 * of, top], colour)
    _box(ax, x, top, 10, height, colour)
    _write(ax, x, 14 + 19.0 * (of - 1 - at), f"{n:.0f} {name}", _width(ax) - x, weight="bold", color=colour)


def _total(links: Sequence[Mapping], side: str, stage: str) -> float:
    return sum(link["n"] for link in links if link[side] == stage)


def _stream(ax: Axes, start: tuple[float, float], end: tuple[float, float], n: float, colour: str) -> None:
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    points += [(x1, y1 + n), (middle, y1 + n), (middle, y0 + n), (x0, y0 + n)]
    codes = [Path.CURVE4] * 3
    path = Path(points, [Path.MOVETO, *codes, Path.LINETO, *codes])
    ax.add_artist(PathPatch(path, facecolor=colour, alpha=0.38, linewidth=0, clip_on=False))


# You and the people hired

AHEAD: Mapping[str, dict[str, Any]] = {
    "you": _full(YOU),
    "tie": {"marker": "_", "color": NONE, "markeredgewidth": 3.5},
    "hire": _full(THEY, "s"),
}


@_chart
def grid(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw each person hired as a row, and in each dimension who was ahead; “?” is not known.

    Parameters
    ----------
    table : `hire` (its name), `group` (what stands above those alike), `dimension`, `ahead` (you, tie, hire,
        unknown), and if wanted `href`, where a mark leads. Rows and columns stand in the order of the table.
    """
    tables.require(table, ("hire", "group", "dimension", "ahead"), "grid")
    if table.empty:
        return _empty(ax, "No hire has been compared with you yet.")
    hires = table.drop_duplicates("hire")
    dimensions, width = list(dict.fromkeys(table["dimension"])), _width(ax)
    left = min(_beside(hires["hire"], width), width * 0.36)
    named = [(AHEAD_NAMES[name], look) for name, look in AHEAD.items()]
    key = _key_lines([*named, ("? not known", {"marker": ""})], width)
    room = (width - left) / len(dimensions)
    heads = [_wrapped(page.words(name), room - 4) for name in dimensions]
    top = _foot(key) + 18 * max(map(len, heads)) + 8
    step, groups = (28 if left else 46), hires["group"].nunique()
    ax = _sheet(ax, top + groups * 32 + step * len(hires) + (30 if left else 48))
    _key(ax, key)
    xs = {name: left + room * (at + 0.5) for at, name in enumerate(dimensions)}
    for name, lines in zip(dimensions, heads, strict=True):
        for at, line in enumerate(lines):
            y = top - 14 - 16 * (len(lines) - 1 - at)
            _soft(ax, xs[name], y, line, room + 6, ha="center", whole=name)
    y = top
    for group, members in hires.groupby("group", sort=False):
        _write(ax, 0, y + 18, group, width, weight="bold")
        y += 26
        for hire in members["hire"]:
            _rule(ax, [0, width], [y, y])
            _grid_row(ax, y + (14 if left else 32), hire, table.loc[table["hire"] == hire], xs, left)
            y += step
        y += 6
    totals = table.loc[table["ahead"] == "hire", "dimension"].value_counts()
    known = table.loc[table["ahead"] != "unknown", "dimension"].value_counts()
    _rule(ax, [0, width], [y, y], INK)
    _soft(ax, 0, y + 20, "they lead in")
    for name, x in xs.items():
        said = f"{totals.get(name, 0)} of {known.get(name, 0)}"
        _soft(ax, x, y + (20 if left else 38), said, room + 8, ha="center")
    told = "; ".join(f"{name} {totals.get(name, 0)} of {known.get(name, 0)} known" for name in dimensions)
    ax.set_label(f"{count(len(hires), 'person', 'people')} hired, beside you. They lead in: {told}.")
    return ax


def _grid_row(
    ax: Axes, y: float, hire: str, rows: pd.DataFrame, xs: Mapping[str, float], left: float
) -> None:
    _write(ax, 0, y + 4.5 if left else y - 14, hire, left - 8 if left else _width(ax))
    for row in rows.to_dict("records"):
        x, look = xs[row["dimension"]], AHEAD.get(row["ahead"])
        if look:
            said = f"{hire}, {row['dimension']}: {AHEAD_NAMES[row['ahead']]}"
            _mark(ax, x, y, look, said, bare(row.get("href")), 13 if row["ahead"] == "tie" else 11)
        else:
            _soft(ax, x, y + 4.5, "?", ha="center")
