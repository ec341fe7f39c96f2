"""Charts, by what stands on their Axes and in their files, never by their pixels."""

import inspect
import itertools
import re
import warnings
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text

from jobkit import charts, page
from jobkit.errors import TableError

NAN = float("nan")
AWKWARD = 'A$B $x^2$ & <b>"Söhne"</b> 東京 \x00\u202e {brace} 100% \\alpha'


def day(text):
    return pd.Timestamp(text)


def tables_of(name=AWKWARD):
    """Return for each chart a small table, with an awkward name wherever a name can stand."""
    one = pd.Index([name])
    steps = pd.DataFrame(
        [[0, 9, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0], [5, 8, 0.8, 0.6, 0.9, 0.2, 0.1, 0.4]],
        columns=[
            "day",
            "at_risk",
            *(f"{n}{e}" for n in ("waiting", "rejected") for e in ("", "_low", "_high")),
        ],
    ).set_index("day")
    moved = [(day("2026-10-03"), "a", name, "interview"), (day("2026-10-09"), "a", name, "rejected")]
    return {
        "lanes": pd.DataFrame(moved, columns=["date", "application", "company", "kind"]).assign(state=name),
        "sent": pd.DataFrame(
            {"month": ["2026-08", "2026-10"], "fate": ["interview", "no reply"], "title": name}
        ),
        "moved": pd.DataFrame(moved, columns=["date", "application", "company", "kind"]).assign(title=name),
        "rejected": pd.DataFrame({"month": "2026-10", "certainty": ["confirmed", "unknown"], "title": name}),
        "bands": pd.DataFrame({"n": [2], "low": [1], "high": [6], "says": [name]}, one),
        "replies": pd.DataFrame({"days": [3.0, 9.0], "outcome": ["screening", "rejected"]}),
        "curve": steps,
        "flow": pd.DataFrame({"source": ["applied", name], "target": [name, "rejected"], "n": [3, 2]}),
        "grid": pd.DataFrame({"hire": [name], "group": [name], "dimension": [name], "ahead": ["hire"]}),
    }


CHARTS = sorted(tables_of())


def drawn(name, table, width=charts.WIDE):
    with mpl.rc_context({"figure.figsize": (width / 72, 1)}):
        return getattr(charts, name)(table)


def texts(ax):
    return [text.get_text() for text in ax.figure.findobj(Text) if text.get_text()]


def test_every_chart_is_tried_here():
    public = [
        name
        for name, item in vars(charts).items()
        if inspect.isfunction(item) and hasattr(item, "__wrapped__")
    ]
    assert sorted(public) == CHARTS


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_table_is_said_in_words(name):
    ax = drawn(name, tables_of()[name].iloc[:0])
    assert " ".join(texts(ax)) == ax.get_label()
    assert not ax.patches and not ax.lines
    assert charts.show(ax).node["alt"] == ax.get_label()


@pytest.mark.parametrize("name", CHARTS)
def test_a_table_of_one_row_is_drawn_and_described(name):
    ax = drawn(name, tables_of()[name].iloc[:1])
    assert len(ax.get_label()) > 20
    assert charts.show(ax).node["svg"].startswith("<svg ")


@pytest.mark.parametrize("name", CHARTS)
def test_an_awkward_name_is_drawn_as_it_is_and_the_file_stays_sound(name):
    shown = charts.both(getattr(charts, name), tables_of()[name])
    for svg in (shown.node["svg"], shown.node["narrow"]):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == shown.node["alt"]
        assert "<b>" not in svg
        assert "\x00" not in svg and "\u202e" not in svg


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_table_gives_the_same_bytes(name):
    first, second = (charts.show(drawn(name, tables_of()[name])).node["svg"] for _ in range(2))
    assert first == second
    assert not re.search(r"\d{4}-\d\d-\d\dT", first)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_a_number_in_its_alternative_text(name):
    assert re.search(r"\d", drawn(name, tables_of("plain")[name]).get_label())


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_words_can_be_read_and_stand_within_the_drawing(name, width):
    for said in ("Northwind Traders", AWKWARD):
        ax = drawn(name, tables_of(said)[name], width)
        canvas = FigureCanvasAgg(ax.figure)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            boxes = [text.get_window_extent(canvas.get_renderer()) for text in ax.texts]
        scale = ax.figure.dpi / 72
        assert round(ax.figure.get_figwidth() * 72) == width
        assert min(text.get_fontsize() for text in ax.texts) >= 12
        assert min(box.x0 for box in boxes) >= -1 * scale
        assert max(box.x1 for box in boxes) <= width * 1.02 * scale
        assert min(box.y0 for box in boxes) >= -1 * scale


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("name", [name for name in CHARTS if name != "flow"])
def test_no_words_run_into_others(name, width):
    assert touching(drawn(name, tables_of("Northwind Traders")[name], width)) == []


