"""A small telecom news site on loopback, for `archiver demo` and the tests. All of it is invented."""
