"""What went wrong with a request, in words for people."""

from __future__ import annotations

from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from spiders.robot_check import RobotCheckError


def what_failed(failure: Failure) -> str:
    """A failure in a few words."""
    if isinstance(failure.value, HttpError):
        return f"the server answered {failure.value.response.status}"
    return str(failure.value).strip().splitlines()[0][:200] if str(failure.value).strip() else repr(failure.value)


def met_robot_check(failure: Failure) -> bool:
    """Whether a server answered with a check for robots, which is named and counted already."""
    return isinstance(failure.value, RobotCheckError)


def status_of(failure: Failure) -> int | None:
    """The status that a server answered with, where it answered."""
    if isinstance(failure.value, RobotCheckError):
        return failure.value.status
    return failure.value.response.status if isinstance(failure.value, HttpError) else None
