"""Snapshots of threads as files; their formats are registered in ``exports.formats``."""
