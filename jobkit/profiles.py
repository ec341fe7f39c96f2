"""The name under which notebooks of people know `jobkit.sources.resumes.profiles`."""

from jobkit.sources.resumes.profiles import *  # noqa: F403
