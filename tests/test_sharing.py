"""What leaves the store tells nobody's name, and what is forgotten stands nowhere any more."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import unicodedata
import zipfile
import zlib

import pandas as pd
import pytest
from rows import applied, imported, row, run

import jobkit
from jobkit import charts, page, sharing
from jobkit.commands import cli
from jobkit.errors import JobkitError, StoreError
from jobkit.store import copies
from jobkit.tables import Record

SOUNDS = "bra den fol gim hul jor kel lum mir nos pel quo rud sil tav vex zoë mül ñan łuk søg çel".split()


def invented(n: int, seed: int) -> list[str]:
    """Return names that stand nowhere else, many with accents."""
    made = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < n:
        name = "".join(made.choices(SOUNDS, k=3)).capitalize()
        found.setdefault(bare(name), name)
    return list(found.values())


def bare(text: str) -> str:
    """Return a text's letters and digits without case and accents, run together: as suspicious as can be."""
    low = text.casefold().replace("ł", "l").replace("ø", "o")
    return "".join(char for char in unicodedata.normalize("NFKD", low) if char.isalnum())


def planted() -> tuple[list[dict], set[str]]:
    """Return 100 people of 100 companies, and 500 things that would tell who they are, run together."""
    words = invented(400, 7)
    streets = words[300:]
    people, told = [], set()
    for n in range(100):
        first, last, firm = words[n], words[100 + n], words[200 + n]
        number = f"+44 20 {7900 + n // 10} {1003 + 7 * n}"
        person = {"first": first, "last": last, "firm": firm, "phone": number, "pay": 61_000 + 917 * n}
        person |= {
            "mail": f"{bare(first)[0]}{bare(last)}@{bare(firm)}.example",
            "street": f"{n + 2} {streets[n]} Lane",
        }
        people.append(person)
        told |= {bare(first), bare(last), bare(firm), bare(streets[n]), re.sub(r"\D", "", number)[-8:]}
    return people, told


