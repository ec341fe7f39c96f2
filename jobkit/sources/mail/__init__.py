"""Letters: mailboxes, folders and zips of mail."""

from jobkit.sources.mail.mail import extract, identify

__all__ = ["extract", "identify"]
