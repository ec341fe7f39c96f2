"""What is compared of the names of companies, jobs and people, so that variants meet.

The words stand here and not in a TOML file, since commands that only record a fact start without reading one.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from jobkit.language.text import UMLAUTS, words

FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg se mbh ug sa sas sarl"
    " sasu srl spa bv nv oy ab as aps pty pvt private kk sl holding holdings".split()
)
"""Legal forms of one word, dropped wherever they stand. Ids of people rest on them: new ones go below."""
WORDS = ("Spa", "As")
"""Words of names; the legal forms are written SpA and AS."""
LAST_FORMS = tuple(
    tuple(form.split())
    for form in (
        "gesellschaft mit beschrankter haftung", "eingetragene genossenschaft", "eingetragener verein",
        "ges m b h", "g m b h", "e v", "e k", "e kfm", "e kfr", "ev", "eg", "ek", "ggmbh", "gug", "ohg", "og",
        "gbr", "partg", "partgmbb", "kgaa", "haftungsbeschrankt", "gesmbh", "aor", "aoer", "kdor", "kdoer",
        "genossenschaft",
    )
)  # fmt: skip
"""Legal forms at the end of a name, the longest first. A firm and its “Stiftung” are two employers."""
BEFORE = frozenset(("firma", "fa"))
AND = frozenset(("and", "und", "et"))
CARES_FOR_THE_SICK = frozenset("hospital hospitals infirmary healthcare".split())
WHOLE = {
    "mgmt": "management", "mgt": "management", "svc": "service", "svcs": "services", "intl":
    "international", "natl": "national", "govt": "government", "bros": "brothers", "assoc": "associates",
    "assocs": "associates", "dept": "department", "hosp": "hospital", "tech": "technology", "technologies":
    "technology", "mfg": "manufacturing", "mktg": "marketing", "eng": "engineering", "engrg": "engineering",
    "constr": "construction", "ctr": "center", "centre": "center", "grp": "group", "dr": "doktor", "doctor":
    "doktor", "st": "saint", "sankt": "saint", "uni": "university", "univ": "university", "universitat":
    "university", "universitaet": "university", "universite": "university", "ksk": "kreissparkasse", "spk":
    "sparkasse", "awo": "arbeiterwohlfahrt", "stadtw": "stadtwerke", "krhs": "krankenhaus", "verw":
    "verwaltung", "verwaltungs": "verwaltung", "ges": "gesellschaft", "gebr": "gebruder", "gebrueder":
    "gebruder", "ets": "etablissements", "cie": "compagnie", "labo": "laboratoire",
}  # fmt: skip
"""Words of employers' names as people shorten them, or write them in another language. Not here, since
they may be two words: Sté (société, sainte), Soc., Comm., Ass."""
TRUST = frozenset("nhs foundation trust".split())
ROLE_NOISE = frozenset("h f hf fh m w d mwd mfd x mfx fm mf fwm gn remote hybrid".split())
ENDS = {
    "anwaltin": "anwalt", "arztinnen": "arzt", "arztin": "arzt", "kochin": "koch", "wirtinnen": "wirt",
    "wirtin": "wirt", "loginnen": "loge", "login": "loge", "gogin": "goge", "graphin": "graph",
    "istinnen": "ist", "istin": "ist", "entinnen": "ent", "entin": "ent", "antinnen": "ant", "antin": "ant",
    "erinnen": "er", "erin": "er", "orinnen": "or", "orin": "or", "eurinnen": "eur", "eurin": "eur",
    "leute": "mann", "frau": "mann", "angestellter": "angestellte", "angestellten": "angestellte",
}  # fmt: skip
"""How German words for a woman's job end, or for anybody's, and what is compared in their place."""
SHORT = {
    "asst": "assistant", "mgr": "manager", "engr": "engineer", "rep": "representative",
    "coord": "coordinator", "exec": "executive", "dev": "developer",
}  # fmt: skip
"""Words of titles as people shorten them in their lists: “Care asst”."""
SENIORITY = {
    "intern": "intern", "internship": "intern", "trainee": "intern", "stagiaire": "intern",
    "junior": "junior", "jr": "junior", "graduate": "junior", "entry": "junior",
    "mid": "mid", "intermediate": "mid",
    "senior": "senior", "sr": "senior", "snr": "senior",
    "lead": "lead", "principal": "lead", "staff": "lead", "head": "lead", "director": "lead", "chief": "lead",
}  # fmt: skip
WRITTEN_TO_IT = re.compile(
    "株式会社|有限会社|合同会社|㈱|股份有限公司|有限责任公司|有限公司|주식회사|유한회사|㈜|บริษัท|จำกัด|[(（](?:株|有|주)[)）]"
)
"""Legal forms that are written to a name without a blank."""
DOTTED = re.compile(r"(?<=[\w)] )[a-z](?:\. ?[a-z])+\b|(?<=\w, )[a-z](?:\. ?[a-z])+\b")
"""Letters with dots that stand behind a name: a legal form, perhaps."""
IN_BRACKETS = re.compile(r"[(\[][^(\[)\]]{0,80}[)\]]")
GENDERED = re.compile(
    r"(?<=[^\W\d_]{3})[/*:_·]-?(?:in|innen|frau|mann|leute)\b"
    r"|(?:(?<=er)|(?<=or)|(?<=ist)|(?<=nt))-(?:in|innen)\b|(?<=e)[/*:_]r\b"
)
"""The second half of a title for both: /in, *in, :in, _in, -in, /-frau; Angestellte/r."""


@lru_cache(maxsize=65_536)
def company_key(name: str) -> str:
    """Return the key of a company's or a person's name: no case, accents, signs or legal form.

    The ids of people rest on it, in stores of every version: it never changes. `spellings` knows more.
    """
    kept = [word for word in _key_words(WRITTEN_TO_IT.sub(" ", name)) if word not in FORMS]
    return "".join(kept or _key_words(name))


def _key_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", plain.replace("&", " and ").replace("'", "").replace("’", ""))


@lru_cache(maxsize=65_536)
def spellings(name: str) -> frozenset[str]:
    """Return all that a company's name is compared by: two names are one company if any of it is the same.

    Beside its key: without a legal form written with dots (“B.V.”) or behind it (“e. V.”), without
    “Firma” and “The”, with “und” and “et” for “and”, shortened words (“Mgmt”) whole, with umlauts written
    out and without, “University of X” and “Uni X” as “X University”, a hospital without its trust; and its
    letters without “and”, as an address has them, for names of one word.
    """
    if not (key := company_key(name)):
        return frozenset()
    found = {key}
    text = unicodedata.normalize("NFC", name.casefold())
    for written in {text, text.translate(UMLAUTS)}:
        parts = _firm_words(written)
        found.add("".join(parts))
        if "and" in parts or len(parts) == 1:
            found.add("=" + "".join(word for word in parts if word != "and"))
    return frozenset(found - {"", "="})


def is_same_company(one: str, other: str) -> bool:
    """Return whether two names are ways to write one company's."""
    return not spellings(one).isdisjoint(spellings(other))


