"""A person's months with jobkit, lived through: commands, and what each must answer.

A story is a file of lines in tests/stories:

    # what is told
    $ log applied --company Corvane …     a command; {coffee} is the id of that step, as it was last printed
    $ month 2026-05 --as-of 2026-06-01    reads the page of a month
    $ write list.csv "a;b" "c;d"          writes a file, a line each
    > words                               which the answer holds
    ! words                               which it does not hold
    < words                               what is answered to a question
    1                                     the status a command ends with, where that is not 0

Time is told by --as-of and --on; a command without either comes after what came before it, on its day.
"""

import json
import re
import shlex
from pathlib import Path

import pytest

from jobkit import Search, page, sections
from jobkit.commands import cli

STORIES = sorted(Path(__file__).with_name("stories").glob("*.story"))


class Teller:
    """Runs the lines of a story, and remembers every id that a list printed."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys, self.ids = str(folder), capsys, {}

    def run(self, words: list[str]) -> tuple[int, str]:
        if words[0] == "month":
            return 0, self.month(words[1], words[3])
        verb, *rest = (word.format(**self.ids) for word in words)
        if verb == "write":
            Path(rest[0]).write_text("\n".join([*rest[1:], ""]), encoding="utf-8")
            return 0, ""
        status = cli.main([verb, "--data", self.folder, *rest])
        said = self.capsys.readouterr()
        if verb == "due" and not {"--ics", "--vcard"} & {*rest}:
            cli.main(["due", "--data", self.folder, "--json", *rest])
            rows = json.loads(self.capsys.readouterr().out)
            self.ids |= {row["step"]: row["due"][:6] for row in rows}
        text = (said.out + said.err).replace(f" --data {shlex.quote(str(self.folder))}", "")
        return status, " ".join(text.split())

    def month(self, month: str, as_of: str) -> str:
        """Return the words of a month's page, drawings left out."""
        facts = Search(self.folder, as_of=as_of).month(month)
        made = sections.month(facts)
        told = [part for section in made for part in section.parts if part and not callable(part)]
        blocks = [page.prose(part) if isinstance(part, str) else part for part in told]
        words = [text for section in made for text in (section.title, *section.side)]
        return " ".join(" ".join([*words, page.markdown([block.node for block in blocks])]).split())


def lines(story: Path) -> list[tuple[int, str, str]]:
    """Return the lines that are told: number, mark, words."""
    told = [
        (number, *line.partition(" ")[::2])
        for number, line in enumerate(story.read_text(encoding="utf-8").splitlines(), 1)
    ]
    return [(number, mark, words.strip()) for number, mark, words in told if mark not in ("", "#")]


@pytest.mark.long
@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_life_is_lived_through(story, tmp_path, capsys, monkeypatch):
    teller, said = Teller(tmp_path / "search", capsys), ""
    told = lines(story)
    answers: list[str] = []
    monkeypatch.setattr("builtins.input", lambda _: answers.pop(0))
    monkeypatch.chdir(tmp_path)
    for place, (number, mark, words) in enumerate(told):
        where = f"{story.name}:{number}"
        if mark == "$":
            after = told[place + 1 :]
            own = after[: next((n for n, line in enumerate(after) if line[1] == "$"), len(after))]
            answers[:] = [line[2] for line in own if line[1] == "<"]
            monkeypatch.setattr("sys.stdin.isatty", lambda: bool(answers), raising=False)
            status, said = teller.run(shlex.split(words))
            expected = next((int(line[1]) for line in own if line[1].isdigit()), 0)
            assert status == expected, f"{where} {said}"
            assert not answers, f"{where} was not asked for {answers}"
        elif mark == ">":
            assert words in said, f"{where} “{words}” is not in: {said}"
        elif mark == "!":
            assert words not in said, f"{where} “{words}” is in: {said}"
        else:
            assert mark == "<" or mark.isdigit(), f"{where} begins with none of the marks"


def test_there_are_six_lives_at_least_and_each_lasts_a_year():
    assert len(STORIES) >= 6
    for story in STORIES:
        days = sorted(
            word
            for _, mark, words in lines(story)
            if mark == "$"
            for word in words.split()
            if re.match(r"20\d\d-\d\d", word)
        )
        first, last = (int(day[:4]) * 12 + int(day[5:7]) for day in (days[0], days[-1]))
        assert last - first >= 11, story.name