def touching(ax, apart: float = 0.96) -> list[tuple[str, str]]:
    """Return which words of a drawing run into others; above 1 they stand less apart than that."""
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    boxes = [text.get_window_extent(renderer).shrunk(apart, 0.7) for text in ax.texts]
    pairs = itertools.combinations(range(len(boxes)), 2)
    return [(ax.texts[a].get_text(), ax.texts[b].get_text()) for a, b in pairs if boxes[a].overlaps(boxes[b])]


def test_the_names_of_months_stand_apart_on_a_phone():
    for first in ("2026-01-02", "2026-01-12", "2026-01-25"):
        year = pd.DataFrame({"date": [day(first), day("2026-10-08")], "application": "a", "kind": "applied"})
        table = year.assign(company="Operations Analyst, 2026", state="rejection")
        assert touching(drawn("lanes", table, charts.NARROW), 1.1) == [], first


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_on_the_axes_it_is_given(name):
    ax = Figure().subplots()
    assert getattr(charts, name)(tables_of()[name], ax=ax) is ax


@pytest.mark.parametrize("name", CHARTS)
def test_a_table_that_lacks_columns_is_refused_by_name(name):
    with pytest.raises(TableError, match=f"The table {name} lacks"):
        getattr(charts, name)(pd.DataFrame({"x": [1]}))


def test_a_chart_leaves_the_style_around_it_alone():
    before = dict(mpl.rcParams)
    charts.both(charts.bands, tables_of()["bands"])
    assert dict(mpl.rcParams) == before


def test_the_style_around_it_does_not_change_a_chart():
    table = tables_of()["sent"]
    plain = charts.show(charts.sent(table)).node["svg"]
    with mpl.rc_context({"font.size": 5, "text.parse_math": True, "svg.fonttype": "path", "savefig.dpi": 40}):
        assert charts.show(charts.sent(table)).node["svg"] == plain


@pytest.mark.parametrize("looks", [charts.MOVES, charts.FATES, charts.CERTAINTIES, charts.AHEAD])
def test_marks_differ_by_shape_or_filling_and_not_by_colour_alone(looks):
    seen = [
        (
            look["marker"],
            look.get("fillstyle"),
            look.get("markerfacecolor") == charts.PAPER,
            look.get("part"),
            look.get("dot"),
        )
        for look in looks.values()
    ]
    assert len(set(seen)) == len(seen)


# What each one draws


def marks(ax, title=True):
    return [
        line
        for line in ax.lines
        if line.get_marker() not in ("None", "", ".") and bool(line.get_gid()) == title
    ]


def test_a_lane_has_a_mark_for_each_day_and_says_how_it_stands():
    rows = [("2026-07-06", "screening"), ("2026-07-10", "interview"), ("2026-07-10", "rejected")]
    table = pd.DataFrame({"date": [day(when) for when, _ in rows], "kind": [kind for _, kind in rows]})
    table = table.assign(application="a", company="Northwind", state="rejected", href="#moved")
    ax = charts.lanes(table, day("2026-07-01"), day("2026-07-31"))
    found = marks(ax)
    assert [line.get_label() for line in found] == [
        "6 Jul: Northwind, conversation",
        "10 Jul: Northwind, interview",
        "10 Jul: Northwind, rejected",
    ]
    places = [line.get_xdata()[0] for line in found]
    assert places[0] < places[1] < places[2], "two marks of one day stand beside each other"
    assert {"Northwind", "rejected", "1 Jul", "8", "29"} <= set(texts(ax))
    assert 'xlink:href="#moved"' in charts.show(ax).node["svg"]


def test_many_marks_at_the_end_of_a_lane_stand_apart_and_within_it():
    table = pd.DataFrame({"date": pd.date_range("2026-07-28", periods=4).repeat(2), "kind": "interview"})
    table = table.assign(application="a", company="Northwind", state="rejected")
    ax = charts.lanes(table, day("2026-01-01"), day("2026-07-31"))
    places = [line.get_xdata()[0] for line in marks(ax, title=True)]
    assert min(b - a for a, b in itertools.pairwise(places)) > 11.9
    assert places[-1] < ax.get_xlim()[1] - 40, "left of the words"