def own_words(name: str) -> set[str]:
    """Return the words of a company's name that tell it from others, without “Group” and the like.

    Its first words also as an address has them, run together.
    """
    parts = _firm_words(name.casefold().translate(UMLAUTS)) if company_key(name) else []
    together = {"".join(parts[:n]) for n in range(2, len(parts) + 1)}
    return together | {word for word in parts if len(word) > 3 and word not in WHOLE.values()}


def _firm_words(text: str) -> list[str]:
    every = _key_words(DOTTED.sub(_form_in_one, WRITTEN_TO_IT.sub(" ", text)))
    parts = ["and" if word in AND else WHOLE.get(word, word) for word in _without_form(every)]
    while parts and parts[-1] == "and":  # of “GmbH & Co. KG”
        parts.pop()
    parts = parts[1:] if parts[:1] == ["the"] and parts[1:] else parts
    if parts[:1] == ["university"] and (place := parts[1 + (parts[1:2] in (["of"], ["de"], ["zu"])) :]):
        parts = [*place, "university"]
    if parts[-1:] == ["trust"] and CARES_FOR_THE_SICK.intersection(parts):
        while parts[-1] in TRUST:
            parts.pop()
    return parts


def _without_form(parts: list[str]) -> list[str]:
    """Return the words of a firm without “Firma” before them and legal forms at their end or among them."""
    if parts[0] in BEFORE and len(parts) > 1:
        parts = parts[1:]
    while endings := [form for form in LAST_FORMS if tuple(parts[1:][-len(form) :]) == form]:
        parts = parts[: -len(endings[0])]
    return [word for word in parts if word not in FORMS]


