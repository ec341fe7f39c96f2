"""Drawing: a measure's table in, matplotlib Axes out; nothing here reads, counts or decides.

Every chart is drawn for the width of a phone (4.8 inches, letters of 12.5 points), says its n, tells
marks apart by shape and pattern as well as by colour, and puts what it shows into words: the label of
its Axes (`ax.get_label()`) is its alternative text.
"""

from __future__ import annotations

import functools
import html
import io
import math
import re
import textwrap
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from jobkit import page, tables
from jobkit.tables import many

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.text import Text

Drawn = TypeVar("Drawn")
YOU, THEY, OPEN, NO, NONE = (page.PALETTE[name] for name in ("you", "they", "open", "no", "none"))
INK, SOFT, LINE, TALK, PAPER = (page.PALETTE[name] for name in ("ink", "soft", "line", "talk", "paper"))
WIDTH = 4.8  # inches: 346 points, about as many as a phone has pixels between its margins
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STYLE: Any = {
    "axes.edgecolor": NONE,
    "axes.labelcolor": SOFT,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 12.5,
    "hatch.linewidth": 1.6,
    "svg.fonttype": "none",  # text stays text: smaller, and a shared report can find names in it
    "svg.hashsalt": "jobkit",
    "text.color": INK,
    "text.parse_math": False,  # "$" in a company's name is a "$"
    "text.usetex": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
}
_FONTS = re.compile(r"'DejaVu Sans'(?:, [^;\"]{0,300}+)?+(?=[;\"])")


def _chart(draw: Callable[..., Drawn]) -> Callable[..., Drawn]:
    """Draw in jobkit's own style, whatever the style around it, and leave that as it was."""

    @functools.wraps(draw)
    def styled(*args: Any, **named: Any) -> Drawn:
        import matplotlib as mpl

        with mpl.rc_context(STYLE):
            return draw(*args, **named)

    return styled


def show(axes: Axes | Sequence[Axes], table: pd.DataFrame | None = None, alt="", caption="") -> page.Block:
    """Return what displays these Axes: the picture, its alternative text, its table folded beneath.

    `alt` replaces the words that the chart gave itself. The same Axes give the same bytes.
    """
    import matplotlib as mpl
    from matplotlib.text import Text

    first: Any = axes[0] if isinstance(axes, Sequence) else axes
    alt = page.words(alt or first.get_label() or "A chart without a description.")
    out = io.StringIO()
    unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the reader's own fonts have it
        _set_out(first.figure)
        first.figure.savefig(out, format="svg", metadata=unsaid)
    texts = [(text.get_text(), str(text.get_label())) for text in first.figure.findobj(Text)]
    shortened = {said: whole for said, whole in texts if "…" in said and whole}
    return page.figure(_accessible(out.getvalue(), alt), alt, caption, table, shortened)


