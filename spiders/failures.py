"""What went wrong with a request, in words for people."""

from __future__ import annotations

from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure


def what_failed(failure: Failure) -> str:
    """A failure in a few words."""
    if isinstance(failure.value, HttpError):
        return f"the server answered {failure.value.response.status}"
    return str(failure.value).strip().splitlines()[0][:200] if str(failure.value).strip() else repr(failure.value)