def test_the_totals_of_a_grid_are_named_on_a_phone_too():
    table = tables_of("Northwind Traders International")["grid"]
    with mpl.rc_context({"figure.figsize": (charts.NARROW / 72, 1)}):
        assert "they lead in" in texts(charts.grid(table))


def test_every_application_has_its_mark_in_the_month_it_was_sent():
    table = pd.DataFrame(
        {
            "month": ["2026-01"] * 3 + [None, "2026-03"],
            "fate": ["interview", "no reply", "rejection", "no reply", "conversation"],
        }
    )
    ax = charts.sent(table.assign(title="x", goes_on=[True, False, False, False, False]))
    found = marks(ax)
    assert len(found) == 4
    assert [line.get_markerfacecolor() for line in found[:3]] == [charts.YOU, charts.NO, charts.PAPER], (
        "fullest first"
    )
    assert {"Jan", "Feb", "Mar", "3", "1", "goes on"} <= set(texts(ax))
    assert "1 more without a date" in ax.get_label()


@pytest.mark.parametrize(("n", "months"), [(1, 1), (12, 9), (60, 12), (400, 24)])
def test_the_marks_of_a_full_month_keep_to_their_month(n, months):
    names = [f"{2025 + at // 12}-{at % 12 + 1:02}" for at in range(months)]
    table = pd.DataFrame({"month": [names[-1]] * n + names, "fate": "no reply", "title": "x"})
    for width in (charts.WIDE, charts.NARROW):
        ax = drawn("sent", table, width)
        drawn_marks = marks(ax) or marks(ax, title=False)[1:]  # the smallest are too small to point at
        xs = [line.get_xdata()[0] for line in drawn_marks][-n:]
        assert all(bool(line.get_gid()) == (line.get_markersize() > 5.9) for line in drawn_marks)
        room = width / months
        assert width - room - 1 <= min(xs) and max(xs) <= width + 1
        assert ax.figure.get_figheight() * 72 < 420 or n > 300


def test_squares_say_how_certain_each_rejection_s_reason_is():
    table = pd.DataFrame(
        {"certainty": ["unknown", "confirmed", "guessed", "inferred"], "title": list("abcd")}
    )
    ax = charts.rejected(table)
    assert [line.get_label() for line in marks(ax)] == ["b", "d", "c", "a"], "the surest first"
    assert ax.get_label() == "4 rejections: 1 confirmed, 1 inferred, 1 your guess only, 1 nobody said why."


def test_a_band_reaches_from_the_lowest_to_the_highest_and_a_dot_stands_for_the_count():
    ax = charts.bands(pd.DataFrame({"n": [2, 3], "low": [1, NAN], "high": [4, NAN]}, ["one", "two"]))
    first, second = (line.get_xdata()[0] for line in marks(ax))
    (band,) = ax.patches
    unit = second - first
    assert band.get_x() == pytest.approx(first - unit) and band.get_width() == pytest.approx(3 * unit)


def test_a_share_that_is_not_settled_is_hollow():
    table = pd.DataFrame({"n": [0.2, 0.5], "low": 0.1, "high": 0.6, "is_open": [False, True]}, ["a", "b"])
    ax = charts.bands(table, "%")
    assert [line.get_markerfacecolor() for line in marks(ax)] == [charts.INK, charts.PAPER]
    assert {"0%", "60%"} <= set(texts(ax))


def test_there_is_a_dot_for_each_reply_and_the_day_after_which_few_come():
    table = pd.DataFrame(
        {"days": [3, 3, 4, 30], "outcome": ["screening", "rejected", "interview", "rejected"]}
    )
    ax = charts.replies(table, {"day": 20.0, "low": 15.0, "high": 28.0})
    found = marks(ax)
    assert sorted(line.get_label() for line in found) == [
        "a rejection after 3 days",
        "a rejection after 30 days",
        "a reply after 3 days",
        "a reply after 4 days",
    ]
    assert "After day 20, few replies come (day 15 to 28)" in texts(ax)
    assert "After day 20 (it could be day 15 to 28) few replies come." in ax.get_label()
    assert len({tuple(line.get_xydata()[0]) for line in found}) == 4


