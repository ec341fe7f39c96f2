"""What a clause of an advert names, and where: degrees, years, certificates, spoken languages, skills.

Everything is a look-up of whole words in tables, so that reading takes time in proportion to the text. How
strongly a thing is asked for, and whether at all, is the matter of `postings`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from jobkit import skills
from jobkit.language.text import fold
from jobkit.language.vocabulary import listed, shipped
from jobkit.skills import WORD, Wider, alias_key

OR, WITH, WISH, GRADES, NEAR, STOP, TRADES, PLAIN, FOCUS, MORE, ARTICLES, OTHER, EXAMPLES = (
    listed("joints", name)
    for name in "or with wish grades near stop trades plain focus more articles other examples".split()
)
AND = {""} | listed("joints", "and") | OR
STOP |= AND
SMALL = AND | ARTICLES | listed("joints", "small") | {"d", "l", "s"}
BRACKET = re.compile(r"\(([^()]{1,200})\)")
ABBREVIATED = re.compile(r" \(([A-Z][A-Za-z]{1,9})\)")
DONE = re.compile(r" (?:an?|the|your|our|their|with|to) ")
DENIED, SIMILAR, RELATED, PARTED, SAME, INSTANCE = (
    re.compile(shipped("postings")["patterns"][one], re.I)
    for one in "denied similar related parted same instance".split()
)
WEIGHED = re.compile(r" ?\((?:required|preferred|exig|souhait|requis|erforderlich)", re.I)
COMPOUND = re.compile(r"([a-z]{3,6}|\d{1,2})jahrige[rsnm]?")
JOINED = {",", "/", "&"} | AND - {""}
SHORT = 9
"""Words below which a line without a bullet is read as a list of names."""
PLAINLY = 5
"""Words outside a list of things to know, small ones apart, above which its clause tells as much as it asks:
there an unknown name is one by its spelling alone."""
OF = ("of", "for", "fur", "des", "de")
CAREERS = listed("years", "careers")
KNOWN = ("erfahrung", "erfahrungen", "kenntnisse", "kenntnissen", "praxis", "wissen")
SKILLED = re.compile(r"(?: (?:and|or|&) [a-z]+)? skills\b")
STUDIED = re.compile(r"\b(?:educational|academic) background\b", re.I)
NO_NAME = ("&", "-level", "-Level", "-suite", "-Suite")
LED = ("led",)
OF_A_KIND = ("ische", "isches", "ischer", "liche", "duale", "ique")
_kind_words = partial(listed, "unknown", file="certificates")


class Mention(NamedTuple):
    """A thing named: its kind, its name, what it is compared by, and where it stands."""

    dimension: str
    name: str
    value: str
    begin: int
    end: int


class Word(NamedTuple):
    """A word, folded, and where it stands."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Names:
    """The names that are looked for: what each stands for, how an everyday word must be written."""

    labels: Mapping[str, str]
    careful: Mapping[str, str]
    firsts: frozenset[str]


def mentions(text: str, names: Names, language: str = "", place: str = "") -> list[Mention]:
    """Return what a clause names, each place once: certificates before degrees before skills.

    By its `place`: where something is `asked` (an `item` is all of a bullet), names in a list with known ones
    count (“Python, Vite”); in a plain `list` all are skills. Other unknown words are none, and what is asked
    to be known and may be no skill is of the dimension `unread`.
    """
    words = tokens(text)
    named = [_as_known(words, one) for one in _named(text, words, names)]
    named = [one for one in named if place != "asked" or _is_led(text, words, one, named, language)]
    found = _qualifications(text, words, named, language)
    found += _joined(text, _free(_languages(text, words, language), found))
    studied = [Mention("", "", "", *one.span()) for one in STUDIED.finditer(text)]
    fields = [_field(text, words, one) for one in (*found, *studied) if one.dimension in ("education", "")]
    skilled = _free((one for one in named if one.dimension == "skill"), [*found, *fields])
    found += [*_joined(text, skilled), *_years(text, words, names)]
    told, unread = _introduced(text, words, [*found, *fields], language)
    found += told
    found += _listed(text, words, found, fields, language, place)
    traits = shipped("postings")["skills"]["traits"]
    skilled = [one for one in found if one.dimension == "skill" and one.value not in traits]
    skilled.sort(key=lambda one: one.begin)
    found = [one for one in found if one.dimension != "skill"] + _joined(text, skilled)
    found = [_or_similar(text, one) for one in found if not _is_where(text, one, found)]
    unread = [one for one in unread if place and not _is_where(text, one, found)]
    return sorted([*found, *_free(unread, found)], key=lambda one: (one.begin, one.end))


def _listed(
    text: str, words: list[Word], found: list[Mention], fields: list[Mention], language: str, place: str
) -> list[Mention]:
    """Skills that no table knows by the list they stand in: all of a plain one, else beside known ones."""
    pieces = _pieces_of(text, words) if place == "list" else []
    if pieces and max(map(_weight, pieces)) <= 4:
        return _free(filter(None, (_skill(text, item) for item in pieces)), found)
    if not place:
        return []
    return [*_beside_known(text, words, [*found, *fields], language)]


def _qualifications(text: str, words: list[Word], named: list[Mention], language: str) -> list[Mention]:
    """Certificates that a table names, those seen by their kind that are no degree, and degrees."""
    held = [one for one in named if one.dimension == "certificate"]
    held = [one for one in held if _is_certificate(text, words, one, named)]
    degrees = list(_degrees(text, language))
    unknown = _free(_unknown_certificates(text, words, language), held)
    unknown = [one for one in unknown if _is_certificate(text, words, one, named)]
    held = [one for one in held if not any(SAME.fullmatch(text[a.end : one.begin]) for a in degrees)]
    held += [one for one in unknown if not any(a.begin <= one.begin and one.end <= a.end for a in degrees)]
    found = _joined(text, sorted(held, key=lambda one: one.begin))
    return found + _free(degrees, found)


def known_skills(text: str) -> str:
    """Return the known skills that lines name, as “Excel; Python”; none of a line that denies."""
    said = "\n".join(line for line in text.splitlines() if not DENIED.search(line))
    named = (one for one in _named(said, tokens(said), names()) if one.dimension == "skill")
    return "; ".join(dict.fromkeys(one.name for one in named if len(one.name) > 1))


def _is_led(text: str, words: list[Word], one: Mention, named: list[Mention], language: str) -> bool:
    """Whether prose asks for an ordinary name: in a list, behind a grade, years or a word of knowing."""
    is_ordinary = one.begin and text[one.begin + (language == "de") : one.end].islower()
    if len(words) < SHORT or one.dimension != "skill" or not is_ordinary:
        return True
    beside = (fold(text[a.end : b.begin].strip(" ()")) for a, b in pairwise(named) if one in (a, b))
    before = text[max(one.begin - 60, 0) : one.begin]
    is_listed = before[-1] == "(" or not JOINED.isdisjoint(beside)
    own = _between(text[max(one.begin - 15, 0) : one.end])
    if is_listed or own & (GRADES | listed("skills", "behind")) or amount(before):
        return True
    led = (
        _items_behind(text, words, at) + _items_before(words, at, text, language) for at in range(len(words))
    )
    return any(_touch(item, [one]) for items in led for item in items)