def _set_out(figure: Any) -> None:
    """Settle the places of a figure's parts once; saving would do it, and draw it all, twice."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)


def _accessible(svg: str, alt: str) -> str:
    svg = _FONTS.sub("system-ui, 'DejaVu Sans', sans-serif", svg[svg.index("<svg ") :])
    head, rest = svg.split(">", 1)
    said = html.escape(alt)
    return f'{head} role="img" aria-label="{said}">\n <title>{said}</title>{rest}'


# Words and marks


def short(text: object, width: int) -> str:
    """Return text in one line of at most `width` letters; what is cut ends in an ellipsis."""
    line = " ".join(page.words(text).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def month_name(month: str, year: bool = False) -> str:
    """Return `Oct` or `Oct 2026` for `2026-10`, the same in every locale."""
    name = MONTHS[int(str(month)[5:7]) - 1]
    return f"{name} {str(month)[:4]}" if year else name


def _write(ax: Axes, x, y, text: object, width: int = 60, **how: Any) -> Text:
    """Write a line; a name that is cut keeps its whole self as the label of its Text."""
    return ax.text(x, y, short(text, width), label=page.words(text), **how)


def _axes(ax: Axes | None, height: float) -> Axes:
    from matplotlib.figure import Figure

    return ax if ax is not None else Figure(figsize=(WIDTH, height), layout="constrained").subplots()


def _empty(ax: Axes | None, sentence: str) -> Axes:
    """Say in words that there is nothing to draw yet, and what would change that."""
    ax = _axes(ax, 0.9)
    ax.set_axis_off()
    wrapped = textwrap.fill(sentence, 44)
    ax.text(0.5, 0.5, wrapped, ha="center", va="center", color=SOFT, transform=ax.transAxes)
    ax.set_label(sentence)
    return ax


def _bare(ax: Axes, *sides: str) -> None:
    for side in sides or ("left", "bottom"):
        ax.spines[side].set_visible(False)
    if not sides or "left" in sides:
        ax.set_yticks([])
    if not sides or "bottom" in sides:
        ax.set_xticks([])


def _rows(ax: Axes | None, n: int, height: float = 0.52, foot: float = 0.1) -> Axes:
    """Make room for n rows, each a line of words with its marks beneath, the first on top."""
    ax = _axes(ax, n * height + foot)
    ax.set_ylim(n - 0.35, -0.65)
    _bare(ax)
    return ax


def _line(
    ax: Axes, y: float, left: object, right: object, end: float = 1, room: int = 30, **how: Any
) -> None:
    """Write the words of a row above its marks: what it is on the left, its figures on the right."""
    _write(ax, 0, y - 0.13, left, room, va="bottom", **how)
    _write(ax, end, y - 0.13, right, 34, ha="right", va="bottom", color=SOFT)


def _spaced(name: object) -> str:
    return str(name).replace("_", " ")


def _percent_axis(ax: Axes, top: float) -> None:
    """Grid lines in whole percent, on y, from nothing to a little over `top`."""
    step = next((s for s in (0.05, 0.1, 0.2, 0.25) if top / s <= 4.5), 0.25)
    ticks = [k * step for k in range(math.ceil(top / step) + 1)]
    ax.set_ylim(0, max(ticks[-1], top) * 1.02)
    ax.set_yticks(ticks, [f"{tick:.0%}" for tick in ticks])
    ax.grid(axis="y", color=LINE, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    ax.spines["left"].set_visible(False)


def _month_axis(ax: Axes, months: Sequence[str], below: Sequence[str] = ()) -> None:
    """Name the months, with the year under the first and each January; every second or third if many."""
    every = math.ceil(len(months) / 9)
    ticks = [at for at in range(len(months)) if (len(months) - 1 - at) % every == 0]
    names = []
    for at in ticks:
        new_year = at == ticks[0] or months[at][:4] != months[max(at - every, 0)][:4]
        second = str(below[at]) if below else (months[at][:4] if new_year else "")
        names.append(f"{month_name(months[at])}\n{second}")
    ax.set_xticks(ticks, names)
    ax.set_xlim(-0.6, len(months) - 0.4)
    ax.tick_params(length=0)


KEY: dict[str, Any] = {
    "loc": "lower left",
    "bbox_to_anchor": (0, 1),
    "frameon": False,
    "borderaxespad": 0.2,
    "handlelength": 1.2,
    "columnspacing": 1.2,
    "labelcolor": INK,
}


def _key(ax: Axes, entries: Iterable[tuple[str, dict]], columns: int = 2) -> None:
    """Name each pattern above the drawing, next to a swatch of it."""
    from matplotlib.patches import Patch

    named = list(entries)
    patches = [Patch(label=short(name, 21), **look) for name, look in named]
    legend = ax.legend(handles=patches, **(KEY | {"ncols": columns}))
    for text, (name, _) in zip(legend.get_texts(), named, strict=True):
        text.set_label(page.words(name))


def _solid(colour: str) -> dict[str, Any]:
    return {"facecolor": colour, "edgecolor": PAPER, "linewidth": 0.8}


def _hatched(colour: str, pattern: str = "////") -> dict[str, Any]:
    return {"facecolor": PAPER, "edgecolor": colour, "hatch": pattern, "linewidth": 1}


UNKNOWN: dict[str, Any] = {"facecolor": LINE, "edgecolor": NONE, "linewidth": 1}
LINES = ((YOU, "-"), (THEY, "--"), (OPEN, ":"), (NO, "-."), (INK, (0, (1, 1))))
LOOKS = (_solid(YOU), _hatched(THEY), _solid(INK), _hatched(OPEN, "...."), _hatched(NO, "xxxx"))


def _of(n: int, of: int, low: float = math.nan, high: float = math.nan) -> str:
    """Return `12 of 58 · 21 % (12–33)`; below ten cases the counts alone, as a share would mislead."""
    if of < 10:
        return f"{n} of {of}"
    spread = "" if math.isnan(low) or math.isnan(high) else f" ({low * 100:.0f}–{high * 100:.0f})"
    return f"{n} of {of} · {n / of:.0%}{spread}"


def _apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return label positions close to those wanted, in their order, at least `gap` apart."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    floor = low
    for at in order:
        placed[at] = floor = max(placed[at], floor)
        floor += gap
    ceiling = high
    for at in reversed(order):
        placed[at] = ceiling = min(placed[at], ceiling)
        ceiling -= gap
    return placed


# How far, where to


@_chart
def funnel(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw how many applications reached each stage, each share with its interval.

    Parameters
    ----------
    table : index `stage`, columns `n`, `of`, `share`, and `low` and `high` where known (from 0 to 1).
    """
    tables.require(table, ("n", "of", "share"), "funnel")
    table = table.reindex(columns=["n", "of", "share", "low", "high"])
    if table.empty or not table["of"].max():
        return _empty(ax, "No application has been sent yet, so there is no way to draw one.")
    ax = _rows(ax, len(table))
    for y, (stage, row) in enumerate(table.iterrows()):
        is_base = y == 0 and row["n"] == row["of"]
        said = f"{row['n']:.0f}" if is_base else _of(int(row["n"]), int(row["of"]), row["low"], row["high"])
        _line(ax, y, _spaced(stage), said, room=26)
        ax.barh(y + 0.1, 1, 0.34, **{**UNKNOWN, "facecolor": PAPER, "edgecolor": LINE})
        ax.barh(y + 0.1, row["share"], 0.34, **_solid(YOU))
        if row["of"] >= 10 and row["low"] < row["high"] and not is_base:
            ax.errorbar(*_interval(row, y + 0.1), color=INK, capsize=4, linewidth=1.5, fmt="none")
    ax.set_xlim(0, 1)
    last = table.iloc[-1]
    reached = "; ".join(f"{row['n']:.0f} of {row['of']:.0f} {stage}" for stage, row in table.iterrows())
    ax.set_label(f"Stages reached, fewer at each: {reached}." if last["n"] else f"Stages reached: {reached}.")
    return ax


def _interval(row: Any, y: float) -> tuple[float, float, None, list[list[float]]]:
    """Return what `errorbar` takes for a horizontal interval around a share."""
    share = min(max(row["share"], row["low"]), row["high"])
    return share, y, None, [[share - row["low"]], [row["high"] - share]]


_FLOWS = {"open": NONE, "still open": NONE, "rejected": THEY, "accepted": OPEN, "offer": OPEN}


