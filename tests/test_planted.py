"""What a coach's bundle tells: 60 shapes of names, addresses and pay in every field, looked for by another reading.

Nothing here uses what redacts: each planted string says itself which letters or digits must stand nowhere.
"""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
import zipfile

import pypdfium2
import pytest

import jobkit
from jobkit import sharing
from jobkit.commands import cli
from jobkit.reports import report
from jobkit.sharing import redaction

SOUNDS = "bra den fol gim hul jor kel lum mir nos pel quo rud sil tav vex zoë mül ñan wik".split()
SETS = 9
MONTH = "2026-05"


def words(seed: int) -> list[str]:
    """Return five invented words that stand nowhere else."""
    made = random.Random(seed)
    return ["".join(made.choices(SOUNDS, k=3)).capitalize() for _ in range(5)]


def shapes(n: int) -> list[tuple[str, str]]:
    """Return 60 strings that tell of one firm, one person, one street and one sum, each with what must not stand."""
    firm, first, last, street, other = words(n)
    low, plain = firm.casefold(), bare(firm)
    k = 61 + 3 * n
    digits = f"{7946 + n} {3000 + 7 * n}"
    number = re.sub(r"\D", "", digits)
    of_firm = [
        f"{firm} Transit GmbH", f"{firm} Transit", firm, firm.upper(), low, f"{firm}’s", f"{firm}'s offer", f"{firm}s",
        f"the {firm}schen office", f"{firm}Transit", f"{low}transit", f"{firm}-Transit", f"{firm}_Transit", f"@{low}",
        f"@{plain}_transit", f"{plain}.example", f"www.{plain}.example", f"https://{plain}.example/jobs", f"jobs.{plain}.de",
        f"{plain}-transit.co.uk", f"jobs@{plain}.example", f"{plain}careers", f"{firm}Careers", f"#{low}life",
        f"{firm.upper()}S", unicodedata.normalize("NFD", firm), f"“{firm}”", f"({firm})", f"ex-{firm}", f"{firm}/{firm}",
    ]  # fmt: skip
    name = f"{first} {last}"
    of_person = [
        name, f"{last}, {first}", f"{first[0]}. {last}", f"{first} {last[0]}.", name.upper(), name.casefold(), f"Ms {last}",
        f"Herrn {last}s Brief", f"{first}{last}", f"{bare(first)}.{bare(last)}", f"{bare(first)[0]}{bare(last)}@mail.example",
        f"{first}’s mail", f"@{bare(first)}{bare(last)}",
    ]  # fmt: skip
    of_street = [
        f"{n + 2} {street} Lane",
        f"{street}straße {n + 3}",
        f"Am {street} {n + 1}",
        f"{n + 4} rue de {street}",
    ]
    of_pay = [f"{k} Tsd. EUR", f"{k}k", f"EUR {k}.500", f"€{k},500", f"{k}.500,- brutto", f"{k} TEUR", f"{k}500 a year", f"{k} thousand"]  # fmt: skip
    of_phone = [f"+44 20 {digits}", f"020 {digits.replace(' ', '-')}", f"(020) {number}"]
    known = f"told by {other} Wexford{bare(other)}"
    found = [(text, plain) for text in of_firm]
    found += [(text, bare(last) if bare(last) in bare(text) else bare(first)) for text in of_person]
    found += [(text, bare(street)) for text in of_street]
    found += [(text, f"pay {k}") for text in of_pay] + [(text, number) for text in of_phone]
    return [*found, (known, bare(other)), (f"met {other} Wexford{bare(other)}", bare(other))]


def channel_of(n: int) -> tuple[str, str]:
    """Return a channel in the person's own words, with a name that stands nowhere else."""
    name = words(n + 50)[0]
    return (f"Empfehlung {name}" if n % 2 else f"referral - {name.casefold()}"), bare(name)