def ways(one: dict) -> list[str]:
    """Return sentences in which a person, their firm and their pay are written in every way."""
    first, last, firm, phone, pay = (one[name] for name in ("first", "last", "firm", "phone", "pay"))
    name, plain = f"{first} {last}", f"{bare(first)} {bare(last)}"
    grouped = [
        f"{pay:,}",
        f"{pay:,}".replace(",", "."),
        f"{pay:,}".replace(",", "’"),
        f"{pay:,}".replace(",", "\u00a0"),
    ]
    local = one["mail"].partition("@")[0]
    return [
        f"On 14 March 2026 {name} of {firm} GmbH, {name.upper()} of {firm.upper()}; {plain}, {plain.title()}.",
        f"{last}, {first}; {first[0]}. {last}; {first[0]}.{last}, {first} {last[0]}.; {last} {first[0]}. rang.",
        f"{first}-{last}, {first}_{last}, {first}.{last}, {first}{last}, {bare(first + last)}42, {last}{first}",
        f"{first}’s, {last}'s, {last}s Brief; {unicodedata.normalize('NFD', name)}; “{first}\n{last}”",
        f"{one['mail']}, {one['mail'].upper()}, {local}, {local} at work, {bare(first)}.{bare(last)} at {bare(firm)}.example",
        f"https://{bare(firm)}.example/jobs and www.{bare(firm)}.example, {bare(firm)}.example/{bare(last)}",
        f"{firm}’s offer, {bare(firm)}-careers, {bare(firm)}_letter.pdf, {firm.upper()}S",
        f"{phone}, ring {phone.replace(' ', '')}. {phone.replace(' ', '-')}; 0{phone[4:].replace(' ', '.')}; ({phone})",
        f"0044 (0) {phone[4:]}. Write to {one['street']}, {one['street'].upper()}.",
        f"${grouped[0]}, €{grouped[1]}; {grouped[1]} EUR, CHF {grouped[2]}, {grouped[3]} €, USD {pay}, {pay // 1000}k, £{pay // 1000}K",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A search with all that is planted, and what is planted."""
    people, told = planted()
    search = jobkit.Search(tmp_path_factory.mktemp("planted") / "search", as_of="2026-06-30")
    rows = [
        row(n, applied(f"{one['firm']} GmbH", "Planner", location=one["street"], note=ways(one)[0]), n=str(n))
        for n, one in enumerate(people)
    ]
    imported(search, rows)
    with search.store.change("person", "people") as change:
        for one in people:
            name = f"{one['first']} {one['last']}"
            values = {"name": name, "part": "recruiter", "company": one["firm"]}
            change.fact(sharing_fact(values | {"email": one["mail"], "phone": one["phone"]}))
    return search, people, told


def sharing_fact(values: dict):
    """Return a person as a fact."""
    from jobkit.tables import Fact

    return Fact("people", values)


def standing(data: str, told: set[str], people: list[dict]) -> list[str]:
    """Return what of the planted stands in a text, whatever is written between its letters."""
    run_together = bare(data)
    pay = {str(one["pay"]) for one in people} | {f"{one['pay'] // 1000}k" for one in people}
    numbers = re.findall(r"\d{5}|\d\d(?=k)", re.sub(r"(?<=\d)[.,'’ \u00a0](?=\d{3}\b)", "", data))
    return [word for word in told if word in run_together] + [word for word in numbers if word in pay]


def test_of_five_hundred_planted_words_none_stands_in_a_text_however_written(full):
    search, people, told = full
    assert len(told) == 500
    redaction = sharing.Redaction(search)
    text = "\n".join(line for one in people for line in ways(one))
    assert set(standing(text, told, people)) >= told
    said = redaction(text)
    assert standing(said, told, people) == []
    assert redaction.leaks(said) == []
    assert len(redaction.leaks(text)) > 300
    assert "14 March" not in said
    assert redaction(text) == said
    assert sharing.Redaction(search)(text) != said


def test_one_person_or_firm_has_one_pseudonym_however_written(full):
    search, people, _ = full
    redaction = sharing.Redaction(search)
    for one in people:
        told = [
            redaction(way)
            for way in (f"{one['first']} {one['last']}", one["last"].upper(), bare(one["first"]))
        ]
        assert len(set(told)) == 1 and told[0].startswith("Person ")
        firms = {redaction(way) for way in (one["firm"], f"{one['firm'].upper()} GmbH".removesuffix(" GmbH"))}
        assert len(firms) == 1


ELSEWHERE = {
    "北川 葵": ["北川葵さんと話した", "北川さんは", "葵 北川様", "北川\u3000葵"],
    "ガノフ ミドリ": [unicodedata.normalize("NFD", "昨日ガノフミドリさん"), "ミドリさん"],
    "柳 晚秋": ["我昨天见了柳晚秋女士", "晚秋说"],
    "한 별하": ["한별하님이 전화했다", unicodedata.normalize("NFD", "별하는")],
    "ดาวเหนือ ใจเย็น": ["คุณดาวเหนือใจเย็นโทรมา", "คุยกับใจเย็นแล้ว"],
    "निशिता क्षेमेन्द्र": ["निशिता क्षेमेन्द्र से बात", "श्री क्षेमेन्द्र", "निशिता ने कहा"],
    "נעמה קלווין": ["דיברתי עם נעמה קלווין", "לנעמה", "וקלווין"],
    "زهرة الكلفيني": ["تحدثت مع زهرة الكلفيني", "وزهرة", "الكلفيني"],
    "株式会社夕凪測量": ["夕凪測量から返事", "(株)夕凪測量"],
    "南湖量子有限公司": ["在南湖量子面试"],
    "주식회사 가람누리": ["가람누리에서 연락"],
    "บริษัทฟ้าครามวิจัย จำกัด": ["ฟ้าครามวิจัยตอบแล้ว"],
}
"""Invented people and companies, and how sentences name them in scripts that write words to each other."""


def test_names_in_scripts_that_write_words_to_each_other_are_found_within_them(search):
    imported(search, [row(n, applied(name), n=str(n)) for n, name in enumerate([*ELSEWHERE][8:])])
    for name in [*ELSEWHERE][:8]:
        search.record_person(name, application=[*ELSEWHERE][8])
    redaction = sharing.Redaction(search)
    for name, sentences in ELSEWHERE.items():
        for text in sentences:
            said = redaction(text)
            assert re.search(r"(Person|Company) \d+", said), text
            assert not [word for word in name.split() if len(word) > 1 and word in said], said
            assert redaction.leaks(said) == []
        assert redaction.leaks(f"x{name}y" if sharing.naming.TOGETHER.search(name) else name), name


def test_words_that_name_nobody_stay_as_they_are(full):
    text = "In 2026-05, 3 of 12 answered (25 %): the offer of the team, i.e. 1,204 days and 140 applications."
    assert sharing.Redaction(full[0])(text) == text


def test_ordinary_words_of_addresses_and_offices_stay_and_the_names_beside_them_do_not(search):
    """An office, what stands before its @, the labels of its domain, and a remark in brackets name nobody."""
    contacts = [
        "Brackmül University HR <jobs@brackmul.example>",
        "Pim Lasallex (agency",
        "Jorunde Blackvex <health@relvex.example>",
        "Careers Team",
        "HR <health@relvex.example>",
        "[forgotten]",
        "hello@quellbach.example",
    ]
    rows = [
        row(n, applied("Brackmül University", details={"contact": name}), n=str(n))
        for n, name in enumerate(contacts)
    ]
    imported(search, rows)
    told = {"application": search.events["application"].iloc[0], "email": "health@relvex.example"}
    search.record_person("Odilex Ferrantvex", **told)
    redaction = sharing.Redaction(search)
    text = (
        "An example: of jobs I won, a health careers team, an agency, a university, hello, in HR, forgotten."
    )
    assert redaction(text) == text
    for told in (
        *contacts,
        "Lasallex, Pim",
        "Ms Blackvex",
        "Jorunde rang",
        "jobs@brackmul.example",
        "Odilex",
    ):
        said = bare(redaction(told))
        assert not re.search("brackm|lasallex|blackvex|jorunde|relvex|quellbach|odilex|@", said), said


def test_no_planted_word_stands_in_any_part_of_a_bundle(full, tmp_path):
    """Alt text, drawings, titles, a file's own description, its PDF, and the table beside it."""
    import pypdfium2

    search, people, told = full
    redaction = sharing.Redaction(search)
    made = []
    for one in people[::10]:
        name, title = f"{one['first']} {one['last']}", " ".join(ways(one))
        index = pd.Index([name, one["firm"].upper()])
        drawn = pd.DataFrame({"n": [1, 2], "low": 0, "high": 3, "says": ways(one)[0]}, index)
        rows = pd.DataFrame({"company": ways(one), name: ways(one)})
        made += [
            charts.both(charts.bands, drawn, table=drawn, alt=title),
            page.table(rows, title, "rows"),
        ]
        made += [page.heading(ways(one)[0]), page.prose(ways(one)), page.note(title)]
    nodes = page.redacted([page.title(title, title).node, *(block.node for block in made)], redaction)
    about = {"title": nodes[0]["text"], "lang": "en"}
    files = {
        tmp_path / "reflection.html": page.html(nodes, **about, version="1", foot=page.runs("x")).encode(),
        tmp_path / "reflection.md": page.markdown(nodes).encode(),
        tmp_path / "reflection.pdf": page.pdf(nodes, **about),
    }
    for path, data in files.items():
        path.write_bytes(data)
        text = sharing.redaction.decoded(data)
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                text = "".join(at.get_textpage().get_text_range() for at in document)
                text += str(document.get_metadata_dict())
            assert "Person" in text
            text += "".join(map(streamed, re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)))
            text += data.replace(b"\0", b"").decode("latin-1")
        assert standing(text, told, people[:0]) == [], path.suffix
    bundle = sharing.share(search, tmp_path / "coach.zip", tmp_path / "reflection.html")
    with zipfile.ZipFile(bundle) as file:
        for name in file.namelist():
            assert standing(name + sharing.redaction.decoded(file.read(name)), told, people[:0]) == []


