"""What tells who or where somebody is by its shape alone: addresses, numbers, links, pay, days."""

import re

from jobkit.language.vocabulary import shipped

KNOWN = {name: "|".join(words.split()) for name, words in shipped("sharing").items()} | shipped("shapes")[
    "parts"
]


def _filled(pattern: str) -> str:
    """Return a pattern with the lists and parts that it names, in letters as their name is written in."""

    def named(found: re.Match) -> str:
        name = found[1]
        words = _filled(KNOWN[name.lower()])
        return words if name.islower() else words.upper() if name.isupper() else words.title()

    return re.sub(r"<([A-Za-z_]+)>", named, pattern)


PATTERNS = {
    name: re.compile("|".join(map(_filled, written)))
    for name, written in shipped("shapes")["patterns"].items()
}
EMAIL, URL, PHONE = (PATTERNS[name] for name in ("email", "url", "phone"))
SHAPES = [(PATTERNS[name], words) for name, words in shipped("shapes")["stands"].items()]
"""What is left out by its shape, in this order, and what stands in its place."""
