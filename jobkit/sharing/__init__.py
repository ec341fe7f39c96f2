"""What leaves the search: plain exports and redacted copies; and how a person is erased for good."""

from jobkit.sharing.exports import FORMULA, export, pictures, sankeymatic
from jobkit.sharing.forgetting import Erased, forget
from jobkit.sharing.naming import TOGETHER
from jobkit.sharing.redaction import Redaction, checked, decoded, share
from jobkit.sharing.shapes import MONEY

__all__ = [
    "FORMULA",
    "MONEY",
    "TOGETHER",
    "Erased",
    "Redaction",
    "checked",
    "decoded",
    "export",
    "forget",
    "pictures",
    "sankeymatic",
    "share",
]
