"""The command line's verbs, one file each; every file offers ``command``."""
