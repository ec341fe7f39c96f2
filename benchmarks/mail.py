"""How well and how fast mail is read: `python benchmarks/mail.py LABELLED_FOLDER`, `--invented`, `--speed`.

The labelled folder holds `dev.mbox` and `labels_dev.csv`, joined by Message-ID. The letters are parted in two
by a hash of it; wordings were written while reading the one half. Of the other no letter was read, but its
counts were seen while the work went on. German letters stand beside them in `dev_de.mbox`; wordings were
written while reading them. `--invented` are the letters of `tests/golden_mail`, which are read as they should
be, or the tests fail: TESTING tells how many were when they were read first.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import mailbox
import random
import re
import resource
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path

from jobkit.sources.mail import boxes, mail, messages, wording

LETTER_BYTES = 3_480
NEWSLETTER_BYTES = 12_000
SHARES = (0.1, 0.33, 1.0)
GOLDEN = Path(__file__).parents[1] / "tests" / "golden_mail"
LETTERS = GOLDEN / "letters.toml"
INVENTED = {"German, invented": "letters_de.toml", "English, invented": "letters_en.toml"}
KINDS = (
    "acknowledged",
    "rejected",
    "closed",
    "interview",
    "screening",
    "assessment",
    "offer",
    "withdrawn",
    "applied",
    "update",
    "jobads",
    "other",
    "notjob",
)
ASIDE = ("jobads", "other", "notjob")
SAME = {
    "approach": "other",
    "unknown": "other",
    "unread": "notjob",
    "contrary": "notjob",
    "unsure": "notjob",
    "office": "other",
    "automatic": "other",
    "forwarded": "notjob",
    "unsent": "other",
    "list": "notjob",
    "feedback": "not_demonstrated",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("--invented", action="store_true", help="the letters of the tests")
    asked.add_argument("--speed", action="store_true")
    asked.add_argument("--quick", action="store_true", help="5,000 letters instead of 50,000")
    asked.add_argument("--share", type=float, help="share of letters about applications; by default, several")
    chosen = asked.parse_args()
    if chosen.speed:
        for about_jobs in SHARES if chosen.share is None else (chosen.share,):
            speed(5_000 if chosen.quick else 50_000, about_jobs)
    if chosen.invented:
        for name, file in INVENTED.items():
            table(name, invented(GOLDEN / file))
    if chosen.folder:
        quality(chosen.folder)
    if not (chosen.speed or chosen.invented or chosen.folder):
        asked.error("name the labelled folder, --invented or --speed")


def quality(folder: Path) -> None:
    """Print, for both halves and the German letters, kinds, employers, titles and grounds."""
    halves: dict[str, list] = {"written on": [], "held out": []}
    for label, got in labelled(folder / "dev.mbox", folder / "labels_dev.csv"):
        is_held = hashlib.sha256(label["message_id"].encode()).digest()[0] & 1
        halves["held out" if is_held else "written on"].append((label, got))
    if (folder / "dev_de.mbox").exists():
        halves["German, written on"] = [*labelled(folder / "dev_de.mbox", folder / "labels_dev_de.csv")]
    for name, pairs in halves.items():
        table(name, pairs)


def labelled(mailbox_file: Path, labels_file: Path) -> Iterator[tuple[dict, wording.Reading]]:
    """Return each letter's label, and what it is taken for; a screening call is an interview where no label is one."""
    with labels_file.open(encoding="utf-8-sig", newline="") as file:
        labels = {row["message_id"]: row for row in csv.DictReader(file)}
    are_apart = any(label["kind"] == "screening" for label in labels.values())
    for raw in boxes.split(io.BytesIO(mailbox_file.read_bytes())):
        yield labels[messages.parse(raw).header("message-id")], reading(raw, are_apart)


def invented(path: Path) -> list[tuple[dict, wording.Reading]]:
    """Return the label of each invented letter, and what it is taken for; all look-alikes are one kind."""
    pairs = []
    for letter in tomllib.loads(path.read_text("utf-8"))["letter"]:
        message = EmailMessage()
        for header in ("from", "to", "subject"):
            message[header] = letter.get(header, "Robin Vale <robin@mail.example>")
        sent = "14 Sep" if letter.get("when") else "02 Mar"  # before the day that it names
        message["date"] = f"Mon, {sent} 2026 10:00:00 +0000"
        message.set_content(letter["text"].strip())
        got = reading(message.as_bytes())
        kind = {"none": "notjob", "screening": "interview"}.get(letter["kind"], letter["kind"])
        got = got if got.kind in wording.EVENTS else wording.Reading("notjob")
        pairs.append(({"company": "", "role": ""} | letter | {"kind": kind}, got))
    return pairs


