"""archiver keeps telecom news articles with their whole comment threads in one SQLite archive."""

__version__ = "0.1.0"
