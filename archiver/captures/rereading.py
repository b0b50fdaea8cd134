"""One observation read again from its captures, as a crawl or an import would read it today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archiver.captures.index import CaptureIndex
from archiver.captures.metadata import Member, ObservationMetadata
from archiver.captures.reading import KeptCapture, read_capture
from archiver.errors import DamagedCaptureError, StorageError
from archiver.items import CaptureRecord, Site, ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread
from spiders.saved import read_saved
from spiders.sites import declared_sites


def metadata_at(place: CaptureRecord, index: CaptureIndex) -> ObservationMetadata:
    """What is known of an observation. Raises StorageError where it cannot be read."""
    return ObservationMetadata.read(_at(place, index).body)


def read_again(known: ObservationMetadata, index: CaptureIndex) -> ThreadPage:
    """The observation, through the pipelines.

    Raises StorageError where one of its captures is gone or damaged, UnreadablePageError where a page holds no
    text, and whatever else a reader may stumble over.
    """
    pages = _pages(known, index)
    is_import = known.arguments is not None
    thread = read_saved(next(pages)) if is_import else read_thread(pages, _site_today(known.site))
    thread.observation.observed_at = known.observed_at
    thread.evidence.pages_left = max(known.pages_left, thread.evidence.pages_left)  # today's reader may know of more
    thread.evidence.is_capped = known.is_capped
    thread.evidence.is_inconsistent = known.is_inconsistent
    thread.article_urls = list(dict.fromkeys([*thread.article_urls, *known.article_urls]))
    return normalise(thread)


def sound_places(known: ObservationMetadata, index: CaptureIndex) -> set[tuple[str, int]]:
    """Where the captures of an observation lie (file and offset); none where one of them is gone or damaged."""
    places = set()
    try:
        for member in known.members:
            # A row may point to the record of a 304 or to the one that it refers to.
            for place in (_place_of(member.record_id, index), _record_of(member, index)[0]):
                places.add((place.file, place.offset))
    except StorageError:
        return set()
    return places


def _pages(known: ObservationMetadata, index: CaptureIndex) -> Iterator[Page]:
    for member in known.members:
        place, kept = _record_of(member, index)
        yield Page(
            kept.body,
            url=member.url or None,
            captured_at=member.captured_at,
            content_type=kept.content_type,
            status=kept.status,
            record=place,
        )


def _record_of(member: Member, index: CaptureIndex) -> tuple[CaptureRecord, KeptCapture]:
    """The record that holds a member's bytes, and where; for a 304 that is the one that it refers to."""
    place = _place_of(member.record_id, index)
    kept = _at(place, index)
    if kept.kind == "revisit":
        place = _place_of(kept.refers_to or "", index)
        kept = replace(_at(place, index), status=kept.status)
    return place, kept.checked(member.sha256)


def _place_of(record_id: str, index: CaptureIndex) -> CaptureRecord:
    place = index.place_of(record_id)
    if place is None:
        raise DamagedCaptureError(f"There is no record {record_id} in the captures.")
    return place


def _at(place: CaptureRecord, index: CaptureIndex) -> KeptCapture:
    return read_capture(index.files[place.file].parent, place.file, place.offset, place.length)


def _site_today(site: Site) -> Site:
    """The site as it is declared today; one that nobody has declared yet as it was known then."""
    declared = declared_sites()
    if site.id in declared:
        return declared[site.id].site()
    return next((spider.site() for spider in declared.values() if spider.domain == site.domain), site)
