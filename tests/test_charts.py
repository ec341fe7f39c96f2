"""Charts, by what stands on their Axes and in their files, never by their pixels."""

import inspect
import itertools
import math
import re
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

from jobkit import charts, page
from jobkit.errors import TableError

NAN = float("nan")
AWKWARD = 'A$B $x^2$ & <b>"Söhne"</b> 東京 \x00\u202e {brace} 100% \\alpha'


def day(text):
    return pd.Timestamp(text)


def tables_of(name=AWKWARD):
    """Return for each chart a small table, with an awkward name wherever a name can stand."""
    months = pd.Index(["2026-09", "2026-10"], name="month")
    one = pd.Index([name])
    steps = pd.DataFrame(
        [[0, 9, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0], [5, 8, 0.8, 0.6, 0.9, 0.2, 0.1, 0.4]],
        columns=[
            "day",
            "at_risk",
            "waiting",
            "waiting_low",
            "waiting_high",
            "rejected",
            "rejected_low",
            "rejected_high",
        ],
    ).set_index("day")
    return {
        "funnel": pd.DataFrame(
            {"n": [12], "of": [58], "share": [12 / 58], "low": [0.12], "high": [0.33]}, one
        ),
        "flow": pd.DataFrame({"source": ["applied", name], "target": [name, "rejected"], "n": [3, 2]}),
        "monthly_bars": pd.DataFrame({name: [3, 8], "answered": [0, 2]}, months),
        "stacked_months": pd.DataFrame(
            [
                ["2026-09", name, "confirmed", 1.0],
                ["2026-10", "more_qualified", "inferred", 0.6],
                ["2026-10", "unknown", "unknown", 1.4],
            ],
            columns=["month", "reason", "certainty", "n"],
        ),
        "step_curve": steps,
        "dumbbells": pd.DataFrame({"raw": 0.5, "pooled": 0.2, "low": 0.1, "high": 0.4, "n": 6}, one),
        "cohort_strip": pd.DataFrame(
            {"share": 0.2, "low": 0.1, "high": 0.4, "n": 5, "is_mature": [True, False]}, months
        ),
        "paired_points": pd.DataFrame(
            {"you": [2.0], "hire": [NAN], "ahead": ["unknown"], "you_says": [name], "hire_says": [None]}, one
        ),
        "requirement_grid": pd.DataFrame({"strength": ["must"], "you": ["met"], "hire": ["unknown"]}, one),
        "timelines": pd.DataFrame(
            [
                ["you", name, name, day("2020-01-01"), day("2024-01-01")],
                ["hire-1", None, None, day("2019-01-01"), pd.NaT],
            ],
            columns=["who", "organisation", "title", "started", "ended"],
        ),
        "pattern_strip": pd.DataFrame(
            {"hire_ahead": [2], "tie": [0], "you_ahead": [1], "unknown": [1], "of": [4]}, one
        ),
        "calendar_strip": pd.DataFrame(
            {"step": ["thank_you"], "label": [name], "opens": [day("2026-10-30")]}
            | {"closes": [day("2026-11-02")], "state": ["due"]}
        ),
        "small_multiples": pd.DataFrame({name: [3, 8], "answered": [0, 2]}, months),
    }


CHARTS = sorted(tables_of())


def drawn(name, table):
    axes = getattr(charts, name)(table)
    return axes[0] if isinstance(axes, list) else axes


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
    assert len(texts(ax)) == 1
    assert ax.get_label().endswith(".")
    assert not ax.patches and not ax.lines
    assert charts.show(ax).node["alt"] == ax.get_label()


@pytest.mark.parametrize("name", CHARTS)
def test_a_table_of_one_row_is_drawn_and_described(name):
    ax = drawn(name, tables_of()[name].iloc[:1])
    assert len(ax.get_label()) > 20
    assert charts.show(ax).node["svg"].startswith("<svg ")


