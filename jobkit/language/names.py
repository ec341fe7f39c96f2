"""What is compared of the names of companies, jobs and people, so that variants meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg se mbh ug sa sas sarl"
    " sasu srl spa bv nv oy ab as aps pty pvt private kk sl holding holdings".split()
)
WRITTEN_TO_IT = re.compile(
    "株式会社|有限会社|合同会社|㈱|股份有限公司|有限责任公司|有限公司|주식회사|유한회사|㈜|บริษัท|จำกัด|[(（](?:株|有|주)[)）]"
)
"""Legal forms that are written to a name without a blank."""
DOTTED = re.compile(r"(?<=[\w)] )[a-z](?:\. ?[a-z])+\b|(?<=\w, )[a-z](?:\. ?[a-z])+\b")
"""Letters with dots that stand behind a name: a legal form, perhaps."""
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
AND = frozenset("and und et".split())
CARES_FOR_THE_SICK = frozenset("hospital hospitals infirmary healthcare".split())
TRUST = frozenset("nhs foundation trust".split())
ROLE_NOISE = frozenset("h f hf fh m w d mwd mfd x mfx fm mf fwm remote hybrid".split())
SENIORITY = {
    "intern": "intern", "internship": "intern", "trainee": "intern", "stagiaire": "intern",
    "junior": "junior", "jr": "junior", "graduate": "junior", "entry": "junior",
    "mid": "mid", "intermediate": "mid",
    "senior": "senior", "sr": "senior", "snr": "senior",
    "lead": "lead", "principal": "lead", "staff": "lead", "head": "lead", "director": "lead", "chief": "lead",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def company_key(name: str) -> str:
    """Return what is compared of a company's name: no case, accents, punctuation or legal form."""
    kept = [word for word in _words(WRITTEN_TO_IT.sub(" ", name)) if word not in LEGAL_FORMS]
    return "".join(kept or _words(name))


@lru_cache(maxsize=65_536)
def spellings(name: str) -> frozenset[str]:
    """Return all that a company's name is compared by: two names are one company if any of it is the same.

    Beside its key: without a legal form written with dots (“B.V.”), with “und” and “et” for “and”,
    with umlauts written out and without, “University of X” as “X University”, a hospital without
    its trust; and its letters without “and”, as an address has them, for names of one word.
    """
    if not (key := company_key(name)):
        return frozenset()
    found = {key}
    text = unicodedata.normalize("NFC", name.casefold())
    for written in {text, text.translate(WRITTEN_OUT)}:
        words = _firm_words(written)
        found.add("".join(words))
        if "and" in words or len(words) == 1:
            found.add("=" + "".join(word for word in words if word != "and"))
    return frozenset(found - {"", "="})


def _firm_words(text: str) -> list[str]:
    undotted = DOTTED.sub(_form_in_one, WRITTEN_TO_IT.sub(" ", text))
    words = ["and" if word in AND else word for word in _words(undotted) if word not in LEGAL_FORMS]
    while words and words[-1] == "and":  # of “GmbH & Co. KG”
        words.pop()
    bare = words[1:] if words[:1] == ["the"] else words
    if bare[:2] == ["university", "of"] and len(bare) > 2:
        words = [*bare[2:], "university"]
    if words[-1:] == ["trust"] and CARES_FOR_THE_SICK.intersection(words):
        while words[-1] in TRUST:
            words.pop()
    return words


def _form_in_one(letters: re.Match) -> str:
    form = re.sub(r"[. ]", "", letters.group())
    return form if form in LEGAL_FORMS else letters.group()


def without_form(name: str) -> str:
    """Return a company's name as it is written, without its legal form."""
    words = WRITTEN_TO_IT.sub(" ", name).split()
    return " ".join(word for word in words if company_key(word) not in LEGAL_FORMS)


@lru_cache(maxsize=65_536)
def role_key(title: str) -> tuple[str, ...]:
    """Return what is compared of a job title: its words without seniority and brackets such as (m/f/d)."""
    bare = re.sub(r"[(\[][^(\[)\]]{0,80}[)\]]", " ", title)
    for text in (bare, title):
        if words := [word for word in _words(text) if word not in ROLE_NOISE and word not in SENIORITY]:
            return tuple(words)
    return tuple(_words(title))


@lru_cache(maxsize=65_536)
def seniority(title: str) -> str:
    """Return the seniority a job title names (intern, junior, mid, senior, lead), or ""."""
    return next((SENIORITY[word] for word in _words(title) if word in SENIORITY), "")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", plain.replace("&", " and ").replace("'", "").replace("’", ""))


def person_key(name: str, company: str) -> str:
    """Return a person's id: the same for the same name at the same company, however it is written."""
    import hashlib

    key = f"{company_key(name)}|{company_key(company)}"
    return "p-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
