"""The employer and the job's title that a letter names: in its words, its sender, the lines that sign it."""

import re
from functools import cache
from itertools import chain, dropwhile, pairwise, product

from jobkit.language.names import seniority
from jobkit.language.text import fold, letters
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail.messages import pattern
from jobkit.sources.mail.phrases import COMPANY, TITLE, Phrase, Rows, spelled_out, words

LONGEST_TITLE = 300  # letters before “(m/w/d)” in which its title begins
TITLE_LIMIT = 1_500  # letters of a text in which a title is looked for that no wording names


@cache
def _system_by_domain() -> dict[str, dict]:
    systems = shipped("recruiting_systems")["systems"]
    return {domain: system for system in systems for domain in system["domains"]}


@cache
def known(name: str) -> frozenset[str]:
    """Return a list of words of `recruiting_systems.toml`."""
    return frozenset(shipped("recruiting_systems")[name])


def system(address: str) -> dict:
    """Return the recruiting system or job board that owns an address; an empty dict if none is known."""
    labels = address.rpartition("@")[2].split(".")
    known = _system_by_domain()
    return next((known[d] for i in range(len(labels)) if (d := ".".join(labels[i:])) in known), {})


def named(rows: Rows, low: str, text: str, subject_end: int) -> tuple[str, str, str]:
    """Return employer, how it is known, and role, as far as the words name them."""
    company = why = role = ""
    for phrase, at in (*rows.get("patterns", ()), *rows.get("roles", ())):
        end = subject_end if phrase.row.get("where") else len(low)
        is_wanted = ("company" in phrase.row and not company) or ("role" in phrase.row and not role)
        for found in phrase.places(low[:end], at, text[:end]) if is_wanted else ():
            name = _company(found.groupdict().get("company") or "") if not company else ""
            before, here, _ = text[:subject_end].partition(name or "\0")
            is_headed = here and not _MET.search(before[-8:])  # “Interview with Ana Roe”
            if name and (is_headed or not phrase.row.get("twice")):
                company = name
                why = f"“{_one_line(found[0])}” in the {'subject' if found.start() < subject_end else 'text'}"
            role = role or _role_at(found, text, phrase, company)
    return company, why, role


def _role_at(found: re.Match[str], text: str, phrase: Phrase, company: str) -> str:
    if not found.groupdict().get("role"):
        return ""
    start, end = found.span("role")
    is_line = text[end : end + 1] == "\n" and text[:start].endswith(("\n", ": "))
    is_whole = is_line or HEAD.match(text, end) is not None
    role = _role(found["role"], phrase.language, is_whole, bool(phrase.row.get("last")))
    is_none = letters(company).startswith(letters(role)) or (phrase.row.get("trade") and not has_trade(role))
    return "" if is_none else role


HEAD = re.compile(r" (?:position|role|job|opportunity|opening|vacancy|post|internship|apprenticeship)\b")


def _company(named: str) -> str:
    """A name without what is not part of it; empty if nothing of a name is left."""
    name = re.sub(r"(?:'s|’s)$", "", named.strip(" -–—.,;:!\"'“”*\t"))
    if re.search(r"\b(?:Inc|Ltd|Corp|Co|S\.A|B\.V)$", name) and f"{name}." in named:
        name += "."
    name = _INFLECTED.sub(r"\1e ", name)
    name = _SENTENCES.split(name + " ")[0].strip()
    while (last := name.rpartition(" ")[2].lower()) in known("not_last") and " " in name:
        name = name.rpartition(" ")[0].rstrip(" -–,&")
    of_name, not_last = {word.lower() for word in name.split()}, known("not_last")
    others = known("not_names") | not_last
    is_none = last in not_last or of_name <= others or bool(of_name & known("role_words"))
    is_none = is_none or bool(pattern("no_name").match(name)) or not letters(name).strip("0123456789")
    return "" if is_none or name.lower() in known("nameless") else name