@pytest.mark.parametrize("name", CHARTS)
def test_an_awkward_name_is_drawn_as_it_is_and_the_file_stays_sound(name):
    shown = charts.show(drawn(name, tables_of()[name]), tables_of()[name])
    root = ElementTree.fromstring(shown.node["svg"])
    assert root.get("role") == "img"
    assert root.get("aria-label") == shown.node["alt"]
    assert "<b>" not in shown.node["svg"]
    assert "\x00" not in shown.node["svg"] and "\u202e" not in shown.node["svg"]


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_table_gives_the_same_bytes(name):
    first, second = (charts.show(drawn(name, tables_of()[name])).node["svg"] for _ in range(2))
    assert first == second
    assert not re.search(r"\d{4}-\d\d-\d\dT", first)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_a_number_in_its_alternative_text(name):
    assert re.search(r"\d", drawn(name, tables_of("plain")[name]).get_label())


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_smaller_than_a_phone_can_show(name):
    ax = drawn(name, tables_of()[name])
    phone = 340 / (ax.figure.get_figwidth() * 72)  # CSS pixels a point on a phone of 360
    sizes = [text.get_fontsize() for text in ax.figure.findobj(Text) if text.get_text()]
    assert min(sizes) * phone >= 12


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "small_multiples"])
def test_a_chart_draws_on_the_axes_it_is_given(name):
    ax = Figure().subplots()
    assert getattr(charts, name)(tables_of()[name], ax=ax) is ax


@pytest.mark.parametrize("name", [name for name in CHARTS if name not in ("monthly_bars", "small_multiples")])
def test_a_table_that_lacks_columns_is_refused_by_name(name):
    with pytest.raises(TableError, match=f"The table {'incidence' if name == 'step_curve' else name} lacks"):
        getattr(charts, name)(pd.DataFrame({"x": [1]}))


def test_a_chart_leaves_the_style_around_it_alone():
    before = dict(mpl.rcParams)
    charts.show(drawn("funnel", tables_of()["funnel"]))
    assert dict(mpl.rcParams) == before


def test_the_style_around_it_does_not_change_a_chart():
    table = tables_of()["monthly_bars"]
    plain = charts.show(charts.monthly_bars(table)).node["svg"]
    with mpl.rc_context({"font.size": 5, "text.parse_math": True, "svg.fonttype": "path", "savefig.dpi": 40}):
        assert charts.show(charts.monthly_bars(table)).node["svg"] == plain


def test_marks_and_words_stand_out_in_the_light_and_in_the_dark():
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(colour, paper):
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for scheme in ("light", "dark"):
        css = str(getattr(page._template().module, scheme)())
        named = dict(re.findall(r"--(\w+): (#\w{6})", css))
        assert scheme == "dark" or page.PALETTE.items() <= named.items()
        marks = ("ink", "soft", "you", "talk", "they", "open", "no", "none")
        assert min(contrast(named[name], named["paper"]) for name in marks) >= 3, scheme
        written = [
            (name, paper) for name in ("ink", "soft", "you", "they", "open") for paper in ("paper", "tint")
        ]
        written += [("you", "youbg"), ("they", "theybg")]
        assert min(contrast(named[name], named[paper]) for name, paper in written) >= 4.5, scheme


def test_series_differ_by_pattern_and_not_by_colour_alone():
    looks = [
        (look["facecolor"] == charts.PAPER, look.get("hatch"), look["facecolor"]) for look in charts.LOOKS
    ]
    assert len(set(looks)) == len(looks)
    assert len({style for _, style in charts.LINES}) == len(charts.LINES)


# What each one draws


def test_a_funnel_says_k_of_n_with_its_interval():
    assert "12 of 58 · 21% (12–33)" in texts(drawn("funnel", tables_of()["funnel"]))


def test_a_funnel_of_less_than_ten_says_counts_only():
    table = pd.DataFrame({"n": [9, 3], "of": [9, 9], "share": [1.0, 1 / 3]}, ["applied", "answered"])
    ax = charts.funnel(table)
    assert "3 of 9" in texts(ax)
    assert not any("%" in text for text in texts(ax))


def test_a_flow_draws_a_band_for_each_way_and_conserves_its_counts():
    ways = [("applied", "interview", 5), ("applied", "rejected", 20), ("interview", "rejected", 3)]
    ways += [("interview", "accepted", 2)]
    ax = charts.flow(pd.DataFrame(ways, columns=["source", "target", "n"]))
    assert len(ax.patches) == len(ways) + 4
    assert {"applied", "25", "interview", "5", "rejected 23", "accepted 2"} <= set(texts(ax))
    assert ax.get_label() == "Where 25 applications went. In the end: accepted 2; rejected 23."


