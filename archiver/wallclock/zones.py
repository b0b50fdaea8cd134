"""The instants at which a wall clock of one zone shows a time: one, none or two."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def instants_of(moment: datetime, zone: tzinfo) -> list[datetime]:
    """Every instant (aware, UTC, earliest first) at which clocks in ``zone`` show the naive ``moment``.

    None while clocks are put forward over it, two while they are put back through it.
    """
    earlier, later = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    instants = [earlier.astimezone(UTC)]
    if earlier.utcoffset() != later.utcoffset():
        instants.append(later.astimezone(UTC))
    return sorted(instant for instant in instants if instant.astimezone(zone).replace(tzinfo=None, fold=0) == moment)
