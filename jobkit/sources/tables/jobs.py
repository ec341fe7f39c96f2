"""What a row says of the job itself: its names, channel, place, link, people."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from jobkit.language.text import plain
from jobkit.sources.tables import headings
from jobkit.sources.tables.cells import is_blank
from jobkit.sources.tables.headings import EMAIL, PHONE, URL
from jobkit.sources.tables.statuses import is_no, is_yes
from jobkit.tables import Event, Fact

DETAILS = ("salary", "resume", "seniority", "sector", "address", "applied_how", "hours")
LONGEST_GROUND = 500
FLAGS = ("referred", "assigned")
POSTCODE = re.compile(r"(?<!\d)(?:[A-Z]{1,2}-)?\d{4,5} [^\W\d_]{2}")  # and the town behind it
ADDRESS = re.compile(r"[,;\n]| / ")  # between company, street, town, people
TELEPHONE = re.compile(r"^(?:tel|telefon|phone|fon)\W{0,3}", re.IGNORECASE)
UNTOLD = re.compile(  # “Unknown (not in the e-mail)”, “Title not specified”, “nicht angegeben”
    r"\W{0,2}(?:(?:job |role |position )?(?:title|role|position|job)\W{1,3})?"
    r"(?:unknown|unspecified|unbekannt|inconnue?"
    r"|not (?:given|provided|specified|mentioned|stated|named|known|disclosed|listed|shown|found)"
    r"|nicht (?:angegeben|genannt|bekannt)|keine angabe|non (?:pr.cis|renseign|indiqu|communiqu).e?)\b",
    re.IGNORECASE,
)
EMPTY = re.compile(r"\(\s{0,20}\)")
NOBODY = re.compile(r"(?:no|do.?not)[-_.]?reply[^@]{0,40}@|notifications?@", re.IGNORECASE)
MARKED = re.compile(r"([*_~`]{1,3})(.{1,300})\1")  # Markdown's bold, struck through …
ORG_LINK = re.compile(r"\[\[([^\[\]]{1,2000})\]\[([^\[\]]{1,300})\]\]")
MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s]{0,2000})\)")


def job(texts: Mapping[str, str], notes: str) -> dict[str, str]:
    """Return what a row says of the job, the same for each of its events."""
    company, link = unlinked(texts.get("company", ""))
    channel = texts.get("channel") or "recruiter" * is_yes(texts.get("recruiter", ""))
    role, role_link = unlinked(texts.get("role", ""))
    address = texts.get("url", "")
    url = URL.search(address)
    if not company and "sender" in texts:
        company = _employer(texts["sender"], texts.get("contact_email", ""))
    return {
        "company": name(company),
        "role": "" if UNTOLD.match(role) else name(role),
        "channel": channel and (headings.name_of("channel", channel) or _said(channel)),
        "location": _said(texts.get("location", "")),
        "url": url.group() if url else _said(address) or link or role_link,
        "note": notes,
        "text": texts.get("subject", ""),
    }


def details(texts: Mapping[str, str]) -> dict[str, object]:
    """Return what a row says besides: referral, remote, résumé, salary, level, sector."""
    remote = headings.name_of("remote", texts.get("remote", "")) or _remote_in(texts.get("location", ""))
    said = {role: _said(texts[role]) for role in DETAILS if role in texts} | {"remote": remote}
    contact = {"contact": _said(texts.get("contact", ""))}
    flags = {flag: not (is_no(texts[flag]) or is_blank(texts[flag])) for flag in FLAGS if texts.get(flag)}
    if headings.name_of("channel", texts.get("channel", "")) == "referral":
        flags.setdefault("referred", True)
    return {role: told for role, told in (said | flags | contact).items() if told != ""}


def people(texts: Mapping[str, str], job: Mapping[str, str], entry: str) -> tuple[Fact, ...]:
    """Return the person whom a row names as contact."""
    who = _said(texts.get("contact", ""))
    mail = EMAIL.search(texts.get("contact_email", "")) or EMAIL.search(who)
    name = EMPTY.sub("", EMAIL.sub("", who)).strip(" ,;<>-") or (mail.group() if mail else "")
    if not name or NOBODY.match(name):
        return ()
    phone, email = _said(texts.get("contact_phone", "")), mail.group() if mail else ""
    values = {"part": "contact", "name": name, "company": job["company"], "email": email, "phone": phone}
    return (Fact("people", {key: value for key, value in values.items() if value}, entry),)


def learned(values: dict, events: Sequence[Event]) -> dict:
    """Return a reason that has no day as known since the last day of its row, not since the import."""
    last = max((event.date for event in events if event.date), default=None)
    return values if values.get("date") or not last else values | {"recorded": last}


def evidence(texts: Mapping[str, str], events: Sequence[Event]) -> tuple[Fact, ...]:
    """Return why a row was rejected, if its column of reasons or the words of the rejection say so."""
    for event in events:
        words = _said(texts.get("reason", "")) or event.text
        if event.kind in ("rejected", "closed") and (reason := ground(words)):
            values = {"reason": reason, "says": "noted", "date": event.date, "words": words}
            return (Fact("evidence", learned(values, events), event.entry),)
    return ()


@lru_cache(1 << 12)
def ground(text: str) -> str:
    """Return the reason that words give, by the longest that are known; empty where none are."""
    folded = f" {plain(text[:LONGEST_GROUND])} "
    found = [word for word in grounds() if f" {word} " in folded]
    return grounds()[max(found, key=len)] if found else ""


def grounds() -> dict[str, str]:
    """Return the words for a reason, and the reason."""
    return headings.meanings("ground", "reason")


def with_address(values: Collection[str]) -> bool:
    """Return whether a column of companies has their addresses, or people there, in the same cells."""
    parts = [pair for pair in map(_parted, values) if pair[1]]
    told = [bool(POSTCODE.search(rest) or rest[0].isdigit() or headings.is_firm(one)) for one, rest in parts]
    return len(told) > 1 and len(told) > 0.8 * len(values) and sum(told) > 0.8 * len(told)


def apart(text: str) -> dict[str, str]:
    """Return company, address, town, contact and telephone of a cell that holds them, by the use of each."""
    company, rest = _parted(text)
    found = {"company": company}
    pieces = [piece.strip() for piece in ADDRESS.split(rest) if piece.strip()]
    for piece in pieces:
        said = piece.partition(" ")[0]
        is_phone = PHONE.fullmatch(TELEPHONE.sub("", piece))
        use = "contact" if plain(said) in headings.words_of("address") else "address"
        use = "contact_phone" if is_phone else use
        found.setdefault(use, piece)
        if use == "address":
            found["location"] = piece if POSTCODE.search(piece) else found.get("location", piece)
            found["address"] += f", {piece}" if piece not in found["address"] else ""
    return found


def _parted(text: str) -> tuple[str, str]:
    """Return what stands before and behind the first comma, slash or line; “, Inc.” stays with its firm."""
    first, *rest = ADDRESS.split(text.strip(), maxsplit=2)
    if rest and headings.is_firm(f"x {rest[0]}") and " " not in rest[0].strip():
        first, rest = f"{first}, {rest[0]}", rest[1:]
    return first.strip(), ", ".join(rest).strip()


def name(text: str) -> str:
    """Return a company or job title as written; only what cannot be a name is none ("NA" may be one).

    A single quote before it keeps spreadsheet programs from computing it, and is no part of it.
    """
    if text[:1] == "'" and "'" not in text[1:]:
        text = text[1:]
    if len(text) > 4 and text[0].isalpha():
        return text
    return "" if text.casefold() in ("n/a", "#n/a") or not any(map(str.isalnum, text)) else text


def _said(text: str) -> str:
    return "" if is_blank(text) else text.strip()


def unlinked(text: str) -> tuple[str, str]:
    """Return text and link of `Name (https://…)` or `[Name](https://…)`."""
    if text[:1].isalnum() and "://" not in text:
        return text, ""
    if marked := MARKED.fullmatch(text):
        text = marked[2].strip()
    if linked := ORG_LINK.fullmatch(text):
        return linked[2].strip(), linked[1]
    if (linked := MARKDOWN_LINK.fullmatch(text)) and "://" not in linked[2]:  # [Acorn](#)
        return linked[1].strip(), ""
    found = URL.search(text) if "://" in text else None
    if not found or found.start() == 0:
        return text, ""
    before = text[: found.start()].rstrip("( ")
    if before.startswith("[") and before.endswith("]"):
        before = before[1:-1]
    return before.strip(), found.group()


@lru_cache(1 << 16)
def _remote_in(place: str) -> str:
    parts = map(plain, headings.PARTS.split(place.replace("-", "/").replace("(", "/").replace(")", "/")))
    return next(filter(None, map(headings.meanings("remote", "name").get, parts)), "")


def _employer(sender: str, address: str) -> str:
    """Return the employer of a sender: "Acme Careers" is Acme; a person's name gives way to its domain."""
    known = headings.words_of("sender")
    words = sender.split("@")[0].replace("<", " ").split()
    kept = [word for word in words if plain(word) not in known]
    is_person = len(kept) == len(words) or "via" in [plain(word) for word in words]
    mail = EMAIL.search(address)
    domain = mail.group().rpartition("@")[2].split(".")[-2] if mail else ""
    if is_person and domain and plain(domain) not in known and plain(domain) not in plain(sender):
        return domain
    return " ".join(kept)