def streamed(data: bytes) -> str:
    try:
        return zlib.decompress(data).replace(b"\0", b"").decode("latin-1")
    except zlib.error:
        return ""


LETTER = "Dear Wilhelmina,\n\nwe met someone who fits better.\nZoë Kelvexmül\nHead of Planning\n"
SPELT = [
    "ZOË KELVEXMÜL rang", "Kelvexmül, Zoë", "Z. Kelvexmül", "Zoe Kelvexmuel", "zoe.kelvexmul", "zoekelvexmul", "Ms Kelvexmül’s",
    "\tKelvexmül\n", "zkelvexmul@quellbach.example", "+44 20 7946 0311", "020 7946-0311", "“Zoë\nKelvexmül”", "Zoë  Kelvexmül",
]  # fmt: skip
TRACES = ("kelvexm", "79460311", "kelvexmuel")


def remaining(folder) -> list[str]:
    """Return the files in whose bytes, as they lie on the disk, anything of the person stands."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            text = sharing.redaction.decoded(data) + data.decode("latin-1")
            text += "".join(map(streamed, re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)))
            found += [f"{path.name}: {word}" for word in TRACES if word in bare(text + path.name)]
    return found


@pytest.fixture
def known(search):
    """A search in which one person stands in every table, in copies, in reports and in a notebook of one's own."""
    from jobkit.store.files import write_private

    imported(
        search, [row(1, applied("Quellbach"), text=LETTER), row(2, applied("Kelvin Ltd"), text=SPELT[0])]
    )
    told = {"part": "hiring_manager", "company": "Quellbach", "email": SPELT[8], "phone": SPELT[9]}
    search.record_person("Zoë Kelvexmül", application="Quellbach", **{**told, "note": LETTER})
    search.record_person("Imke Sandoval", application="Quellbach", email="imke@quellbach.example")
    for n, text in enumerate(SPELT):
        search.record_evidence(
            "Quellbach", "logistics", "feedback", words=text, note=f"{n} {LETTER}", date="2026-02-01"
        )
        search.record_step(
            "Quellbach", "thank_manager", person="Zoë Kelvexmül", words=text, air={"advice": text}
        )
    search.undo()
    search.backup(search.folder / "copy.db")
    search.record_event("interview", "Quellbach", "2026-02-03", note=LETTER)
    month = search.folder / "reports" / "2026-02"
    nodes = [page.prose(LETTER).node]
    for name, data in {
        "reflection.html": page.html(nodes, title=SPELT[0], lang="en", version="1", foot=[]).encode(),
        "reflection.md": page.markdown(nodes).encode(),
        "reflection.pdf": page.pdf(nodes, title=SPELT[0], lang="en"),
        "reflection.ipynb": json.dumps({"cells": [{"source": LETTER}]}).encode(),
        "manifest.json": json.dumps({"reflection": {"title": LETTER}}).encode(),
    }.items():
        write_private(month / name, data)
    write_private(search.folder / "reports" / "2026-01" / "reflection.html", b"<p>Imke Sandoval")
    own = {"cells": [{"source": "x", "outputs": [{"text": LETTER}], "execution_count": 1}], "metadata": {}}
    write_private(search.folder / "notebooks" / "mine.ipynb", json.dumps(own, ensure_ascii=False).encode())
    return search


