"""What went wrong with a request, in words for people."""

from __future__ import annotations

from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from spiders.page import UnreadablePageError
from spiders.responses import page_of
from spiders.robot_check import is_robot_check


def what_failed(failure: Failure) -> str:
    """A failure in a few words."""
    if isinstance(failure.value, HttpError):
        response = failure.value.response
        return f"the server answered {response.status}{' with a check for robots' if _is_check(response) else ''}"
    return str(failure.value).strip().splitlines()[0][:200] if str(failure.value).strip() else repr(failure.value)


def _is_check(response: Response) -> bool:
    try:
        return is_robot_check(page_of(response))
    except UnreadablePageError:
        return False
