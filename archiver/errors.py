"""What can go wrong in ways a person can mend; the command line turns each into one line and an exit code."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """The command line's exit codes, as the README's table gives them."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    STORAGE = 3
    SCHEMA = 4
    ALREADY_RUNNING = 5
    INTERRUPTED = 11
    NOTHING_FETCHED = 12


class ArchiverError(Exception):
    """Base of all errors meant for people. Its text says what, where and what to do."""

    exit_code: Exit = Exit.SOME_FAILED


class UsageError(ArchiverError):
    """The command asks for something that is not there or not understood."""

    exit_code = Exit.USAGE


class StorageError(ArchiverError):
    """The archive's file cannot be read or written: disk full, read-only, locked or damaged."""

    exit_code = Exit.STORAGE


class DamagedCaptureError(StorageError):
    """A record is not where it should be in the captures, or its bytes are not those that were captured."""


class SchemaError(ArchiverError):
    """The archive was written by a newer archiver, or is not an archive at all."""

    exit_code = Exit.SCHEMA


class AlreadyRunningError(ArchiverError):
    """Another process crawls the same site into the same archive, or writes captures that are to be erased from."""

    exit_code = Exit.ALREADY_RUNNING