def test_what_is_forgotten_stands_in_no_byte_of_store_copies_reports_and_notebooks(known):
    reader = sqlite3.connect(known.store.path)  # another program keeps the file open: its log stays beside it
    try:
        assert reader.execute("SELECT count(*) FROM changes").fetchone()
        files = {path.split(":")[0] for path in remaining(known.folder)}
        assert files >= {
            "search.db",
            "copy.db",
            "mine.ipynb",
            "manifest.json",
            "reflection.html",
            "reflection.ipynb",
        }
        assert sharing.forget(known, "Zoë Kelvexmül").places > 20
        assert remaining(known.folder) == []
    finally:
        reader.close()
    assert remaining(known.folder) == []
    assert known.store.faults() == []
    assert list(known.people["name"]) == ["Imke Sandoval"]
    assert set(known.applications["company"]) == {"Quellbach", "Kelvin Ltd"}
    assert "we met someone who fits better" in known.evidence["note"].iloc[0]
    assert (known.folder / "reports" / "2026-01" / "reflection.html").is_file()


CONNECTION = {
    "First Name": "Zoë", "Last Name": "Kelvexmül", "URL": "https://people.example/in/zk-311", "Position": "Head of Planning",
    "Company": "Quellbach", "Connected On": "26 Sep 2025", "Email Address": "",
}  # fmt: skip