def _form_in_one(match: re.Match) -> str:
    form = re.sub(r"[. ]", "", match.group())
    return form if form in FORMS else match.group()


def without_form(name: str) -> str:
    """Return a company's name as it is written, without its legal form: “Weidenau” of “Weidenau & Co. KG”."""
    written = WRITTEN_TO_IT.sub(" ", name).split()
    parts = [word for word in written if word in WORDS or company_key(word) not in FORMS]
    while len(parts) > 1 and (company_key(parts[-1]),) in (*LAST_FORMS, ("and",)):
        parts.pop()
    return " ".join(parts).rstrip(",")


@lru_cache(maxsize=65_536)
def role_key(title: str) -> tuple[str, ...]:
    """Return what is compared of a job title: its words without seniority, brackets such as (m/f/d), gender.

    “Einkäufer*in (w/m/d)” and “Einkäuferin” are one, and so are “Bürokaufmann/-frau” and “Bürokauffrau”.
    """
    for text in (IN_BRACKETS.sub(" ", title), title):
        if kept := [word for word in _title_words(text) if word not in ROLE_NOISE and word not in SENIORITY]:
            return tuple(_of_any_gender([SHORT.get(word, word) for word in kept]))
    return tuple(_title_words(title))


def has_marks_of_gender(title: str) -> bool:
    """Return whether a job title names both genders, or is followed by brackets: “Disponent:in (w/m/d)”."""
    return bool(GENDERED.search(title) or IN_BRACKETS.search(title))


@lru_cache(maxsize=65_536)
def seniority(title: str) -> str:
    """Return the seniority a job title names (intern, junior, mid, senior, lead), or ""."""
    return next((SENIORITY[word] for word in _title_words(title) if word in SENIORITY), "")


def _title_words(title: str) -> list[str]:
    return words(GENDERED.sub("", title).replace("&", " and ").replace("'", "").replace("’", ""))


def _of_any_gender(parts: list[str]) -> list[str]:
    """Return the words of a title with a man's form for a woman's; of “Kaufmann/Kauffrau” one is left."""
    ends = [next((end for end in ENDS if word.endswith(end) and len(word) > 5), "") for word in parts]
    common = (word.removesuffix(end) + ENDS.get(end, "") for word, end in zip(parts, ends, strict=True))
    return [word for word, _ in groupby(common)]


def person_key(name: str, company: str) -> str:
    """Return a person's id: the same for the same name at the same company, however it is written."""
    import hashlib

    key = f"{company_key(name)}|{company_key(company)}"
    return "p-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]


PARTICLES = frozenset("van von de der den del della di da dos du la le ten ter bin al el zu zur".split())
"""Small words that begin a family's name."""
AFTER = re.compile(r",? (?:jr|sr|ii|iii|ph\.?d|m\.?d|mba|msc|bsc|ma|esq)\.?$", re.IGNORECASE)


def person_name(name: str) -> tuple[str, str, str]:
    """Return the title (“Ms”, “Dr”), the given and the family name of a person, "" for what is not known.

    “Okonjo, Maya” and “Ms Maya Okonjo” are given Maya, family Okonjo; “Jan van der Berg” is of the family
    van der Berg; one name alone is the given one, and behind a title the family's.
    """
    from jobkit.language.vocabulary import shipped

    bare = AFTER.sub("", " ".join(IN_BRACKETS.sub(" ", name).split()))
    family, comma, given = (part.strip() for part in bare.partition(","))
    parts = [*given.split(), *family.split()] if comma and given else bare.replace(",", " ").split()
    known = {word: title for title, words in shipped("drafts")["titles"].items() for word in words}
    titles = []
    while len(parts) > 1 and (title := known.get(parts[0].casefold().rstrip("."))):
        titles.append(title)
        parts = parts[1:]
    title = next((one for one in ("professor", "doctor", "woman", "man") if one in titles), "")
    if comma and given:
        n = len(parts) - len(family.split())
        return title, " ".join(parts[:n]), family
    if len(parts) == 1:
        return (title, "", parts[0]) if title else ("", "".join(parts), "")
    first = next((n for n, word in enumerate(parts[1:], 1) if word.casefold() in PARTICLES), len(parts) - 1)
    return title, " ".join(parts[:first]), " ".join(parts[first:])
