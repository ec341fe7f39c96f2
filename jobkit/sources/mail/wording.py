"""What a message about an application says, by the wordings in `data/phrases_*.toml`, and which decided.

A strong wording decides alone, unless a word before it makes it hypothetical ("if you are selected").
The kinds are asked in a fixed order: a refusal thanks for the application too, so the thanks count only when
nothing else does. A weak wording has points, and two points decide (an offer needs three); with more of them
a kind outweighs a strong wording of some others. Only the first part of a message is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from jobkit.language.text import letters
from jobkit.language.vocabulary import shipped
from jobkit.sources.mail import naming
from jobkit.sources.mail.invitations import appointed
from jobkit.sources.mail.messages import pattern
from jobkit.sources.mail.naming import HEAD, before_employer, from_sender, has_trade, named, system, title
from jobkit.sources.mail.phrases import (
    Phrase,
    Rows,
    candidates,
    holds,
    languages,
    phrases,
    unread_language,
    words,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

LIMIT = 6_000
BODY_LIMIT = 60_000
LONG = 500  # characters above which a letter may speak of jobs by the way
ORDER: Sequence[str] = shipped("letters")["order"]["kinds"]
EVENTS = frozenset(
    ("applied", "withdrawn", "closed", "rejected", "offer", "off", "interview", "assessment", "acknowledged")
)
ENDED = ("closed", "rejected")
LOUD = (
    *ENDED,
    "offer",
)  # a talk of which nothing shows that it is a job's is asked about only of a firm applied to
_INVITING = ("offer", "deferred", "off", "recorded", "interview", "assessment")
_PLAINLY = ("withdrawn", "off", "interview", "assessment")
_WAITING = {"rejected": "pending", "unsent": "tested"}  # guards behind a wording that waits for the reader
_TALKS = ("interview", "entretien", "entrevue", "gespräch", "gespraech")
_AS = {"recorded": "assessment", "deferred": "update", "asked": "update", "unrelated": "other"}
_OUTWEIGH: Mapping[str, Mapping[str, int]] = shipped("letters")["outweigh"]
REASONS = {"feedback": "not_demonstrated", "volume": "unknown"}
"""Grounds of refusals that are finer than the built-in reasons, and the one that each belongs to."""
_PLAIN = (  # “« oui »” becomes ' "oui" ', so that a quotation's ends are told apart
    *((f"«{space}", ' "') for space in " \xa0\u202f"),
    *((f"{space}»", '" ') for space in " \xa0\u202f"),
    *zip("’‘`´“”„«»–—‑\xa0\u202f\u2009", '\'\'\'\'"""""---   ', strict=True),
)
_REPLY = re.compile(r"^\s{0,4}(?:(?:re|aw|antwort|fwd?|wg|tr|sv)(?:\[\d\])? ?: {0,2}){1,4}", re.I)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}")
_SENTENCE_END = re.compile(r"(?:(?<!\b\d)(?<!\b\d\d)\.|[!?])(?=\s|$)|\n")
_OF_A_JOB = re.compile(r"\b(?:jobs?|vacancy|\w*stelle|poste|emploi)\b")
_FOR_HER = re.compile(r"\b[Ff]ür sie\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says. `words` decided its kind, `is_own`: the reader of the mailbox wrote it.

    `is_plain`: one wording decides alone.

    `reason_words` is the sentence that gives a ground.
    """

    kind: str
    words: str = ""
    company: str = ""
    company_why: str = ""
    role: str = ""
    reason: str = ""
    reason_words: str = ""
    is_stated: bool = False
    is_sent: bool = False
    is_own: bool = False
    is_plain: bool = False
    is_screening: bool = False
    system: str = ""
    board: str = ""


def may_be_about_a_job(subject: str, sender: str, body: bytes) -> bool:
    """Return whether a message is worth decoding: words of job search stand in it (two, if it is long).

    A trade in the subject, “Re: Supplies Coordinator”, will do, too.
    """
    if system(sender.rpartition("<")[2].rstrip(">")):
        return True
    head = f" {subject} {sender}".lower().replace("<", " ")
    if any(map(head.__contains__, _job_words())) or has_trade(subject):
        return True
    found = _job_bytes().find_matches_as_indexes(body[:BODY_LIMIT].lower(), overlapping=True)
    return len({word for word, _, _ in found}) >= (1 if len(body) < 1_500 else 2)


@cache
def _job_words() -> tuple[str, ...]:
    others = (word for language in shipped("other_languages").values() for word in language["job"])
    return (*words("context", "first"), *others)


@cache
def _job_bytes() -> BytesAhoCorasick:
    """An automaton that finds all words of job search in one pass: a newsletter is long."""
    from ahocorasick_rs import BytesAhoCorasick

    encoded = {word.encode(name, "ignore") for word in _job_words() for name in ("utf-8", "cp1252")}
    return BytesAhoCorasick(sorted(word for word in encoded if len(word) > 2))


class _Letter:
    """A letter in the forms in which it is searched, the wordings that may stand in it, who sent it.

    `whole` is subject and text as written, `low` the same in small letters, each at its place; no wording
    goes from the one into the other.
    """

    def __init__(self, subject: str, sender: str, address: str, text: str):
        subject, text = _REPLY.sub("", subject, count=1), text[: 2 * LIMIT]
        if "://" in text or "www." in text:
            text = _LINK.sub(lambda link: link[0][:40].split("?")[0], text)
        text = text[:LIMIT]
        self.sender, self.address, self.text = sender, address, text
        self.about = f"{sender} {address}".lower()
        self.subject_end = len(subject)
        self.whole = f"{subject}\n{text}"
        # “sie”, written small, is not the reader
        other = "für ihn" if pattern("formal").search(text) else "für die"
        self.low = f"{lowered(subject)}.{lowered(_FOR_HER.sub(other, text))}"
        self.head = self.low[: self.subject_end]  # the subject
        self.spoken = languages(self.low)
        self.rows = candidates(self.low, self.spoken)
        owner = system(address)
        self.system, self.board = owner.get("name", ""), owner.get("name", "") if owner.get("board") else ""
        self.is_system = bool(owner) and not self.board

    @cached_property
    def names(self) -> tuple[str, str, str]:
        """Return employer, how it is known, and job title, as far as the letter's words name them."""
        plain = _plain(self.whole)
        company, why, role = named(self.rows, self.low, plain, self.subject_end)
        owner, _, behind = company.partition("'s ")  # “Amberis's SDE opportunities”, from amberis.example
        if letters(owner) in letters(self.about) and behind and letters(behind) not in letters(self.about):
            company = owner
        name = re.escape(company)
        as_title = rf"{name}{HEAD.pattern}|\b(?:der|die|als|zur|zum) {name}\b(?! \w*mbH| AG)"
        if not role and has_trade(company) and re.search(as_title, self.whole):
            company, why, role = "", "", company
        return company, why, role or title(plain, self.subject_end, company, bool(self.board))

    def is_headed_by(self, role: str) -> bool:
        """Return whether the job's title is all that the subject says, but for “Interview - ”."""
        return bool(role) and pattern("talk_of").sub("", self.head, count=1) == role.lower()

    def is_of_body(self) -> bool:
        """Return whether a club, a fund, a school or the like writes, by its subject and sender."""
        return any(map(f" {self.head} {self.about}".__contains__, naming.known("bodies")))

    def sentence(self, match: re.Match[str] | None) -> str:
        return _sentence(self.whole, match) if match else ""


def _may_be_yours(letter: _Letter, kind: str, phrase: Phrase, at: int) -> bool:
    """Return whether it is of people; one word of other things may stand in a sure refusal."""
    is_sure = kind in ENDED and not phrase.points and _tells_of_a_job(letter, letter.names[2], at)
    return _is_of_people(letter, others=int(is_sure))


def read(subject: str, sender: str, address: str, text: str, sent: str = "") -> Reading:
    """Return what a message says: kind, the words that decided, employer, role, a refusal's ground.

    With the day it was `sent`, one about your application that names a later day and hour and says nothing
    else is an invitation, in whatever words.
    """
    if any(map(f"{sender} {address}".lower().__contains__, words("context", "offices"))):
        return Reading("office")
    letter = _Letter(subject, sender, address, text)
    kind, phrase, match = _decided(letter.rows, letter.low, letter.subject_end)
    if kind in _SILENT:
        kind, phrase, match = _appointed(letter, sent) or (kind, phrase, match)
    kind = "applied" if kind == "own" and phrase and phrase.row.get("applied") else _AS.get(kind, kind)
    if phrase is None or match is None or kind not in EVENTS:
        return _aside(letter, kind, match)
    names = letter.names
    is_tale = not letter.is_system and kind not in ("withdrawn", "applied") and _is_a_tale(letter, match)
    if is_tale or not (letter.is_system or _is_about_a_job(letter, kind, phrase, match.start(), names)):
        is_doubt = kind in LOUD and (is_tale or _may_be_yours(letter, kind, phrase, match.start()))
        return _aside(letter, "unsure" if is_doubt else "notjob", match)
    if _contradicts(letter, kind, match):
        return _aside(letter, "contrary", match)
    return _news(letter, kind, phrase, match, names)


def _appointed(letter: _Letter, sent: str) -> tuple[str, Phrase, re.Match[str]] | None:
    """An invitation by its day and hour alone, in a letter that speaks of the reader's application."""
    if not (sent and pattern("hour").search(letter.whole)):
        return None
    role = letter.names[2]
    is_of_yours = _speaks_of_yours(letter) or letter.is_headed_by(role)
    if not (is_of_yours or has_trade(role)):
        return None
    _, hour, written = appointed(letter.whole, sent)
    match = re.search(re.escape(lowered(written)), letter.low) if hour else None
    around = f" {_around(letter.low, match)} " if match else ""
    if match is None or _holds("conditions", around) or _holds("events", around):
        return None
    asked = pattern("asks_you").search(letter.low, max(0, match.start() - 200), match.end() + 100)
    return ("interview", _BY_ITS_DAY, match) if is_of_yours or asked else None


def _speaks_of_yours(letter: _Letter) -> bool:
    return any(map(letter.low.__contains__, (*words("context", "applied"), *words("context", "yours"))))


_BY_ITS_DAY = Phrase("interview", "", [], (), 0, 0, "", {}, points=2)
_Found = Iterator[tuple[Phrase, re.Match[str]]]
_SILENT = ("", "update", "acknowledged")


def _contradicts(letter: _Letter, kind: str, match: re.Match[str]) -> bool:
    """Whether a letter has, apart from what decided, words of an offer and those of a refusal."""
    others = ENDED if kind == "offer" else ("offer",) * (kind in ENDED)
    rows = [row for other in others for row in letter.rows.get(other, ())]
    found = _found(rows, letter.low, letter.subject_end)
    apart = [phrase.points for phrase, at in found if at.end() <= match.start() or match.end() <= at.start()]
    return 0 in apart or (kind == "offer" and sum(apart) > 1)


def _aside(letter: _Letter, kind: str, match: re.Match[str] | None) -> Reading:
    if language := unread_language(letter.low):
        return Reading("language", language)
    if not kind:
        kind = "unknown" if letter.is_system else "notjob"
    if kind == "notjob" and _may_be_about_a_job(letter):
        kind = "unread"
    return Reading("other" if kind == "own" else kind, letter.sentence(match), system=letter.system)


def _news(letter: _Letter, kind: str, phrase: Phrase, match: re.Match[str], names: tuple) -> Reading:
    refusals = _found(letter.rows.get("rejected", ()), letter.low, letter.subject_end)
    chosen = (found for found in refusals if found[0].row.get("chosen"))
    if kind == "closed" and (personal := next(chosen, None)):
        kind, phrase, match = "rejected", *personal  # “the role was filled as well”, said beside it
    company, why, role = names
    subject = letter.whole[: letter.subject_end]
    if not company or company == letter.board:
        below = naming.below_title(letter.text, role, bool(letter.board))
        company, why = (below, f"the line “{below}” below the title") if below else (company, why)
    if not company:
        company, why = from_sender(letter.sender, letter.address, letter.text, subject)
    reason, reason_words, is_stated = _ground(kind, letter.rows, letter.low, letter.whole)
    if kind == "closed" and reason == "internal_or_known":
        kind = "rejected"  # the job did not end: somebody else has it
    if kind == "closed" and not reason:
        reason, reason_words, is_stated = "role_changed", letter.sentence(match), True
    is_stated = is_stated or bool(reason and pattern("personal").search(letter.low))
    mine = pattern("mine").search(letter.low, max(0, match.start() - 8), match.end())  # “I've accepted …”
    return Reading(
        kind,
        letter.sentence(match),
        company,
        why,
        before_employer(role, company) if company else role,
        reason,
        reason_words,
        is_stated,
        is_sent=kind == "acknowledged" and bool(phrase.row.get("applied")),
        is_own=kind == "applied" or (kind == "withdrawn" and mine is not None),
        is_plain=not phrase.points,
        is_screening=kind == "interview" and _is_screening(letter.low),
        system=letter.system,
        board=letter.board,
    )


def of_remark(text: str, ending: str = "rejected") -> Reading:
    """Return what a person's own note says in the phrases of letters, its ground that of such an ending.

    Its kind is a rejection or the end of a search, else empty.
    """
    low, whole = f".{lowered(text)}".replace('"', " "), f"\n{text}"  # what they said, in quotation marks
    rows = {kind: found for kind, found in candidates(low).items() if kind not in ("own", "unrelated")}
    kind, phrase, _ = _decided(rows, low, 0)
    is_ending = phrase is not None and kind in ("rejected", "closed")
    gone = rows.get("role_changed", ())  # its formulas (“hired someone”) say only that somebody has the job
    rows["role_changed"] = [found for found in gone if found[0].row.get("stated")]
    reason, reason_words, is_stated = _ground(ending, rows, low, whole)
    kind = "rejected" if reason == "internal_or_known" else kind
    return Reading(
        kind if is_ending else "",
        reason=REASONS.get(reason, reason),
        reason_words=reason_words,
        is_stated=is_stated,
        is_plain=is_ending and phrase is not None and not phrase.points,
    )


def employer(text: str) -> str:
    """Return the employer that the words of a letter name, or nothing."""
    return _Letter("", "", "", text).names[0]


def lowered(text: str) -> str:
    """Return the text in small letters with plain quotes and spaces, each letter at its old place."""
    plain = _plain(text).replace("\n", " ").replace("\t", " ").replace("|", "-")
    low = plain.lower()
    low = low if len(low) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    return pattern("point").sub(lambda point: point[0][:-1] + "\xb7", low)


def _plain(text: str) -> str:
    """The text with plain quotes, hyphens and spaces; some searches are faster than one translation."""
    for sign, plain in () if text.isascii() else _PLAIN:
        text = text.replace(sign, plain)
    return text.replace("`", "'")


def _decided(rows: Rows, low: str, subject_end: int) -> tuple[str, Phrase | None, re.Match[str] | None]:
    """The first kind with a strong wording, else the first with two points; the same words count once."""
    leads: dict[str, tuple[Phrase, re.Match[str]]] = {}
    points: dict[str, int] = {}
    off = [match for _, match in _found(rows.get("off", ()), low, subject_end)]
    for kind in ORDER:
        counted: list[tuple[range, int]] = []
        for phrase, match in _found(rows.get(kind, ()), low, subject_end):
            here = range(*match.span())
            if kind in ENDED and any(max(here.start, o.start()) < min(here.stop, o.end()) for o in off):
                continue  # “we cannot go ahead with the interview on Thursday”
            is_late_ad = kind == "jobads" and not phrase.row.get("where")
            worth = phrase.points or (2 if is_late_ad else 0)
            if worth == 0:
                return _outweighed(kind, phrase, match, leads, points, low)
            if kind not in leads or worth > leads[kind][0].points:
                leads[kind] = phrase, match
            same = (n for words, n in counted if match.start() < words.stop and words.start < match.end())
            points[kind] = points.get(kind, 0) + max(0, worth - max(same, default=0))
            counted.append((range(*match.span()), worth))
    enough = [kind for kind in ORDER if points.get(kind, 0) >= 2 + (kind == "offer")]
    enough.sort(key="jobads".__eq__)
    best = enough[0] if enough else "update"
    return (best, *leads[best]) if best in leads else ("", None, None)


def _outweighed(kind: str, phrase: Phrase, match: re.Match[str], leads: Mapping, points: Mapping, low: str):
    """A strong wording, or a kind with the points to outweigh it: one more if a single wording has two."""
    for other, needed in _OUTWEIGH.get(kind, {}).items():
        is_telling = other in leads and other not in ("update", "interview") and leads[other][0].points > 1
        applied = words("context", "applied") + words("context", "tried") * (other == "approach")
        is_of_yours = other in ("jobads", "approach") and any(map(low.__contains__, applied))
        if points.get(other, 0) + is_telling >= needed and not is_of_yours:
            return other, *leads[other]
    return kind, phrase, match


def _found(rows: Iterable[tuple[Phrase, list[int]]], low: str, subject_end: int) -> _Found:
    for phrase, at in rows:
        for match in phrase.places(low[:subject_end] if phrase.row.get("where") else low, at):
            is_possible = _is_hypothetical(low, match, phrase.kind, subject_end) or _is_quoted(low, match)
            if not (is_possible or _is_formula(low, phrase, match)):
                yield phrase, match
                break


def _is_hypothetical(low: str, match: re.Match[str], kind: str, subject_end: int) -> bool:
    """Whether the clause before a wording makes it a mere possibility.

    That behind it may do so for an invitation (“if you are selected”), a refusal (“until you reply”), and
    what is still to complete (“by taking the test”).
    """
    start = subject_end + 1 if match.start() > subject_end else 0
    before = low[max(start, match.start() - 200) : match.start() + 1]
    clause = _impolite(before[max(before.rfind(end) for end in words("guards", "clause_ends")) + 1 :])
    if _holds("hypothetical", clause) or pattern("verb_first").search(_around(low, match, start)):
        return True
    if kind in _WAITING:
        behind = re.split("[.!?]", low[match.end() : match.end() + 200], maxsplit=1)[0]
        return _holds(_WAITING[kind], f" {behind} ")
    if kind not in _INVITING:
        return False
    behind = re.split("[.!?]", low[match.end() : match.end() + 120], maxsplit=1)[0]
    is_other = _HOUR.search(match[0]) if kind == "offer" else _holds("past", f"{clause[:-2]}{match[0]} ")
    is_possible = _holds("possible", clause) or _holds("conditions", _impolite(behind))
    return bool(is_other) or is_possible or _holds("events", f" {_around(low, match, start)} ")


_HOUR = re.compile(r"\b(?:um|gegen|at|à) \d{1,2}(?:[.:h\xb7]\d\d)?(?: ?uhr| ?[ap]m|h)\b")


def _around(low: str, match: re.Match[str], start: int = 0) -> str:
    """The sentence of a wording in small letters, as far as it is near."""
    before, behind = low[max(start, match.start() - 200) : match.start()], low[match.end() :][:120]
    return re.split("[.!?]", before)[-1] + match[0] + re.split("[.!?]", behind, maxsplit=1)[0]


def _impolite(clause: str) -> str:
    """A clause between spaces, without the words that are politeness and no condition."""
    for phrase in words("guards", "polite"):
        clause = clause.replace(phrase, "")
    return f" {clause} "


def _is_screening(low: str) -> bool:
    """Whether a letter speaks of a first call, and not of one that was."""
    found = ((low.find(word), word) for word in words("stage", "screening"))
    return any(at >= 0 and not _holds("past", f" {low[max(0, at - 60) : at]}{word} ") for at, word in found)


def _is_quoted(low: str, match: re.Match[str]) -> bool:
    """Whether a wording stands in quotation marks: in a sentence, or a letter, that is talked about."""
    opened = low.rfind('"', max(0, match.start() - 1_500), match.start())
    if opened >= 0 and low[opened + 1 : opened + 30].lstrip().startswith(words("guards", "greetings")):
        return low.find('"', match.end()) > 0
    before = opened if match.start() - opened <= 200 else -1
    after = low.find('"', match.end(), match.end() + 200)
    return (
        0 <= before < after
        and low[before - 1 : before] in ("", " ", "(", ".")
        and low[before + 1 : before + 2].isalnum()
        and not low[after + 1 : after + 2].isalnum()
        and pattern("spoken").search(low, before, after) is not None
    )


def _is_formula(low: str, phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether a refusal says only that not all can be answered."""
    if phrase.kind != "rejected":
        return False
    near = low[match.start() : match.end() + (170 if phrase.points else 50)]
    return _holds("formula", f" {_SENTENCE_END.split(near, maxsplit=1)[0]} ")


def _holds(guard: str, clause: str) -> bool:
    return holds(clause, words("guards", guard))


def _is_about_a_job(letter: _Letter, kind: str, phrase: Phrase, at: int, names: tuple) -> bool:
    """Whether enough words of job search stand in subject, sender and near the words that decided.

    The longer a message is, the more; one more if all are said of other things too, nothing is named, and it
    does not plainly speak of an interview; one more in a long message that says “you” nowhere near. Beside
    words of other applications only those count that are said of jobs alone. A long message without any of
    those must name a job title.
    """
    low, subject_end, (company, _, role) = letter.low, letter.subject_end, names
    if _is_of_something_else(letter, kind, role, at):
        return False
    near = f" {low[:subject_end]} {letter.about} {low[max(subject_end + 1, at - 500) : at + 500]} "
    near = near.replace("'", "' ")  # so that a word of other things is found in “l'appartement”
    is_named = bool(company or (role and (not role[0].islower() or pattern("to_you").search(near))))
    of_jobs, shared, others = _told_of(near, letter.spoken)
    is_talk = kind == "interview" and _speaks_of_yours(letter)
    others *= not (is_talk and has_trade(letter.head))  # about a job, whatever else it names: “the surgery”
    is_headed = letter.is_headed_by(role) and (not others or has_trade(role))  # “Biscuit”, a dog's name
    is_of_yours = pattern("your_application").fullmatch(letter.head) is not None
    of_jobs += 2 * is_headed + (is_of_yours or is_talk)
    if others:
        sure = len({one[0] for one in pattern("of_jobs").finditer(near)})
        return min(of_jobs, sure + (2 * has_trade(role))) >= 2 + (not is_named) * (1 + (others > 1))
    of_jobs += has_trade(low[:subject_end])
    is_long = len(low) > LONG
    if is_long and not (of_jobs or role):
        return False
    found = of_jobs + shared
    found += has_trade(low[max(0, at - 100) : at + 150]) if is_long else (not of_jobs and has_trade(near))
    is_plainly = not is_long and _is_of_a_talk(letter, kind, phrase)
    return found >= _needed(letter, at) + (not of_jobs and not is_named and not is_plainly)


def _is_of_something_else(letter: _Letter, kind: str, role: str, at: int) -> bool:
    """Whether a letter is of no job, or a refusal, an offer or one of a club or fund does not tell of one."""
    if not role and naming.asks_for_no_job(_plain(letter.whole).replace("\n", " ")):
        return True
    is_bodys = letter.is_of_body() and not role and not has_trade(letter.low)
    is_asked = kind in (*ENDED, "offer") or is_bodys
    is_talk = kind in ("interview", "assessment")
    is_anothers = not _speaks_of_yours(letter) and pattern("another_talk").search(letter.low)
    is_strange = is_talk and (bool(is_anothers) or not _is_of_a_candidate(letter, role, at))
    return is_strange or (is_asked and not (_is_of_yours(letter) or _tells_of_a_job(letter, role, at)))


def _needed(letter: _Letter, at: int) -> int:
    """How many words of job search a letter must have: the longer the more, and more if no “you” is near."""
    n, subject_end = len(letter.low), letter.subject_end
    until = max(at, subject_end + 250 * (at <= subject_end)) + 150
    is_to_you = n <= LONG or pattern("to_you").search(letter.low[max(0, at - 100) : until])
    return 1 + (n > LONG) + (n > 2_500) + (not is_to_you)


def _is_of_yours(letter: _Letter) -> bool:
    """Whether a letter speaks of the reader's application or is from an office that hires, and no body's."""
    is_headed = pattern("your_application").fullmatch(letter.head)
    is_told = is_headed or pattern("office").match(letter.address.lower())
    return bool(is_told or pattern("of_yours").search(letter.low)) and not letter.is_of_body()


def _is_of_a_candidate(letter: _Letter, role: str, at: int) -> bool:
    """Whether an invitation goes to somebody who applied: by your application, a title, sender or words."""
    is_theirs = letter.board or pattern("office").match(letter.address.lower()) or _speaks_of_yours(letter)
    is_named = has_trade(f"{letter.head} {role} {letter.low[at : at + 60]}")
    is_headed = _OF_A_JOB.search(letter.head) or pattern("your_application").fullmatch(letter.head)
    return bool(is_theirs or is_named or is_headed or pattern("of_a_candidate").search(letter.low))


def _tells_of_a_job(letter: _Letter, role: str, at: int) -> bool:
    """Whether a board sent a letter, a word of jobs alone stands in it, or a trade where it says the news."""
    is_named = has_trade(f"{letter.head} {role} {letter.low[at : at + 80]}")
    return bool(letter.board or is_named or pattern("of_jobs").search(f"{letter.low} {letter.about}"))


def _is_of_a_talk(letter: _Letter, kind: str, phrase: Phrase) -> bool:
    """Whether a letter that plainly invites or withdraws names an interview; of an end, its subject."""
    is_talk = kind in _PLAINLY and (kind == "withdrawn" or not phrase.points)
    told_in = letter.low if is_talk else letter.head * (kind in ENDED and not phrase.points)
    return any(map(told_in.__contains__, _TALKS))


def _is_a_tale(letter: _Letter, match: re.Match[str]) -> bool:
    """Whether a sentence tells of others, “they took him”, without “you”, in a letter without “we”.

    A recruiter's speaks of a client, or elsewhere of your application; a trade in the subject is the job's.
    """
    is_recruiters = any(map(letter.low.__contains__, words("context", "clients")))
    is_headed = has_trade(letter.head)
    if is_recruiters or is_headed or pattern("ours").search(letter.low) or _speaks_of_yours(letter):
        return False
    start = (letter.subject_end + 1) * (match.start() > letter.subject_end)
    is_of_others = pattern("others").search(_around(letter.whole[: match.end()], match, start))
    return bool(is_of_others) and not pattern("reader").search(_around(letter.whole, match, start))


def _may_be_about_a_job(letter: _Letter) -> bool:
    """Whether a short letter of people, without other matters, tells of your application or of a job.

    Of a job: a word of jobs and a trade, one of them in the subject.
    """
    head, low, is_of_jobs = letter.head, letter.low, pattern("of_jobs").search
    is_of_a_job = (has_trade(head) and is_of_jobs(low)) or (is_of_jobs(head) and has_trade(low))
    is_yours = pattern("your_application").fullmatch(head) or _speaks_of_yours(letter)
    return bool(is_yours or is_of_a_job) and _is_of_people(letter)


def _is_of_people(letter: _Letter, others: int = 0) -> bool:
    """Whether somebody writes it to somebody, with no word of other things, or with so many."""
    near = f" {letter.low} {letter.about} ".replace("'", "' ")
    is_of_others = _told_of(near, letter.spoken)[2] > others
    return bool(len(near) < 2_000 and not is_of_others and pattern("spoken").search(near))


def _told_of(near: str, spoken: frozenset[str]) -> tuple[int, int, int]:
    """How many words of job search stand there, how many groups of shared ones, and words of other things."""
    finder, meanings = _context(spoken)
    found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for i, _, end in finder.find_matches_as_indexes(near, overlapping=True):
        is_of, name = meanings[i]
        behind = end + near.startswith("s", end)
        if is_of < 2 or not near[behind : behind + 1].isalnum():
            found[is_of].add(name)
    return len(found[0]), len(found[1]), len(found[2])


@cache
def _context(spoken: frozenset[str]) -> tuple[AhoCorasick, list[tuple[int, str]]]:
    """An automaton for the words that tell what a message is about, and what each tells.

    0: job search alone; 1: other things too, those of one group count once; 2: another kind of application,
    said in a language of the letter: a “licence” is a degree in French only.
    """
    from ahocorasick_rs import AhoCorasick

    told = {f"{gap}{word}": (2, word) for gap in " -" for word in words("context", "elsewhere", spoken)}
    told |= {word: (0, word) for word in words("context", "job")}
    told |= {word: (1, group) for group in words("context", "shared") for word in group.split("/")}
    return AhoCorasick([word.replace("'", "' ") for word in told]), [*told.values()]


def _ground(kind: str, rows: Rows, low: str, whole: str) -> tuple[str, str, bool]:
    """The ground that a refusal gives, the sentence that says so, whether it is more than a formula."""
    grounds = {"rejected": phrases("reasons"), "closed": ("internal_or_known", "role_changed")}
    formula: tuple[str, str, bool] = ("", "", False)
    for reason in grounds.get(kind, ()):
        for phrase, match in _found(rows.get(reason, ()), low, len(low)):
            before = f" {low[max(1, match.start() - 40) : match.start()]} "
            if _holds("denied", before) or (reason == "overqualified" and _holds("not", before[-8:])):
                continue  # “not because of your notice”, “you are not overqualified”
            if phrase.row.get("stated"):
                return reason, _sentence(whole, match), True
            formula = formula if formula[0] else (reason, _sentence(whole, match), False)
    return formula


def _sentence(whole: str, match: re.Match[str]) -> str:
    ends = _SENTENCE_END.finditer(whole, max(0, match.start() - 300), match.start())
    start = max((end.end() for end in ends), default=0)
    end = _SENTENCE_END.search(whole, match.end(), match.end() + 300)
    return whole[start : end.end() if end else match.end() + 300].strip()
