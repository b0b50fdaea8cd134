"""``archiver erase``: a comment, an author or an article, for good."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.emptying import copies_of
from archiver.archive.erasing import Author, Plan, plan_article, plan_author, plan_comments
from archiver.archive.erasures import erasures_of, key_path
from archiver.archive.quotations import Quotations, quotations_of
from archiver.captures import captures_folder
from archiver.commands.options import db_option
from archiver.errors import Exit, UsageError

if TYPE_CHECKING:
    from archiver.captures.erasure import Done

_MANY = 50
_OUT_OF_REACH = (
    "Out of reach: exports made before, copies of the archive or its captures (a rebuilt archive has its own), "
    "files that were imported, backups of your own."
)


@click.command("erase")
@click.argument("article", nargs=-1)
@db_option
@click.option("--comment", metavar="ID", help="One comment: its row's id, or with ARTICLE its id on the site.")
@click.option("--author", metavar="NAME", help="All comments of an author, those still to come included.")
@click.option("--author-id", metavar="ID", help="The same, by the author's id on the platform.")
@click.option("--site", help="Only the author's comments on this site (its id in `archiver status`).")
@click.option("--lost", is_flag=True, help="Wait no longer for capture files that are gone for good, or are damaged.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased, and erase nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(
    article: tuple[str, ...],
    db: Path,
    comment: str | None,
    author: str | None,
    author_id: str | None,
    site: str | None,
    lost: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Erase a comment, an author's comments or an ARTICLE (URL, id or part of its title) for good.

    The words leave the tables, the search index, the captures, the free pages of the file and the backups that
    upgrades have left; what is erased stays away when it is seen again. Without arguments, an erasure that was
    interrupted is brought to its end; with --lost also one that waits for capture files which nobody has any more, and
    what cannot be read of damaged ones is taken out of them.
    """
    from archiver.captures.erasure import (  # the readers take their time to load
        erase_everywhere,
        finish,
        is_unfinished,
        records_holding,
        refuse_while_captures_are_written,
    )
    from archiver.captures.redacting import missing_files

    _refuse_muddles(article, comment, author, author_id, site, is_lost=lost)
    Archive.for_reading(db).close()  # refuses what is no archive yet, which opening for writing would make one
    with Archive.for_writing(db) as archive:
        if lost:
            return int(_without_what_is_lost(archive, db, is_dry=dry_run, is_sure=yes))
        is_left = is_unfinished(archive)
        exit_code = Exit.DONE
        if is_left and not dry_run:
            exit_code = _tell_done(finish(archive), "An erasure that was interrupted is done now", db)
        try:
            plan = _plan(archive, " ".join(article), comment, Author(name=author, author_id=author_id, site_id=site))
        except UsageError:
            if is_left and not dry_run:
                return int(exit_code)  # that was it
            raise
        if plan is None:
            if not is_left:
                raise UsageError("Say what to erase: ARTICLE, --comment, --author or --author-id.")
            return int(exit_code)
        refuse_while_captures_are_written(archive)
        damages: list[str] = []
        records = records_holding(archive, plan, damages)
        quoted = quotations_of(archive, plan)
        _tell(_announcement(plan, len(records), copies_of(db), db))
        _tell_quotations(quoted)
        for damage in damages:
            _tell(f"What lies there cannot be searched: {damage}")
        if damages:
            _tell("It may hold the words: put sound copies there first, or let `archiver erase --lost` take it out.")
        if missing := missing_files(archive):
            _tell(f"These capture files are not there, and cannot be searched: {_listed(missing)}.")
        if dry_run:
            return int(Exit.DONE)
        if not yes:
            click.confirm("Erase this for good?", abort=True, err=True)
        exit_code = _tell_done(erase_everywhere(archive, plan, records), "Erased", db)
        _tell(f"Keep {key_path(db)} with the archive: it keeps what is erased away, and nothing is stored without it.")
        _tell(_OUT_OF_REACH)
    return int(exit_code)


def _without_what_is_lost(archive: Archive, db: Path, *, is_dry: bool, is_sure: bool) -> Exit:
    from archiver.captures.damage import damages_of
    from archiver.captures.erasure import give_up_lost, refuse_while_captures_are_written
    from archiver.captures.redacting import waited_for

    refuse_while_captures_are_written(archive)
    files = waited_for(archive)
    damages = damages_of(archive) if erasures_of(archive) else {}
    if not files and not damages:
        raise UsageError("No erasure waits for capture files that are not there, or are damaged.")
    if files:
        _tell(
            f"No longer waited for: {_listed(files)}. Nothing can be read again from them any more; should one turn "
            f"up again in {captures_folder(db)}, `archiver erase` takes all captures out of it."
        )
    for damage in [one for of_file in damages.values() for one in of_file][:_MANY]:
        _tell(f"Taken out for good: {damage}")
    if damages:
        _tell("Observations that rest on what lies there stay as they were read, and cannot be read again otherwise.")
    if is_dry:
        return Exit.DONE
    if not is_sure:
        click.confirm("Is it gone for good?", abort=True, err=True)
    return _tell_done(give_up_lost(archive), "The erasure is done now", db)


