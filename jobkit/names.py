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
