"""Where an archive really lies: what belongs to it lies beside the file itself."""

from __future__ import annotations

from pathlib import Path


def real_path(path: Path) -> Path:
    """The archive's own path where it was named by a symbolic link; any other path as it is."""
    return path.resolve() if path.is_symlink() else path