_SENTENCES = re.compile(r"(?<!\bSt)(?<!\bDr)(?<!\bDres)(?<!\bProf)(?<!\bGebr)(?<!\bBros)[.!?] ")
_INFLECTED = re.compile(r"^(\w+(?:eutsch|isch|lich|onal|tral|zial))en (?=[A-ZÄÖÜ])")  # der Kantonalen Bank


def _role(named: str, language: str = "", is_whole: bool = False, is_last: bool = False) -> str:
    """A job's title without what its sentence says around it; empty if there is none.

    It ends at its gender mark, its number, its hours, and at a word that no title holds; unless what follows
    shows that it is whole, at “in”, “with” and the like, too. What is last begins behind the last of those.
    """
    written = _QUOTE.split(_pattern("numbers").sub(" ", named).strip(_EDGES))[0]
    written = _pattern("condition").split(_pattern("formulas").sub("", written))[0]
    parts = _ELIDED.sub(r"\g<0> ", written).split()
    if is_last:
        ends = (n for n in range(len(parts)) if _ends_title(parts, n, True))
        starts = (n + (parts[n - 1][-1] not in ",:;") for n in ends)  # “references: care assistant”
        parts = parts[max(starts, default=0) :]
    while parts[1:] and (parts[0] in _title_words("before") or _leads_to_title(*parts[:2])):
        parts = parts[1:]
    parts = _until_its_end(parts, not is_whole, language == "French")
    role = re.sub(r"'s$", "", " ".join(parts).replace("' ", "'").strip(_EDGES))
    role = _in_first_case(role) if language == "German" and not has_trade(role) else role
    return role if 2 < len(role) < 110 and _is_title(parts, role, language == "French") else ""


def _until_its_end(parts: list[str], is_open: bool, is_french: bool) -> list[str]:
    first = [part for part in parts if part not in _title_words("joins")][:2]
    is_in_capitals = not is_french and not any(part[0].islower() for part in first)
    ends = (n for n in range(1, len(parts)) if _ends_title(parts, n, is_open, is_in_capitals))
    parts = parts[: next(ends, len(parts))]
    while parts and parts[-1] in _joining():
        parts = parts[:-1]
    is_tail = parts[1:] and parts[-1].lower() in _title_words("tails") and has_trade(parts[-2])
    return parts[:-1] if is_tail else parts


def _is_title(parts: list[str], role: str, is_french: bool) -> bool:
    is_day = fold(parts[0]) in shipped("days")["weekdays"] and (parts[1:] == [] or _DIGIT.search(role))
    is_none = parts[0] in _title_words("ends") or parts[0].lower() in _title_words("none")
    if is_day or is_none or not re.search(r"[^\W\d]{2}", role):
        return False
    small = [part for part in parts if part[0].islower() and part not in _joining()]
    is_small = small == parts and not (is_french and _FRENCH_TRADE.search(parts[0]))
    return (is_french or not small or has_trade(role)) and (not is_small or _is_small_title(role))


_FRENCH_TRADE = re.compile(r"(?:eur|euse|trice|ier|ière|iste|ien|ienne)s?$")
_DIGIT = re.compile(r"\d")


def _joining() -> frozenset[str]:
    return _title_words("joins") | _title_words("turns")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(shipped("recruiting_systems")["title_patterns"][name])


@cache
def _title_words(name: str) -> frozenset[str]:
    return frozenset(words("titles", name))


def _leads_to_title(word: str, behind: str) -> bool:
    """Whether a word in small letters stands before a title in capital ones: “process for Ledger Clerk”."""
    is_behind = behind[0].isupper() or behind == "for"
    return word.islower() and is_behind and not (has_trade(word) or seniority(word))


