"""Every parser on bytes that grow out of examples: `python benchmarks/fuzz.py [TARGET…] [--seconds 60] [--keep DIR]`.

With atheris installed (`pip install atheris`) the bytes are led by the branches they reach; without it they
are changed blindly. A target that raises anything but jobkit's own errors, or takes more than two seconds,
has failed; it goes on, so that one run finds several. Inputs that failed are kept in DIR, one for each place
in the code; those that were mended belong into tests/regressions.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

try:
    import atheris
except ModuleNotFoundError:
    atheris = None

SLOW = 2.0
PLACE = Path(tempfile.gettempdir()) / "jobkit-fuzz"
GOLDEN = Path(__file__).parents[1] / "tests"
SEEDS = {
    "grids": [
        b"Company,Role,Date\nQuellbach,Planner,2026-01-05\n",
        b"a;b\n'x\"y';\"z\n\"\n",
        b"| a | b |\n|---|---|\n| 1 | 2 |\n",
        b"<table><tr><th>Company<td>x</table>",
        "\ufeffFirme\tPoste\n\u00c9t\u00e9\t1\n".encode("utf-16"),
    ],
    "trackers": [
        b"Company,Role,Applied,Status,Notes\nQuellbach,Planner,05/01/2026,Rejected after interview,x\n",
        b"Status,Company,Phone call,1st interview\nApplied,X,13/04/2026 17:00,\n",
        b"2026-01-05 applied Quellbach\n",
    ],
    "dates": [b"5 January 2026, 13/04/26 and le 3 f\xc3\xa9vr.", b"2026-02-30 46000 yesterday", b"1.2.2026 10:30 PM"],
    "statuses": [b"Rejected after 2nd interview on 3 May?", b"no answer / ghosted", "❌ \u2192 offer".encode()],
    "mail": [
        b"From: Jobs <jobs@quellbach.example>\nSubject: =?utf-8?q?Your_application?=\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n"
        b"Message-ID: <1@quellbach.example>\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html;"
        b" charset=latin-1\n\n<p>Unfortunately we will not move forward with your application.</p>\n--x--\n",
        b"From: a@example.com\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=x\n\nVW5mb3J0dW5hdGVseQ==\n",
    ],
    "mailbox": [b"From a Mon Jan  5 10:00:00 2026\nFrom: a@example.com\nSubject: x\n\nbody\n>From x\n\nFrom b\n\n"],
    "wording": [
        b"Your application as Planner at Quellbach\nThank you for applying. Unfortunately, we decided to move forward with"
        b" other candidates whose experience more closely matches.",
        b"Interview invitation\nWe would like to invite you to an interview on Monday.",
    ],
    "linkedin": [
        b"Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,Question And Answers\n"
        b'"1/5/26, 10:00 AM",a@example.com,,Quellbach,Planner,https://example.com,cv.pdf,x\n',
        b"Notes:\n\"x\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nA,B,,,Q,P,05 Jan 2026\n",
    ],
    "notes": [
        b'[{"record": "event", "kind": "applied", "date": "2026-01-05", "application": "A / B", "details": {"x": 1}},'
        b' {"record": "evidence", "on": "2026-01-06", "application": "A / B", "reason": "logistics", "says": "feedback"}]'
    ],
    "resumes": [
        b"Jane Doe\nExperience\nQuellbach, Planner\nJan 2019 - present\nled 3 people\nEducation\nMSc Physics, 2012-2015\n"
        b"Skills: Python, SQL\nLanguages\nFrench (B2)\n"
    ],
    "jsonresume": [
        b'{"basics": {"name": "A"}, "work": [{"name": "Q", "position": "P", "startDate": "2019-01", "endDate": "2020"}],'
        b' "education": [{"studyType": "MSc", "area": "x"}], "skills": [{"name": "Python", "keywords": ["a"]}]}'
    ],
    "europass": [b'<?xml version="1.0"?><SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo/></SkillsPassport>'],
    "postings": [
        b"Requirements\n- 5+ years of experience with Python\n- MSc required\nNice to have: German (C1), Kubernetes\n",
        b"You have at least three to five years in sales; a degree is a plus.",
    ],
    "drafts": [b"Subject: Thank you\nDear {{ address }},\n{% if noted %}I keep thinking about {{ noted }}.{% endif %}\n{{ me }}\n"],
    "calendars": [b"Thank the manager|Quellbach|Planner|why, now;\n\r\\x", "日本|é|\u202e|x".encode()],
    "names": [b"Quellbach GmbH & Co. KG|Senior Data Engineer (m/f/d), Team Lead", b"L'Or\xc3\xa9al S.A."],
    "outlook": [path.read_bytes() for path in sorted(GOLDEN.glob("golden_outlook/*.msg"))],
    "appointments": [path.read_bytes() for path in sorted(GOLDEN.glob("golden_calendars/*.ics"))],
    "contacts": [b"BEGIN:VCARD\nVERSION:3.0\nFN:A B\nitem1.EMAIL;TYPE=x:a@example.com\nEND:VCARD\n"],
    "markdown": [
        b"---\ncompany: '[[Quellbach|Q]]'\nrole: Planner\napplied: 2026-01-05\ntags: [a, b]\nx: &a {b: *a}\n---\n# Q\nrejected\n"
    ],
    "pasted": [
        b"Von: Q <q@quellbach.example>\nGesendet: Montag, 16. M\xc3\xa4rz 2026\nBetreff: x\n\nLeider m\xc3\xbcssen wir",
        b"Dear A,\nThank you for applying for the Planner position at Quellbach. Unfortunately\n",
        b"Company\tRole\tApplied\nQuellbach\tPlanner\t2026-01-05\n",
    ],
    "page": [b"# A\n\n- b **c** [d](#e)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n\n```\nx\n```\n"],
}  # fmt: skip


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")


def _file(name: str, data: bytes) -> Path:
    path = PLACE / str(multiprocessing.current_process().pid) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _all(extraction) -> None:
    for record in extraction.records:
        assert record.state in ("understood", "set aside", "problem")
        assert record.content or record.set_aside or record.problems, "a record without its content"


def grids(data: bytes) -> None:
    from jobkit.sources.tables import grids as module

    path = Path("x.csv")
    module.text_grids(path, module.decode(path, data))


def trackers(data: bytes) -> None:
    from jobkit.sources.tables import trackers as module

    path = _file("x.csv", data)
    module.identify(path)
    _all(module.extract(path))


def dates(data: bytes) -> None:
    from jobkit.language import days as module

    text = _text(data)
    for mention in module.mentions(text):
        for order in (module.DAY_FIRST, module.MONTH_FIRST, module.YEAR_FIRST, ""):
            for near in (None, date(2026, 1, 5), date(2024, 2, 29)):
                day = module.read(mention, order, near)
                assert (day[0] is None) != (not day[1]) or day[0], "neither a day nor a reason"
    module.besides(text), module.is_day(text), module.is_serial(text)
    module.orders({"x": text.splitlines()})


def statuses(data: bytes) -> None:
    from jobkit.sources.tables.statuses import Lexicon, is_no, is_yes

    if not hasattr(statuses, "lexicon"):
        statuses.lexicon = Lexicon()
    text = _text(data)
    statuses.lexicon.known.clear()
    statuses.lexicon.read(text), statuses.lexicon.knows(text), is_no(text), is_yes(text)


def mail(data: bytes) -> None:
    from jobkit.sources.mail import mail as module

    assert module.record(data, "x.mbox:1").content


def mailbox(data: bytes) -> None:
    from jobkit.sources.mail import boxes as module

    parts = list(module.split(io.BytesIO(data)))
    assert sum(map(len, parts)) <= len(data) + 1


def outlook(data: bytes) -> None:
    from jobkit.sources.mail import outlook as module

    try:
        made = module.as_mail(str(_file("x.msg", data)))
    except Exception as error:  # in its child this is a damaged message; what may not happen is that it hangs
        made = [f"Subject: {type(error).__name__}\n\n"]
    mail(made[0].encode("latin-1"))


def appointments(data: bytes) -> None:
    from jobkit.sources import calendars as module

    _all(module.extract(_file("x.ics", data)))


def contacts(data: bytes) -> None:
    from jobkit.sources import contacts as module

    _all(module.extract(_file("x.vcf", data)))


def markdown(data: bytes) -> None:
    from jobkit.sources import markdown as module

    path = _file("x.md", data)
    module.identify(path)
    _all(module.extract(path))


def pasted(data: bytes) -> None:
    from jobkit import sources
    from jobkit.sources import pasted as module

    with tempfile.TemporaryDirectory() as folder:
        path = module.saved(data, Path(folder))
        if path.suffix in (".eml", ".txt", ".ics", ".html"):
            _all(sources.extract(path))


def wording(data: bytes) -> None:
    from jobkit.sources.mail import wording as module

    subject, _, text = _text(data).partition("\n")
    module.may_be_about_a_job(subject, "Jobs", data)
    module.read(subject, "Jobs at Quellbach", "jobs@quellbach.example", text)


def linkedin(data: bytes) -> None:
    from jobkit.sources import linkedin as module

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in ("Jobs/Job Applications.csv", "Connections.csv", "messages.csv", "Positions.csv"):
            file.writestr(name, data)
    path = _file("x.zip", held.getvalue())
    module.identify(path)
    _all(module.extract(path))


def notes(data: bytes) -> None:
    from jobkit.sources import notes as module

    path = _file("x.json", data)
    module.identify(path)
    _all(module.extract(path))


def _credentials(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        from jobkit import credentials

        path = _file(name, data)
        credentials.identify(path)
        _all(credentials.extract(path))

    return read


def postings(data: bytes) -> None:
    from jobkit import postings as module

    module.requirements(_text(data))


def drafts(data: bytes) -> None:
    from jobkit.reports import drafts as module

    path = _file("thank_manager.warm.txt", data)
    person, facts = {"name": "A", "email": "a@example.com"}, {"noted": _text(data)}
    made = module.draft(
        "thank_manager", {"company": _text(data), "role": "x"}, person, facts, folder=path.parent
    )
    assert "\n" not in made.subject
    module.draft(
        "thank_manager", {"company": _text(data), "role": _text(data)}, person | {"email": _text(data)}, facts
    )


def calendars(data: bytes) -> None:
    import icalendar
    import pandas as pd

    from jobkit.reports import calendars as module

    what, company, role, why = (_text(data).split("|", 3) + [""] * 4)[:4]
    day = pd.Timestamp("2026-01-05")
    row = {"due": "d1", "what": what, "company": company, "role": role, "why": why}
    made = module.ics(pd.DataFrame([row | {"opens": day, "closes": day, "state": "due"}]), "2026-01-05")
    (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert set(event) == set("UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION TRANSP CLASS".split())
    person = {
        "person": "p1",
        "name": what or "x",
        "company": company,
        "url": why,
        "email": role,
        "part": "contact",
    }
    assert module.vcards(pd.DataFrame([person])).count(b"\r\nEND:VCARD\r\n") == 1


def names(data: bytes) -> None:
    from jobkit.language import names as module

    one, _, other = _text(data).partition("|")
    module.person_key(one, other), module.role_key(other), module.seniority(other)
    assert module.company_key(module.company_key(one)) is not None


def page(data: bytes) -> None:
    from jobkit import page as module

    nodes = module.markdown_nodes(_text(data))
    module.html(nodes, title=_text(data), lang="en", version="1", foot=module.runs(_text(data))).encode()
    module.markdown(nodes).encode()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "grids": grids, "trackers": trackers, "dates": dates, "statuses": statuses, "mail": mail, "mailbox": mailbox,
    "wording": wording, "linkedin": linkedin, "notes": notes, "resumes": _credentials("x.txt"),
    "jsonresume": _credentials("x.json"), "europass": _credentials("x.xml"), "postings": postings, "drafts": drafts,
    "calendars": calendars, "names": names, "page": page, "outlook": outlook, "appointments": appointments,
    "contacts": contacts, "markdown": markdown, "pasted": pasted,
}  # fmt: skip


class Watch:
    """Calls a target and keeps one input for each place in the code that failed."""

    def __init__(self, name: str, keep: Path, until: float = float("inf")):
        self.name, self.keep, self.until = name, keep, until
        self.failed: dict[str, bytes] = {}
        self.n, self.slowest = 0, 0.0

    def __call__(self, data: bytes) -> None:
        from jobkit.errors import JobkitError

        self.n += 1
        if time.monotonic() > self.until:
            self.tell("led by branches")
            os._exit(0)  # libFuzzer would leave without a word
        began = time.process_time()
        try:
            TARGETS[self.name](data)
        except JobkitError:
            pass
        except Exception as error:
            frames = [at for at in traceback.extract_tb(error.__traceback__) if "jobkit" in at.filename]
            where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
            self._fail(f"{type(error).__name__} at {where}", data, error)
        seconds = time.process_time() - began
        if seconds > max(SLOW, self.slowest):
            self._fail("slow", data, f"{seconds:.1f} s for {len(data)} bytes")
        self.slowest = max(self.slowest, seconds)

    def tell(self, how: str) -> None:
        told = f"{self.n:>9} inputs {how}, {len(self.failed)} failed, slowest {self.slowest:.2f} s"
        print(f"{self.name:11} {told}", flush=True)

    def _fail(self, what: str, data: bytes, says: object) -> None:
        if what in self.failed and len(self.failed[what]) <= len(data):
            return
        if what not in self.failed:
            told = "".join(traceback.format_exception(says)[-4:]) if isinstance(says, Exception) else says
            print(f"{self.name}: {what}: {data[:300]!r}\n{told}", flush=True)
        self.failed[what] = data
        self.keep.mkdir(parents=True, exist_ok=True)
        name = f"{self.name}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
        (self.keep / name).write_bytes(data)


def changed(data: bytes, made: random.Random, seeds: list[bytes]) -> bytes:
    """Return the bytes with a few of them flipped, cut, doubled or taken from another example."""
    held = bytearray(data)
    for _ in range(made.randint(1, 6)):
        at = made.randrange(len(held) + 1)
        match made.randrange(5):
            case 0:
                held[at : at + 1] = bytes([made.randrange(256)])
            case 1:
                held[at : at + made.randint(1, 20)] = b""
            case 2:
                held[at:at] = held[at : at + made.randint(1, 40)] * made.randint(1, 9)
            case 3:
                other = made.choice(seeds)
                held[at:at] = other[made.randrange(len(other)) :][: made.randint(1, 60)]
            case 4:
                held[at:at] = made.choice(
                    [b'"', b"\n", b"\x00", b"=", b"<", "\u202e".encode(), b"9" * 30, b"\xff", b"{{", b","]
                )
    return bytes(held[:20_000])


def run(name: str, seconds: int, keep: Path) -> None:
    """Feed one target, in a process of its own."""
    watch = Watch(name, keep)
    if atheris is None:
        made, began = random.Random(name), time.monotonic()
        pool = list(SEEDS[name])
        while time.monotonic() - began < seconds:
            data = changed(made.choice(pool), made, pool)
            watch(data)
            if made.random() < 0.02:
                pool = [*pool, data][-200:]
        watch.tell("blindly")
        return
    with atheris.instrument_imports(include=["jobkit"]):
        watch(SEEDS[name][0])
    watch.until = time.monotonic() + seconds
    examples = Path(tempfile.mkdtemp())
    for at, seed in enumerate(SEEDS[name]):
        (examples / str(at)).write_bytes(seed)
    limits = [
        f"-max_total_time={seconds + 60}",
        "-timeout=30",
        "-rss_limit_mb=2048",
        "-max_len=8192",
        "-print_final_stats=0",
    ]
    quiet = ["-verbosity=0", f"-artifact_prefix={keep}/{name}-"]
    atheris.Setup([sys.argv[0], *limits, *quiet, str(examples)], watch)
    keep.mkdir(parents=True, exist_ok=True)
    atheris.Fuzz()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("target", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    chosen = asked.parse_args()
    if unknown := set(chosen.target) - set(TARGETS):
        asked.error(f"no target: {', '.join(sorted(unknown))}")
    for name in chosen.target or TARGETS:
        process = multiprocessing.get_context("spawn").Process(
            target=run, args=(name, chosen.seconds, chosen.keep)
        )
        process.start()
        process.join()
        if process.exitcode:
            print(
                f"{name}: the process ended with {process.exitcode}; its input lies in {chosen.keep}",
                flush=True,
            )
    sys.exit(1 if chosen.keep.is_dir() and any(chosen.keep.iterdir()) else 0)


if __name__ == "__main__":
    main()
