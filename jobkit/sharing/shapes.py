"""What tells who or where somebody is by its shape alone: addresses, numbers, links, pay, days.

Each pattern is bounded, so that its cost grows with the text and no more.
"""

from __future__ import annotations

import re

from jobkit.language.vocabulary import shipped

EMAIL = re.compile(
    r"(?:(?<![\w.+-])[\w.+-]++|\"[^\"\n]{1,64}\")"
    r"(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}|(?:\s?[@＠]\s?|%40)[\w-]{1,63}(?:[.，][\w-]{1,63}){1,5})"
)
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}")
LISTED = {name: "|".join(words.split()) for name, words in shipped("sharing").items()}
"""The words of each list, as what a pattern chooses from."""
AT, DOT = (
    rf"(?:\s?[\[({{<]\s?(?:{word})\s?[\])}}>]\s?|\s(?:{word})\s)"
    for word in ("at|AT|ät", "dot|DOT|punkt|Punkt")
)
OBSCURED = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}+(?:\s?[\[({{<]\s?(?:at|AT|ät|@)\s?[\])}}>]\s?[\w-]{{1,63}}(?:(?:{DOT}|\.)[\w-]{{1,63}}){{1,4}}"
    rf"|\s(?:at|AT)\s[\w-]{{1,63}}+(?:{DOT}[\w-]{{1,63}}+){{1,4}})"
    r"|(?<![\w.+-])(?=[\w+-]{1,64}\.)[\w.+-]{1,64}+\s(?:at|AT)\s[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
)
"""An address that was written so that programs do not find it."""
DOMAIN = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?i:{LISTED['domains']})\b(?!\.?\w)(?:/[^\s<>\"')\]]{{0,300}})?"
)
HANDLE = re.compile(
    r"(?<![\w@.])@[\w.-]{2,40}|\b[\w.]{2,32}#\d{4}\b"
    r"|\b(?i:skype|telegram|discord|signal|whatsapp|threema)\s?[:/]\s?[\w.:]{2,40}"
)
PHONE = re.compile(
    r"(?<!\w)(?<!\d\.)\+?\(?\d[\d \u00a0\u202f()/.\-]{7,18}\d(?!\w|\.\d)"
    r"|(?<!\w)(?!0\d\s?[-/–]\s?(?:19|20)\d\d\b)(?:\+|0)\d{1,4}(?:\s?[-/–]\s?\d{1,4})?\s?[-/–]\s?\d{3,10}(?!\w)"
    r"|\b\d{3}-\d{4}\b"
    r"|\b(?:[Ee]xt|[Aa]pp|[Dd]urchwahl|DW)\b[.:]?\s?-?\d{2,5}\b"
)
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z\d]{4} ?){2,7}[A-Z\d]{1,4}\b")
CODES = "|".join(f"{name.upper()}|{name.lower()}|{name.title()}" for name in LISTED["currencies"].split("|"))
SIGN = "[kKtT]?[$€£¥₹]"
CURRENCY = rf"(?:{SIGN}|(?=[^\W\d_])(?<![^\W\d_])(?:{CODES})\b)"
AMOUNT = r"(?>(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,3}|\d{1,9})(?:[.,]\d\d)?(?!\d)\s?(?:[kK]\b)?)"
MONEY = re.compile(
    rf"(?=[^\W_]|[$€£¥₹])(?:(?:{SIGN}|(?=[^\W\d_])(?<!\w)(?:{CODES})(?![^\W\d_]))\s?{AMOUNT}"
    rf"(?:\s?[-–—]\s?{AMOUNT})?|(?=\d)\b(?:\d{{2,3}}(?:[kK]\b|[.,'’]\d{{3}}(?:[.,]\d\d)?\b)"
    rf"|\d{{1,3}}(?:,\d\d){{1,3}},\d{{3}}\b|{AMOUNT}(?=[^\W\d_]|[$€£¥₹]){CURRENCY}))"
)
"""Cases of letters are spelt out: a pattern that takes no heed of them is several times as slow."""
NUMBER = r"(?>\d{1,7}(?:[.,'’ \u00a0\u202f]\d{1,3}(?!\d)){0,3})"
LARGE = r"(?>(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,3}|\d{3,9})(?:[.,]\d{1,2})?)"
TIMES, EACH = rf"(?:{LISTED['times']})", rf"(?:{LISTED['each']})"
PAY = re.compile(
    rf"(?=\d)(?<![\w.,])(?:{NUMBER}(?:(?:\s?(?:[-–—]|to|bis|and|und)\s?\d{{1,7}})?\s?(?:{TIMES}|[kKT]\b)|,-|\.-|,–|,--)"
    rf"(?:\s?{CURRENCY})?|{LARGE}(?:\s?[-–—]\s?\d{{3,7}})?\s?{EACH}(?!\w)"
    r"|\d{2,3}\s?[kK]?\s?(?:[-–—]|to|bis)\s?\d{2,3}\s?[kKT]\b|\d{5,6}(?![\w.,]\d|\w)"
    r"|\d{2,3}(?:[.,]\d\d)?\s?(?:/|per |an |die |pro )\s?(?:h|hr|hour|Std|Stunde)\b)"
    r"|\b(?:[Ss]tundensatz|[Tt]agessatz|[Gg]ehaltswunsch|[Hh]ourly rate|[Dd]ay rate)[: ]{1,2}\d[\d.,]{0,9}"
)
"""Pay in words and by the year, and bare numbers of five or six digits, which are pay or a postcode."""
NUMERAL = rf"(?:{LISTED['numerals']})"
IN_WORDS = re.compile(
    rf"(?=[a-zA-Z])\b(?:(?:{NUMERAL}|{NUMERAL.title()})[ -](?:and )?){{1,4}}(?:thousand|grand|[kK])\b"
    rf"|\b[^\W\d_]{{0,24}}(?:{LISTED['zahlen']})[ -]?[tT]ausend\b"
    r"|\b(?:low|mid|high|upper|early|late)[ -](?:twen|thir|for|fif|six|seven|eigh|nine)ties\b"
)
"""Pay in letters, in English and German."""
STREETS, ENDS = LISTED["streets"], LISTED["street_ends"]
ROADS = "Street|Road|Lane|Avenue|Terrace|Crescent|Boulevard"
LONG = rf"{ROADS}|Drive|Square|Close|St\.|Rd\.|Ave\."
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?,?\s(?:(?:\d{{1,3}}(?:st|nd|rd|th)|[^\W\d_a-z][\w'’.-]{{0,30}})\s){{1,4}}(?:{STREETS}"
    rf"|{STREETS.upper()})\b\.?"
    rf"|\b[^\W\d_a-z][\w'’.-]{{1,30}} (?:{LONG}) \d{{1,3}}[a-z]?\b"
    rf"|\b(?:\d{{1,5}}[a-z]? [a-z]{{3,20}} (?:{ROADS.lower()})"
    rf"|\d{{1,3}}(?:st|nd|rd|th) (?:Street|Avenue)(?: \d{{1,4}})?)\b"
    r"|\b(?:Flat|Apt\.?|Apartment|Suite) \d{1,4}[A-Za-z]?\b"
    rf"|\b[^\W\d_a-z][\w-]{{0,40}}(?:{ENDS}|{ENDS.upper()})\s?\d{{1,4}}\s?[a-zA-Z]?\b"
    r"|\b[^\W\d_][\w-]{0,40}(?:straße|strasse|gasse|allee)\b(?:\s\d{1,4}\s?[a-z]?\b)?"
    rf"|\b[^\W\d_a-z][\w-]{{1,30}}[ -](?:{ENDS.title()})\s\d{{1,4}}\s?[a-z]?\b"
    r"|\b(?:Straße|Strasse|Platz|Allee|Ufer) (?:der|des|am|zum|zur) (?:[\w.-]{2,30} ){1,3}\d{1,4}\b"
    rf"|\b(?:{LISTED['where']}) (?!{LISTED['no_street']})[^\W\d_a-z][\w-]{{2,30}} \d{{1,3}}[a-z]?\b"
    r"|\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|quai|allée|impasse)"
    r"(?: [\w'’-]{1,30}){1,4}"
    rf"|\b(?:{LISTED['romance_streets']})"
    r"(?: [\w'’.-]{1,30}){1,4},? (?:n\.? ?)?\d{1,4}\b"
    r"|\b(?:P\.?O\.? Box|Postfach) \d{1,6}(?: \d{1,3})?\b"
    r"|\b(?:(?:D|A|CH|DE|AT|F|NL)-?\s?\d{4,5}|\d{5}) [^\W\d_a-z][\w-]{2,30}"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b[a-z]{1,2}\d[a-z\d]? \d(?!st|nd|rd|th)[a-z]{2}\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b"
)
"""Streets in English, German, Dutch, French, Spanish, Italian; postcodes with their town."""
SHAPES = (
    (EMAIL, "[address]"),
    (OBSCURED, "[address]"),
    (URL, "[link]"),
    (DOMAIN, "[link]"),
    (HANDLE, "[handle]"),
    (ACCOUNT, "[number]"),
    (ADDRESS, "[place]"),
    (PAY, "[pay]"),
    (IN_WORDS, "[pay]"),
    (MONEY, "[pay]"),
)
"""What is left out by its shape, in this order, and what stands in its place."""