def _ends_title(parts: list[str], n: int, is_open: bool, is_in_capitals: bool = False) -> bool:
    """Whether a title ends before this word; “in” belongs to a “Lecturer in”, “to” to an “Assistant to”."""
    before, word = "".join(parts[:n][-1:]), re.sub(r"'(?:s|d|m|re|ve|ll)$", "", parts[n].strip(_EDGES))
    if "(" in " ".join(parts[:n]).rpartition(")")[2]:
        return False
    if word in _title_words("ends") or (is_open and word in _title_words("turns")):
        return f"{before.lower()} {word}" not in _title_words("asked")
    is_apart = before[-1:] in (",", ":", ";")
    if word[:1].islower() and word not in _joining() and not has_trade(word):
        return is_apart or (is_in_capitals and "-" not in parts[:n] and before not in ("of", "de", "the"))
    is_named = f"{before} {word}".lower() in _title_words("places") or _NUMBER.fullmatch(word) is not None
    is_firm = is_apart and n > 1 and not (is_in_capitals or has_trade(word))
    return n > 0 and (is_named or is_firm or (word == "I" and (is_apart or before == "and")))


_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)\d{4,12}(?:BR)?")


def _is_small_title(role: str) -> bool:
    """Whether these few words are a title in small letters: the first or last is a trade."""
    parts = role.split()
    return len(parts) < 8 and (has_trade(parts[0]) or has_trade(parts[-1]))


def _in_first_case(role: str) -> str:
    """A German title as it is called: “Technischer Zeichner” of “eines Technischen Zeichners”."""
    parts = role.split()
    for n, end in product(range(len(parts)), ("es", "s", "en", "n")):
        if parts[n].endswith(end) and has_trade(stem := parts[n].removesuffix(end)):
            ending = "er" if end[-1] == "s" else "e"
            before = [re.sub(r"(?<=sch|ich|tig|ell)en$", ending, part) for part in parts[:n]]
            return " ".join((*before, stem, *parts[n + 1 :]))
    return role


def before_employer(role: str, company: str) -> str:
    """A title without the employer's name behind it."""
    name = re.escape(company)
    role = re.sub(rf"^{name} (?:[-:–]|for|für|pour) ", "", role)
    return re.sub(rf" ?(?:[-,] {name}$|(?:at|with|chez|à|au sein de) {name}\b.*$)", "", role).rstrip()


_EDGES = " -–—.,;:&*#\"'“”„«»‘’/|"
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)'(?=\w)", re.I)  # French: “d'accueil” is two words
_QUOTE = re.compile(r"[\"“”„«»]")


def title(text: str, subject_end: int, company: str, is_boards: bool = False) -> str:
    """A title that no wording names: capital words, one a trade's, in the subject or behind a small one.

    At the start of a line in the text it is more often that of the person who signs.
    """
    start = text[: subject_end + TITLE_LIMIT]
    mark = _MARK.search(start)
    if mark and (marked := _MARKED.search(start, max(0, mark.start() - LONGEST_TITLE), mark.end())):
        return _role(marked["role"])
    parts = [_without_formula(part) for part in _SEGMENT_END.split(text[:subject_end])]
    small = (role for one in parts if len(one.split()) < 5 and (role := _role(one)) and _is_small_title(role))
    runs = [part for part in parts if (run := pattern("capitals").match(part)) and has_trade(run[0])]
    runs += _beside_names(start, company, is_boards)
    runs += _behind_small_words(start)
    roles = (_role(run.replace(company or "\0", " ")) for run in runs if has_trade(run))
    return next((role for role in chain(small, roles) if 0 < len(role.split()) < 12), "")


def _behind_small_words(text: str) -> list[str]:
    """Runs of capital words behind “for”, “our”, but of a person: “with our Head of Sales, Ann Roe”."""
    behind = (run for run in pattern("capitals").finditer(text) if run["small"] and "\n" not in run["small"])
    jobs = (run for run in behind if "," not in run[0] or not _MET.search(text[: run.start()][-8:]))
    return [run[0].removeprefix(run["small"]) for run in jobs]


_MET = re.compile(r"\b(?:with|meet|from|by|mit|avec|par) $")  # “with our Head of Marketing, Ann Roe”