def test_a_connection_and_addresses_that_only_files_tell_are_erased_whole(search):
    """In the row of a connection, beside the name in letters, in what was undone, and in a copy of before."""
    from jobkit.tables import Fact

    fact = Fact("people", {"name": "Zoë Kelvexmül", "part": "contact", "url": CONNECTION["URL"]})
    records = [
        Record("Connections.csv:5", CONNECTION, (), (fact,)),
        row(1, applied("Quellbach"), From="Zoë Kelvexmül <zoë-k@quellbach.example>", Text="Yours\nZoë Kelvexmül\nPlanning\n+44 20 7946 0311", To="Me <me@mail.example>"),
        Record("letters.mbox:2", {"From": "zoë-k@quellbach.example", "Text": "Ring 020 7946 0311"}, set_aside="x"),
        Record("letters.mbox:3", {"From": "[forgotten] <zoë@quellbach.example>"}, set_aside="x"),
        Record("more.csv:3", {"Vorname": "Zoë", "Nachname": "Kelvexmül", "Title": "Head of Planning"}, set_aside="x"),
    ]  # fmt: skip
    imported(search, records)
    copies.restore(search.store, search.backup(search.folder / "before.db"))
    with search.store.change("add", "x") as change:
        change.fact(Fact("people", {"name": "Zoë Kelvexmül", "part": "contact"}))
    search.undo()
    sharing.forget(search, "Zoë Kelvexmül")
    files = list(search.folder.glob("*.db"))
    assert len(files) == 3
    for path in files:
        data = path.read_bytes().decode("utf-8", "replace")
        for word in ("elvexm", "Zoë", "zoë", "zk-311", "Head of Planning", "26 Sep 2025", "7946 0311"):
            assert word not in data, (path.name, word)
        assert "me@mail.example" in data
    assert list(search.applications["company"]) == ["Quellbach"]
    assert search.store.faults() == []


def test_reports_that_named_the_person_are_counted_and_the_page_of_all_is_made_anew(known):
    reports = known.folder / "reports"
    (reports / "2026-02" / "manifest.json").write_text("{}")
    (reports / "index.html").write_text("<a href='2026-02/reflection.html'>Zoë Kelvexmül</a>")
    assert sharing.forget(known, "Zoë Kelvexmül").pages == 5
    told = (reports / "index.html").read_text("utf-8")
    assert "All reports" in told
    assert "2026-02" not in told


def test_a_surname_that_another_bears_is_left_to_them(search):
    imported(search, [row(1, applied("Sandoval Ltd"), text="Ms Sandoval rang. Best, Imke Sandoval")])
    search.record_person("Imke Sandoval", application="Sandoval Ltd")
    sharing.forget(search, "Imke Sandoval")
    (content,) = search.store.read("SELECT content FROM records")[0]
    assert "Ms Sandoval rang. Best, [forgotten]" in content
    assert list(search.applications["company"]) == ["Sandoval Ltd"]


def test_an_address_called_like_a_firm_leaves_the_firm_its_name_and_a_first_name_alone_is_told_of(
    search, capsys
):
    letter = "Odile Sandoval <odile@sandoval.example>, Message-ID: <sandoval@mail.example>"
    imported(search, [row(1, applied("Maison Sandoval", note="a call from Odile"), text=letter)])
    search.record_person("Odile Sandoval", application="Maison Sandoval")
    assert cli.main(["forget", "Odile Sandoval", "--data", str(search.folder)]) == 0
    assert list(search.applications["company"]) == ["Maison Sandoval"]
    assert "“Odile” alone still stands in 1 text" in capsys.readouterr().out