def test_a_flow_that_runs_in_a_circle_is_still_drawn():
    ways = [("applied", "screening", 2), ("screening", "applied", 1), ("screening", "rejected", 1)]
    charts.show(charts.flow(pd.DataFrame(ways, columns=["source", "target", "n"])))


def test_months_have_english_names_in_every_locale_and_their_counts_on_top():
    ax = drawn("monthly_bars", tables_of("applied")["monthly_bars"])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Sep\n2026", "Oct\n"]
    assert {"11 applied", "2 answered", "3", "8", "2"} <= set(texts(ax))
    assert ax.get_label() == (
        "By month, Sep 2026 to Oct 2026: the last month has 8 applied (the month before 3), "
        "2 answered (the month before 0)."
    )


def test_reasons_stack_up_to_all_rejections_and_unknown_keeps_its_own_segment():
    ax = drawn("stacked_months", tables_of("logistics")["stacked_months"])
    assert sum(patch.get_height() for patch in ax.patches) == pytest.approx(3)
    assert {"1", "2"} <= set(texts(ax))
    assert {"unknown", "logistics", "more\nqualified"} <= set(texts(ax))
    assert [patch.get_hatch() for patch in ax.patches if patch.get_height() == pytest.approx(0.6)] == ["////"]
    assert "3 rejections" in ax.get_label() and "unknown 1.4" in ax.get_label()


def test_reasons_without_a_colour_of_their_own_share_one_name():
    rows = [
        ["2026-10", reason, "confirmed", 1] for reason in ("logistics", "mistaken_hire", "more_qualified")
    ]
    ax = charts.stacked_months(pd.DataFrame(rows, columns=["month", "reason", "certainty", "n"]))
    assert "other reasons" in texts(ax)
    assert "more\nqualified" in texts(ax)


def test_a_month_without_a_rejection_has_its_place_between_the_others():
    rows = [["2025-12", "unknown", "unknown", 1], ["2026-02", "unknown", "unknown", 1]]
    ax = charts.stacked_months(pd.DataFrame(rows, columns=["month", "reason", "certainty", "n"]))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Dec\n2025", "Jan\n2026", "Feb\n"]
    assert [patch.get_x() + patch.get_width() / 2 for patch in ax.patches] == pytest.approx([0, 2])


def test_a_rejection_without_a_month_is_told_and_not_drawn():
    rows = [[None, "unknown", "unknown", 2], ["2026-10", "unknown", "unknown", 1]]
    ax = charts.stacked_months(pd.DataFrame(rows, columns=["month", "reason", "certainty", "n"]))
    assert sum(patch.get_height() for patch in ax.patches) == 1
    assert "2 more have no date" in ax.get_label()


def test_a_curve_shows_who_still_waits_and_from_when_silence_is_the_answer():
    pending = pd.DataFrame({"days": [1.0, 4.0, NAN]})
    ax = charts.step_curve(tables_of()["step_curve"], pending, mark={"day": 3.0, "low": 2.0, "high": 4.0})
    assert list(ax.lines[-2].get_xdata()) == [1.0, 4.0]
    assert "day 3\n(2–4)" in texts(ax)
    assert "20% answered" in texts(ax)
    assert "3 applications still waiting, 1 past that day." in ax.get_label()


def test_a_curve_ends_where_fewer_than_five_are_followed():
    table = tables_of()["step_curve"].astype(float)
    table = pd.concat([table, table.iloc[-1:].assign(at_risk=4).set_axis([9])])
    ax = charts.step_curve(table, outcomes=["rejected"])
    assert max(ax.lines[0].get_xdata()) == 5


def test_a_default_day_of_silence_has_no_range():
    mark = {"day": 4.0, "low": NAN, "high": NAN}
    assert "day 4" in texts(charts.step_curve(tables_of()["step_curve"], mark=mark))


def test_a_month_too_young_to_judge_is_hollow():
    ax = drawn("cohort_strip", tables_of()["cohort_strip"])
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert faces == [charts.YOU, charts.PAPER]
    assert "1 month too young to judge." in ax.get_label()