def below_title(text: str, role: str, is_boards: bool) -> str:
    """Return the organisation in the line below one with the title alone; a board shows any name there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] if role else []
    for above, line in pairwise(lines):
        is_title = above.startswith(role) and len(above) < len(role) + 20
        is_name = is_title and pattern("signed").fullmatch(line) is not None
        if is_name and (is_boards or _is_organisation(line) or pattern("legal").search(line)):
            return _company(line)
    return ""


def _beside_names(text: str, company: str, is_boards: bool) -> list[str]:
    """Lines above one with the employer, as a board shows a job; of others, only those between two such."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] if company else []
    around = zip(lines, lines[1:], lines[2:], strict=False)
    beside = (one for one in around if one[2].startswith(company))
    return [job for above, job, _ in beside if is_boards or above.endswith(company)]


def _without_formula(part: str, own: str = "") -> str:
    """A part of a subject without what leads to a title, “Absage Bäcker”, or to the name in an address."""
    leads = _title_words("formula")
    parts = (_called(part) or part).split()
    return " ".join(
        dropwhile(lambda word: word.lower() in leads and letters(word) not in (own or " "), parts)
    )


def _called(subject: str) -> str:
    """What stands in brackets behind a talk: “Phone Interview (Data Analyst)”."""
    found = pattern("talk_called").search(subject)
    return found["name"] if found else ""


def has_trade(text: str) -> bool:
    """Return whether a word is that of a trade, or ends in one as German words do."""
    trades, ends = _trades()
    found = re.findall(r"[\w-]+", fold(text))
    stems = (word.removesuffix("nen").removesuffix("in") for word in found if len(word) > 4)
    return not trades.isdisjoint(found) or any(stem.endswith(ends) for stem in stems)


def asks_for_no_job(text: str) -> bool:
    """Return whether all that is applied for has no word of a job or a trade: “to adopt”, “a plot”."""
    asked = ["".join(found) for found in _pattern("asked").findall(text)]
    return bool(asked) and not any(_pattern("asked_jobs").search(one) or has_trade(one) for one in asked)


@cache
def _trades() -> tuple[frozenset[str], tuple[str, ...]]:
    trades, ends = ({fold(word) for word in known(name)} for name in ("trades", "trade_ends"))
    return frozenset(trades), tuple(ends)


_MARK = re.compile(r"(?<=\w) ?\((?:[mwfdxi](?:/[mwfdxi]){1,3}|all genders|alle|gn)\)")
_MARKED = re.compile(TITLE + rf"(?={_MARK.pattern})")
_SEGMENT_END = re.compile(r" - | -- |[:!] | : |, (?=\d)| @ | \| | => | / |\n")


NONE = ("", "")


def from_sender(sender: str, address: str, text: str, subject: str = "") -> tuple[str, str]:
    """The employer as the sender's name or address gives it; the letter may write an address out."""
    letter = _Sender(sender, address, text, subject)
    if not address and (firm := signed(text)):
        return firm, f"the line “{firm}” below the letter"
    sources = (_named_talk, _address_written_out, _closing, _own_name, _address_itself)
    return next((found for source in sources if (found := source(letter))[0]), NONE)


def employer_in(sender: str) -> str:
    """Return the employer that a From header names: as “name <address>”, or as a pasted letter has it."""
    name, _, address = sender.rstrip("> ").rpartition("<")
    return from_sender(name.strip("\"' "), address.lower(), "")[0] if "@" in address else sender


