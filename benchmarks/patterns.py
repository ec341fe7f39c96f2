"""Every regular expression of jobkit on a mebibyte made to slow it: `python benchmarks/patterns.py [--size BYTES]`.

The texts are made for each pattern from what it is made of: its beginnings, each of its repetitions with and
without what stands before it, its alternatives, and what files are full of. Where a caller cuts its text, or
gives a pattern one cell, line or name, that limit stands in LIMITS. Ends with status 1 where a pattern takes
longer than a tenth of a second.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as op
from re import _parser

import jobkit
from jobkit.sources.mail import phrases

MOST = 0.1
"""Seconds."""
A_FIND = 1.5e-7
"""Seconds that Python takes to make one find, whatever the pattern."""
SMALL = 16 * 1024
GIVEN_UP = 2.0
FULL = " ;\n;\t;a;A;1;a ;1 ;\";';(;[;<;,;-;.;\\;a.;1/;1.;A a ;=;é ;://;a@;From \n;*;|;_;#;\r\n;日".split(";")
LETTERS = "aZ1 .,-_@/\n\t\"'()é日\x00:;!?<>=|#*&%$€\u00c9"
METHODS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "split"}
LIMITS = {
    "postings.": (200_000, "an advert, cut by `postings.LIMIT`"),
    "mentions.": (600, "a clause, cut by `postings.LONGEST`"),
    "sharing.MONEY": (400_000, "one text of a shared page, which is a mebibyte as a whole"),
    "sources.shapes": (600, "a line, cut by `shapes.LONGEST`"),
    "sources.mail.naming._MARKED": (350, "what stands before “(m/w/d)”, cut by `naming.LONGEST_TITLE`"),
    "sources.mail.wording": (20_000, "the text of a message, cut by `mail.TEXT_LIMIT`"),
    "phrases.": (20_000, "the text of a message, cut by `mail.TEXT_LIMIT`"),
}
"""Patterns → the letters that they are given at most, and where that is seen to."""

Uses = dict[str, tuple[re.Pattern, set[str]]]


def named() -> Uses:
    """Return the patterns that modules name, wherever in a module's tables, and the ways they are used in."""
    found: Uses = {}
    modules = [importlib.import_module(name) for name in _modules()]
    ways = _ways()
    for module in modules:
        for name, value in vars(module).items():
            for inner, pattern in _patterns(value, name):
                where = f"{module.__name__.removeprefix('jobkit.')}.{inner}"
                known = [held for held, _ in found.values()]
                if not any(pattern is held for held in known):
                    found[where] = (pattern, ways.get(name, set()))
    return found


def _modules() -> list[str]:
    every = pkgutil.walk_packages(jobkit.__path__, "jobkit.")
    return [each.name for each in every if "_shipped" not in each.name]