def test_words_that_name_nobody_are_erased_only_where_that_is_asked_for(search, capsys):
    imported(search, [row(1, applied("Quellbach", note="a planner of Mara Tibbs"), contact="Bo Anders")])
    words = ["forget", "planner", "--data", str(search.folder)]
    assert cli.main(words) == 1
    told = capsys.readouterr().err
    assert "Nobody called “planner” is known" in told
    assert "planner --word" in told
    assert list(search.events["note"]) == ["a planner of Mara Tibbs"]
    with pytest.raises(JobkitError, match="'Mara Tibbs' --word"):
        sharing.forget(search, "Mara Tibbs")
    assert cli.main([*words, "--word"]) == 0
    assert list(search.events["note"]) == ["a [forgotten] of Mara Tibbs"]


def test_a_name_with_signs_in_it_that_nobody_sees_is_erased_too(search):
    imported(search, [row(1, applied("Quellbach", note="Kelvex\u00admül rang, and a soft\u00adhyphen"))])
    search.record_person("Zoë Kelvexmül", application="Quellbach")
    sharing.forget(search, "Zoë Kelvexmül")
    assert "Kelvex" not in search.store.path.read_bytes().decode("utf-8", "replace")


def test_somebody_whom_only_an_application_names_is_known(search):
    search.record_event("applied", company="Quellbach", date="2026-02-03", contact="Bo Anders")
    assert sharing.forget(search, "Bo Anders").places
    assert b"Anders" not in search.store.path.read_bytes()


def test_what_was_erased_for_good_is_never_said_to_be_taken_back(known):
    sharing.forget(known, "Zoë Kelvexmül")
    newest, before = (changes := known.store.changes())[:2]
    assert newest["command"] == "forget"
    for number in (newest["change"], None):
        with pytest.raises(StoreError, match=f"it cannot be taken back.*`jobkit undo {before['change']}`"):
            known.undo(number)
    assert known.store.changes() == changes
    assert known.undo(before["change"])["command"] == "log"
    assert [row["undone"] for row in known.store.changes() if row["command"] == "forget"] == [False]


def test_the_flow_for_sankeymatic_has_numbers_and_no_names(search, capsys):
    from jobkit.commands import cli

    for n, company in enumerate(("Quellbach", "Ostrava Foods", "Fennick")):
        search.record_event("applied", None, f"2026-05-0{n + 1}", company=company, role="Baker")
    search.record_event("interview", "Quellbach", "2026-05-20")
    search.record_event("rejected", "Fennick", "2026-05-25")
    where = ["--data", str(search.folder), "--as-of", "2026-06-30"]
    assert cli.main(["export", "--sankeymatic", *where]) == 0
    lines = capsys.readouterr().out.splitlines()
    moves = [re.fullmatch(r"([^\[\]]+) \[(\d+)\] ([^\[\]]+)", line) for line in lines]
    assert all(moves)
    flows = {(one[1], one[3]): int(one[2]) for one in moves}
    assert flows["applications", "rejected"] == 1
    assert sum(n for (source, _), n in flows.items() if source == "applications") == 3
    assert not [line for line in lines if "Quellbach" in line or "Baker" in line]


def test_export_without_a_folder_says_what_to_name(search, capsys):
    from jobkit.commands import cli

    assert cli.main(["export", "--data", str(search.folder)]) == 1
    assert "Name a folder" in capsys.readouterr().err


def test_the_flow_as_pictures_is_the_same_each_time_and_has_no_names(search, tmp_path):
    search.record_event("applied", None, "2026-05-01", company="Quellbach", role="Baker")
    one = [path.read_bytes() for path in sharing.pictures(search.applications, tmp_path)]
    other = [path.read_bytes() for path in sharing.pictures(search.applications, tmp_path)]
    assert one == other
    assert one[0].startswith(b"<svg ")
    assert b"1 application" in one[0]
    assert b"Quellbach" not in one[0]
    assert one[1].startswith(b"\x89PNG")
    assert [path.name for path in sharing.pictures(search.applications_on("2026-01-01"), tmp_path)] == [
        "flow.svg",
        "flow.png",
    ]