def _is_where(text: str, one: Mention, found: list[Mention]) -> bool:
    """Whether a name only says where years were spent: “3 years of bakery experience”, “… retail sales”."""
    before = [years.end for years in found if years.dimension == "years" and years.end <= one.begin]
    parted = text[max(before, default=0) : one.begin]
    is_area = not set(one.value.split("|")) - set(shipped("postings")["skills"]["areas"])
    deeds = listed("joints", "using") | listed("skills", "deeds") - listed("skills", "no_deeds")
    is_used = _between(parted.replace("hands-on", "")) & deeds or set(parted) & set(",;(:")
    is_told = is_area or not (is_used or skills.is_known(one.value))
    return bool(before) and one.dimension in ("skill", "unread") and is_told


def _or_similar(text: str, one: Mention) -> Mention:
    """A skill that something of its kind can stand in for: “Django, or another framework”."""
    if one.dimension != "skill" or not SIMILAR.match(text[one.end : one.end + 30]):
        return one
    return one._replace(name=f"{one.name} or similar", value=f"{one.value}|similar")


def _as_known(words: list[Word], one: Mention) -> Mention:
    """What is asked to be known is a skill, whoever certifies it: “ADR awareness”, “HACCP-Kenntnisse”."""
    behind = next((word.text for word in words if word.begin >= one.end), "")
    is_known = one.dimension == "certificate" and behind in ("awareness", "knowledge", "kenntnisse")
    check = shipped("certificates")["unknown"]["instead"].get(one.value)
    if check:  # “must be eligible for SC clearance”, “pass a DOT physical”
        near = {word.text for word in words if one.begin - 35 < word.begin < one.end + 15}
        one = one._replace(value=check) if near & _kind_words("undergone") else one
    return one._replace(dimension="skill") if is_known else one


def _is_certificate(text: str, words: list[Word], one: Mention, named: list[Mention]) -> bool:
    """Whether a short name is one where it stands: not in “AWS (EC2, ECS)”, nor in “RN experience”."""
    behind = next((word.text for word in words if word.begin >= one.end), "")
    before = [word.text for word in words if word.begin < one.begin and word.text not in ARTICLES][-4:]
    is_work = CAREERS & {*before[:-1]} and before[-1] in listed("joints", "trained")
    is_lost = not _kind_words("lost").isdisjoint(before[-2:])  # “a suspended license”
    if is_work or is_lost or behind in _kind_words("not_behind") or text[: one.begin].endswith("any "):
        return False  # “proven track record as a Journeyman Electrician” asks for the work
    bracket = next((each for each in BRACKET.finditer(text) if each.start() < one.begin < each.end()), None)
    if bracket is None or "," not in bracket[1] or one.end - one.begin > 4:
        return True
    owner = [other.dimension for other in named if 0 <= bracket.start() - other.end <= 25]
    return owner[-1:] != ["skill"]


def _field(text: str, words: list[Word], degree: Mention) -> Mention:
    """The field of a degree, which is no skill: “Bachelor's in statistics, economics or a related field”."""
    behind = [word for word in words if word.begin >= degree.end]
    is_joined = bool(behind) and behind[0].text in ("in", "of", "im", "en", "der", "des", "hons", "as", "als")
    is_joined = is_joined or " degree in " in text[degree.end : degree.end + 40]  # “BSc or MSc degree in”
    begin, end = degree.begin, degree.end
    if related := RELATED.search(text, end):  # “Master's or work experience in botany or a related field”
        return Mention("field", "", "", begin, related.end())
    if text[:begin].endswith("-"):  # “BWL-Studium”
        begin = max((word.begin for word in words if word.begin < begin), default=begin)
    for word, following in zip(behind, [*behind[1:], None], strict=False):
        is_focus = following is not None and following.text in FOCUS
        is_skill = word.text in listed("skills", "fields_end") or word.text.endswith(KNOWN)
        if (is_skill and not is_focus) or ";" in text[end : word.begin]:
            break
        is_joined = is_joined or is_focus
        if not is_joined and (word.begin > degree.end + 60 or "," in text[end : word.begin]):
            break
        end = word.end
    return Mention("field", "", "", begin, end)


def amount(text: str) -> bool:
    """Return whether a text names a time, such as “at least five years”."""
    words = tokens(text)
    return any(_amount(text, words, at)[1] > at for at in range(len(words)))