class _Sender:
    """Who sent a letter, and what its address says: a system's or board's, an employer's, of free mail."""

    def __init__(self, sender: str, address: str, text: str, subject: str):
        sender = re.sub(r" \(?via .*$", "", sender)
        self.sender, self.address, self.text, self.subject = sender, address, text, subject
        self.owner = system(address)
        self.local, _, self.domain = address.rpartition("@")
        is_free = self.domain in known("free_mail") or self.local.startswith("calendar-")
        self.is_service = bool(self.owner) or bool(_SERVICE.search(self.domain))
        self.own = "" if self.owner or is_free else own_name(self.domain)
        if _SERVICE.search(self.own):  # “pinefold.recruitingmail.com”
            first, _, behind = self.domain.partition(".")
            self.own = first if "." in behind and not _is_office(first) else ""
        told = pattern("with_firm").fullmatch(sender)
        is_theirs = told is not None and (
            self._is_person(told["by"]) or letters(told["firm"]) in letters(self.domain)
        )
        name = _no_office(told["firm"] if told and is_theirs else sender)
        is_addressed = bool(_MISTER.match(sender)) and not _how_much(sender, letters(self.own))
        is_none = name.lower() in known("nameless") or self._is_person(name) or is_addressed
        self.name = "" if is_none else name
        self.is_employers = len(name) < len(sender) or _is_organisation(name)

    def _is_person(self, name: str) -> bool:
        """Whether a name is that of the person who writes: its last word, or its first, is in the address."""
        words_of, local = name.split(), letters(self.local)
        is_two = 1 < len(words_of) < 4 and not _is_organisation(name) and not pattern("legal").search(name)
        is_home = bool(self.own) and _how_much(name, letters(self.own)) == len(letters(self.own))
        return is_two and not is_home and any(len(w) > 2 and letters(w) in local for w in words_of)


def _named_talk(letter: _Sender) -> tuple[str, str]:
    is_nameless = letter.name in ("", letter.owner.get("name")) and not has_trade(letter.subject)
    name = _called(letter.subject) if is_nameless else ""
    return (_company(name), f"the talk's name, “{name}”") if name else NONE


def _address_written_out(letter: _Sender) -> tuple[str, str]:
    if not letter.own:
        return NONE
    own = letters(letter.own)
    found = (_SENTENCES.split(run["company"]) for run in _NAME.finditer(f"{letter.subject}\n{letter.text}"))
    runs = [run.rstrip(".") for run in chain(*found)]
    for run in runs if 2 < len(own) < 8 else ():
        if "".join(word[0] for word in run.split() if word[0].isupper()).lower() == own:
            return _company(run), f"a line, “{_one_line(run)}”, of which the address has the initials"
    whole = "\n".join(run for run in runs if 3 * _how_much(run, own) > 2 * len(own))
    name = letters(f"{letter.name} {spelled_out(letter.name.lower())}")
    is_whole = " " in letter.name or own in name  # “Metro Jobs” of tdmetro.example is not
    lines = [_written_out(part, own) for part in (letter.sender * is_whole, letter.text, whole)]
    line = max(lines, key=lambda one: _how_much(one, own) if one else 0)
    where = "the sender's name" if line == lines[0] else "a line"
    house, _, family = letter.own.rpartition("-")
    if not line or (_is_organisation(house) and _how_much(line, own) <= len(family)):
        return NONE
    return _company(_no_office(line)), f"{where}, “{_one_line(line)}”"


def _own_name(letter: _Sender) -> tuple[str, str]:
    is_boards = letter.owner.get("board") or letter.name == letter.owner.get("name")
    is_theirs = bool(letter.name) and not is_boards and (letter.is_service or letter.is_employers)
    return (letter.name, f"the sender's name, “{_one_line(letter.sender)}”") if is_theirs else NONE


def _closing(letter: _Sender) -> tuple[str, str]:
    """Who signs, with a legal form, or where nothing in the letter has a word of the sender's address."""
    firm = signed(letter.text, letter.sender)
    is_told = letter.own and letters(letter.own) in letters(f"{letter.subject} {letter.text}")
    is_known = is_told or (letter.name and letter.is_employers and letter.name.lower() not in firm.lower())
    is_it = firm and (pattern("legal").search(firm) or not is_known)
    return (firm, f"the line “{firm}” below the letter") if is_it else NONE


def _address_itself(letter: _Sender) -> tuple[str, str]:
    parts = {"local": letter.local.partition("+")[0], "subdomain": letter.domain.split(".")[0]}
    part = parts.get(str(letter.owner.get("employer")), letter.own)
    if not part or part.lower() in known("not_names") | known("nameless") or part.isdigit():
        return NONE
    part = part.replace("-", " ")
    where = letter.address if letter.owner else f"at {letter.domain}"  # of a person nothing but their house
    return (part if part != part.lower() else part.title()), f"the sender's address, {where[:80]}"