def test_your_own_name_and_that_of_a_contact_are_redacted(search):
    imported(search, [row(1, applied("Quellbach", details={"contact": "Wendeline Harrowgate"}))])
    search.record_own(name="Zacharias Pellworthy")
    redact = sharing.Redaction(search)
    said = redact("Dear Ms Harrowgate, yours, Zacharias Pellworthy (z.pellworthy)")
    assert "arrowgate" not in said
    assert "ellworthy" not in said
    assert "Zacharias" not in said


def test_forgetting_erases_the_genitive_and_no_name_that_only_begins_so(search):
    search.record_event("applied", company="Acorn", role="Planner", date="2026-05-04")
    search.record_person(
        "Ada Beck", "interviewer", "Acorn", note="Becks office; Ms Becker, Beckin and Becken stay"
    )
    search.record_person("Ole Becker", "recruiter", "Acorn", note="met with Beck, Ada and by Beckschen rules")
    sharing.forget(search, "Ada Beck")
    (note,) = jobkit.Search(search.folder).people["note"].dropna()
    assert note == "met with [forgotten] and by [forgotten] rules"
    assert jobkit.Search(search.folder).people["name"].tolist() == ["Ole Becker"]


def test_a_list_that_names_nobody_already_is_shared(search, tmp_path):
    rows = "".join(f"Company {n},Planner,2026-05-{n + 1:02},rejected\n" for n in range(20))
    (tmp_path / "tracker.csv").write_text(f"Company,Role,Applied,Status\n{rows}")
    search.add(tmp_path / "tracker.csv")
    assert sharing.share(search, tmp_path / "coach.zip").exists()


def test_a_bundle_numbers_its_companies_once_and_nothing_known_stands_in_it(search, tmp_path):
    """The page and the table beside it call one employer by one number; no name or address is in either."""
    firms = ["Quellmoor Electrical", "Vexholm Verwaltungs GmbH", "Brackdale Teaching Hospitals", "Tarnfelt"]
    firms += [f"Zoltrum {word}" for word in ("Clinics", "Foundry", "Gärtnerei", "Rail")]
    for n, firm in enumerate(firms):
        facts = {"role": f"Planner {chr(65 + n)}", "date": f"2026-05-{n + 2:02}"}
        search.record_event("applied", company=firm, note=f"by Ilva Morr at {firm}", **facts)
    search.record_person("Odile Ferrant", "recruiter", "Tarnfelt", email="o.ferrant@tarnfelt.example")
    search.record_reflection("2026-05", "plan", "Englischkurs VHS anfangen, wie Odile Ferrant sagt")
    told = ["share", str(tmp_path / "coach.zip"), "--data", str(search.folder), "--as-of", "2026-06-30"]
    assert cli.main(told) == 0
    with zipfile.ZipFile(tmp_path / "coach.zip") as bundle:
        table, html = (bundle.read(name).decode() for name in ("applications.csv", "reflection.html"))
    numbered = {role: company for company, role in re.findall(r"(Company \d+),(Planner [A-H])", table)}
    shown = {role: company for company, role in re.findall(r"(Company \d+), (Planner [A-H])", html)}
    assert len(numbered) == 8 and shown == numbered
    said = bare(table + sharing.redaction.decoded(html.encode()))
    known = "quellmoor vexholm brackdale tarnfelt zoltrum ilva morr odile ferrant".split()
    assert [word for word in known if word in said] == []
    assert "Englischkurs VHS anfangen, wie Person 1 sagt" in html