def test_unknown_has_no_mark_and_is_not_absent():
    ax = drawn("paired_points", tables_of()["paired_points"])
    squares = [line for line in ax.lines if line.get_marker() == "s"]
    assert all(math.isnan(value) for line in squares for value in line.get_xdata())
    assert texts(ax).count("unknown") == 2


@pytest.mark.parametrize("nothing", [None, NAN])
def test_a_pair_of_which_nothing_is_known_is_drawn_without_marks(nothing):
    table = pd.DataFrame({"you": [nothing], "hire": [nothing], "ahead": ["unknown"]}, ["years"])
    ax = charts.paired_points(table.assign(you_says=None, hire_says=None))
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert marks and all(math.isnan(value) for line in marks[:2] for value in line.get_xdata())


def test_a_requirement_is_met_partly_not_or_unknown():
    states = ["met", "partly", "not", "unknown"]
    table = pd.DataFrame({"strength": "must", "you": states, "hire": "met"}, states)
    ax = charts.requirement_grid(table)
    filled = [(line.get_xdata()[0], line.get_fillstyle()) for line in ax.lines if line.get_marker() == "o"]
    left = min(x for x, _ in filled)
    assert [fill for x, fill in filled if x == left] == ["full", "left", "none"]
    assert [fill for x, fill in filled if x != left] == ["full"] * 4
    assert texts(ax).count("?") == 1
    assert ax.get_label() == (
        "Of 4 requirements: you meet 1, partly 1, unknown 1; they meet 4, partly 0, unknown 0."
    )


def test_careers_end_at_the_hire():
    ax = drawn("timelines", tables_of()["timelines"])
    assert max(patch.get_x() + patch.get_width() for patch in ax.patches) == pytest.approx(0)
    assert "the hire" in texts(ax)


def test_no_title_of_a_role_runs_into_the_next_one():
    spans = [("2016-01-01", "2026-01-01"), ("2017-01-01", "2018-06-01"), ("2017-09-01", "2021-02-01")]
    table = pd.DataFrame([["you", None, "Teaching Assistant", *map(day, span)] for span in spans])
    ax = charts.timelines(table.set_axis(["who", "organisation", "title", "started", "ended"], axis=1))
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("Tea")]
    assert len(boxes) == 2
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)


def test_a_pattern_has_a_square_for_each_job():
    ax = drawn("pattern_strip", tables_of("years")["pattern_strip"])
    assert len(ax.patches) == 4
    assert "they lead in 2 of 3" in texts(ax)


def test_a_window_is_as_long_as_its_days():
    ax = drawn("calendar_strip", tables_of("Northwind")["calendar_strip"])
    assert ax.patches[0].get_width() == 4
    assert {"thank you · Northwind", "by 2 Nov"} <= set(texts(ax))


def test_each_column_has_a_panel_of_its_own():
    axes = charts.small_multiples(tables_of("applied")["small_multiples"])
    assert [ax.get_title(loc="left") for ax in axes] == ["8 applied", "2 answered"]


def test_a_long_name_is_cut_with_an_ellipsis_and_kept_whole_beside_it():
    name = "Northwind Traders International Holding of the North"
    shown = charts.show(drawn("requirement_grid", tables_of(name)["requirement_grid"]))
    assert shown.node["shortened"] == {"Northwind Traders Internati…": name}


def test_a_shown_chart_carries_its_words_and_its_table():
    table = tables_of("plain")["funnel"]
    bundle = charts.show(
        charts.funnel(table), table, alt="In words.", caption="A caption."
    )._repr_mimebundle_()
    assert bundle["text/plain"] == "Chart: In words."
    assert bundle[page.BLOCK]["caption"] == "A caption."
    assert bundle[page.BLOCK]["table"]["rows"] == [["12", "58", "21 %", "12 %", "33 %"]]
    assert "<script" not in bundle["text/html"]


@given(wanted=st.lists(st.floats(0, 10), max_size=8))
@settings(deadline=None, max_examples=60)
def test_labels_keep_their_order_and_their_distance(wanted):
    placed = charts._apart(wanted, 1.0, 0.0, 10.0)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    gaps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= 1 - 1e-9 for gap in gaps)