def tokens(text: str) -> list[Word]:
    """Return the words of a text, folded; an apostrophe and what it cuts off belong to the word before."""
    return [Word(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]


def _free(found: Iterable[Mention], taken: Iterable[Mention]) -> list[Mention]:
    """Return what stands where nothing is taken; of several in one place all."""
    taken = [*taken]
    return [one for one in found if all(one.end <= other.begin or one.begin >= other.end for other in taken)]


# ---- names from the tables


@cache
def names() -> Names:
    """Return the names that ship with jobkit, without those of degrees."""
    degrees = set(shipped("skills")["qualifications"])
    labels = {alias: label for alias, label in skills.aliases().items() if label not in degrees}
    labels = {alias_key(name): name for name in shipped("postings")["skills"]["whole"]} | labels
    careful = {alias_key(word): word for word in shipped("skills")["scan"]["careful"]}
    return Names(labels, careful, frozenset(key.split()[0] for key in labels if key))


def names_with(wider: Wider) -> Names:
    """Return these names and those of a wider table: one of a single word only where it is spelled so."""
    known = names()
    if not wider:
        return known
    added = {alias: label for alias, label in wider.items() if alias not in skills.aliases()}
    labels = {alias: label for alias, label in added.items() if " " in alias or alias_key(label) == alias}
    careful = {alias: label for alias, label in labels.items() if " " not in alias}
    firsts = known.firsts | {alias.split()[0] for alias in labels}
    return Names(labels | dict(known.labels), careful | dict(known.careful), firsts)


def _named(text: str, words: list[Word], names: Names) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        length, label = _name_at(text, words, at, names)
        is_house = words[max(at - 2, 0)].text in listed("skills", "houses") and words[at - 1].text in OF
        if label and not (is_house and at > 1):  # “Department of Industrial Relations”
            dimension = "certificate" if label in skills.kinds() else "skill"
            begin, end = words[at].begin, words[at + length - 1].end
            written = text[begin : begin + 1].upper() + text[begin + 1 : end]
            yield Mention(dimension, written if dimension == "certificate" else label, label, begin, end)
        at += max(length, 1)


def _name_at(text: str, words: list[Word], at: int, names: Names) -> tuple[int, str]:
    is_first = words[at].text in names.firsts or words[at].text.partition("'")[0] in names.firsts
    for length in range(min(10, len(words) - at) if is_first else 0, 0, -1):
        begin, end = words[at].begin, words[at + length - 1].end
        key = alias_key(text[begin:end]) if end - begin <= 80 else ""
        if label := names.labels.get(key):
            spelling = names.careful.get(key)
            if label in skills.kinds():
                is_meant = skills.is_spelled(text[begin:end].split())
            else:
                is_meant = spelling is None or _is_meant(text, words, at, length, spelling)
            if is_meant:
                return length, label
    return 0, ""


def _is_meant(text: str, words: list[Word], at: int, length: int, spelling: str) -> bool:
    """An everyday word is a skill when written as in the table, in a list or behind “in”, “with”, “of”."""
    begin, end = words[at].begin, words[at + length - 1].end
    behind = text[:begin].rstrip()[-1:]
    rest = text[end:].lstrip(" 0123456789.+")  # a version: “Vue 3, TypeScript”
    if len(spelling) == 1 and (text[:begin].endswith("-") or text[end:].startswith(NO_NAME)):
        return False  # “R&D”
    if text[begin:end] != spelling:
        return False
    is_listed = behind in (",", "/", "(", ":") or (at > 0 and words[at - 1].text in NEAR | GRADES)
    following = words[at + length].text if at + length < len(words) else ""
    is_last = not rest.strip("?!. ") or following in _weighing() or following == "auf"
    is_alone = is_last and not text[:begin].strip()
    signs = (",", "/") if len(spelling) == 1 else (",", "/", ")", "(")
    is_before_list = rest[:1] in signs and not rest[1:2].isdigit()
    is_skilled = following in listed("skills", "behind") | listed("joints", "masters")  # “Git expert”
    return is_listed or is_before_list or is_alone or is_skilled or following in AND - {""}


def _joined(text: str, named: list[Mention]) -> list[Mention]:
    """Names joined by “or” or a slash are one requirement that either of them meets."""
    runs: list[tuple[list[Mention], list[str]]] = [(named[:1], [])]
    for one, behind in pairwise(named):
        if joint := _joint(text, one, behind):
            runs[-1][0].append(behind)
            runs[-1][1].append(joint)
        else:
            runs.append(([behind], []))
    return [one for run, joints in runs for one in _choices(run, _of_examples(text, run, joints))]


def _joint(text: str, one: Mention, behind: Mention) -> str:
    """What joins two names: “,” or “or”; nothing where something else stands between them."""
    between = fold(text[one.end : behind.begin])
    plain = between.strip(" ,()-")
    is_slash = plain in ("/", "and/or", "und/oder") and one.dimension != "language"
    is_other = len(set(plain.split()) - OTHER) == 1 and plain.split()[0] in OR
    is_one = one.dimension == "skill" and between == "-"  # “CNC-Fräsen”
    if plain in OR or is_other or is_slash or is_one:
        return "or"
    words = _between(between)
    if one.dimension == "language" and words & OR and "," not in between:
        beside = OR | ARTICLES | skills.beside() | listed("languages", "cues") | listed("joints", "small")
        return "or" if words <= beside - WITH else ""  # “German or good English”
    is_loose = len(words) <= 7 and words & OR and not words & WITH and "," not in between
    if one.dimension == "certificate" and (between.strip() == "(" or is_loose):
        return "or"
    return "," if not plain and "," in between else ""


def _of_examples(text: str, run: list[Mention], joints: list[str]) -> list[str]:
    """The joints of names of which any will do: “(e.g. AWS, Azure)”, “Kafka, Pulsar or similar”."""
    behind = tokens(text[run[-1].end : run[-1].end + 12])[:1] if run else []
    is_list = len(run) > 1 and run[0].dimension == "skill" and not {word.text for word in behind} & AND - OR
    said = [word.text for word in tokens(text[max(run[0].begin - 30, 0) : run[0].begin])] if is_list else []
    is_example = any(" ".join(said[-n:]) in EXAMPLES for n in (1, 2, 3) if said[-n:])
    is_example |= is_list and bool(SIMILAR.match(text[run[-1].end : run[-1].end + 30]))
    return ["or" for _ in joints] if is_example else joints


def _choices(run: list[Mention], joints: list[str]) -> Iterator[Mention]:
    if "or" not in joints:
        yield from run
        return
    last = len(joints) - joints[::-1].index("or")
    first = 0 if last == len(joints) else joints.index("or")  # where the list ends with it, all is one choice
    yield from run[:first]
    name = " or ".join(dict.fromkeys(one.name for one in run[first : last + 1]))
    value = "|".join(dict.fromkeys(one.value for one in run[first : last + 1]))
    yield Mention(run[0].dimension, name, value, run[first].begin, run[last].end)
    yield from run[last + 1 :]


# ---- certificates that no table names


def _unknown_certificates(text: str, words: list[Word], language: str) -> Iterator[Mention]:
    """Certificates seen by their kind: “RRT credential”, “Ladekranschein”, “habilitation B2V”."""
    for at, word in enumerate(words):
        if _longest(words, at, listed("skills", "conditions")):  # “permis de travail”
            continue
        begin, end = _span_of_unknown(text, words, at, language)
        label, beside = _beside().get(word.text, ("", frozenset()))
        if label and {other.text for other in words[max(at - 6, 0) : at + 4]} & beside:
            yield Mention("certificate", label, label, word.begin, word.end)
        elif begin < end and not (CAREERS | _kind_words("lost")) & _between(text[begin:end]):
            name = " ".join(text[begin:end].split())[:60]
            short = ABBREVIATED.match(text[end:])
            value = "|".join([name.replace("|", "/"), *(short.groups() if short else ())])
            yield Mention("certificate", name, value, begin, end)


def _span_of_unknown(text: str, words: list[Word], at: int, language: str) -> tuple[int, int]:
    """Where the name of a certificate lies whose kind stands at a word; nowhere when it is none."""
    word = words[at]
    length = _longest(words, at, _kind_words("before"))
    end = _name_behind(text, words, at + length) if length else 0
    if end > at + length:
        is_head = word.text in _kind_words("heads")  # “National Craft Certificate in Electrical”
        return words[_name_before(text, words, at, False) if is_head else at].begin, words[end - 1].end
    if word.text in _kind_words("heads") and language != "fr":
        is_sure = 0 < at == len(words) - 1 < 4 or word.text in _kind_words("sure")
        begin = _name_before(text, words, at, is_sure)  # “Local anesthesia permit”
        return (words[begin].begin, word.end) if begin < at else (0, 0)
    if word.text in _kind_words("endings") and text[: word.begin].endswith("-") and at:
        begin = at - 1  # “FELASA-B-Zertifikat”
        while begin and text[words[begin - 1].end : words[begin].begin] == "-":
            begin -= 1
        return words[begin].begin, word.end
    endings, others = _kind_words("endings"), _kind_words("not_endings")
    is_other = word.text in endings | others or word.text.endswith(tuple(others - endings))  # “Gutschein”
    is_compound = text[word.begin].isupper() and len(word.text) > 7 and word.text.endswith(tuple(endings))
    return (word.begin, word.end) if is_compound and not is_other else (0, 0)


def _name_before(text: str, words: list[Word], at: int, is_sure: bool) -> int:
    """Where the name in front of “credential” begins: at most five words, with a capital or sure."""
    begin, plain = at, _kind_words("plain")
    while begin and at - begin < 5 and not text[words[begin - 1].end : words[begin].begin].strip(' -“”"'):
        word = words[begin - 1]
        if word.text in plain and text[word.begin].islower() and text[word.end] != "-":
            break
        begin -= 1
    while begin < at and (words[begin].text in plain or not (is_sure or text[words[begin].begin].isupper())):
        begin += 1
    return begin


def _name_behind(text: str, words: list[Word], at: int) -> int:
    end = at
    while end < len(words) and end - at < 4 and words[end].text not in STOP - {"for"}:
        if end > at and text[words[end - 1].end : words[end].begin].strip(" -'’"):
            break
        end += 1
    return end


def _longest(words: list[Word], at: int, phrases: Collection[str], most: int = 3) -> int:
    """How many words from here on are one of these phrases, the longest of them; 0 where none is."""
    fits = (n for n in range(most, 0, -1) if " ".join(word.text for word in words[at : at + n]) in phrases)
    return min(next(fits, 0), len(words) - at)


# ---- degrees


def _degrees(text: str, language: str) -> Iterator[Mention]:
    """The degree a clause asks for: the lowest to choose from, the highest of those joined by “with”."""
    wishes: list[list[list[skills.Degree]]] = []
    named = [one for one in skills.degrees(text, language) if _is_asked(text, one)]
    behind = [*named[1:], None]
    named = [one for one, other in zip(named, behind, strict=False) if not _is_plain(text, one, other)]
    for one in named:
        parted = tokens(text[wishes[-1][-1][-1].end : one.begin]) if wishes else []
        between = {word.text for word in parted}
        is_wish = between & WISH or holds(f" {' '.join(word.text for word in parted)} ", "strength", "should")
        if is_wish or not wishes:
            wishes.append([[one]])
        elif between & WITH and not between & OR:
            wishes[-1].append([one])
        else:
            wishes[-1][-1].append(one)
    for groups in wishes:
        group = max(groups, key=min)
        least = min(group)
        if not any(text[one.end : behind.begin].strip() for one, behind in pairwise(group)):
            group = [least._replace(begin=group[0].begin, end=group[-1].end)]  # “time-served apprenticeship”
        name = " or ".join(dict.fromkeys(_named_as(text, one.begin, one.end) for one in group[:3]))
        yield Mention("education", name, str(least.level), least.begin, least.end)


def _is_asked(text: str, one: skills.Degree) -> bool:
    """Whether a degree is one where it stands: no “journeyman or master”, no “Praxis (z. B. Ausbildung)”."""
    is_trade = text[one.begin : one.end].lower() == "master" and _between(text) & TRADES
    return not (is_trade or INSTANCE.search(text[: one.begin]))


def _is_plain(text: str, one: skills.Degree, behind: skills.Degree | None) -> bool:
    """Whether a wide word says nothing beside the name behind it: “degree (BSc)”, “Ausbildung als Erzieher”.

    “Studium oder Fachwirt” are two.
    """
    if behind is None or fold(text[one.begin : one.end]) not in PLAIN:
        return False
    parted = text[one.end : behind.begin]
    return not (_between(parted) & (AND | WITH) or set(parted) & set(",;"))


def _named_as(text: str, begin: int, end: int) -> str:
    """A qualification as the advert calls it, with the word before it that says of which kind."""
    name = re.sub(r"\Aor | (?:in|of|im|als|as|zu[mr]|en|de|du)\Z", "", text[begin:end].strip(" ,;:"))
    before = text[max(begin - 30, 0) : begin]
    kind = tokens(before)[-1:]
    if kind and kind[0].text.endswith(OF_A_KIND) and not before[kind[0].end :].strip():
        name = f"{before[kind[0].begin :].strip()} {name}"
    return name[:1].upper() + name[1:]


def _between(text: str) -> set[str]:
    return {word.text for word in tokens(text)}


# ---- years


def _years(text: str, words: list[Word], names: Names) -> list[Mention]:
    """Numbers with a unit of time and something of experience beside them; of alternatives the fewest."""
    found: list[Mention] = []
    at = 0
    while at < len(words):
        number, behind = _amount(text, words, at)
        if behind == at:
            at += 1
            continue
        label = text[: words[at].begin].rstrip()
        is_said = any(_is_experience_word(word.text) for word in words[:at])
        is_said = is_said or bool(WEIGHED.match(text, words[behind - 1].end))  # “Payroll: 2 years (required)”
        is_labelled = label.endswith(":") and is_said
        if is_labelled or _is_experience(text, words, at, behind, names):
            one = _years_of(number, words[at].begin, words[behind - 1].end, text[words[at].begin :])
            if found and _between(text[found[-1].end : one.begin]) & OR:
                one = min(found.pop(), one, key=lambda each: float(each.value))
            found.append(one)
        at = behind
    return [one for one in found if float(one.value) > 0]


def _years_of(number: float, begin: int, end: int, written: str) -> Mention:
    if number < 1:
        name = f"{round(number * 12)} months of experience"
    elif tokens(written[:20])[0].text[:4] in ("seve", "mehr", "plus", "many", "vari", "lang"):
        name = "several years of experience"
    else:
        name = f"{number:g} year{'s' if number != 1 else ''} of experience"
    return Mention("years", name, f"{number:g}", begin, end)


def _amount(text: str, words: list[Word], at: int) -> tuple[float, int]:
    """A time beginning at a word, in years, and the word behind it; the word itself where none does."""
    if compound := COMPOUND.fullmatch(words[at].text):
        number = int(compound[1]) if compound[1].isdigit() else _numbers("compounds").get(compound[1], 0)
        return (float(number), at + 1) if number else (0, at)
    number, is_none = _number(words[at].text), words[at].text == "0"
    is_article = words[at].text == "a" and at + 1 < len(words) and _number(words[at + 1].text)
    if not (0 < number <= 60 or is_none) or is_article:
        return 0, at
    for behind in range(at + 1, min(at + 6, len(words))):
        word = words[behind].text
        if COMPOUND.fullmatch(f"1{word}"):  # 2-jährige
            return float(number), behind + 1
        if word in listed("years", "units"):
            return (float(number), behind + 1) if number <= 15 else (0, at)
        if word in listed("years", "months"):
            return round(number / 12, 2), behind + 1
        is_between = _number(word) or word in listed("years", "between")
        if not is_between or ";" in text[words[at].end : words[behind].begin]:
            break
    return 0, at


def _is_experience(text: str, words: list[Word], at: int, behind: int, names: Names) -> bool:
    """Whether a time is one of experience, and not an age, a term, a history, a time since something."""
    before = [word.text for word in words[max(at - 12, 0) : at]]
    after = [word.text for word in words[behind : behind + 9]]
    if " ".join(after[:2]) in MORE:
        after = after[2:]
    is_kind = words[behind - 1].text == "year" and words[at].text not in ("1", "one", "a")
    if _is_other_time(before, after) or (is_kind and skills.degrees(" ".join(after[:4]), in_place=True)):
        return False  # “a 4-year Bachelor of Nursing”
    is_least = after[:1] in (["minimum"], ["mini"]) and not listed("joints", "near").isdisjoint(after[1:2])
    if is_least or any(_is_experience_word(word) for word in [*after, *before]) or _is_worked(before):
        return True
    if not after or not _is_first(text, words, at):
        return False
    return after[0] in listed("years", "behind") or after[0] in names.firsts or after[0].endswith("ing")


def _is_first(text: str, words: list[Word], at: int) -> bool:
    """Whether a time begins its item or follows “with”: “at least 3 years nursing”; never “dreijährige”."""
    begin = max(text.rfind(sign, 0, words[at].begin) for sign in ",(/:")
    is_first = {word.text for word in words[:at] if word.begin > begin} <= listed("years", "lead")
    is_first = is_first or words[at - 1].text in listed("years", "with")
    return is_first and COMPOUND.fullmatch(words[at].text) is None


def _is_other_time(before: list[str], after: list[str]) -> bool:
    """Whether what stands beside a time makes it another: “within two years of hire”, “23 years old”."""
    others = listed("years", "not_behind")
    is_told = any(_is_experience_word(word) for word in after)
    is_since = set(before[-2:]) & listed("years", "not_before") and not _is_worked(before)
    joint = max((n for n, word in enumerate(before) if word in AND), default=0)
    is_since = is_since or set(before[joint:]) & listed("years", "held")
    is_of = after[:1] in (["of"], ["de"]) and bool(set(after[1:2]) & others)
    is_study = not is_told and bool(set(after) & listed("years", "studies"))
    is_else = bool(set(after[:1]) & others) and not (is_told and after[0] in ("service", "degree"))
    return bool(is_since) or is_of or is_study or is_else


def _is_worked(before: list[str]) -> bool:
    """Whether a time is one of working: “have been baking for two years”, “seit drei Jahren arbeitest”."""
    deeds = (word for been, word in pairwise(before) if been == "been")
    is_deed = bool(set(before) & listed("years", "worked")) or any(word.endswith("ing") for word in deeds)
    return is_deed and not set(before) & listed("about", "employer")


def _is_experience_word(word: str) -> bool:
    return word in listed("years", "of") or word.endswith(("erfahrung", "erfahrungen", "praxis"))


def _number(text: str) -> int:
    digits = text.rstrip("+")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 else _numbers("numbers").get(digits, 0)


# ---- spoken languages


def _languages(text: str, words: list[Word], language: str) -> Iterator[Mention]:
    """Spoken languages with a level or a word of speaking beside them, or alone in their clause."""
    found = _names_of_languages(words)
    texts = [word.text for word in words]
    named = {n for at, _, length in found for n in range(at, at + length)}
    others = {word for n, word in enumerate(texts) if n not in named}
    cues, is_several = listed("languages", "cues"), len({name for _, name, _ in found}) > 1
    is_compound = any(words[at].text not in skills.languages() and length == 1 for at, _, length in found)
    is_weighed = any(holds(f" {' '.join(texts)} ", "strength", name) for name in ("should", "must"))
    is_cued = is_several or is_compound or is_weighed or not others.isdisjoint(cues)
    for at, name, length in found:
        if _is_of_else(text, words, at, at + length, language):
            continue
        is_sure = is_several or name not in shipped("languages")["unsure"]["names"]
        is_beside = not cues.isdisjoint((*texts[max(at - 4, 0) : at], *texts[at + 1 : at + 3]))
        if others <= cues | AND or (is_cued and (is_sure or is_beside)):
            yield Mention("language", name, name, words[at].begin, words[at + length - 1].end)


def level_asked(text: str, name: str) -> str:
    """Return the level a clause asks a language at: of English B2 in “German (C1), English (min. B2)”."""
    pieces = ((piece, _names_of_languages(tokens(piece))) for piece in PARTED.split(text))
    named = next((piece for piece, its in pieces if any(name == called for _, called, _ in its)), "")
    is_both = not listed("languages", "both").isdisjoint(fold(named).split())  # “bilingual” is no level
    return "" if is_both else skills.framework_level(named)


def _names_of_languages(words: list[Word]) -> list[tuple[int, str, int]]:
    """The languages that words name, each with where it begins and how many words it takes."""
    every = [(at, *named) for at in range(len(words)) if (named := _language_at(words, at))[0]]
    # “Sign Language” is no second one in “American Sign Language”
    return [one for before, one in pairwise([(0, "", 0), *every]) if one[0] >= before[0] + before[2]]


def _is_of_else(text: str, words: list[Word], at: int, behind: int, language: str) -> bool:
    """Whether a name says of what a thing is: “English teacher”, “Italian wines”, “systèmes français”."""
    following = [word.text for word in words[behind : behind + 2] if word.text not in AND][:1]
    before = {word.text for word in words[max(at - 1, 0) : at]}
    near = [word.text for word in (*words[max(at - 2, 0) : at], *words[behind : behind + 2])]
    if not listed("languages", "subjects").isdisjoint(near):
        return True  # “GCSEs, including Maths and English”
    if before & listed("languages", "not_before") or listed("languages", "not_behind") & {*following}:
        return True
    beside = listed("languages", "cues") | listed("joints", "small") | STOP | ARTICLES | _weighing()
    beside |= {*skills.languages()}
    if language == "fr":
        is_joined = at > 0 and not text[words[at - 1].end : words[at].begin].strip(" '-")
        return is_joined and words[at - 1].text not in beside
    is_last = behind == len(words) or text[words[behind - 1].end : words[behind].begin].strip()
    spoken = {word.text for word in words[max(at - 2, 0) : at]} & listed("languages", "spoken")
    return language == "en" and not is_last and words[behind].text not in beside and not spoken


def _language_at(words: list[Word], at: int) -> tuple[str, int]:
    """The language that words name, and how many: “Haitian Creole”, “der deutschen Sprache”."""
    known, word = skills.languages(), words[at].text
    if length := _longest(words, at, known):
        return known[" ".join(one.text for one in words[at : at + length])], length
    behind = words[at + 1].text if at + 1 < len(words) else ""
    endings = [*listed("languages", "suffixes")]
    endings += ["en", "e", "er"] if behind.startswith(("sprach", "kenntnis", "muttersprach")) else []
    if behind in ("und", "oder") and word.endswith("en"):  # “der englischen und französischen Sprache”
        later = [one.text for one in words[at + 2 : at + 7]]
        endings += ["en"] if any(one.startswith("sprache") for one in later) else []
    endings += ["ne", "e"] if at and words[at - 1].text in ("langue", "maternelle") else []
    stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return next((known[stem] for stem in stems if stem in known), ""), 1


# ---- skills that no table knows


def _introduced(
    text: str, words: list[Word], taken: list[Mention], language: str
) -> tuple[list[Mention], list[Mention]]:
    """Names behind “experience with” and the like, in front of “experience”: “Medistar”, “acute care”.

    And what stands there and may be no skill, `unread`: “experience with published sources”.
    """
    named: list[Mention] = []
    plain = BRACKET.sub(lambda found: " " * len(found[0]), text)
    told = [word for word in tokens(plain) if word.text not in SMALL]
    for at in range(len(words)):
        items = [*filter(None, (*_items_behind(text, words, at), *_items_before(words, at, text, language)))]
        inside = {word.begin for item in items for word in item}
        # “ideally Talend” is a name, “ideally abroad” nothing
        is_plain = sum(word.begin not in inside for word in told) <= PLAINLY
        is_plain &= words[at].text not in WISH | {"using"}
        named += (one for item in items if (one := _claim(text, item, is_plain, language)))
    named = [one for one in named if not _is_wide(text, one, taken)]
    sure = [one for one in named if one.dimension == "skill"]
    sure = [one for one in sure if not any(_is_around(one, other) for other in sure)]
    unread = (one for one in named if one.dimension == "unread")
    return _joined(text, _free(sure, taken)), _free(unread, [*taken, *sure])


def _claim(text: str, item: list[Word], is_plain: bool, language: str) -> Mention | None:
    """An item that is asked to be known, as a skill where it is surely one, else as not understood."""
    is_like = item[0].text.startswith(("similar", "comparable", "ahnlich", "vergleichbar"))
    one = None if is_like else _skill(text, item)
    if one is None or (is_plain and _is_field(text, item, language)):
        return one
    is_name = _is_name(text, item, language) or skills.is_known(one.value)
    return one if is_name else one._replace(dimension="unread")


def _is_around(one: Mention, other: Mention) -> bool:
    """Whether a name holds another and more: “utilisation de systèmes GMAO”, “systèmes GMAO”."""
    return one.begin <= other.begin and other.end <= one.end and one.end - one.begin > other.end - other.begin


def _is_wide(text: str, one: Mention, taken: list[Mention]) -> bool:
    """Whether a name only says of what kind known ones are: “versioning tools such as Git and SVN”."""
    between = text[one.end : min((other.begin for other in taken if other.begin >= one.end), default=one.end)]
    said = tokens(text[one.begin : one.end])  # in French the first word says the kind
    is_kind = {said[0].text, said[-1].text} & listed("skills", "objects")
    if is_kind and between.strip() in ("(", "-", "–", ":"):
        return True  # “a ticketing system (Zammad, OTRS)”
    return " ".join(word.text for word in tokens(between)) in EXAMPLES


def _items_behind(text: str, words: list[Word], at: int) -> list[list[Word]]:
    """The items of the list that a word and those behind it introduce: “experience with A, B and C”."""
    if not (length := _introducing(words, at)):
        return []
    behind = words[at + length : at + length + 40]
    while behind and behind[0].text in ARTICLES:
        behind.pop(0)
    if not behind or set(text[words[at + length - 1].end : behind[0].begin]) & set(",;:"):
        return []
    pieces = _pieces_of(text, _as_listed(text, behind), AND | WITH)
    return [item for piece in pieces if (item := _peeled(text, piece))]


def _as_listed(text: str, words: list[Word]) -> list[Word]:
    """The words of a list up to its end, without its brackets."""
    ends = (STOP | _weighing() | listed("skills", "beginning")) - AND
    within = [bracket.span() for bracket in BRACKET.finditer(text, words[0].begin)]
    words = [word for word in words if not any(begin < word.begin < end for begin, end in within)]
    # “end-to-end” is no end of a list, nor is “un devis”; “un atout” is
    inside = {word for word in words if "-" in text[word.begin - 1] + text[word.end : word.end + 1]}
    small, wishes = {*ARTICLES, "de", "von"}, [word.text in listed("heads", "should") for word in words]
    inside |= {word for n, word in enumerate(words) if word.text in small and not any(wishes[n : n + 5])}
    return [*takewhile(lambda word: word in inside or word.text not in ends, words)]


def _introducing(words: list[Word], at: int) -> int:
    """How many words introduce a list here: “experience with”, “experience writing”, “Praxiserfahrung in”."""
    word, behind = words[at].text, words[at + 1].text if at + 1 < len(words) else ""
    is_deed = word == "experience" and behind.endswith("ing") and behind not in listed("skills", "no_deeds")
    is_wish = word in WISH and at > 0  # “an ETL tool, ideally Talend”
    length = max(_longest(words, at, listed("skills", "before"), 4), _known_in(words, at))
    if framing := _longest(words, at, listed("skills", "able"), 4):  # “able to accurately read X”
        deeds = (word.text for word in words[at + framing : at + framing + 2])
        plainly = listed("skills", "deeds") - listed("skills", "any_deeds")
        length = length or framing * any(map(plainly.__contains__, deeds))
    return length or (1 if is_deed or is_wish else 0)


def _known_in(words: list[Word], at: int) -> int:
    """How many words name knowledge and lead to what is known: “Kenntnisse auf dem Gebiet der”."""
    if words[at].text not in listed("skills", "knowing") and not words[at].text.endswith(KNOWN):
        return 0
    leading, between = listed("skills", "leading"), listed("skills", "between") | ARTICLES
    behind = [*takewhile(lambda word: word.text in leading | between, words[at + 1 : at + 8])]
    is_weight = any(word.text in ("vorteil", "nutzen") for word in words[at + len(behind) + 1 :][:1])
    return (len(behind) + 1) * any(word.text in leading for word in behind) * (not is_weight)


def _peeled(text: str, item: list[Word]) -> list[Word]:
    """An item without what is done with it: “writing API clients”, “management of data pipelines”."""
    of = next((n for n, word in enumerate(item) if word.text in ("of", "von", "de", "du", "d")), 0)
    item = item[of + 1 :] if of and item[of - 1].text in listed("skills", "uses") else item
    deeds, small, adverbs = listed("skills", "deeds"), ARTICLES | {"de", "que"}, listed("skills", "adverbs")
    item = [word for word in item if not (word.text.endswith(tuple(adverbs)) and text[word.begin].islower())]
    while item and (item[0].text in deeds or (item[1:] and item[0].text in small)):
        item = item[1:]
    while item[1:] and item[-1].text in listed("skills", "deeds_behind"):  # “Zeichnungen lesen”
        item = item[:-1]
    parted = (n for n, word in enumerate(item) if n and word.text in listed("skills", "parting"))
    return item[: next(parted, len(item))]


def _items_before(words: list[Word], at: int, text: str, language: str) -> list[list[Word]]:
    """The words right in front of “experience”: “2 years of acute care experience”; in French, behind it."""
    is_joined = at > 0 and text[words[at - 1].end : words[at].begin] == "-"
    is_joined = is_joined or (at > 0 and text[words[at - 1].begin : words[at - 1].end].isupper())
    if is_joined and words[at].text in ("erfahrung", "kenntnisse", "experience"):
        return [words[at - 1 : at]]  # “CAM-Erfahrung”, “NTCS Kenntnisse”
    stem, known, _ = words[at].text.partition("kenntnisse")
    if known and len(stem) > 3 and stem not in listed("skills", "no_stems") and not _known_in(words, at):
        return [words[at : at + 1]]  # “Materialkenntnisse”
    # “background check”
    is_checked = at + 1 < len(words) and words[at + 1].text in listed("skills", "learned")
    is_checked = is_checked or text[words[at].end :][:1] == "-"  # “knowledge-sharing”
    if words[at].text not in listed("skills", "behind") or language == "fr" or is_checked:
        return []
    item = _run_before(words, at, text)
    joint = at - len(item)
    is_and = joint > 1 and words[joint - 1].text in ("and", "or")  # “HPC and computing experience”
    is_other = item and (is_and or text[: item[0].begin].rstrip().endswith("/"))
    return [_run_before(words, joint - is_and, text) if is_other else [], item]


def _run_before(words: list[Word], at: int, text: str) -> list[Word]:
    """The words in front of a place, at most four, up to one of another kind."""
    begin = at
    while begin and at - begin < 4 and not text[words[begin - 1].end : words[begin].begin].strip(" -'/"):
        word = words[begin - 1].text
        is_parted = begin < at and "/" in text[words[begin - 1].end : words[begin].begin]
        if is_parted or word in STOP | NEAR | GRADES | _weighing() or not _is_content(word):
            break
        begin -= 1
    return words[begin:at]


def _is_field(text: str, item: list[Word], language: str) -> bool:
    """Whether an item can be a field of work: one to four words, in German with a noun at the end."""
    head = item[0] if language == "fr" else next((w for w in item[::-1] if not w.text.isdigit()), item[-1])
    wide = listed("skills", "not") | listed("skills", "settings")
    is_told = any(word != head and word.text not in listed("skills", "not") | GRADES for word in item)
    is_kind = is_told and head.text in listed("skills", "objects")
    n_most = 3 if language in ("", "en") and item[0].text not in OTHER else 4
    if _weight(item) > n_most or (head.text in wide and not is_kind) or _is_quality(item, language):
        return False  # “managing a team of ten”
    is_skilled = SKILLED.match(text, item[-1].end)  # “culinary and costing skills”
    if language == "de" or (_weight(item) == 1 and not is_skilled):
        return text[head.begin].isupper()  # “experience in construction” names where one worked
    is_deed = item[0].text.endswith("ing") and (len(item) > 1 or DONE.match(text[head.end :]))
    return is_kind or not is_deed  # “ticketing tools”, but not “leading a department”


def _weight(item: list[Word]) -> int:
    return sum(word.text not in ARTICLES | AND and word.text not in ("of", "de", "d", "en") for word in item)


def _is_name(text: str, item: list[Word], language: str) -> bool:
    """Whether an item is written as a name; in German, where nouns are, by a capital inside a word."""
    written = text[item[0].begin : item[-1].end]
    is_marked = any(letter.isupper() for letter in written[1:].replace("-", "") if language == "de")
    is_short = len(item) <= 3 or ABBREVIATED.match(text[item[-1].end :])
    begun = written if item[0].begin else written[1:]  # a sentence begins with a capital
    is_capital = written[0].isupper() and begun != begun.lower()
    return bool(is_short) and is_capital and (language != "de" or (is_marked and len(item) == 1))


def _is_behind(begin: int, words: list[Word], known: list[Mention]) -> bool:
    """Return whether a bracket is behind a skill or a word for many: “ticketing tools (Zammad, OTRS)”."""
    wide = (word.end for word in words if word.text in listed("skills", "objects"))
    return any(0 <= begin - end <= 25 for end in (*(one.end for one in known), *wide))


def _beside_known(text: str, words: list[Word], taken: list[Mention], language: str) -> Iterator[Mention]:
    """Names in one list with others that are known: “Vue 3, TypeScript, Vite”, “AWS (EC2, Lambda)”."""
    known = [one for one in taken if one.dimension == "skill"]
    spans = [each.span(1) for each in BRACKET.finditer(text)] or [(0, len(text))]
    for begin, end in spans:
        items = _pieces_of(text, [word for word in words if begin <= word.begin < end])
        free = [item for item in items if not _touch(item, taken)]
        n_known = sum(_touch(item, known) for item in items)
        is_owned = n_known >= max(len(free), 1) or _is_behind(begin, words, known)
        if len(items) > 1 and is_owned and max(map(len, items)) <= 3:
            named = (item for item in free if not _is_quality(item, language))
            yield from filter(None, (_skill(text, item, is_name=True) for item in named))


def _is_quality(item: list[Word], language: str) -> bool:
    """Whether an item says what one is like, by its head or “sense of …”: “Schwindelfreiheit”, “soigneux”."""
    endings = listed("skills", f"soft_{language}") if language in ("de", "en", "fr") else ()
    head, soft = item[0 if language == "fr" else -1].text, listed("skills", "soft")
    is_sense = item[0].text in soft and any(word.text == "of" for word in item)
    return head.endswith(tuple(endings)) or head in soft or is_sense


def _pieces_of(text: str, words: list[Word], joints: Collection[str] = AND) -> list[list[Word]]:
    """Words parted at commas, slashes and “and”."""
    pieces: list[list[Word]] = [[]]
    for n, word in enumerate(words):
        between = text[words[n - 1].end : word.begin] if n else ""
        behind = words[n + 1].text if n + 1 < len(words) else ""
        is_known = not behind or behind.endswith(KNOWN) or alias_key(behind) in skills.aliases()
        if between == "- " and word.text in AND and not is_known:
            pieces[-1].append(word)  # “Bildungs- und Erziehungsplan”
            continue
        if set(between) & set(",;:/()") or " &" in between or word.text in joints:
            pieces.append([])
        pieces[-1] += [word] if word.text not in joints else []
    return [piece for piece in pieces if piece]


def _touch(words: list[Word], taken: Iterable[Mention]) -> bool:
    return any(word.begin < one.end and one.begin < word.end for word in words for one in taken)


def _skill(text: str, item: list[Word], is_name: bool = False) -> Mention | None:
    """An item of a list as a skill, when something is left of it that can be one."""
    written, last = skills.bare(text[item[0].begin : item[-1].end]), text[item[-1].begin : item[-1].end]
    if fold(last).endswith("kenntnisse") and len(last) > 13 and not skills.is_known(skills.bare(last)):
        written = last
    words = tokens(written)
    if text[item[-1].end :].startswith(("- ", "-,", "-/")):
        return _half(text, item)
    if not _can_be_skill(written, words, is_name):
        return None
    label = _tail_name(written, words) or written
    begin = text.index(written, item[0].begin) if written in text[item[0].begin :] else item[0].begin
    if label == written and fold(label).endswith(tuple(listed("skills", "datives"))):
        label = re.sub("n (?=[A-ZÄÖÜ])", " ", label[:-1])  # “mit digitalen Ticketsystemen”
    return Mention("skill", label, label.replace("|", "/"), begin, begin + len(written))


def _half(text: str, item: list[Word]) -> Mention | None:
    """A known name whose end stands in a word behind: “Intensiv-, Kinder- oder Beatmungspflege”."""
    rest = text[item[-1].end : item[-1].end + 90]
    whole = (word.text for word in tokens(rest) if word.text not in AND and rest[word.end :][:1] != "-")
    behind = next(whole, "")
    ends = (behind[at:] for at in range(2, len(behind) - 3))
    labels = (skills.aliases().get(item[-1].text + end, "") for end in ends)
    label = next(filter(None, labels), "")
    return Mention("skill", label, label, item[-1].begin, item[-1].end) if label else None


def _can_be_skill(written: str, words: list[Word], is_name: bool) -> bool:
    """Whether a few words may name a skill: no filler, number, language, deed or condition of the work."""
    nothing = listed("skills", "not") | listed("languages", "cues") | listed("years", "units")
    if not 0 < _weight(words) <= 4 or len(written) < 3 or all(word.text in nothing for word in words):
        return False
    conditions = listed("skills", "conditions")  # of the work: “UK residency”, “Wochenendarbeit”
    telling = listed("skills", "telling") | listed("about", "you") | (STOP if is_name else frozenset())
    first, is_telling = words[0].text, telling & {word.text for word in words}
    is_other = is_telling or any(_longest(words, at, conditions) for at in range(len(words)))
    is_unwritten = written.isdigit() or skills.language(written) or (is_name and written == written.lower())
    is_deed = first in listed("skills", "verbs") or first.endswith("ez")  # “respectez les règles”
    return not (is_unwritten or is_other or is_deed or _number(first))


def _tail_name(written: str, words: list[Word]) -> str:
    """The table's name of the most last words that have one: “strategischen Einkauf” is Procurement."""
    known = skills.aliases()
    keys = (alias_key(written[word.begin :]) for word in words)
    labels = (known.get(key) or known.get(key.removesuffix("n"), "") for key in keys)
    return next((label for label in labels if label and label not in skills.kinds()), "")


# ---- tables of words


@lru_cache(maxsize=4096)
def holds(said: str, table: str, kind: str) -> bool:
    """Return whether a text of plain words, a blank before and behind it, holds a phrase or form."""
    return bool(_forms(table, kind).search(said))


@cache
def _forms(table: str, kind: str) -> re.Pattern[str]:
    """The phrases and sentences of a kind as one pattern: “a plus”, “would be … useful”."""
    forms = shipped("postings")["forms"].get(f"{table}_{kind}", [])
    said = [*(re.escape(cue.strip()) for cue in cues(table, kind)), *forms, "(?!)"]
    return re.compile(f" (?:{'|'.join(said)}) ")


@cache
def cues(table: str, kind: str) -> tuple[str, ...]:
    """Return the phrases of a table in TOML, each between blanks."""
    said = shipped("postings")[table].get(kind, "")
    return tuple(f" {cue.strip()} " for cue in said.split("|") if cue.strip())


@cache
def _weighing() -> frozenset[str]:
    """The first words of what weighs a thing: “Excel von Vorteil”, “Go is a plus”."""
    cues = "|".join(shipped("postings")["strength"][name] for name in ("should", "must")).split("|")
    first = (next((word.text for word in tokens(cue) if word.text != "de"), "") for cue in cues)
    return frozenset(first) - OR - {"in", "of", "en"}


@cache
def _beside() -> dict[str, tuple[str, frozenset[str]]]:
    """Words that name a certificate where certain others stand beside them: “member of the Georgia bar”."""
    rows = shipped("certificates")["unknown"]["beside"].items()
    return {word: (name, frozenset(others)) for name, (word, *others) in rows}


@cache
def _numbers(name: str) -> dict[str, int]:
    pairs = (pair.partition("=") for pair in shipped("postings")["years"][name].split())
    return {word: int(number) for word, _, number in pairs}


def content(text: str) -> tuple[str, ...]:
    """Return the words of a text that name a kind of work or a skill, folded: no filler, no numbers."""
    return tuple(word.text for word in tokens(text) if _is_content(word.text))


def years_field(text: str, number: float = 0) -> tuple[str, ...]:
    """Return what a clause asks this number of years in: “… in logistics” → logistics; of leading, `LED`."""
    words = [word.text for word in tokens(text)]
    years = listed("years", "units")
    units = [at for at, word in enumerate(words) if word in years or COMPOUND.fullmatch(word)]
    is_meant = (at for at in units if number in [*map(_number, words[max(at - 3, 0) : at])])
    unit = next(is_meant, next(iter(units), len(words)))
    behind = words[unit + 1 : unit + 7]
    end = next((at for at, word in enumerate(behind) if word in WISH or _number(word) > 1), len(behind))
    led, before = listed("years", "led"), listed("years", "of") | listed("years", "behind") | ARTICLES | OR
    before |= led | listed("years", "units")  # “project management” is none
    if any(word in led and one in before for one, word in pairwise(words[unit : unit + 1 + end])):
        return LED
    return tuple(word for word in behind[:end] if _is_content(word))


def _is_content(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word not in _no_content()


@cache
def _no_content() -> frozenset[str]:
    lists = ("units", "months", "of", "between", "lead", "behind", "not_before", "not_behind")
    words = frozenset(_numbers("numbers")) | listed("skills", "not") | ARTICLES
    return words.union(*(listed("years", name) for name in lists))
