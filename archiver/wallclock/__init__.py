"""Times as web pages show them, in many languages: what the wall clock said, and what is known of its zone."""

from archiver.wallclock.date_order import order_in, order_of
from archiver.wallclock.forms import Forms
from archiver.wallclock.reading import read_machine_time, read_shown_time
from archiver.wallclock.wall_clock import Precision, WallClock

__all__ = ["Forms", "Precision", "WallClock", "order_in", "order_of", "read_machine_time", "read_shown_time"]
