"""What the title under a name on a board says about its bearer's part in the discussion."""

from __future__ import annotations

import re

_MODERATOR = re.compile(
    r"(?:(?:super|global|senior|forum|site|board|community|chief|section)[\s-]+){0,2}"
    r"(?:moderators?|mods?|modérat(?:eur|rice)s?|moderador[ae]?s?|moderat(?:ore|rice|ori)|moderatorin|moderaator|"
    r"модератор(?:ы)?|版主|モデレーター)(?:\s+(?:team|group|global|général))?",
    re.I,
)
_STAFF = re.compile(
    r"(?:(?:site|forum|board|community|super|co)[\s-]+){0,2}"
    r"(?:admin(?:istrat(?:or|eur|rice|ore|orin|or[ae]s?))?s?|administrador[ae]?|beheerder|administratör|webmaster|"
    r"staff(?:\s+member)?|team(?:mitglied)?|team\s+member|editor(?:s|ial)?|redaktion|redakteur(?:in)?|rédact(?:ion|eur|rice)|"
    r"redac(?:ción|tor|tora)|redazione|équipe|equipo|администратор|редакция|管理员|管理人)(?:\s+team)?",
    re.I,
)


def role_of_title(title: str | None) -> str | None:
    """The role, "moderator" or "staff", that the whole title names.

    Readers invent titles of their own: one that only holds the word names none.
    """
    bare = " ".join((title or "").split())[:60]
    if _MODERATOR.fullmatch(bare):
        return "moderator"
    return "staff" if _STAFF.fullmatch(bare) else None
