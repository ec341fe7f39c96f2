"""Write the invented Outlook messages of this folder: `python tests/golden_outlook/make.py`.

A message is a compound file (MS-CFB): here one sector chain each for the directory, the short streams and
their table, which is all that Outlook needs to open it.
"""

from __future__ import annotations

import struct
from datetime import datetime, timezone
from pathlib import Path

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
APPOINTMENT = bytes.fromhex("02 20 06 00 00 00 00 00 c0 00 00 00 00 00 00 46".replace(" ", ""))
MEETING = bytes.fromhex("90 da d8 6e 0b 45 1b 10 98 da 00 aa 00 3f 13 05".replace(" ", ""))
ZONE = "W. Europe Standard Time"


def msg(
    texts: dict[int, str],
    moments: dict[int, str],
    guests: list[tuple[str, str]] = (),
    named: dict | None = None,
) -> bytes:
    """Return a message: texts and UTC moments by property, guests by name and address, named properties."""
    tree: dict = {}
    short = b""
    names = b""
    for number, (own, value) in enumerate((named or {}).items()):
        names += struct.pack("<IHH", own, 8 if own == 0x0003 else 6, number)
        if isinstance(value, datetime):
            short += struct.pack("<HHIQ", 0x40, 0x8000 + number, 6, ticks(value))
        elif isinstance(value, int):
            short += struct.pack("<HHIQ", 0x03, 0x8000 + number, 6, value)
        else:
            kind = "001F" if isinstance(value, str) else "0102"
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            tree[f"__substg1.0_{0x8000 + number:04X}{kind}"] = data
    for tag, text in texts.items():
        tree[f"__substg1.0_{tag:04X}001F"] = text.encode("utf-16-le")
    for tag, day in moments.items():
        short += struct.pack("<HHIQ", 0x40, tag, 6, ticks(datetime.fromisoformat(day)))
    tree["__properties_version1.0"] = b"\0" * 32 + short
    tree["__nameid_version1.0"] = {
        "__substg1.0_00020102": APPOINTMENT + MEETING,
        "__substg1.0_00030102": names,
        "__substg1.0_00040102": b"",
    }
    for at, (name, address) in enumerate(guests):
        tree[f"__recip_version1.0_#{at:08X}"] = {
            "__properties_version1.0": b"\0" * 8,
            "__substg1.0_3001001F": name.encode("utf-16-le"),
            "__substg1.0_39FE001F": address.encode("utf-16-le"),
        }
    return compound(tree)


