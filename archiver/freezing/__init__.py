"""Frozen pages: real mark-up to test a site's reading on, without anything that its readers wrote."""