def test_words_of_trades_in_a_companys_name_stay_where_they_are_words(search):
    """One word of a trade is nobody's short name; the name itself and its telling words are hidden still."""
    firms = {
        "Quellmoor Electrical": "Electrical supervisor",
        "Vexholm Verwaltungs GmbH": "Verwaltungskraft 30 Std.",
        "Brackdale Teaching Hospitals": "Teaching assistant",
        "Zimtau Gebäudereinigung": "Vorarbeiter Gebäudereinigung",
        "Nursery Garden Kitchens Yorvik Ltd": "Nursery nurse",
    }
    for firm, role in firms.items():
        search.record_event("applied", company=firm, role=role, date="2026-05-04")
    redaction = sharing.Redaction(search)
    assert [*map(redaction, firms.values())] == [*firms.values()]
    hidden = [*firms, "Quellmoor", "Vexholmer Verwaltung", "brackdale-hospitals", "Nursery Garden Kitchens"]
    assert [text for text in hidden if not re.match(r"Company \d", redaction(text))] == []


def test_a_short_name_is_not_the_beginning_of_a_word_in_another_employers_job_title(search):
    """“Oideachais” told by its pseudonym which employer is called “Oide”."""
    search.record_event("applied", company="Foras Vexholm", role="Oifigeach Oideachais", date="2026-05-04")
    search.record_event("applied", company="Oide", role="Leitung Oidefiliale", date="2026-05-05")
    redaction = sharing.Redaction(search)
    assert redaction("Oifigeach Oideachais") == "Oifigeach Oideachais"
    hidden = ("Oide", "Oides", "Oidefiliale", "the oidelager")
    assert [text for text in hidden if not re.search(r"Company \d", redaction(text))] == []


def test_the_name_of_a_course_in_a_plan_is_nobodys_and_a_name_beside_it_is_hidden(search):
    search.record_event("applied", company="Tarnfelt", role="Planner", date="2026-05-04")
    for text, stands in (
        ("Spanischkurs VHS anfangen", "Spanischkurs VHS anfangen"),
        ("Gundula Pfefferkorn anrufen", "[name] anrufen"),
        ("Excelkurs Marta Hollerbeck", "Excelkurs [name]"),
        ("Bewerbungstraining Frau Kattnig buchen", "Bewerbungstraining Frau [name] buchen"),
    ):
        search.record_reflection("2026-05", "plan", text)
        assert sharing.Redaction(search)(text) == stands


def test_no_step_asks_for_the_hire_once_they_were_forgotten(search, capsys):
    search.record_event("applied", None, "2026-05-02", company="Quellbach", role="Planner")
    search.record_event("interview", "Quellbach", "2026-05-12")
    search.record_event("rejected", "Quellbach", "2026-06-01")
    run(search, capsys, "hire", "Quellbach", "external", "--person", "Odile Ferrant", "--on", "2026-06-05")
    assert "Odile" in run(search, capsys, "due", "--as-of", "2026-07-10")[1]
    run(search, capsys, "forget", "Odile", "Ferrant")
    for day in ("2026-07-10", "2026-09-01", "2026-12-05"):
        shown = run(search, capsys, "due", "--as-of", day)[1]
        assert "Odile" not in shown and "the person hired" not in shown


def test_a_step_for_somebody_forgotten_is_not_said_to_have_been_for_everyone(search, capsys):
    """Whom a step was for is known no more: no page names all, and none asks to write to all once more."""
    search.record_event("applied", None, "2026-05-02", company="Quellbach", role="Planner")
    search.record_event("interview", "Quellbach", "2026-05-12")
    search.record_event("rejected", "Quellbach", "2026-06-01")
    search.record_person("Odile Ferrant", "interviewer", "Quellbach")
    search.record_person("Imke Sandoval", "interviewer", "Quellbach")
    person = search.people.set_index("name").at["Odile Ferrant", "person"]
    search.record_step("Quellbach", "ask_feedback", "done", "2026-06-02", person=person)
    sharing.forget(search, "Odile Ferrant")
    sharing.forget(search, "Imke Sandoval")
    told = jobkit.Search(search.folder, as_of="2026-06-30")
    assert told.news()["words"].tolist() == ["You asked them for feedback"]
    assert told.step("Quellbach", "ask_feedback")["what"] == "Ask them once more"
    shown = run(search, capsys, "due", "--as-of", "2026-06-30")[1]
    assert "Ask them once more" in shown
