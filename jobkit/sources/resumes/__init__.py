"""Résumés and profiles, as they stand on paper."""
