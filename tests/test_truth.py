"""No two statements contradict: on the pages of one day, and between them and the terminal."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

import jobkit
from jobkit import search as searches
from jobkit.commands import cli
from jobkit.reports import report

DAYS = ("2026-02-28", "2026-05-31", "2026-10-31", "2026-11-30")
PAGES = ("reflection", "explore", "rejections", "hires")
WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
N = r"(\d+|" + "|".join([*WORDS, "none"]) + r")\b"
TOPICS = {
    "applications": [
        rf"Where {N} applications went",
        rf"In these curves: \w+ of {N} applications",
        rf"Old enough to judge \(45 days\): \w+ of {N} applications",
        rf"(?m)^ +{N} applications?, ",
        rf"Waiting times use \w+ of {N} applications",
    ],
    "old enough": [
        rf"Old enough to judge \(45 days\): {N} of \w+ applications",
        rf"\w+ of {N} led to an interview",
        rf"\w+ of {N} (?:\([^)]*\) )?applications older than 45 days",
    ],
    "interviews in time": [
        rf"{N} of \w+ led to an interview",
        rf"{N} of \w+ (?:\([^)]*\) )?applications older than 45 days",
    ],
    "rejections": [
        rf"{N} rejections by reason",
        rf"an idea why for \w+ of {N} rejections?",
        rf"(?:any of|reason for) {N} rejections?",
        rf"nobody said why for \w+ of {N} rejections?",
        rf"For \w+ of {N} rejections? nobody",
    ],
    "rejections without a word": [
        rf"For {N} nobody said why",
        rf"For {N} of \w+ rejections nobody said why",
    ],
    "replies": [
        rf"based on your {N} replies",
        rf"\({N} replies so far\)",
        rf"{N} of \w+ applications have been",
    ],
    "day of silence": [
        rf"After {N} days without a reply",
        rf"for longer than {N} days",
        rf"[Dd]ay {N} is a (?:general )?default",
        rf"After day {N} ",
    ],
    "waiting": [
        rf"{N} without a reply",
        rf"{N} applications? waits? for a first reply",
        rf"Waiting for a reply: {N}",
        rf"{N} applications? still waiting",
    ],
    "steps due": [rf"{N} steps? (?:is|are) due\b"],
    "hires": [rf"{N} hires?\. On paper"],
}


HELD = ("applications", "old enough", "rejections", "replies", "day of silence", "waiting")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = jobkit.Search(tmp_path_factory.mktemp("sample"), as_of="2026-12-31")
    made.add(searches.sample_files())
    return made.folder


def text_of(markup: str) -> str:
    """Return all that a page says, pictures by their alternative text."""
    main = LexborHTMLParser(markup).css_first("main")
    alts = [image.attributes.get("alt") or "" for image in main.css("img")]
    return " ".join([re.sub(r"\s+", " ", main.text(separator=" ")), *alts])


def statements(folder, day: str, runner, capsys) -> dict[str, str]:
    """Return what each page and the terminal say, looking from one day."""
    told = {}
    for name in PAGES:
        how = {"month": day[:7]} if name == "reflection" else {}
        path = report.run(name, folder, how, as_of=day, formats=("html",), runner=runner)
        told[name] = text_of(path.read_text("utf-8"))
    assert cli.main(["status", "--data", str(folder), "--as-of", day]) == 0
    return told | {"status": capsys.readouterr().out}


def number(text: str) -> int:
    return int(text) if text.isdecimal() else WORDS.index(text.lower().replace("none", "no"))


def said(told: dict[str, str], topic: str) -> dict[str, set[int]]:
    """Return by page every number that it gives for one thing."""
    found = {
        name: {number(hit) for pattern in TOPICS[topic] for hit in re.findall(pattern, text)}
        for name, text in told.items()
    }
    return {name: numbers for name, numbers in found.items() if numbers}


@pytest.mark.parametrize("day", DAYS)
def test_no_two_statements_of_one_day_contradict(folder, day, runner, capsys):
    told = statements(folder, day, runner, capsys)
    every = {topic: said(told, topic) for topic in TOPICS}
    for topic, numbers in every.items():
        assert len(set().union(*numbers.values())) <= 1, f"{topic}: {numbers}"
    for topic in HELD if day == "2026-05-31" else ():
        assert len(every[topic]) >= 2, f"{topic} is said on one page alone, so that nothing is held"
    together = " ".join(told.values())
    assert "not counted as anything" not in together  # for they are counted among those sent
    is_free = "Nothing is due" in told["reflection"]
    assert not (is_free and every["steps due"] and max(set().union(*every["steps due"].values())))
    accepted = "You accepted an offer on" in together or "1 accepted" in told["status"]
    assert accepted == (pd.Timestamp(day) >= pd.Timestamp("2026-10-08"))
    if accepted:
        assert set().union(*every["waiting"].values()) <= {0}
    assert not re.search(r"\b0 ?%", " ".join(re.findall(r"chance[^.]*\.", together)))