def signed(text: str, sender: str = "") -> str:
    """Return the organisation that signs a letter, behind “Kind regards”: below a name, or known as one.

    The name is the sender's, if one is given; then the last line may do without such words.
    """
    last = re.split(r"[.!?]\s|\n\n", text.strip())[-1][:300] if sender else ""
    below = [last, *(text[one.end() :][:300] for one in pattern("closing").finditer(text))][-1]
    parts = [*filter(None, (part.strip(_EDGES) for part in re.split(r"[\n,|•]| [-–] ", below)))][:5]
    first, found = letters(sender.partition(" ")[0]), []
    for n, part in enumerate(parts):
        name = _no_office(part)
        is_sure = name != part or _is_organisation(part) or pattern("legal").search(part) is not None
        is_it = is_sure or (n > 0 and first in letters(" ".join(parts[:n])))
        if is_it and " " in name and pattern("signed").fullmatch(part) and not has_trade(part):
            found.append((not is_sure, _company(name)))
    return min(found, key=lambda one: one[0], default=(True, ""))[1]


def _is_organisation(name: str) -> bool:
    words_of, ends = re.findall(r"\w+", name.lower()), tuple(known("organisation_ends"))
    houses = known("organisations") | known("nameless")
    return any(word in houses or word.endswith(ends) for word in words_of)


def own_name(domain: str) -> str:
    """Return the part of a domain that is a firm's own name: “pinefold” of mail.pinefold.co.uk."""
    parts = domain.split(".")[:-1]
    shared = ("co", "com", "org", "ac", "gov", "net", "nhs", "edu", "gouv", "sch")  # name.county.sch.uk
    behind = 1 + (len(parts) > 1 and parts[-1] in shared) + (len(parts) > 2 and parts[-1] == "sch")
    return "".join(parts[-behind:][:1])


_SERVICE = re.compile(r"recruit|karriere|bewerb|mailing|talentpool")
_MISTER = re.compile(r"(?:Frau|Herrn?|Mrs?|Ms|Mme|Madame|Monsieur)\b\.? ")


def _no_office(sender: str) -> str:
    """A sender's name without the words for an office at its ends."""
    kept = every = [word for word in re.split(r"[\s,|_()]+", sender) if word]
    while kept and _is_office(kept[-1]):
        kept = kept[:-1]
    while kept and _is_office(kept[0]) and [word.lower() for word in kept[1:2]] != ["of"]:
        kept = kept[1:]
    return " ".join(every if ["The", *kept] == every else kept)


def _is_office(word: str) -> bool:
    return word.lower().strip(".-–—:") in {*known("not_names"), ""}


def _written_out(text: str, own: str) -> str:
    """The first short line, or part of one, with the most of the name that an address shortens."""
    lines = (line.strip() for line in text.splitlines() if len(line) < 90)
    parts = [part.strip(" )") for line in lines for part in _PARTS.split(line)]
    best = max(parts, key=lambda part: _how_much(part, letters(own)), default="")
    return _without_formula(best, letters(own)) if _how_much(best, letters(own)) else ""


_NAME = re.compile(COMPANY)
_PARTS = re.compile(r" [-–—|@] |[,(/]|(?<=\w): | at | via | chez |(?<=\w) von ")


def _how_much(line: str, own: str) -> int:
    """How many letters of an address a name writes out, in words of more than three."""
    words_of = line.split()
    is_sentence = line[-1:] in tuple(",.!?:;") and not pattern("legal").search(line)
    if not (1 < len(words_of) < 8 and line[0].isupper()) or is_sentence or "@" in line:
        return 0
    ways = ((letters(word), letters(spelled_out(word.lower()))) for word in words_of if not _is_office(word))
    much = sum(max((len(way) for way in both if len(way) > 3 and way in own), default=0) for both in ways)
    return much if _company(_no_office(line)) else 0


def _one_line(text: str) -> str:
    return " ".join(text.split())[:160]
