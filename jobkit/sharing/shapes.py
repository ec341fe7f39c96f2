"""What tells who or where somebody is by its shape alone: addresses, numbers, links, pay, days.

Each pattern is bounded, so that its cost grows with the text and no more.
"""

from __future__ import annotations

import re

from jobkit.language.vocabulary import shipped

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}")
LISTED = {name: "|".join(words.split()) for name, words in shipped("sharing").items()}
"""The words of each list, as what a pattern chooses from."""
AT, DOT = (
    rf"(?:\s?[\[({{]\s?(?:{word})\s?[\])}}]\s?|\s(?:{word})\s)"
    for word in ("at|AT|ät", "dot|DOT|punkt|Punkt")
)
OBSCURED = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}+(?:\s?[\[({{]\s?(?:at|AT|ät|@)\s?[\])}}]\s?[\w-]{{1,63}}(?:(?:{DOT}|\.)[\w-]{{1,63}}){{1,4}}"
    rf"|\s(?:at|AT)\s[\w-]{{1,63}}+(?:{DOT}[\w-]{{1,63}}+){{1,4}})"
)
"""An address that was written so that programs do not find it."""
DOMAIN = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?i:{LISTED['domains']})\b(?!\.?\w)(?:/[^\s<>\"')\]]{{0,300}})?"
)
HANDLE = re.compile(r"(?<![\w@.])@[\w.-]{2,40}")
PHONE = re.compile(r"(?<!\w)(?<!\d\.)\+?\(?\d[\d \u00a0\u202f()/.\-]{7,18}\d(?!\w|\.\d)")
CODES = "|".join(f"{name.upper()}|{name.lower()}|{name.title()}" for name in LISTED["currencies"].split("|"))
CURRENCY = rf"(?:[kT]?[$€£¥₹]|(?=[^\W\d_])\b(?:{CODES})\b)"
AMOUNT = r"(?>(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,3}|\d{1,9})(?:[.,]\d\d)?(?!\d)\s?(?:[kK]\b)?)"
MONEY = re.compile(
    rf"(?=[^\W_]|[$€£¥₹])(?:{CURRENCY}\s?{AMOUNT}(?:\s?[-–—]\s?{AMOUNT})?"
    rf"|(?=\d)\b(?:\d{{2,3}}(?:[kK]\b|[,'’]\d{{3}}\b)|{AMOUNT}(?=[^\W\d_]|[$€£¥₹]){CURRENCY}))"
)
"""Cases of letters are spelt out: a pattern that takes no heed of them is several times as slow."""
NUMBER = r"(?>\d{1,7}(?:[.,'’ \u00a0\u202f]\d{1,3}(?!\d)){0,3})"
LARGE = r"(?>(?:\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,3}|\d{3,9})(?:[.,]\d{1,2})?)"
TIMES = (
    r"(?:[Tt]sd\b\.?|[Tt]ausend\b|[Tt]housand\b|[Gg]rand\b|[Mm]io\b\.?|[Mm]illion(?:en|s)?\b|TSD\b\.?|TEUR\b)"
)
EACH = (
    r"(?:brutto|netto|gross|net|p\. ?a\.|pa|per (?:year|annum|month|week|day|hour)|an? (?:year|month|hour)"
    r"|pro (?:Jahr|Monat|Woche|Tag|Stunde)|im (?:Jahr|Monat)|/ ?(?:yr|year|mo|month|h|hr|hour|Jahr|Std))"
)
PAY = re.compile(
    rf"(?=\d)(?<![\w.,])(?:{NUMBER}(?:(?:\s?[-–—]\s?\d{{1,7}})?\s?(?:{TIMES}|[kK]\b)|,-|\.-|,–|,--)"
    rf"(?:\s?{CURRENCY})?|{LARGE}(?:\s?[-–—]\s?\d{{3,7}})?\s?{EACH}(?!\w)"
    r"|\d{2,3}\s?[kK]?\s?(?:[-–—]|to|bis)\s?\d{2,3}\s?[kKT]\b|\d{5,6}(?![\w.,]\d|\w))"
)
"""Pay in words and by the year, and bare numbers of five or six digits, which are pay or a postcode."""
NUMERAL = rf"(?:{LISTED['numerals']})"
IN_WORDS = re.compile(
    rf"(?=[a-zA-Z])\b(?:(?:{NUMERAL}|{NUMERAL.title()})[ -](?:and )?){{1,4}}(?:thousand|grand)\b"
    rf"|\b[^\W\d_]{{0,24}}(?:{LISTED['zahlen']})tausend\b"
)
"""Pay in letters, in English and German."""
STREETS, ENDS = LISTED["streets"], LISTED["street_ends"]
LONG = "Street|Road|Lane|Avenue|Drive|Square|Terrace|Close|Crescent|Boulevard"
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?,? (?:[^\W\d_a-z][\w'’.-]{{0,30}} ){{1,4}}(?:{STREETS}"
    rf"|{STREETS.upper()})\b\.?"
    rf"|\b[^\W\d_a-z][\w'’.-]{{1,30}} (?:{LONG}) \d{{1,3}}[a-z]?\b"
    r"|\b(?:Flat|Apt\.?|Apartment|Suite) \d{1,4}[A-Za-z]?\b"
    rf"|\b[^\W\d_a-z][\w-]{{0,40}}(?:{ENDS}|{ENDS.upper()})\s?\d{{1,4}}\s?[a-zA-Z]?\b"
    r"|\b[^\W\d_a-z][\w-]{0,40}(?:straße|strasse|gasse|allee)\b"
    r"|\b[^\W\d_a-z][\w-]{1,30}[ -](?:Straße|Strasse|Str\.|Allee|Platz|Weg|Gasse|Ring|Damm|Ufer)"
    r"\s\d{1,4}\s?[a-z]?\b"
    r"|\b(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Unter den|Zum|Zur|Beim|Hinter der)"
    rf" (?!{LISTED['no_street']})[^\W\d_a-z][\w-]{{2,30}} \d{{1,3}}[a-z]?\b"
    r"|\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|quai|allée|impasse)"
    r"(?: [\w'’-]{1,30}){1,4}"
    r"|\b(?:Calle|Avenida|Avda\.|Paseo|Plaza|Via|Viale|Piazza|Corso|Rua)"
    r"(?: [\w'’.-]{1,30}){1,3},? (?:n\.? ?)?\d{1,4}\b"
    r"|\b(?:P\.?O\.? Box|Postfach) \d{1,6}(?: \d{1,3})?\b"
    r"|\b(?:(?:D|A|CH|DE|AT|F|NL)-?\s?\d{4,5}|\d{5}) [^\W\d_a-z][\w-]{2,30}"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b"
)
"""Streets in English, German, Dutch, French, Spanish, Italian; postcodes with their town."""
SHAPES = (
    (EMAIL, "[address]"),
    (OBSCURED, "[address]"),
    (URL, "[link]"),
    (DOMAIN, "[link]"),
    (HANDLE, "[handle]"),
    (ADDRESS, "[place]"),
    (PAY, "[pay]"),
    (IN_WORDS, "[pay]"),
    (MONEY, "[pay]"),
)
"""What is left out by its shape, in this order, and what stands in its place."""