def _patterns(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern]]:
    owner = getattr(value, "__self__", None)  # NAME = re.compile(…).findall
    if isinstance(value, re.Pattern) or isinstance(owner, re.Pattern):
        yield name, value if isinstance(value, re.Pattern) else owner
    elif isinstance(value, dict) and depth < 3:
        for key, inner in value.items():
            yield from _patterns(inner, f"{name}[{key!r}]", depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 3:
        for at, inner in enumerate(value):
            yield from _patterns(inner, f"{name}[{at}]", depth + 1)


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for name in _modules():
        path = Path(importlib.import_module(name).__file__ or "")
        yield name.removeprefix("jobkit."), ast.parse(path.read_text(encoding="utf-8"))


def _ways() -> dict[str, set[str]]:
    """Return how each name of a pattern is used, in any module."""
    ways: dict[str, set[str]] = {}
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                name = getattr(node.value, "id", None) or getattr(node.value, "attr", None)
                ways.setdefault(str(name), set()).add(node.attr)
    return ways


def written() -> tuple[Uses, list[str]]:
    """Return the patterns that stand in calls of `re`, and where one is put together when it is needed."""
    found: Uses = {}
    made: list[str] = []
    for name, tree in _trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if getattr(node.func.value, "id", "") != "re" or node.func.attr not in METHODS:
                continue
            where = f"{name}:{node.lineno}"
            if isinstance(node.args[0], ast.Constant):
                text = ast.unparse(node)
                flags = re.I if "re.I" in text else re.ASCII if "re.ASCII" in text else 0
                found[where] = (re.compile(node.args[0].value, flags), {node.func.attr})
            else:
                made.append(f"{where} {ast.unparse(node.args[0])[:60]}")
    return found, made


def wordings() -> Uses:
    """Return the patterns of the wordings, which are tried on a window around a word that they must hold."""
    return {
        f"phrases.{section}.{kind}[{at}]": (phrase.pattern, {"finditer"})
        for section in ("kinds", "reasons", "names")
        for kind, rows in phrases.phrases(section).items()
        for at, phrase in enumerate(rows)
    }


# -- texts made for a pattern ----------------------------------------------------------------------


def texts(pattern: re.Pattern, size: int, every: int = 1) -> list:
    """Return texts of that many letters (bytes for a pattern of bytes): each, or every so manieth."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    parts = [sample([item], choose) for item in tree for choose in (0, 1)]
    starts = ["".join(parts[:end:2]) for end in range(1, len(parts) + 1, 2)]
    bodies = [*parts, *starts, *(sample(tree, choose) for choose in range(4)), *_bodies(tree), *FULL]
    made = [("", body, end) for body in bodies for end in ("\x00", "")]
    made += [(before, body, "\x00") for before, body in _pumps(tree, "")]
    wanted = [*dict.fromkeys(each for each in made if each[1])][::every]
    found = [(before + body * (size // len(body)))[: size - len(end)] + end for before, body, end in wanted]
    is_bytes = isinstance(pattern.pattern, bytes)
    return [text.encode("latin-1", "replace") for text in found] if is_bytes else found


def sample(tree, choose: int = 0) -> str:
    """Return a text that a part of a pattern stands for: the first of what it may be, or a later one."""
    return "".join(_one(code, value, choose) for code, value in tree)


def _one(code, value, choose: int) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code in (op.NOT_LITERAL, op.ANY, op.IN):
        allowed = [char for char in LETTERS if _allows(code, value, char)]
        if not allowed and code is op.IN:
            allowed = [chr(item[1] if item[0] is op.LITERAL else item[1][0]) for item in value if item[1]]
        return allowed[choose % len(allowed)] if allowed else "x"
    if code is op.BRANCH:
        return sample(value[1][choose % len(value[1])], choose)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return sample(value[2], choose) * min(max(value[0], 1), 50)
    if code is op.SUBPATTERN:
        return sample(value[-1], choose)
    if code is op.ATOMIC_GROUP:
        return sample(value, choose)
    return ""


def _allows(code, value, char: str) -> bool:
    if code is op.ANY:
        return char != "\n"
    if code is op.NOT_LITERAL:
        return ord(char) != value
    negated = value[0][0] is op.NEGATE
    held = any(_holds(kind, what, char) for kind, what in value)
    return held != negated


def _holds(kind, what, char: str) -> bool:
    if kind is op.LITERAL:
        return what == ord(char)
    if kind is op.RANGE:
        return what[0] <= ord(char) <= what[1]
    if kind is not op.CATEGORY:
        return False
    name = str(what).removeprefix("CATEGORY_")
    is_in = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda one: one.isalnum() or one == "_"}
    return is_in[name.removeprefix("NOT_")](char) != name.startswith("NOT_")


def _bodies(tree) -> Iterator[str]:
    """Return what each repetition and alternative in a pattern stands for, in two ways, and both mixed."""
    for code, value in tree:
        if code is op.BRANCH:
            for way in value[1]:
                yield sample(way)
                yield from _bodies(way)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            one, other = sample(value[2]), sample(value[2], 1)
            yield from (one, other, one + other)
            yield from _bodies(value[2])
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
            yield from _bodies(value[-1])
        elif code is op.ATOMIC_GROUP:
            yield from _bodies(value)


def _pumps(tree, before: str) -> Iterator[tuple[str, str]]:
    """Return for each repetition what leads up to it, and what is repeated."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield before, sample(value[2])
            yield before, sample(value[2], 1)
            yield from _pumps(value[2], before)
        elif code is op.SUBPATTERN:
            yield from _pumps(value[-1], before)
        elif code is op.BRANCH:
            for way in value[1]:
                yield from _pumps(way, before)
        before += _one(code, value, 0)


# -- how long it takes -----------------------------------------------------------------------------


def seconds(pattern: re.Pattern, ways: set[str], text) -> float:
    """Return the processor time of the slowest way in which it is used; a find itself is not counted."""
    once = ways & {"match", "fullmatch", "search"}
    every = ways - once or not once
    return max(_timed(pattern, way, text) for way in [*once, *(["finditer"] if every else [])])


def _timed(pattern: re.Pattern, way: str, text) -> float:
    def give_up(*_):
        raise TimeoutError

    finds = 0
    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
    began = time.process_time()
    try:
        found = getattr(pattern, way)(text)
        finds = sum(1 for _ in found) if way == "finditer" else 0
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - began - finds * A_FIND


def worst(pattern: re.Pattern, ways: set[str], size: int, every: int = 1) -> tuple[float, str]:
    """Return the most seconds, and on which text: all are tried at a small size, the worst at full size."""
    made = texts(pattern, min(size, SMALL), every)
    took = sorted(((seconds(pattern, ways, text), text[:60]) for text in made), reverse=True)[:3]
    if size <= SMALL or took[0][0] > MOST:
        return took[0][0], repr(took[0][1])
    at_length = {text[:60]: text for text in texts(pattern, size)}
    again = [
        (min(seconds(pattern, ways, at_length[start]) for _ in "12"), start)
        for _, start in took
        if start in at_length
    ]
    return max((told, repr(start)) for told, start in again)


def slow(uses: Uses, size: int, every: int = 1) -> list[tuple[str, float, str]]:
    """Return the patterns that take longer than `MOST` on a text made for them: place, seconds, text."""
    found = []
    for where, (pattern, ways) in uses.items():
        limit = next((most for start, (most, _) in LIMITS.items() if where.startswith(start)), size)
        took, text = worst(pattern, ways, min(size, limit), every)
        if took > MOST:
            found.append((where, took, text))
    return found


def main() -> int:
    """Print the slow ones, and how many were tried; return 1 when there is one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", type=int, default=1 << 20)
    asked.add_argument("--wordings", action="store_true", help="the wordings of mail, too: some minutes")
    chosen = asked.parse_args()
    inside, made = written()
    uses = named() | inside | (wordings() if chosen.wordings else {})
    found = slow(uses, chosen.size)
    for where, took, text in sorted(found, key=lambda told: -told[1]):
        print(f"{where}: {took:.2f} s, {text}")
    print(f"{len(uses)} patterns on {chosen.size:,} letters: {len(found)} slower than {MOST} s.")
    print("Given less:", *(f"{name} {most:,}: {why}" for name, (most, why) in LIMITS.items()), sep="\n  ")
    print("Put together where they are needed:", *made, sep="\n  ")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