def reading(raw: bytes, are_apart: bool = False) -> wording.Reading:
    """Return what a letter is taken for, by the very path that an import takes."""
    record = mail.record(raw, "letter")
    if not record.events:
        reasons = {text: kind for kind, text in mail.SET_ASIDE.items()}
        kind = reasons.get(record.set_aside, "notjob")
        return wording.Reading(SAME.get(kind, kind))
    event = record.events[-1]
    ground = record.facts[0].values if record.facts else {"reason": "", "sub_reason": ""}
    kind = "interview" if event.kind == "screening" and not are_apart else event.kind
    return wording.Reading(
        "update" if "cancelled" in event.details else kind,
        company=event.company,
        role=event.role,
        reason=ground["sub_reason"] or ground["reason"],
    )


def table(name: str, pairs: list) -> None:
    confusion = Counter((label["kind"], got.kind) for label, got in pairs)
    right = sum(n for (told, got), n in confusion.items() if told == got)
    print(f"\n## {name}: {right} of {len(pairs)} kinds right\n")
    print("| kind | letters | precision (95 % Wilson) | recall (95 % Wilson) |\n| --- | --- | --- | --- |")
    for kind in KINDS:
        told = sum(n for (k, _), n in confusion.items() if k == kind)
        found = sum(n for (_, k), n in confusion.items() if k == kind)
        if told or found:
            hits = confusion[kind, kind]
            print(f"| {kind} | {told} | {share(hits, found)} | {share(hits, told)} |")
    endings = {("closed", "rejected"), ("rejected", "closed")}
    refused = [(a["kind"], b.kind) for a, b in pairs]
    found = [pair for pair in refused if pair[1] in ("rejected", "closed")]
    told = [pair for pair in refused if pair[0] in ("rejected", "closed")]
    hits = sum(a == b or (a, b) in endings for a, b in found)
    print(f"| rejected or closed | {len(told)} | {share(hits, len(found))} | {share(hits, len(told))} |")
    print(
        "\nConfusions (told → read):",
        ", ".join(f"{a} → {b} {n}" for (a, b), n in sorted(confusion.items()) if a != b),
    )
    aside = [got.kind in wording.EVENTS for label, got in pairs if label["kind"] in ASIDE]
    print(f"Letters that are no event taken for one: {share(sum(aside), len(aside))}")
    named = [
        any(same(name, b.company) for name in a["company"].split("|"))
        for a, b in pairs
        if a["company"] and b.kind in wording.EVENTS and a["kind"] in wording.EVENTS
    ]
    print(f"Employer found: {share(sum(named), len(named))}")
    exact = [
        titled(b.role) in map(titled, a["role"].split("|"))
        for a, b in pairs
        if a["role"] and b.kind in wording.EVENTS and a["kind"] in wording.EVENTS
    ]
    print(f"Job title exactly as labelled: {share(sum(exact), len(exact))}")
    grounds = [
        (a.get("reason") or "none", SAME.get(b.reason, b.reason) or "none")
        for a, b in pairs
        if a["kind"] == b.kind in ("rejected", "closed")
    ]
    stated = [(a, b) for a, b in grounds if a != "none"]
    claimed = [(a, b) for a, b in grounds if b != "none"]
    if not stated:
        return
    print(
        f"Ground of a refusal: precision {share(sum(a == b for a, b in claimed), len(claimed))}, "
        f"recall {share(sum(a == b for a, b in stated), len(stated))}"
    )


def share(hits: int, of: int) -> str:
    """Return a share with its 95 % Wilson interval (Wilson 1927)."""
    if not of:
        return "–"
    z, p = 1.959964, hits / of
    middle, half = p + z * z / (2 * of), z * (p * (1 - p) / of + z * z / (4 * of * of)) ** 0.5
    low, high = (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)
    return f"{p:.3f} ({max(low, 0):.2f}–{high:.2f}), {hits} of {of}"


def same(told: str, got: str) -> bool:
    """Return whether two names mean one employer: equal, or one begins with the other."""
    told, got = plain(told), plain(got)
    return bool(got) and (told.startswith(got) or got.startswith(told))


def plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def titled(role: str) -> str:
    """Return a title as it is compared: it ends at its gender mark, such as “(H/F)”, on either side."""
    return plain(re.split(r"\W{1,4}[mwfhdx]/[mwfhdx]\b", role, maxsplit=1, flags=re.I)[0])


def speed(n: int, about_jobs: float) -> None:
    """Print the time of reading an invented mailbox, against a plain loop of the standard library."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mail.mbox"
        write_mailbox(path, n, about_jobs)
        read, *ours = timed(lambda: sum(1 for _ in mail.extract(path).records))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        plainly, *theirs = timed(lambda: plain_loop(path))
        size = path.stat().st_size / 1e6
    print(f"{read:,} and {plainly:,} letters, {size:.0f} MB, {about_jobs:.0%} about applications")
    for what, mine, plain in zip(("clock", "processor"), ours, theirs, strict=True):
        print(
            f"{what}: jobkit {mine:.1f} s, standard library {plain:.1f} s: {plain / mine:.1f} times as fast"
        )
    print(f"peak memory: {peak:.0f} MB")


def timed(act) -> tuple[int, float, float]:
    """Return what an act gives, its seconds by the clock, and of all processors, those of readers included."""

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    clock, processor = time.perf_counter(), spent()
    n = act()
    return n, time.perf_counter() - clock, spent() - processor


def plain_loop(path: Path) -> int:
    """Decode every body with `mailbox` and `policy.default`, as one would without jobkit."""
    count = 0
    for message in mailbox.mbox(
        path, factory=lambda file: message_from_binary_file(file, policy=policy.default)
    ):
        count += 1
        for part in message.walk():
            if part.get_content_maintype() == "text":
                part.get_content()
    return count


def write_mailbox(path: Path, n: int, about_jobs: float) -> None:
    """Write invented letters: about applications, of friends, and newsletters; as text, HTML, and both."""
    chance = random.Random(7)
    told = tomllib.loads(LETTERS.read_text("utf-8"))
    about = [letter for kind, letters in told.items() if kind != "none" for letter in letters]
    with path.open("wb") as file:
        for i in range(n):
            is_job = chance.random() < about_jobs
            is_newsletter = not is_job and chance.random() < 0.4
            message = _headed(i, is_job, chance)
            text = _filler(chance, NEWSLETTER_BYTES // 3 if is_newsletter else 500)
            if is_job:
                text = f"Dear Robin,\n\n{chance.choice(about)}\n\n{text}\nKind regards\nThe Pinefold Team\n"
            _fill(
                message, text, "html" if is_newsletter else chance.choice(("plain", "html", "both")), chance
            )
            room = LETTER_BYTES - len(message.as_bytes())
            if room > 120:  # as relays do it
                message["X-Signature"] = " ".join(f"{chance.getrandbits(240):x}" for _ in range(room // 66))
            file.write(b"From a@example.org Mon Mar  2 10:00:00 2026\n" + message.as_bytes() + b"\n")


def _headed(i: int, is_job: bool, chance: random.Random) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Sender {i} <a{i}@{'greenhouse-mail.io' if is_job and i % 2 else 'example.org'}>"
    message["To"], message["Date"] = "robin@example.com", "Mon, 02 Mar 2026 10:00:00 +0000"
    message["Subject"] = f"{'About your application' if is_job else 'Grüße'} {i}"
    message["Message-ID"] = f"<{i}@example.org>"
    for number in range(8):
        message[f"X-Trace-{number}"] = f"by relay{number}.example.org with id {chance.random()}"
    return message


def _filler(chance: random.Random, size: int) -> str:
    """Lines of everyday words, so many letters of them."""
    words = (
        "sun table river green letter window paper winter garden bread morning photo music the a of".split()
    )
    return "".join(" ".join(chance.choices(words, k=12)) + ".\n" for _ in range(size // 70))


def _fill(message: EmailMessage, text: str, form: str, chance: random.Random) -> None:
    cells = "".join(f'<tr><td style="padding:4px;color:#333">{line}</td></tr>' for line in text.split("\n"))
    html = f"<html><head><style>td {{margin:0}}</style></head><body><table>{cells}</table>é</body></html>"
    encoding = chance.choice(("base64", "quoted-printable"))
    if form == "html":
        message.set_content(html, subtype="html", cte=encoding)
    else:
        message.set_content(text)
    if form == "both":
        message.add_alternative(html, subtype="html", cte=encoding)


if __name__ == "__main__":
    main()
