"""An archive's own pages, served by Datasette beside its tables: read-only, and without a script."""