def bare(text: str) -> str:
    """Return letters and digits without case and accents, run together."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def standing(text: str, planted: list[tuple[str, str]]) -> list[str]:
    """Return the planted strings of which something stands in a text."""
    run_together = bare(text)
    # whole sums only: the ids that a notebook gives its cells by chance hold any two digits
    sums = set(re.findall(r"(?<![\w.])(\d\d)(?=[ .,]?5\d\d\b|k\b| ?Tsd| ?TEUR| thousand)", text))
    return [
        string
        for string, secret in planted
        if (secret[4:] in sums if secret.startswith("pay ") else secret in run_together)
    ]


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A search in whose every field something is planted, and all that is planted."""
    folder = tmp_path_factory.mktemp("planted")
    planted = [pair for n in range(SETS) for pair in shapes(n)]
    texts = iter(random.Random(3).sample([text for text, _ in planted], len(planted)) * 5)
    entries: list[dict] = []
    for n in range(SETS):
        firm, first, last, *_ = words(n)
        about = {"application": f"{firm} Transit GmbH / Planner"}
        job = {"company": f"{firm} Transit GmbH", "role": "Planner"}
        day = f"{MONTH}-0{n + 1}"

        def some() -> str:
            return " — ".join(next(texts) for _ in range(6))

        entries += [
            {"record": "event", "kind": kind, "date": day, "note": some(), "text": some(), "channel": some(), "location": some(), "url": next(texts), "details": {"contact": f"{first} {last}", "salary": some(), "address": some(), "applied_how": some()}} | job
            for kind in ("applied", "interview", "rejected")
        ]  # fmt: skip
        entries += [
            {"record": "event", "kind": "applied", "date": day, "company": f"{firm} Transit GmbH", "role": f"Planner, {some()}", "channel": channel_of(n)[0]},
            {"record": "evidence", "on": day, "reason": "logistics", "says": "feedback", "words": some(), "note": some(), **about},
            {"record": "hire", "on": day, "hired_from": "external", "how_known": shapes(n)[-2][0], "note": some(), **about},
            {"record": "person", "on": day, "name": f"{first} {last}", "part": "interviewer", "company": f"{firm} Transit", "title": some(), "note": some(), "email": shapes(n)[40][0], "phone": shapes(n)[-4][0], **about},
            {"record": "step", "on": day, "step": "thank_note", "date": day, "outcome": "done", "person": f"{first} {last}", "words": some(), "note": some(), **about},
            {"record": "debrief", "on": day, "date": day, "round": "interview", "went": "partly", "asked": some(), "now": some(), "note": some(), **about},
            {"record": "posting", "on": day, "requirement": some(), "strength": "must", "dimension": "skill", "value": some(), "words": some(), **about},
            {"record": "credential", "on": day, "section": "role", "name": some(), "title": some(), "organisation": f"{firm} Transit", "started": "2019", "place": some(), "field": some()},
            {"record": "reflection", "on": day, "month": MONTH, "kind": "plan", "text": f"If {some()} then {some()}", "details": {"if": some(), "then": some()}},
            {"record": "reflection", "on": day, "month": MONTH, "kind": "air", "text": some(), "details": {"advice": some(), "person": f"{first} {last}"}},
        ]  # fmt: skip
    entries += [
        {"record": "reflection", "on": f"{MONTH}-02", "month": MONTH, "kind": "answer", "text": text}
        for text in texts
    ]
    planted += map(channel_of, range(SETS))
    firm, first, last, *_ = words(0)
    notes = (
        folder / f"{firm} Transit, {first} {last}.json"
    )  # the name of a file is told as where a fact is from
    notes.write_text(json.dumps(entries), encoding="utf-8")
    search = jobkit.Search(folder / "search", as_of="2026-06-30")
    added = search.add(notes).iloc[0]
    assert (added["message"], added["problems"]) == ("", 0)
    return search, planted


def test_five_hundred_strings_of_sixty_shapes_are_planted(full):
    _, planted = full
    assert len(shapes(0)) == 60
    assert len(planted) == 61 * SETS >= 500
    stored = (full[0].store.path).read_bytes().decode("utf-8", "replace")
    assert len(standing(stored.replace('\\"', '"'), planted)) > 0.95 * len(planted)


def test_of_each_shape_nothing_stands_in_a_redacted_text(full):
    search, planted = full
    redaction = sharing.Redaction(search)
    kept = [
        text
        for text, secret in planted
        if standing(redaction(f"They wrote {text}, and more."), [(text, secret)])
    ]
    assert kept == []


def test_what_is_redacted_is_found_by_the_check_where_it_stands(full):
    """The check is another reading: given the text as it was, it finds what tells of a firm or a person."""
    search, planted = full
    redaction = sharing.Redaction(search)
    named = [text for text, secret in planted if not secret.startswith("pay") and not secret.isdigit()]
    found = [text for text in named if redaction.leaks(f"They wrote {text}, and more.")]
    assert len(found) > 0.85 * len(named)


@pytest.mark.parametrize("notebook", sorted(path.stem for path in report.shipped_notebooks().glob("*.ipynb")))
def test_nothing_planted_stands_in_any_format_of_a_shared_page(full, tmp_path, runner, notebook):
    search, planted = full
    redaction = sharing.Redaction(search)
    firm = f"{words(0)[0]} Transit GmbH"
    parameters = {
        "reflection": {"month": MONTH},
        "activities": {"period": "all"},
        "case": {"application": f"{firm} / Planner"},
        "company": {"name": firm},
    }.get(notebook, {})
    page = report.run(notebook, search.folder, parameters, as_of=search.as_of.date().isoformat(), formats=("html", "md", "pdf"), redact=redaction, output=tmp_path / "page.html", runner=runner)  # fmt: skip
    for path in sorted(page.parent.iterdir()):
        data = path.read_bytes()
        text = path.name + sharing.redaction.decoded(data)
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(data) as document:
                text = path.name + " ".join(at.get_textpage().get_text_range() for at in document)
                text += str(document.get_metadata_dict())
        assert standing(text, planted) == [], path.name