@_chart
def flow(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw where applications went: bands from stage to stage and out to their outcomes.

    Parameters
    ----------
    table : columns `source`, `target`, `n`; a target that is no source is an outcome.
    """
    tables.require(table, ("source", "target", "n"), "flow")
    links = [
        (page.words(s), page.words(t), float(n))
        for s, t, n in table[["source", "target", "n"]].values
        if n > 0
    ]
    if not links:
        return _empty(ax, "No application has been sent yet, so nothing flows anywhere.")
    columns, sizes = _columns(links), _sizes(links)
    total = max(sum(sizes[node] for node in column) for column in columns)
    gap = total * 0.055
    ax = _axes(ax, 3.9)
    tops = {node: top for column in columns for node, top in _stack(column, sizes, gap)}
    where = {node: x for x, column in enumerate(columns) for node in column}
    leaving, arriving = dict(tops), dict(tops)
    ends: dict[tuple[str, str], float] = {}
    for source, target, n in sorted(links, key=lambda link: -where[link[0]]):  # the latest arrive on top
        ends[source, target] = arriving[target]
        arriving[target] += n
    for source, target, n in sorted(links, key=lambda link: tops[link[1]]):
        start, end = (where[source] + 0.1, leaving[source]), (where[target], ends[source, target])
        _band(ax, start, end, n, _hue(target))
        leaving[source] += n
    height = total + gap * max(len(column) - 1 for column in columns)
    _flow_nodes(ax, columns, tops, sizes, height)
    _bare(ax)
    ax.set_xlim(-0.02, len(columns) - 0.02 + 0.42)
    ax.set_ylim(height * 1.02, -height * 0.22)
    came_to = "; ".join(f"{target} {sizes[target]:.0f}" for target in columns[-1])
    ax.set_label(f"Where {sizes[columns[0][0]]:.0f} applications went. In the end: {came_to}.")
    return ax


def _columns(links: Sequence[tuple[str, str, float]]) -> list[list[str]]:
    """Return the nodes by column: each as far right as its longest way there, outcomes all in the last."""
    nodes = list(dict.fromkeys(node for source, target, _ in links for node in (source, target)))
    level = dict.fromkeys(nodes, 0)
    for _ in nodes:  # as many rounds as there are nodes, so that a circle cannot go on for ever
        for source, target, _n in links:
            level[target] = min(max(level[target], level[source] + 1), len(nodes))
    sources = {source for source, _, _ in links}
    stages = sorted({level[node] for node in nodes if node in sources})
    columns = [[node for node in nodes if node in sources and level[node] == at] for at in stages]
    return [*columns, sorted(set(nodes) - sources, key=lambda node: (-_depth(node, links, level), node))]


def _depth(node: str, links: Sequence[tuple[str, str, float]], level: Mapping[str, int]) -> float:
    """Return how far along the way, on average, those who came to this node left it."""
    into = [(level[source], n) for source, target, n in links if target == node]
    return sum(at * n for at, n in into) / sum(n for _, n in into)


def _sizes(links: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for source, target, n in links:
        out[source] = out.get(source, 0) + n
        into[target] = into.get(target, 0) + n
    return {node: max(into.get(node, 0), out.get(node, 0)) for node in {**out, **into}}


def _stack(column: Sequence[str], sizes: Mapping[str, float], gap: float) -> Iterable[tuple[str, float]]:
    top = 0.0
    for node in column:
        yield node, top
        top += sizes[node] + gap


def _hue(node: str) -> str:
    return _FLOWS.get(node, YOU)


def _band(ax: Axes, start: tuple[float, float], end: tuple[float, float], n: float, colour: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    points += [(x1, y1 + n), (middle, y1 + n), (middle, y0 + n), (x0, y0 + n)]
    curve = [Path.CURVE4] * 3
    path = Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve])
    ax.add_patch(PathPatch(path, facecolor=colour, alpha=0.38, linewidth=0))


def _flow_nodes(ax: Axes, columns, tops, sizes, height: float) -> None:
    for x, column in enumerate(columns):
        for node in column:
            ax.bar(x + 0.05, sizes[node], 0.1, tops[node], color=_hue(node) if x else INK)
    is_long = any(len(node) > 7 for column in columns[:-1] for node in column)
    for x, column in enumerate(columns[:-1]):
        for node in column:
            lines = 2 if is_long and x % 2 == 0 else 1  # long names in turns, one above the other
            _write(ax, x, tops[node] - height * (0.025 + 0.06 * lines), node, 14, va="bottom")
            ax.text(x, tops[node] - height * 0.02, f"{sizes[node]:.0f}", va="bottom", weight="bold")
    last = columns[-1]
    middles = [tops[node] + sizes[node] / 2 for node in last]
    for node, y in zip(last, _apart(middles, height * 0.055, 0, height), strict=True):
        _write(ax, len(columns) - 1 + 0.14, y, f"{node} {sizes[node]:.0f}", 18, va="center")


# Month by month


@_chart
def monthly_bars(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw counts month by month, one bar a column, side by side.

    Parameters
    ----------
    table : index month (`2026-10`), one column of counts for each series.
    """
    from matplotlib.ticker import MaxNLocator

    totals = table.sum()
    if table.empty or not totals.sum():
        return _empty(ax, "Nothing has happened in these months, so there is nothing to draw yet.")
    ax = _axes(ax, 2.9)
    width = 0.8 / len(table.columns)
    looks = [LOOKS[at % len(LOOKS)] for at in range(len(table.columns))]
    is_told = table.size * len(str(int(table.to_numpy().max()))) <= 40  # there is room for the numbers
    for at, name in enumerate(table.columns):
        places = [x - 0.4 + width * (at + 0.5) for x in range(len(table))]
        bars = ax.bar(places, table[name], width * 0.94, **looks[at])
        if is_told:
            ax.bar_label(bars, [f"{n:.0f}" if n else "" for n in table[name]], padding=2)
    names = [f"{totals[name]:.0f} {_spaced(name)}" for name in table.columns]
    _key(ax, zip(names, looks, strict=True))
    ax.set_ylim(0, table.to_numpy().max() * 1.13)
    months = [str(month) for month in table.index]
    _month_axis(ax, months)
    if is_told:
        ax.set_yticks([])
    else:
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.spines["left"].set_visible(False)
    ax.set_label(
        _lately(table) if len(months) == 1 else f"By month, {month_name(months[0], True)} to {_lately(table)}"
    )
    return ax


def _lately(table: pd.DataFrame) -> str:
    """Return the last month in words, each series with the month before beside it."""
    last = month_name(str(table.index[-1]), True)
    said = []
    for name in table.columns:
        now = f"{table[name].iloc[-1]:.0f} {_spaced(name)}"
        before = f" (the month before {table[name].iloc[-2]:.0f})" if len(table) > 1 else ""
        said.append(now + before)
    return f"{last}: {'the last month has ' if len(table) > 1 else ''}{', '.join(said)}."


REASON_COLOURS = {  # by code, and by the words for it
    "more_qualified": YOU,
    "more qualified": YOU,
    "internal_or_known": THEY,
    "internal, safer": THEY,
    "not_demonstrated": OPEN,
    "not shown": OPEN,
    "role_changed": NO,
    "role changed": NO,
}


@_chart
def stacked_months(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw rejections by month and reason: solid confirmed, hatched inferred, dotted guessed, else grey.

    Four reasons have a colour of their own, the same in every month's report; the others share black.

    Parameters
    ----------
    table : columns `month`, `reason`, `certainty` (`confirmed`, `inferred`, `guessed`, `unknown`), `n` (may
        be fractional).
    """
    tables.require(table, ("month", "reason", "certainty", "n"), "stacked_months")
    counts = table[(table["n"] > 0) & table["month"].notna()]
    if counts.empty:
        return _empty(ax, "No application has been decided against you in these months.")
    named = [str(month) for month in table["month"].dropna().unique()]
    months = tables.months(named)
    ax = _axes(ax, 3.3)
    bases = dict.fromkeys(months, 0.0)
    colours: dict[str, str] = {}
    for label, colour, part in _layers(counts):
        certainty = part["certainty"].iloc[0]
        looks = {"unknown": UNKNOWN, "inferred": _hatched(colour), "guessed": _hatched(colour, "....")}
        look = looks.get(certainty, _solid(colour))
        sums = part.groupby(part["month"].astype(str))["n"].sum()
        ax.bar([months.index(m) for m in sums.index], sums, 0.78, [bases[m] for m in sums.index], **look)
        bases |= {month: bases[month] + n for month, n in sums.items()}
        colours.setdefault(label, SOFT if label == "unknown" else colour)
    for x, month in enumerate(months):
        if bases[month]:
            ax.text(x, bases[month], f"{bases[month]:.0f}", ha="center", va="bottom", weight="bold")
    ax.set_ylim(0, max(bases.values()) * 1.13)
    _month_axis(ax, months)
    _bare(ax, "left")
    _reason_labels(ax, colours, max(bases.values()), len(months))
    undated = table["n"][table["month"].isna()].sum()
    without = f" {undated:.0f} more {'has' if undated == 1 else 'have'} no date." if undated else ""
    ax.set_label(_reasons_told(counts, months, bases) + without)
    return ax


def _named(reason: object, reasons: Iterable[object]) -> str:
    """Return what a reason is called here: one without a colour is `other` as soon as there are two."""
    rest = [name for name in reasons if name not in REASON_COLOURS and name != "unknown"]
    if reason == "unknown" or reason in REASON_COLOURS or len(rest) == 1:
        return str(reason).replace("_", " ")
    return "other reasons"


def _layers(counts: pd.DataFrame) -> Iterable[tuple[str, str, pd.DataFrame]]:
    """Return the layers from the ground up: in their order, confirmed before inferred."""
    reasons = list(counts["reason"].unique())
    ordered = [name for name in REASON_COLOURS if name in reasons]
    ordered += sorted(str(name) for name in reasons if name not in REASON_COLOURS and name != "unknown")
    for reason in [*ordered, "unknown"]:
        colour = REASON_COLOURS.get(reason, INK)
        for certainty in ("confirmed", "inferred", "guessed", "unknown"):
            part = counts[(counts["reason"] == reason) & (counts["certainty"] == certainty)]
            if len(part):
                yield _named(reason, reasons), colour, part


def _reason_labels(ax: Axes, colours: Mapping[str, str], top: float, n: int) -> None:
    """Write the reasons' names beside the last bar, in the order in which they stand on each other."""
    wrapped = [textwrap.fill(short(name, 26), 13) for name in colours]
    y, line = top * 0.04, top * 0.075
    for text, colour in zip(wrapped, colours.values(), strict=True):
        look: Any = {"va": "bottom", "color": colour, "linespacing": 1.0, "weight": "bold"}
        ax.text(n - 0.45, y, text, **look)
        y += line * (text.count("\n") + 1.6)
    looks = (_solid(SOFT), _hatched(SOFT), _hatched(SOFT, "...."), UNKNOWN)
    _key(ax, list(zip(("confirmed", "inferred", "guessed", "unknown"), looks, strict=True)), 4)
    ax.set_xlim(-0.5, n - 0.5 + max(n, 3) * 0.45)


def _reasons_told(counts: pd.DataFrame, months: Sequence[str], totals: Mapping[str, float]) -> str:
    last = months[-1]
    now = (
        counts[counts["month"].astype(str) == last].groupby("reason")["n"].sum().sort_values(ascending=False)
    )
    parts = ", ".join(f"{_spaced(name)} {n:.1f}".removesuffix(".0") for name, n in now.items())
    before = f", {totals[months[-2]]:.0f} the month before" if len(months) > 1 else ""
    said = f"{month_name(last, True)} has {totals[last]:.0f}{before}"
    return (
        f"{many(round(sum(totals.values())), 'rejection')} by reason and month;"
        f" {said}{': ' + parts if parts else ''}."
    )


# Waiting


@_chart
def step_curve(
    incidence: pd.DataFrame,
    pending: pd.DataFrame | None = None,
    outcomes: Sequence[str] | None = None,
    mark: Mapping[str, Any] | pd.Series | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share answered by each day, as steps, as long as five or more are followed.

    Parameters
    ----------
    incidence : index day; `waiting` and one column an outcome (shares), `_low` and `_high` beside each,
        `at_risk`.
    pending : `days` that each unanswered application has waited, marked on the ground line.
    outcomes : the curves to draw; without them one curve, an answer of any kind.
    mark : `day`, `low`, `high`: from where silence is probably the answer.
    """
    tables.require(incidence, ("waiting", "at_risk", *(outcomes or ())), "incidence")
    if incidence.empty or incidence["waiting"].min() >= 1:
        return _empty(ax, "No answer has come yet, so no curve can be drawn. Silence is not a no.")
    followed = incidence[incidence["at_risk"] >= min(5, incidence["at_risk"].max())]
    curves = {name: _spread(followed, name) for name in outcomes or ()}
    curves = curves or {"answered": _any_answer(followed)}
    end, top = max(float(followed.index[-1]), 1), min(1, max(high.max() for _, _, high in curves.values()))
    ax = _axes(ax, 3.4)
    for (share, low, high), (colour, dashes) in zip(curves.values(), LINES, strict=False):
        ax.step(followed.index, share, where="post", color=colour, linewidth=2.5, linestyle=dashes)
        ax.fill_between(followed.index, low, high, step="post", color=colour, alpha=0.13, linewidth=0)
    _percent_axis(ax, top)
    _curve_names(ax, curves, end, top)
    _waiting_marks(ax, pending, mark, top, end)
    _day_axis(ax, followed["at_risk"], end)
    ax.set_label(_curve_told(curves, int(incidence["at_risk"].max()), end, pending, mark))
    return ax


def _spread(incidence: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    share = incidence[name]
    low, high = (incidence.get(f"{name}_{side}", share) for side in ("low", "high"))
    return share, low.fillna(share), high.fillna(share)


def _any_answer(incidence: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    share, low, high = _spread(incidence, "waiting")
    return 1 - share, 1 - high, 1 - low


def _curve_names(ax: Axes, curves: Mapping[str, tuple], end: float, top: float) -> None:
    """Write each curve's name where it ends."""
    ax.set_xlim(0, end * (1.02 if len(curves) == 1 else 1.45))
    last = [share.iloc[-1] for share, _, _ in curves.values()]
    heights = _apart(last, top * 0.1, top * 0.05, top)
    for name, share, y, (colour, _) in zip(curves, last, heights, LINES, strict=False):
        said = f"{share:.0%} {_spaced(name)}"
        if len(curves) == 1:
            ax.text(end, share + top * 0.02, said, ha="right", va="bottom", color=colour, weight="bold")
        else:
            ax.text(end * 1.03, y, said, va="center", color=colour, weight="bold")


def _waiting_marks(ax: Axes, pending: pd.DataFrame | None, mark: Any, top: float, end: float) -> None:
    if pending is not None:
        days = pending["days"].dropna().clip(upper=end)
        ax.plot(days, [0] * len(days), "|", color=INK, markersize=16, markeredgewidth=1.5, clip_on=False)
    if mark is None or mark["day"] > end:
        return
    if mark["low"] < mark["high"]:
        ax.axvspan(mark["low"], min(mark["high"], end), color=NONE, alpha=0.16, linewidth=0)
    ax.axvline(mark["day"], color=SOFT, linestyle="--", linewidth=1.5)
    is_right = mark["day"] > end * 0.6
    where: Any = {"ha": "right" if is_right else "left", "va": "bottom", "color": SOFT, "linespacing": 1.1}
    said = f"day {mark['day']:.0f}{_range(mark, chr(10))}"
    ax.text(mark["day"] + end * (-0.015 if is_right else 0.015), top * 0.06, said, **where)


def _range(mark: Any, before: str = " ") -> str:
    return f"{before}({mark['low']:.0f}–{mark['high']:.0f})" if mark["low"] < mark["high"] else ""


def _day_axis(ax: Axes, at_risk: pd.Series, end: float) -> None:
    step = next((s for s in (2, 5, 7, 14, 30, 60, 90, 180, 365) if end / s <= 5.5), math.ceil(end / 5))
    ticks = list(range(0, int(end) + 1, step))
    waiting = [at_risk[at_risk.index >= day].iloc[0] for day in ticks]
    ax.set_xticks(ticks, [f"{day}\n{n:.0f}" for day, n in zip(ticks, waiting, strict=True)])
    ax.tick_params("x", pad=9)  # beneath the strokes of those still waiting
    ax.set_xlabel("day, and how many were followed until then", loc="left")


def _curve_told(curves: Mapping[str, tuple], n: int, end: float, pending, mark) -> str:
    said = ", ".join(f"{share.iloc[-1]:.0%} {_spaced(name)}" for name, (share, _, _) in curves.items())
    sentences = [f"Of {many(n, 'application')}, by day {end:.0f}: {said}."]
    if mark is not None:
        sentences.append(f"After day {mark['day']:.0f}{_range(mark)} silence is probably the answer.")
    if pending is not None and len(pending):
        past = f", {(pending['days'] > mark['day']).sum()} past that day" if mark is not None else ""
        sentences.append(f"{many(len(pending), 'application')} still waiting{past}.")
    return " ".join(sentences)


# Shares side by side


@_chart
def dumbbells(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw for each group the share as counted (hollow) and after pooling (solid), with its interval.

    Parameters
    ----------
    table : index label; `raw`, `pooled`, `low`, `high` (shares), `n`.
    """
    tables.require(table, ("raw", "pooled", "low", "high", "n"), "dumbbells")
    if table.empty:
        return _empty(ax, "There are no groups to set side by side yet.")
    ax = _rows(ax, len(table), foot=0.75)
    top = min(1, max(table["high"].max(), table["raw"].max()) * 1.1) or 1
    for y, (label, row) in enumerate(table.iterrows()):
        _line(ax, y, label, f"n = {row['n']:.0f}", top)
        ax.plot([0, top], [y + 0.12] * 2, color=LINE, linewidth=1)
        ax.plot([row["low"], row["high"]], [y + 0.12] * 2, color=SOFT, linewidth=3, solid_capstyle="butt")
        ax.plot(row["raw"], y + 0.12, "D", markerfacecolor=PAPER, color=THEY, markersize=8, clip_on=False)
        ax.plot(row["pooled"], y + 0.12, "o", color=YOU, markersize=9, clip_on=False)
    _marks_key(ax, [("as counted", "D", THEY, PAPER), ("drawn to the rest", "o", YOU, YOU)])
    ticks = [tick / 10 for tick in range(0, math.floor(top * 10) + 1, 1 if top <= 0.5 else 2)]
    ax.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    ax.tick_params(length=0)
    ax.set_xlim(0, top)
    ordered = table.sort_values("pooled", ascending=False, kind="stable")
    told = [
        f"{label} {row['pooled']:.0%} ({row['low']:.0%} to {row['high']:.0%}, n {row['n']:.0f})"
        for label, row in ordered.iterrows()
    ]
    ax.set_label(f"Shares from high to low: {'; '.join(told)}.")
    return ax


def _marks_key(ax: Axes, entries: Iterable[tuple[str, str, str, str]], columns: int = 2) -> None:
    """Name each mark (its shape, edge and filling) above the drawing."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], marker=shape, color=edge, markerfacecolor=face, linestyle="", markersize=9, label=name)
        for name, shape, edge, face in entries
    ]
    ax.legend(handles=marks, **(KEY | {"ncols": columns, "handletextpad": 0.2}))


@_chart
def cohort_strip(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw a share by month of applying, at the same age for all; a month too young is hollow.

    Parameters
    ----------
    table : index month; `share`, `low`, `high`, `n`, `is_mature`.
    """
    tables.require(table, ("share", "low", "high", "n", "is_mature"), "cohort_strip")
    if table.empty:
        return _empty(ax, "No application with a day has been sent yet, so there are no months to compare.")
    ax = _axes(ax, 3)
    for x, row in enumerate(table.to_dict("records")):
        colour, face, dashes = (YOU, YOU, "-") if row["is_mature"] else (SOFT, PAPER, ":")
        ax.plot([x, x], [row["low"], row["high"]], color=colour, linewidth=2, linestyle=dashes)
        ax.plot(x, row["share"], "o", color=colour, markerfacecolor=face, markersize=9, clip_on=False)
    _percent_axis(ax, min(1, float(table["high"].max())))
    months = [str(month) for month in table.index]
    _month_axis(ax, months, [f"{n:.0f}" for n in table["n"]])
    ax.set_xlabel("month of applying, and how many were sent", loc="left")
    entries = [("old enough", "o", YOU, YOU), ("too young to judge", "o", SOFT, PAPER)]
    _marks_key(ax, entries if not table["is_mature"].all() else entries[:1])
    ripe = table[table["is_mature"].astype(bool)]
    told = [f"{month_name(str(m), True)} {row['share']:.0%} of {row['n']:.0f}" for m, row in ripe.iterrows()]
    young = f" {many(len(table) - len(ripe), 'month')} too young to judge." if len(ripe) < len(table) else ""
    ax.set_label(f"By month of applying: {', '.join(told) or 'no month is old enough to judge'}.{young}")
    return ax


# You and the person hired

AHEAD = {"hire": "they lead", "you": "you lead", "tie": "even", "unknown": "unknown"}
MET = {"met": "full", "partly": "left", "not": "none"}


@_chart
def paired_points(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw you (circle) and the person hired (square) on each dimension; what is unknown has no mark.

    Numbers from 0 to 1 share one scale; of others each row has its own, from nothing to the higher.

    Parameters
    ----------
    table : index dimension; numbers `you` and `hire` (missing: unknown), `ahead` (hire, you, tie, unknown),
        and the words `you_says`, `hire_says`.
    """
    tables.require(table, ("you", "hire", "ahead", "you_says", "hire_says"), "paired_points")
    if table.empty:
        return _empty(ax, "Nothing is known yet of what the person hired brings.")
    ax = _rows(ax, len(table), 0.95)
    numbers = table[["you", "hire"]].astype("float64")
    is_share = not (numbers.abs() > 1).any(axis=None)
    for y, (dimension, row) in enumerate(table.iterrows()):
        _line(ax, y - 0.09, _spaced(dimension), AHEAD.get(row["ahead"], "unknown"), room=26, weight="bold")
        top = 1 if is_share else max(numbers.iloc[y].abs().max(), 1e-9)
        for who, colour in (("you", YOU), ("hire", THEY)):
            ends = [row.get(f"{who}_{end}") for end in ("low", "high")]
            if None not in ends and ends[0] < ends[1]:
                ax.plot([0.03 + 0.94 * end / top for end in ends], [y - 0.06] * 2, color=colour, linewidth=2)
        _pair(ax, y - 0.06, *numbers.iloc[y] / top)
        _write(ax, 0, y + 0.1, _or_unknown(row["you_says"]), 20, va="top", color=YOU)
        _write(ax, 1, y + 0.1, _or_unknown(row["hire_says"]), 20, va="top", ha="right", color=THEY)
    ax.set_xlim(-0.02, 1.02)
    _marks_key(ax, [("you", "o", YOU, YOU), ("the person hired", "s", THEY, THEY)])
    sides = {side: [_spaced(name) for name in table.index[table["ahead"] == side]] for side in AHEAD}
    told = "; ".join(f"{AHEAD[side]}: {', '.join(names)}" for side, names in sides.items() if names)
    ax.set_label(f"You and the person hired on {many(len(table), 'dimension')}. {told.capitalize()}.")
    return ax


def _pair(ax: Axes, y: float, you: float, hire: float) -> None:
    """Draw two marks on a line from 0 to 1; a number that is missing draws nothing."""
    ax.plot([0.03, 0.97], [y, y], color=LINE, linewidth=1.5)
    at_you, at_hire = (0.03 + 0.94 * max(value, 0) if value == value else value for value in (you, hire))
    ax.plot([at_you, at_hire], [y, y], color=SOFT, linewidth=3)
    is_same = abs(at_you - at_hire) < 0.04
    ax.plot(at_hire, y, "s", color=THEY, markersize=13 if is_same else 9)
    ax.plot(at_you, y, "o", color=YOU, markersize=7 if is_same else 10)


def _or_unknown(said: object) -> str:
    return str(said) if isinstance(said, str) and said.strip() else "unknown"


@_chart
def requirement_grid(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw for each requirement whether you and the person hired meet it: filled, half, hollow, or `?`.

    Parameters
    ----------
    table : index requirement; `strength` (must, should); `you` and `hire`, each met, partly, not, unknown.
    """
    tables.require(table, ("strength", "you", "hire"), "requirement_grid")
    if table.empty:
        return _empty(ax, "What the job asked for has not been recorded.")
    ax = _rows(ax, len(table), 0.5, 0.5)
    places = {"you": (0.76, "you"), "hire": (0.93, "they")}
    for y, (requirement, row) in enumerate(table.iterrows()):
        weight = "bold" if row["strength"] == "must" else "normal"
        _write(ax, 0, y - 0.02, requirement, 28, va="bottom", weight=weight)
        ax.text(0, y + 0.02, row["strength"], va="top", color=SOFT)
        ax.plot([0, 1], [y + 0.5] * 2, color=LINE, linewidth=1)
        for who, (x, _) in places.items():
            _met(ax, x, y, row[who])
    for x, name in places.values():
        ax.text(x, -0.75, name, ha="center", va="bottom", weight="bold")
    ax.set_xlim(0, 1)
    ax.set_ylim(len(table) - 0.4, -1.3)
    counts = [
        f"{name} meet {(table[who] == 'met').sum()}, partly {(table[who] == 'partly').sum()}, "
        f"unknown {(table[who] == 'unknown').sum()}"
        for who, (_, name) in places.items()
    ]
    ax.set_label(f"Of {many(len(table), 'requirement')}: {'; '.join(counts)}.")
    return ax


def _met(ax: Axes, x: float, y: float, state: str) -> None:
    if state in MET:
        look: Any = {"fillstyle": MET[state], "markerfacecoloralt": PAPER, "markeredgewidth": 1.5}
        ax.plot(x, y, "o", color=YOU, markersize=13, **look)
    else:
        ax.text(x, y, "?", ha="center", va="center", color=SOFT)


@_chart
def timelines(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw careers on one axis, in years before the day of the hire, one line of bars a person.

    Parameters
    ----------
    table : `who` (you, hire-1 …), `organisation`, `title`, `started`, `ended` (days; missing: goes on), and
        if known `hired`, the day from which a person's years are counted (without it: the last day in the
        table), and `earliest`, from which on they may have worked, drawn pale.
    """
    tables.require(table, ("who", "organisation", "title", "started", "ended"), "timelines")
    known = table[table["started"].notna()]
    if known.empty:
        return _empty(ax, "No role with a start is known, so no career can be drawn.")
    last = known[[name for name in ("hired", "ended", "started") if name in known]]
    day = last["hired"].max() if "hired" in last and last["hired"].notna().any() else last.max().max()
    days = (
        known["hired"].fillna(day)
        if "hired" in known
        else known["started"].mask(known["started"].notna(), day)
    )
    earliest = known["earliest"].fillna(known["started"]) if "earliest" in known else known["started"]
    bars = known.assign(
        start=(known["started"] - days).dt.days / 365.25,
        early=(earliest - days).dt.days / 365.25,
        end=(known["ended"].fillna(days) - days).dt.days.clip(upper=0) / 365.25,
    )
    bars = bars[bars["end"] >= bars["start"]]
    first = min(bars["early"].min(), -1.0)
    ax = _rows(ax, bars["who"].nunique(), 0.95, 0.55)
    told = []
    for y, (who, roles) in enumerate(bars.groupby("who", sort=False)):
        said = _years_before(roles)
        told.append(f"{who}: {said}")
        ax.text(first, y - 0.25, str(who), va="bottom", weight="bold")
        ax.text(0, y - 0.25, said, ha="right", va="bottom", color=SOFT)
        _career(ax, y, roles, _solid(YOU) if y == 0 else _hatched(THEY), first)
    ax.set_xlim(first * 1.01, -first * 0.01)
    step = 1 if first > -6 else 5
    ticks = [-step * k for k in range(int(-first // step) + 1)]
    ax.set_xticks(ticks, ["the hire" if not tick else str(-tick) for tick in ticks])
    ax.set_xlabel("years before", loc="left")
    ax.tick_params(length=0)
    ax.set_label(f"Careers up to the hire. {'; '.join(told)}.")
    return ax


def _years_before(roles: pd.DataFrame) -> str:
    """Return how many roles over how many years; of a band both of its ends."""
    ends = list(dict.fromkeys(f"{-roles[name].min():.0f}" for name in ("start", "early")))
    return (
        f"{many(len(roles), 'role')} over {ends[0]} years" if len(ends) == 1 else f"{' to '.join(ends)} years"
    )


def _career(ax: Axes, y: int, roles: pd.DataFrame, look: dict[str, Any], first: float) -> None:
    """Draw one person's roles, each with as much of its title as fits before the next one's."""
    roles = roles.sort_values("start", kind="stable")
    ends = [*roles["start"].iloc[1:], 0.0]
    for role, end in zip(roles.to_dict("records"), ends, strict=True):
        ax.barh(y, role["end"] - role["start"], 0.3, role["start"], **look)
        if role["early"] < role["start"]:
            ax.barh(y, role["start"] - role["early"], 0.3, role["early"], color=LINE)
        title = next((name for name in (role["title"], role["organisation"]) if isinstance(name, str)), "")
        room = int((end - role["start"]) / -first * 44)
        if len(roles) == 1 and len(title) > room:
            _write(ax, 0, y + 0.2, title, 44, va="top", ha="right", color=SOFT)
        elif room >= 4 and title:
            _write(ax, role["start"], y + 0.2, title, room, va="top", color=SOFT)


@_chart
def pattern_strip(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw over several hires who was ahead, a square for each job: you, even, they, unknown.

    Parameters
    ----------
    table : index dimension; counts `you_ahead`, `tie`, `hire_ahead`, `unknown`, and `of`.
    """
    tables.require(table, ("hire_ahead", "tie", "you_ahead", "unknown", "of"), "pattern_strip")
    if table.empty or not table["of"].max():
        return _empty(ax, "No hire has been compared with you yet.")
    looks = {
        "you_ahead": _solid(YOU),
        "tie": _solid(NONE),
        "hire_ahead": _hatched(THEY),
        "unknown": UNKNOWN,
    }
    ax = _rows(ax, len(table), foot=0.6)
    told = []
    for y, (dimension, row) in enumerate(table.iterrows()):
        said = f"{row['hire_ahead']:.0f} of {row['of'] - row['unknown']:.0f}"
        told.append(f"{_spaced(dimension)} {said} known")
        _line(ax, y, _spaced(dimension), f"they lead in {said}", table["of"].max(), 24)
        ends = [int(n) for n in row[list(looks)].cumsum()]
        for start, end, look in zip([0, *ends], ends, looks.values(), strict=False):
            ax.barh([y + 0.1] * (end - start), 0.92, 0.34, [x + 0.04 for x in range(start, end)], **look)
    names = ("you lead", "even", "they lead", "unknown")
    _key(ax, zip(names, looks.values(), strict=True))
    ax.set_xlim(0, table["of"].max())
    ax.set_label(f"Over {many(int(table['of'].max()), 'hire')}, they lead in: {'; '.join(told)}.")
    return ax


# What is due, and all months at once

STATES = {"overdue": _hatched(THEY, "xxxx"), "due": _solid(YOU), "done": _hatched(OPEN), "later": UNKNOWN}


@_chart
def calendar_strip(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw the windows in which steps are due, the earliest to close on top.

    Parameters
    ----------
    table : `step`, `opens`, `closes` (days), `state` (due, overdue, done; any other is later), and `label`,
        `company` or `application`, whom it concerns.
    """
    tables.require(table, ("step", "opens", "closes", "state"), "calendar_strip")
    rows = table[table["opens"].notna() & table["closes"].notna()].sort_values("closes", kind="stable")
    if rows.empty:
        return _empty(ax, "Nothing is due.")
    ax = _rows(ax, len(rows), foot=0.7)
    first, span = rows["opens"].min(), max((rows["closes"].max() - rows["opens"].min()).days, 1) + 1
    for y, row in enumerate(rows.to_dict("records")):
        closes, start = row["closes"], (row["opens"] - first).days
        named = (row.get(name) for name in ("label", "company", "application"))
        whom = next((name for name in named if isinstance(name, str)), "")
        _line(
            ax, y, f"{_spaced(row['step'])} · {whom}", f"by {closes.day} {MONTHS[closes.month - 1]}", span, 31
        )
        look = STATES.get(row["state"], UNKNOWN)
        ax.barh(y + 0.1, (closes - row["opens"]).days + 1, 0.3, start, **look)
    found = set(rows["state"].where(rows["state"].isin(list(STATES)), "later"))
    _key(ax, [(state, look) for state, look in STATES.items() if state in found], 4)
    ax.set_xlim(0, span)
    days = (first + timedelta(days=n) for n in range(span))
    months = [day for day in days if day.day == 1]
    ax.set_xticks([(day - first).days for day in months], [MONTHS[day.month - 1] for day in months])
    counts = ", ".join(f"{n} {state}" for state, n in rows["state"].value_counts().items())
    soonest = f"{_spaced(rows['step'].iloc[0])} by {rows['closes'].iloc[0].date()}"
    ax.set_label(f"{many(len(rows), 'step')}: {counts}. First to close: {soonest}.")
    return ax


@_chart
def small_multiples(table: pd.DataFrame, form: str = "bars", axes: Sequence[Axes] = ()) -> list[Axes]:
    """Draw each column over all months in a small panel of its own, two beside each other.

    Parameters
    ----------
    table : index month, one column of numbers a panel.
    form : `bars` for counts, `line` for what is not counted.
    """
    from matplotlib.figure import Figure

    if table.empty or not len(table.columns):
        return [_empty(axes[0] if axes else None, "No month has been reported on yet.")]
    if not axes:
        n_rows = math.ceil(len(table.columns) / 2)
        figure = Figure(figsize=(WIDTH, 1.5 * n_rows), layout="constrained")
        axes = list(figure.subplots(n_rows, 2, squeeze=False, gridspec_kw={"hspace": 0.2}).flat)
    for panel, name in zip(axes, table.columns, strict=False):
        _panel(panel, name, table[name].astype(float), form)
    for panel in axes[len(table.columns) :]:
        panel.set_axis_off()
    since = month_name(str(table.index[0]), True)
    axes[0].set_label(f"{many(len(table), 'month')} from {since}. {_lately(table)}")
    return list(axes)


def _panel(ax: Axes, name: object, values: pd.Series, form: str) -> None:
    if form == "bars":
        ax.bar(range(len(values)), values.fillna(0), 0.8, **_solid(YOU))
    else:
        ax.plot(range(len(values)), values, "o-", color=YOU, markersize=5)
    _bare(ax, "left")
    ax.set_ylim(0, (values.max() or 1) * 1.1)
    said = f"{values.iloc[-1]:.0f} {_spaced(name)}"
    ax.set_title(short(said, 20), loc="left", fontsize=12.5).set_label(page.words(said))
    ends = sorted({0, len(values) - 1})
    ax.set_xticks(ends, [month_name(str(values.index[at])) for at in ends])
    ax.tick_params(length=0)
