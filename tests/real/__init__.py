"""Tests against real servers and a real browser: `make test-real` installs, starts and stops what they need."""