def test_nothing_planted_stands_in_a_bundle_and_its_columns_are_a_list_of_what_is_allowed(full, tmp_path):
    search, planted = full
    assert (
        cli.main(
            ["share", str(tmp_path / "coach.zip"), "--data", str(search.folder), "--as-of", "2026-06-30"]
        )
        == 0
    )
    with zipfile.ZipFile(tmp_path / "coach.zip") as bundle:
        assert sorted(bundle.namelist()) == ["applications.csv", "reflection.html"]
        texts = {name: name + sharing.redaction.decoded(bundle.read(name)) for name in bundle.namelist()}
        heading = bundle.read("applications.csv").decode("utf-8-sig").splitlines()[0]
    assert {name: standing(text, planted) for name, text in texts.items()} == {name: [] for name in texts}
    assert heading == (
        "company,role,applied,furthest,outcome,outcome_date,answered,days_waited,n_interviews,referred,channel,first_answer"
    )


def test_a_channel_in_the_persons_own_words_is_only_said_to_be_one(full, tmp_path):
    search, _ = full
    shared = tmp_path / "coach.zip"
    sharing.share(search, shared)
    with zipfile.ZipFile(shared) as bundle:
        rows = list(csv.DictReader(bundle.read("applications.csv").decode("utf-8-sig").splitlines()))
    assert {row["channel"] for row in rows} == {redaction.OWN_CHANNEL}
    for said in ("XING", "staffing agency", "public service board", "Pôle emploi"):
        assert redaction.channel(said) == said
    assert redaction.channel("LinkedIn.com (by Ilva)") == "LinkedIn"
    own = sharing.Redaction(search)
    text = channel_of(0)[0]
    assert own(text) == redaction.OWN_CHANNEL
    assert own(f"Through {text}, 2 of 9 answered") == f"Through {redaction.OWN_CHANNEL}, 2 of 9 answered"


def test_days_become_months(full):
    redaction = sharing.Redaction(full[0])
    for text, month in (
        ("On 14 March 2026", "In March 2026"),
        ("2026-03-14", "2026-03"),
        ("1 Oct: interview", "Oct: interview"),
        ("two steps, the first best by 5 November", "two steps, the first best in November"),
        ("Nearby 5 May 2026 they rang", "Nearby May 2026 they rang"),
        ("the 3rd August", "the August"),
        ("am 14. März 2026", "im März 2026"),
        ("March 14, 2026", "March 2026"),
        ("le 14 mars 2026", "le mars 2026"),
        ("14th of March", "March"),
        ("14.03.2026", "[day]"),
        ("In March 14 of 20 may reply, 3 may not", "In March 14 of 20 may reply, 3 may not"),
    ):
        assert redaction(text) == month


def test_names_that_are_hidden_and_pay_places_and_addresses_that_are_spelt_out_are_seen_through(full):
    firm, first, last, street, _ = words(0)
    half, rest = firm[:4], firm[4:]
    hidden = [
        (f"{half}-\n{rest}", firm), (f"{half}\u00ad{rest}", firm), (f"{half}\u200b{rest}", firm), (" ".join(firm), firm),
        (f"{firm} K.G.", firm), (f"{firm}%20Transit", firm), (f"{firm.lower()}_offer.pdf", firm), (f"t.me/{first}", first),
        (f"{first} at {firm} dot example", firm), (f"x.y (at) {firm.lower()} (dot) example", firm), ("q.w[at]mail.example", "mail"),
        (f"{street} Lane 12", street), (f"Flat 3, 12 {street} Lane", "flat3"), ("eighty-five thousand", "thousand"),
        ("Fünfundachtzigtausend", "tausend"), ("Sixty grand", "grand"), (f"{first[0]}{last[0]} rang", f"{first[0]}{last[0]}rang"),
    ]  # fmt: skip
    redaction = sharing.Redaction(full[0])
    assert [
        text for text, secret in hidden if bare(secret) in bare(redaction(f"Then {text}, and more."))
    ] == []
    named = [text for text, secret in hidden[:8] if secret == firm and " ".join(firm) != text]
    assert all(redaction.leaks(text) for text in named)


def test_ordinary_words_and_counts_stay(full):
    redaction = sharing.Redaction(full[0])
    for text in (
        "In 2026-05, 3 of 12 answered (25 %): the offer of the transit team, i.e. 1,204 days and 140 applications.",
        "Am Montag 3 Gespräche, im Mai 12 Bewerbungen: 4 Absagen. Rund 28 Tage warten.",
        "Between 9 % and 28 %; 4 a month, 12 per week, 2 to 3 rounds. Node.js, SQL and e.g. Python 3.",
    ):
        assert redaction(text) == text
