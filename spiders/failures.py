"""What went wrong with a request, in words for people."""

from __future__ import annotations

from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from spiders.page import UnreadablePageError
from spiders.responses import page_of
from spiders.robot_check import is_robot_check


def what_failed(failure: Failure) -> str:
    """A failure in a few words."""
    if isinstance(failure.value, HttpError):
        check = " with a check for robots" if met_robot_check(failure) else ""
        return f"the server answered {failure.value.response.status}{check}"
    return str(failure.value).strip().splitlines()[0][:200] if str(failure.value).strip() else repr(failure.value)


def met_robot_check(failure: Failure) -> bool:
    """Whether a server refused with a check for robots."""
    try:
        return isinstance(failure.value, HttpError) and is_robot_check(page_of(failure.value.response))
    except UnreadablePageError:
        return False