def _refuse_muddles(
    article: Sequence[str],
    comment: str | None,
    author: str | None,
    author_id: str | None,
    site: str | None,
    *,
    is_lost: bool,
) -> None:
    what = [bool(article) and comment is None, comment is not None, author is not None, author_id is not None]
    if is_lost and (any(what) or site is not None):
        raise UsageError("--lost ends an erasure that waits; give what else is to be erased afterwards.")
    if sum(what) > 1 or (article and (author or author_id)):
        raise UsageError("Erase one thing at a time: ARTICLE, --comment, --author or --author-id.")
    if site is not None and author is None and author_id is None:
        raise UsageError("--site goes with --author or --author-id.")


def _plan(archive: Archive, article: str, comment: str | None, author: Author) -> Plan | None:
    if comment is not None:
        return plan_comments(archive, _comments(archive, article, comment))
    if author.name is not None or author.author_id is not None:
        return plan_author(archive, author)
    return plan_article(archive, find_article(archive, article)) if article else None


def _comments(archive: Archive, article: str, comment: str) -> list[int]:
    if not article:
        if not (comment.isdecimal() and len(comment) < 19):
            raise UsageError(f"{comment!r} is no row's id; say under which ARTICLE it is the comment's id on the site.")
        return [int(comment)]
    article_id = find_article(archive, article)
    found = archive.rows(
        "SELECT DISTINCT comment_id FROM readings WHERE article_id = ? AND external_id = ?", (article_id, comment)
    )
    if not found:
        raise UsageError(f"Article {article_id} has no comment with the id {comment!r} on its site.")
    return [row["comment_id"] for row in found]


def _announcement(plan: Plan, records: int, backups: list[Path], db: Path) -> str:
    comments = _number(len(plan.comment_ids), "comment")
    if plan.article_id is not None:
        what = f"Article {plan.article_id} with {comments} is erased"
    elif plan.author is not None:
        where = f"on {plan.author.site_id}" if plan.author.site_id else "everywhere"
        what = f"{comments} under {_number(len(plan.article_ids), 'article')}, and whatever the author writes {where},"
        what += " is erased"
    else:
        what = f"{comments} is erased" if len(plan.comment_ids) == 1 else f"{comments} of the same words are erased"
    parts = [f"{what} from {db}", f"captures replaced or dropped: {records:,}"]
    if backups:
        parts.append(f"backups and what killed rebuilds left, deleted: {', '.join(backup.name for backup in backups)}")
    return "; ".join(parts) + "."


def _tell_quotations(quoted: Quotations) -> None:
    if quoted.comments:
        listed = ", ".join(f"{comment} (article {article})" for article, comment in quoted.comments[:_MANY])
        _tell(f"Others quote or name it, which stays, also in captures: comments {listed}{_more(quoted.comments)}.")
    if quoted.articles:
        listed = ", ".join(map(str, quoted.articles[:_MANY]))
        _tell(f"It is quoted or named, which stays, also in captures: articles {listed}{_more(quoted.articles)}.")


def _more(found: Sequence[object]) -> str:
    return f" and {len(found) - _MANY} more" if len(found) > _MANY else ""


def _tell_done(done: Done, how: str, db: Path) -> Exit:
    from archiver.captures.redacting import WAY_PAST_DAMAGE

    parts = [how if done.is_whole else "Not done yet: captures are still to be redacted"]
    if done.records:
        parts.append(f"{_number(done.records, 'record')} taken out of {_number(done.files, 'capture file')}")
    if done.backups:
        parts.append(f"{_number(len(done.backups), 'copy', 'copies')} deleted")
    _tell("; ".join(parts) + ".")
    if done.unreadable:
        _tell(
            f"{_number(done.unreadable, 'capture')} lay where these files are cut off or damaged, and could not be "
            "kept; their rows stay, and nothing can be read again from them."
        )
    if done.missing:
        _tell(
            f"Capture files that may hold erased words are not in {captures_folder(db)}: {_listed(done.missing)}. "
            "Put them back and run `archiver erase` without arguments, or with --lost where they are gone for good."
        )
    for damage in done.damaged:
        _tell(f"{damage} {WAY_PAST_DAMAGE}")
    if done.busy:
        _tell(
            f"Capture files are being written by a crawl or an import: {_listed(done.busy)}. "
            "Run `archiver erase` without arguments when it has ended."
        )
    return Exit.DONE if done.is_whole else Exit.SOME_FAILED


def _listed(files: Sequence[str]) -> str:
    return f"{', '.join(files[:_MANY])}{_more(files)}"


def _number(number: int, noun: str, many: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def _tell(line: str) -> None:
    click.echo(line, err=True)