def test_of_fewer_than_five_no_curve_is_drawn():
    few = tables_of()["curve"].assign(at_risk=4)
    assert "it takes five" in charts.curve(few).get_label()


def test_a_curve_ends_where_fewer_than_five_are_followed():
    table = tables_of()["curve"].astype(float)
    table = pd.concat([table, table.iloc[-1:].assign(at_risk=4).set_axis([9])])
    assert "by day 5: 20% rejected" in charts.curve(table, ["rejected"]).get_label()


def test_a_flow_parts_its_ends_by_where_they_left_and_conserves_its_counts():
    ways = [("applied", "interview", 5), ("applied", "rejected", 20), ("interview", "rejected", 3)]
    ways += [("interview", "accepted", 2)]
    ax = charts.flow(pd.DataFrame(ways, columns=["source", "target", "n"]))
    assert ax.get_label() == "Where 25 applications went. In the end: 3 rejected; 2 accepted; 20 rejected."
    assert {"25 applied", "5 interview", "20 rejected", "3 rejected", "2 accepted"} <= set(texts(ax))
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    heights = sorted(round(patch.get_height() / 240 * 25) for patch in boxes)
    assert heights == [2, 3, 5, 20, 25]


def test_the_streams_of_a_flow_do_not_cross():
    ways = [
        ("a", "b", 5),
        ("a", "x", 9),
        ("a", "y", 3),
        ("b", "c", 2),
        ("b", "x", 2),
        ("b", "z", 1),
        ("c", "x", 2),
    ]
    ax = charts.flow(pd.DataFrame(ways, columns=["source", "target", "n"]))
    streams = [patch.get_path().vertices for patch in ax.patches if isinstance(patch, PathPatch)]
    starts = {}
    for path in streams:
        starts.setdefault(round(path[0][0]), []).append((path[0][1], path[3][1]))
    for pairs in starts.values():
        assert [end for _, end in sorted(pairs)] == sorted(end for _, end in pairs)


def test_a_flow_that_runs_in_a_circle_is_still_drawn():
    ways = [("applied", "screening", 2), ("screening", "applied", 1), ("screening", "rejected", 1)]
    charts.show(charts.flow(pd.DataFrame(ways, columns=["source", "target", "n"])))


def test_a_grid_has_a_mark_where_something_is_known_and_a_question_where_not():
    rows = [
        ("Alder", "Years", "you"),
        ("Alder", "Degree", "unknown"),
        ("Birch", "Years", "hire"),
        ("Birch", "Degree", "tie"),
    ]
    table = pd.DataFrame(rows, columns=["hire", "dimension", "ahead"]).assign(group="About even")
    ax = charts.grid(table)
    assert {line.get_label() for line in marks(ax)} == {
        "Alder, Years: you lead",
        "Birch, Years: they lead",
        "Birch, Degree: even",
    }
    assert texts(ax).count("?") == 1
    assert "They lead in: Years 1 of 2 known; Degree 0 of 1 known." in ax.get_label()


def test_years_that_are_not_known_have_no_bar():
    table = {"n": [9.0, 4.0, NAN], "low": [2.0, NAN, 1.0], "high": [5.0, NAN, 2.0], "dot": "you"}
    ax = charts.bands(pd.DataFrame(table | {"band": ["they", "none", "none"]}, ["a", "b", "c"]), "years")
    assert [patch.get_facecolor()[:3] for patch in ax.patches] == [
        mpl.colors.to_rgb(page.PALETTE[name]) for name in ("they", "none")
    ]
    dots = marks(ax)
    assert len(dots) == 2 and {dot.get_markerfacecolor() for dot in dots} == {page.PALETTE["you"]}


def test_a_long_name_is_cut_with_an_ellipsis_and_kept_whole_beside_it():
    name = "Northwind Traders International Holding of the North " * 4
    shown = charts.both(charts.grid, tables_of(name)["grid"])
    assert set(shown.node["shortened"].values()) == {name.strip()}
    assert any(short.endswith("…") for short in shown.node["shortened"])


def test_a_shown_chart_carries_its_words_and_its_table():
    table = tables_of("plain")["bands"]
    bundle = charts.show(charts.bands(table), table, alt="In words.")._repr_mimebundle_()
    assert bundle["text/plain"].splitlines()[0] == "Chart: In words."
    assert bundle[page.BLOCK]["table"]["rows"] == [["2", "1", "6", "plain"]]
    assert "<script" not in bundle["text/html"]


