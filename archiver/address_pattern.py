"""What the addresses of a site's articles have in common, as a pattern over their paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

_ENOUGH_TO_TELL = 5
_ANYTHING = "[^/]+"
_FORMS_OF_NUMBERS = (r"(?:19|20)\d{2}", r"\d{1,2}", r"\d+")
_FORMS_OF_NAMES = (rf"\d+-{_ANYTHING}", rf"{_ANYTHING}[-,_]\d+")
_ENDING = re.compile(r"\.[a-z]{3,5}")


def pattern_of(urls: Iterable[str]) -> str | None:
    """The pattern that all paths of these articles fit, or None where they are too few, or too different to tell.

    Only dates, numbers and endings tell: a word that all have in common is a section, and an article in another
    section is one as well.
    """
    paths = sorted({urlsplit(url).path for url in urls})
    split = [path.strip("/").split("/") for path in paths]
    if len(paths) < _ENOUGH_TO_TELL or len({len(segments) for segments in split}) != 1:
        return None
    forms = [_form_of(column) for column in zip(*split, strict=True)]
    last, ending = _without_ending([segments[-1] for segments in split])
    if ending:
        forms[-1] = _form_of(last) + re.escape(ending)
    if all(form == _ANYTHING for form in forms):
        return None
    pattern = f"^/{'/'.join(forms)}{'' if ending else '/?'}$"
    return pattern if all(re.search(pattern, path) for path in paths) else None


def _form_of(segments: Sequence[str]) -> str:
    """The narrowest form that all of them have."""
    forms = (*_FORMS_OF_NUMBERS, *_FORMS_OF_NAMES)
    return next((form for form in forms if all(re.fullmatch(form, one) for one in segments)), _ANYTHING)


def _without_ending(names: list[str]) -> tuple[list[str], str]:
    """File names without the ending that all have, and that ending."""
    endings = {name[name.rfind(".") :] if "." in name else "" for name in names}
    ending = endings.pop() if len(endings) == 1 else ""
    if not _ENDING.fullmatch(ending):
        return names, ""
    return [name.removesuffix(ending) for name in names], ending
