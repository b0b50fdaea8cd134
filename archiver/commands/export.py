"""``archiver export``: threads as files to read, keep, count and share."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archiver.archive import Archive
from archiver.archive.export_marks import keep_mark
from archiver.commands.options import Instant, as_of_option, db_option, refuse_empty_span
from archiver.commands.progress import progress_bar
from archiver.errors import UsageError
from exports.exporting import Outcome, Wish, export
from exports.formats import FORMATS
from exports.places import refuse_bad_places
from exports.pseudonyms import Pseudonyms, read_key
from exports.selection import Selection, named_articles
from exports.snapshot import FolderFormat, SnapshotFormat
from exports.writing import beside

_FORMATS_IN_WORDS = "\n".join(f"  {name:<10}{form.about}" for name, form in FORMATS.items())


@click.command("export", epilog=f"\b\nFormats:\n{_FORMATS_IN_WORDS}")
@click.argument("article", nargs=-1)
@db_option
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="What to write; see below.")
@click.option("--all", "is_all", is_flag=True, help="The whole archive.")
@click.option("--site", "sites", multiple=True, help="The articles of a site; may be given several times.")
@click.option("--since", type=Instant(), help="Articles published from this date or time on (ISO, UTC).")
@click.option("--until", type=Instant(), help="Articles published before this date or time (ISO, UTC).")
@click.option("--query", metavar="WORDS", help="Articles that `search` finds by these words, or their threads by them.")
@as_of_option
@click.option(
    "--since-last", is_flag=True, help="Only what is new since the last export of the same with --since-last."
)
@click.option(
    "--pseudonymise-key",
    "key_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Put keyed hashes in the place of readers' names. Makes the key where FILE is not there yet.",
)
@click.option("--raw", is_flag=True, help="CSV with every cell as it is: for programs, not for spreadsheets.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file, or a folder; default: stdout.")
@click.option(
    "--manifest", "manifest_path", type=click.Path(path_type=Path), metavar="FILE", help="The manifest in a file, too."
)
def command(
    article: tuple[str, ...],
    db: Path,
    form: str,
    is_all: bool,
    sites: tuple[str, ...],
    since: str | None,
    until: str | None,
    query: str | None,
    as_of: str | None,
    since_last: bool,
    key_path: Path | None,
    raw: bool,
    output: Path | None,
    manifest_path: Path | None,
) -> None:
    """Write threads down: that of ARTICLE (a URL, an id, or a unique part of its title; several URLs or ids), those
    that --site, --since, --until and --query leave, or --all.

    Every export has a manifest, in it or beside it: what it holds, as of when, how complete, and its SHA-256.
    """
    refuse_empty_span(since, until)
    selection = Selection(
        articles=named_articles(article) if article else (), sites=sites, since=since, until=until, query=query
    )
    _refuse_what_contradicts(selection, is_all, since_last, as_of)
    _refuse_what_the_format_cannot(FORMATS[form], selection, raw, key_path, output)
    refuse_bad_places(db, output, manifest_path, key_path, is_folder=_is_folder(FORMATS[form], selection))
    if since_last:
        _refuse_without_memory(db)
    with Archive.for_reading(db) as archive, progress_bar() as watch:
        wish = Wish(
            form=FORMATS[form],
            selection=selection,
            as_of=as_of,
            is_raw=raw,
            since_last=since_last,
            pseudonyms=None if key_path is None else _pseudonyms(key_path),
            output=output,
            manifest_path=manifest_path,
        )
        outcome = export(archive, wish, watch)
    if outcome.to_keep is not None:
        with Archive.for_writing(db) as archive:
            keep_mark(archive, *outcome.to_keep)
    _tell(outcome, wish)


def _refuse_without_memory(db: Path) -> None:
    """Raise StorageError where the archive cannot remember how far an export has come, before anything is written."""
    Archive.for_reading(db).close()  # one that is not there is not made
    with Archive.for_writing(db) as archive, archive.transaction():
        pass


def _pseudonyms(path: Path) -> Pseudonyms:
    key, is_new = read_key(path)
    if is_new:
        click.echo(
            f"A new key was made: {path}. Keep it, and to yourself: it gives the same names the same hashes.", err=True
        )
    return Pseudonyms(key)


def _refuse_what_contradicts(selection: Selection, is_all: bool, since_last: bool, as_of: str | None) -> None:
    chooses = bool(selection.sites or selection.since or selection.until or selection.query)
    if bool(selection.articles) + chooses + is_all != 1:
        raise UsageError(
            "Say what to export, in one of three ways: ARTICLE; some of --site, --since, --until and --query; --all."
        )
    if since_last and as_of:
        raise UsageError("--since-last tells what is new by now; leave out --as-of.")


def _refuse_what_the_format_cannot(
    form: SnapshotFormat | FolderFormat, selection: Selection, raw: bool, key_path: Path | None, output: Path | None
) -> None:
    if raw and (isinstance(form, FolderFormat) or form.write_raw is None):
        with_raw = [name for name, one in FORMATS.items() if isinstance(one, SnapshotFormat) and one.write_raw]
        raise UsageError(f"--raw says nothing about {form.name}; it is for {' and '.join(with_raw)}.")
    if form.name == "warc" and key_path is not None:
        raise UsageError("Captures are bytes as they were received: names cannot be taken out of a warc.")
    if output is not None:
        return
    if isinstance(form, FolderFormat):
        raise UsageError(f"{form.name} is a folder of files; say where with -o FOLDER.")
    if form.is_one_article and not selection.is_of_one:
        raise UsageError(f"{form.name} holds one article a file; say where many go with -o FOLDER.")
    if form.is_binary and sys.stdout.isatty():
        raise UsageError(f"{form.name} is nothing for a terminal; say where it goes with -o FILE.")


def _is_folder(form: SnapshotFormat | FolderFormat, selection: Selection) -> bool:
    return isinstance(form, FolderFormat) or (form.is_one_article and not selection.is_of_one)


def _tell(outcome: Outcome, wish: Wish) -> None:
    """What was written, on stderr."""
    if not outcome.threads:
        since = f" since the export of {outcome.last_export}" if outcome.last_export else ""
        what = "is new" if outcome.last_export else "matches"
        click.echo(f"Nothing to export: nothing {what}{since}. Nothing was written.", err=True)
        return
    said = _number(outcome.comments, "comment")
    if not wish.selection.is_of_one:
        said += f" of {_number(outcome.threads, 'article')}"
    if without := outcome.manifest.facts.get("observations_without_captures"):
        said += f", {_number(without, 'observation')} without captures"
    has_no_place = isinstance(wish.form, SnapshotFormat) and wish.form.closing is None
    place = beside(wish.output) if wish.output is not None and has_no_place else None
    if wish.output is not None:
        said += f" → {wish.output}" + (f" (manifest: {place})" if place else "")
    if has_no_place and place is None and wish.manifest_path is None:
        said += f"; {wish.form.name} has no place for the manifest: --manifest FILE keeps it."
    elif wish.output is None:
        return
    click.echo(said, err=True)


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
