"""Sites that a user has declared, in a folder of their own: ``ARCHIVER_SITES``, by default ``sites`` in this folder."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from archiver.errors import UsageError
from spiders.base import ThreadSpider
from spiders.site_rules import faults_of

_SPEAKS_OF_A_SITE = b"ThreadSpider"


def own_sites_folder() -> Path:
    """Where a user's own sites are declared, as the environment says; the folder need not be there."""
    return Path(os.environ.get("ARCHIVER_SITES") or "sites").absolute()


def sites_in(folder: Path, known: Mapping[str, type[ThreadSpider]]) -> dict[str, type[ThreadSpider]]:
    """The sites that the files of a folder declare, by their names.

    Their tests (``test_….py``) and files that declare no site are left alone: nothing of them is run. Raises
    UsageError, naming file and line, for a file that does not work, that breaks a rule, or that declares a
    site that is ``known`` by its name or domain already.
    """
    found: dict[str, type[ThreadSpider]] = {}
    for file in _site_files(folder):
        spider = load_site(file)
        for other in (*known.values(), *found.values()):
            _refuse_twins(file, spider, other)
        found[spider.name] = spider
    return found


def load_site(file: Path) -> type[ThreadSpider]:
    """The one site that a file declares. Raises UsageError, naming file and line, for any other file."""
    tree, module = _run(file)
    spiders = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, ThreadSpider) and thing.__module__ == module.__name__
    ]
    if len(spiders) != 1:
        raise UsageError(f"{file}: it declares {len(spiders) or 'no'} sites; a file declares one.")
    (spider,) = spiders
    if faults := faults_of(spider):
        raise UsageError(f"{file}, line {_line_of(tree, spider, faults[0].field)}: {faults[0].what}.")
    if spider.name != file.stem:
        raise UsageError(
            f"{file}, line {_line_of(tree, spider, 'name')}: {spider.name} is declared in {spider.name}.py."
        )
    if spider.verified == "page" and not any((file.parent / spider.name).glob("*.html")):
        raise UsageError(
            f"{file}, line {_line_of(tree, spider, 'verified')}: there is no frozen page of it; make one with "
            "`archiver freeze`."
        )
    return spider


def _site_files(folder: Path) -> list[Path]:
    """The files of a folder that speak of a site: other Python that lies there is nobody's declaration."""
    if not folder.is_dir() or folder.resolve() == Path(__file__).resolve().parent / "sites":
        return []
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("test_"))
    return [file for file in files if file.is_file() and _SPEAKS_OF_A_SITE in file.read_bytes()]


def _run(file: Path) -> tuple[ast.Module, ModuleType]:
    module = ModuleType(f"own_sites_{file.stem}")
    module.__file__ = str(file)
    try:
        tree = ast.parse(file.read_bytes(), filename=str(file))
        exec(compile(tree, str(file), "exec"), vars(module))  # noqa: S102 (the user's own file, as Scrapy runs it)
    except OSError as error:
        raise UsageError(f"{error.filename or file}: it cannot be read ({error.strerror}).") from None
    except SyntaxError as error:
        raise UsageError(f"{file}, line {error.lineno or 1}: {error.msg}.") from None
    except (Exception, SystemExit) as error:
        what = f"{type(error).__name__}: {error}".strip().rstrip(".")
        raise UsageError(f"{file}, line {_line_reached(error, file)}: {what}.") from None
    return tree, module


def _line_reached(error: BaseException, file: Path) -> int:
    """The last line of the file that was running when it failed."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _line_of(tree: ast.Module, spider: type[ThreadSpider], field: str) -> int:
    """Where a class sets one of its fields; where it does not, where the class begins."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name == spider.__name__:
            for inner in statement.body:
                if field in _names_set_by(inner):
                    return inner.lineno
            return statement.lineno
    return 1


def _names_set_by(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _refuse_twins(file: Path, spider: type[ThreadSpider], other: type[ThreadSpider]) -> None:
    if spider.name == other.name:
        raise UsageError(f"{file}: there is a site named {other.name} already; rename it, or take the file away.")
    if spider.domain == other.domain:
        raise UsageError(f"{file}: {other.domain} is the domain of the site {other.name} already.")