@given(wanted=st.lists(st.floats(0, 10), max_size=8))
@settings(deadline=None, max_examples=60)
def test_labels_keep_their_order_and_their_distance(wanted):
    placed = charts._apart(wanted, 1.0, 0.0, 10.0)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= 1 - 1e-9 for gap in gaps)


# What each colour means: to tell on paper without colours, and with either of the common colour-blindnesses

TEMPLATE = (Path(charts.__file__).parent / "data" / "page.html.j2").read_text("utf-8")
SIGHTS = {  # Machado, Oliveira & Fernandes 2009 (IEEE TVCG 15:1291), severity 1, on linear light
    "usual": np.eye(3),
    "no red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
LOOKS = {name: getattr(charts, name) for name in ("MOVES", "FATES", "CERTAINTIES", "REPLIES", "AHEAD")}


def palette(macro):
    """Return the colours of the page in the light or the dark, by their names."""
    body = re.search(rf"macro {macro}\(\) %}}(.*?){{%", TEMPLATE)[1]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", body))


def light(colour, sight="usual"):
    """Return the relative luminance of a colour (WCAG 2) as it is seen."""
    from matplotlib.colors import to_rgb

    linear = np.array(
        [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    )
    return float(np.clip(np.array(SIGHTS[sight]) @ linear, 0, 1) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other, sight="usual"):
    a, b = sorted((light(one, sight), light(other, sight)))
    return (b + 0.05) / (a + 0.05)


def form(look):
    """Return what tells a mark apart from others without its colour: its shape, how it is filled, its size."""
    face = look.get("markerfacecolor")
    filled = "none" if face == "none" else "hollow" if face == charts.PAPER else look.get("fillstyle", "full")
    return look["marker"], filled, look.get("part", 1), look.get("dot", False)


def test_contrast_is_that_of_the_published_examples():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert {sight: round(light("#ffffff", sight), 3) for sight in SIGHTS} == dict.fromkeys(SIGHTS, 1.0)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_mark_stands_out_from_the_paper_and_every_text_can_be_read(mode, sight):
    colours = palette(mode)
    assert colours.keys() >= charts.page.PALETTE.keys()
    if mode == "light":
        assert {name: colours[name] for name in charts.page.PALETTE} == charts.page.PALETTE
    for name in ("you", "they", "open", "no", "none", "talk", "ink", "soft"):
        assert contrast(colours[name], colours["paper"], sight) >= 3, name
    texts = [
        (name, ground) for name in ("ink", "soft", "you", "they", "open") for ground in ("paper", "tint")
    ]
    for name, ground in [*texts, ("you", "youbg"), ("they", "theybg")]:
        assert contrast(colours[name], colours[ground], sight) >= 4.5, (name, ground)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("looks", LOOKS)
def test_two_meanings_of_one_drawing_differ_in_form_or_three_times_in_light(looks, mode, sight):
    colours, meant = palette(mode), {value: name for name, value in charts.page.PALETTE.items()}

    def seen(look):
        return colours[meant[look.get("markeredgecolor", look.get("color"))]]

    for (one, first), (other, second) in combinations(LOOKS[looks].items(), 2):
        apart = form(first) != form(second) or contrast(seen(first), seen(second), sight) >= 3
        assert apart, f"{one} and {other} look alike"


def test_a_band_stands_out_from_the_paper_as_a_mark_does_and_one_that_is_not_settled_is_hollow():
    from matplotlib.colors import to_hex

    table = pd.DataFrame(
        {"n": 1.0, "low": 0.0, "high": 5.0, "is_open": [False, True]}, ["Planner", "Analyst"]
    )
    settled, unsettled = charts.bands(table, "rejections").patches
    for band in (settled, unsettled):
        assert band.get_alpha() is None and contrast(to_hex(band.get_edgecolor()), charts.PAPER) >= 3
    assert to_hex(unsettled.get_facecolor()) == charts.PAPER != to_hex(settled.get_facecolor())


def test_the_scale_of_bands_holds_a_hollow_dot_beyond_them():
    table = pd.DataFrame(
        {"n": [0.0], "low": [0.0], "high": [5.0], "raw": [6.0], "says": ["0 (+6)"]}, ["Planner"]
    )
    scaled = {text.get_text() for text in charts.bands(table, "rejections").texts}
    assert "6" in scaled