def ticks(moment: datetime) -> int:
    since = moment.replace(tzinfo=timezone.utc) - datetime(1601, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
    return int(since.total_seconds()) * 10_000_000


def compound(tree: dict) -> bytes:
    """Return a compound file whose streams all lie in the stream of short ones."""
    entries: list[list] = [["Root Entry", 5, FREE, END, 0]]  # name, type, child, start, size
    mini, chain = b"", []

    def add(branch: dict) -> int:
        places = []
        for name, value in sorted(branch.items(), key=lambda pair: (len(pair[0]), pair[0].upper())):
            place = len(entries)
            entries.append([name, 1 if isinstance(value, dict) else 2, FREE, 0, 0])
            places.append(place)
            if isinstance(value, dict):
                entries[place][2] = add(value)
            else:
                keep(place, value)
        right.update(zip(places, [*places[1:], FREE], strict=True))
        return places[0] if places else FREE

    def keep(place: int, data: bytes) -> None:
        nonlocal mini
        n = -(-len(data) // 64)
        entries[place][3:] = [len(chain) if n else END, len(data)]
        chain.extend([*range(len(chain) + 1, len(chain) + n), END] if n else [])
        mini += data.ljust(64 * n, b"\0")

    right: dict[int, int] = {}
    entries[0][2] = add(tree)
    directory = b"".join(entry(*row, right.get(at, FREE)) for at, row in enumerate(entries))
    parts = [padded(directory), padded(struct.pack(f"<{len(chain)}I", *chain), b"\xff"), padded(mini)]
    sectors, fat = [len(part) // 512 for part in parts], []
    starts = [sum(sectors[:at]) for at in range(3)]
    for start, n in zip(starts, sectors, strict=True):
        fat += [*range(start + 1, start + n), END]
    n_fat = -(-(len(fat) + 1) // 127)
    first_fat = len(fat)
    fat += [0xFFFFFFFD] * n_fat
    root = entry("Root Entry", 5, entries[0][2], starts[2], len(mini), FREE)
    parts[0] = root + parts[0][128:]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIIII", 0, n_fat, starts[0], 0, 4096, starts[1], sectors[1], END, 0, first_fat
    )
    header += struct.pack("<108I", *range(first_fat + 1, first_fat + n_fat), *[FREE] * (109 - n_fat))
    return header.ljust(512, b"\xff") + b"".join(parts) + padded(struct.pack(f"<{len(fat)}I", *fat), b"\xff")


def padded(data: bytes, with_: bytes = b"\0") -> bytes:
    return data + with_ * (-len(data) % 512)


def entry(name: str, kind: int, child: int, start: int, size: int, right: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, FREE, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start & 0xFFFFFFFF, size)


def zone() -> bytes:
    """Return what Outlook keeps of an appointment's time zone, as far as its name."""
    return struct.pack("<BBHHH", 2, 1, 6 + 2 * len(ZONE), 2, len(ZONE)) + ZONE.encode("utf-16-le")


def files() -> dict[str, bytes]:
    """Return the messages by their names."""
    sender = {
        0x0C1A: "Lindenhof Logistik Personal",
        0x0C1E: "SMTP",
        0x0C1F: "personal@lindenhof-logistik.example",
    }
    refusal = {
        0x001A: "IPM.Note",
        0x0037: "Your application as Dispatcher",
        0x1000: "Dear Ms Marquardt,\r\n\r\nthank you for applying for the Dispatcher position at Lindenhof Logistik."
        " Unfortunately we have decided not to proceed with your application.\r\n\r\nTomke Brandt",
        0x1035: "<m1@lindenhof-logistik.example>",
    }
    kept = "Received: by mx; Mon, 2 Mar 2026\r\nFrom: Pinefold <jobs@pinefold.example>\r\nSubject: Thank you for applying\r\n"
    kept += "Date: Mon, 2 Mar 2026 10:00:00 +0000\r\nMessage-ID: <m2@pinefold.example>\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n"
    received = {
        0x001A: "IPM.Note",
        0x0037: "Thank you for applying",
        0x007D: kept,
        0x1000: "We have received your application for the Baker position at Pinefold.",
    }
    talk = {0x001A: "IPM.Appointment", 0x0037: "Vorstellungsgespräch Disponentin (Lindenhof Logistik GmbH)"}
    talk |= {0x1000: "Bitte bringen Sie Ihre Zeugnisse mit."}
    met = {0x0C1A: "Tomke Brandt", 0x0C1E: "SMTP", 0x0C1F: "brandt@lindenhof-logistik.example"}
    named = {0x820D: datetime(2026, 3, 18, 23, 30), 0x8208: "Hafenstr. 9, Emden", 0x8201: 1, 0x825E: zone()}  # noqa: DTZ001
    named[0x0003] = bytes.fromhex("040000008200E00074C5B7101A82E00A")
    guests = [
        ("Ilka Marquardt", "ilka.marquardt@mail.example"),
        ("Peer Oltmann", "oltmann@lindenhof-logistik.example"),
    ]
    return {
        "refusal.msg": msg(refusal | sender, {0x0039: "2026-03-20T09:00:00"}, guests[:1]),
        "received.msg": msg(received, {}),
        "appointment.msg": msg(talk | met, {}, guests, named),
        "invitation.msg": msg(
            talk | met | {0x001A: "IPM.Schedule.Meeting.Request"},
            {0x0039: "2026-03-11T08:00:00"},
            guests,
            named,
        ),
        "contact.msg": msg({0x001A: "IPM.Contact", 0x3001: "Robin Vale"}, {}),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (Path(__file__).parent / name).write_bytes(data)
