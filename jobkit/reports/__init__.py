"""Notebooks run into pages, and what else is written for people: drafts, calendars, many searches at once."""
