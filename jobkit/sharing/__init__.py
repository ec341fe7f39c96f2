"""What leaves the search: plain exports and redacted copies; and how a person is erased for good."""

from jobkit.sharing.exports import FORMULA, export, pictures, sankeymatic
from jobkit.sharing.forgetting import Erased, forget
from jobkit.sharing.naming import TOGETHER
from jobkit.sharing.redaction import Redaction, checked, decoded, share

__all__ = [
    "FORMULA",
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
