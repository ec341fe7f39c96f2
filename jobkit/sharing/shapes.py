"""What tells who or where somebody is by its shape alone: addresses, numbers, links, pay, days.

Each pattern is bounded, so that its cost grows with the text and no more.
"""

from __future__ import annotations

import re

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{1,500}")
TLDS = (
    "com|org|net|edu|gov|int|info|biz|jobs|careers|io|ai|co|app|dev|tech|cloud|online|site|shop|eu|de|at|ch|uk"
    "|ie|fr|es|it|nl|be|lu|dk|se|no|fi|pl|cz|pt|gr|us|ca|au|nz|in|jp|cn|sg|br|mx|za|example|invalid|test"
)
DOMAIN = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?i:{TLDS})\b(?!\.?\w)(?:/[^\s<>\"')\]]{{0,300}})?"
)
HANDLE = re.compile(r"(?<![\w@.])@[\w.-]{2,40}")
PHONE = re.compile(r"(?<!\w)(?<!\d\.)\+?\(?\d[\d \u00a0\u202f()/.\-]{7,18}\d(?!\w|\.\d)")
ISO_DAY = re.compile(r"\b(\d{4}-\d\d)-\d\d\b")
WORDED_DAY = re.compile(
    r"\b(On |on )?\d{1,2}(?:st|nd|rd|th)? (January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b"
)
WRITTEN = (str.upper, str.lower, str.capitalize)
CODES = (
    "TEUR KEUR EUR USD GBP CHF CAD AUD SEK NOK DKK PLN INR euros euro dollars dollar pounds pound francs"
    " franc franken kronen zloty rupees quid"
)
CURRENCY = (
    rf"(?:[kT]?[$€£¥₹]|(?=[^\W\d_])\b(?:{'|'.join(form(w) for w in CODES.split() for form in WRITTEN)})\b)"
)
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
STREETS = (
    "Street St Road Rd Lane Ln Avenue Ave Drive Dr Square Sq Court Ct Place Pl Way Terrace Close Crescent"
)
STREETS += " Boulevard Blvd Row Gardens Hill Parkway Pkwy Quay Yard Mews Walk Grove Green Park"
ENDS = (
    "straße|strasse|str\\.|weg|platz|allee|gasse|damm|ufer|chaussee|steig|ring|straat|laan|plein|gracht|kade"
)
NO_STREET = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahr|Monat"
NO_STREET += "|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Alter|Schnitt|Durchschnitt"
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-zA-Z]?,? (?:[^\W\d_a-z][\w'’.-]{{0,30}} ){{1,4}}(?:{STREETS.replace(' ', '|')}"
    rf"|{STREETS.upper().replace(' ', '|')})\b\.?"
    rf"|\b[^\W\d_a-z][\w-]{{0,40}}(?:{ENDS}|{ENDS.upper()})\s?\d{{1,4}}\s?[a-zA-Z]?\b"
    r"|\b[^\W\d_a-z][\w-]{0,40}(?:straße|strasse|gasse|allee)\b"
    r"|\b[^\W\d_a-z][\w-]{1,30}[ -](?:Straße|Strasse|Str\.|Allee|Platz|Weg|Gasse|Ring|Damm|Ufer)"
    r"\s\d{1,4}\s?[a-z]?\b"
    r"|\b(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Unter den|Zum|Zur|Beim|Hinter der)"
    rf" (?!{NO_STREET})[^\W\d_a-z][\w-]{{2,30}} \d{{1,3}}[a-z]?\b"
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
    (URL, "[link]"),
    (DOMAIN, "[link]"),
    (HANDLE, "[handle]"),
    (ADDRESS, "[place]"),
    (PAY, "[pay]"),
    (MONEY, "[pay]"),
)
"""What is left out by its shape, in this order, and what stands in its place."""
