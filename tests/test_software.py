"""What a page says of the software that made it."""

from __future__ import annotations

import pytest

from spiders.meta_tags import meta_of
from spiders.page import Page
from spiders.software import files_from_wordpress, is_made_by_another, makers_of

OWN_FILE = '<link rel="stylesheet" href="/wp-content/themes/mast/style{0}.css">'


def page_of(head: str) -> Page:
    return Page(f"<!doctype html><html><head>{head}</head><body><p>Masts</p></body></html>".encode())


def test_meta_are_found_by_each_of_their_names_in_lower_case() -> None:
    said = meta_of(
        page_of(
            '<meta property="og:title Mast" content="One"><meta NAME="og:title" property="og:title" content="Two">'
            '<meta name="og:title"><meta http-equiv="Refresh" content="5">'
        )
    )
    assert said == {"og:title": ["One", "Two"], "mast": ["One"], "refresh": ["5"]}


def test_a_page_says_what_it_was_made_with() -> None:
    assert makers_of(page_of('<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">')).startswith(
        "drupal"
    )
    assert makers_of(page_of("")) == ""


@pytest.mark.parametrize(
    ("head", "is_another"),
    [
        ("", False),
        ('<meta name="generator" content="Mastwriter 2">', False),
        ('<meta name="generator" content="Drupal 7">', False),
        ('<meta name="generator" content="WordPress 6.1">', True),
        ("".join(map(OWN_FILE.format, range(2))), False),
        ("".join(map(OWN_FILE.format, range(3))), True),
        ('<meta name="generator" content="Drupal 7">' + "".join(map(OWN_FILE.format, range(3))), False),
    ],
)
def test_a_single_file_of_anothers_makes_no_page_anothers(head: str, is_another: bool) -> None:
    assert is_made_by_another(page_of(head), "drupal") is is_another


def test_scripts_and_style_sheets_in_wordpress_folders_are_counted() -> None:
    assert files_from_wordpress(page_of(OWN_FILE + '<script src="/wp-includes/js/reply.js"></script>')) == 2
    assert files_from_wordpress(page_of("<script>var at = '/wp-content/';</script>")) == 0
