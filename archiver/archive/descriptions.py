"""What every table and column of the archive means, in a sentence each, for whoever opens the file.

``tests/test_descriptions.py`` compares this with the schema: a new column needs a sentence here.
"""

from __future__ import annotations

Columns = dict[str, str]

INSTANT = "as YYYY-MM-DDTHH:MM:SSZ in UTC"
"""How the description of every column with an instant says what it looks like."""

_ARTICLE_FACTS: Columns = {
    "external_id": "The id that the site itself gives the article, such as a post's number.",
    "title": "The headline.",
    "byline": "The authors as the page names them.",
    "published_at": f"When the article was published, {INSTANT}; empty where the page gives no time zone.",
    "published_local": "When the article was published by the clock of its site, without time zone.",
    "published_raw": "The time of publication exactly as the page shows it.",
    "modified_at": f"When the article was last changed by its own account, {INSTANT}.",
    "language": "The language of the article, as a BCP 47 tag.",
    "section": "The section of the site that the article stands in.",
    "tags": "The article's tags, as a JSON list.",
    "body": "The text of the article, paragraphs parted by an empty line.",
}

_COMMENT_FACTS: Columns = {
    "platform": "The software that showed the comment, such as wordpress; empty for a text form, which has none.",
    "external_id": "The comment's id on its site; empty where the source shows none.",
    "author": "The name that the reader signs with.",
    "author_id": "The reader's id on the platform.",
    "author_url": "The address that the reader's name links to.",
    "author_role": "What the page says the writer is: staff, author (of the article) or moderator.",
    "published_at": f"When the comment was written, {INSTANT}; empty where no time zone is known.",
    "published_local": "When the comment was written by the clock that the page shows, without time zone.",
    "published_raw": "The time of the comment exactly as the page shows it.",
    "time_basis": "What published_at rests on: offset (in the page), site (its time zone), wall (a clock without "
    "zone) or relative:UNIT (such as '3 hours ago', counted back from the capture).",
    "edited_at": f"When the comment was edited, where the platform says so, {INSTANT}.",
    "kind": "comment, pingback or trackback.",
    "claimed_parent": "The site's id of the comment that this one says it answers.",
    "extra": "What else the platform says of the comment, as a JSON object.",
}

_WORDS: Columns = {
    "body": "The text, paragraphs parted by an empty line.",
    "body_html": "The text as sanitised HTML; empty where the source gives plain text.",
    "notice": "A moderator's words that stand in place of the reader's.",
}

_FIRST_AND_LAST: Columns = {
    "first_observed_at": f"The earliest observation that saw it, {INSTANT}.",
    "last_observed_at": f"The latest observation that saw it, {INSTANT}.",
}

_FACTS = "What a search narrows by, a word for each: year, month and day, site, depth, state; none that can be typed."

_SEARCH_TEXT = "What is searched in place of the body: Chinese, Japanese and Korean cut into pairs; empty for others."
_SEARCH_NAME = "What is searched in place of the name: it, then its form without case, cut like texts; empty for most."

DESCRIPTIONS: dict[str, tuple[str, Columns]] = {
    "sites": (
        "The publishers whose articles are in the archive.",
        {
            "id": "The declared name of the site, or its domain where nobody has declared it.",
            "domain": "The registered domain.",
            "name": "The name of the publication.",
            "timezone": "The IANA time zone of the times that the site shows.",
            "language": "The language of the site, as a BCP 47 tag.",
            "platform": "The software that shows its comments.",
            "stated_at": f"The observation that this row's facts were last taken from, {INSTANT}.",
        },
    ),
    "pages": (
        "The page list: every address a crawl has met, and when it is next to be fetched.",
        {
            "key": "What makes it one page: of an article what its addresses share, of others kind and address.",
            "url": "The address to fetch.",
            "site_id": "The site it belongs to: a declared site's name, or a domain.",
            "kind": (
                "article, feed, comments (a feed of the whole site's newest comments), front (a page that leads to"
                " articles), posts (WordPress's list of them), sitemap or submap (one that a site map names)."
            ),
            "found_at": f"When it was first met, {INSTANT}.",
            "found_on": "The address of the page or feed that named it; empty where a person did.",
            "due_at": f"When it is to be fetched next, {INSTANT}.",
            "due_because": "Why then, in words.",
            "fetched_at": f"When it was last fetched or tried, {INSTANT}.",
            "read_at": f"When it was last fetched and what came could be used, a 304 among it, {INSTANT}.",
            "status": "The HTTP status of the last answer; empty where none came.",
            "etag": (
                "The ETag of the last answer, given back to the server to ask for what is new alone; no text where it "
                "stayed as it was while the page did not."
            ),
            "last_modified": "The Last-Modified of the last answer, likewise.",
            "failures": "How many times in a row it could not be fetched or read.",
            "failing_since": f"When that began, {INSTANT}; empty where it works.",
            "error": "What went wrong the last time, in words.",
            "looked_for": (
                "Comments for which the page was fetched because a feed named them: how often by their ids on the site,"
                " as a JSON object; empty where there were none."
            ),
        },
    ),
    "hosts": (
        "What the next crawl needs to know to be as patient with a host as the last one.",
        {
            "host": "The host, with its port where that is no usual one.",
            "asked_at": f"When it was last asked for something, {INSTANT}.",
            "delay": "How many seconds were left between two requests to it.",
            "not_before": f"Until when it asked to be left alone, {INSTANT}; empty where it never did.",
        },
    ),
    "runs": (
        "Each crawl and each import: what it was asked for and how it ended.",
        {
            "id": "The run's number in this archive.",
            "verb": "What was run, such as crawl or import.",
            "arguments": "What it was asked for, as a JSON object.",
            "archiver_version": "The version of archiver that ran.",
            "started_at": f"When it began, {INSTANT}.",
            "finished_at": f"When it ended, {INSTANT}; empty while it runs, and for ever where it was killed.",
            "exit_code": "The exit code that it ended with; 0 is all done.",
            "counts": "What it did, as a JSON object of counts.",
        },
    ),
    "articles": (
        "The news stories, one row each, with what their observations say of them together.",
        {
            "id": "The article's number in this archive.",
            "site_id": "The site that published it.",
            "url": "The canonical address, by the latest observation.",
            **_ARTICLE_FACTS,
            "stated_comment_count": "How many comments the page says there are, by the latest observation that tells.",
            "search_text": _SEARCH_TEXT,
            "search_byline": _SEARCH_NAME,
            "word_count": "How many words the body has, as parted by white space.",
            "comment_count": "How many comments are known and not gone.",
            **_FIRST_AND_LAST,
        },
    ),
    "article_urls": (
        "Every address that an article has answered under.",
        {
            "url": "The address, without scheme, www and closing slash.",
            "article_id": "The article.",
        },
    ),
    "article_ids": (
        "The ids that sites themselves give their articles.",
        {
            "site_id": "The site.",
            "external_id": "The host, without www, and the id of the article there.",
            "article_id": "The article.",
        },
    ),
    "article_versions": (
        "What observations have said of an article: a row for each difference in any of the facts.",
        {
            "id": "The version's number in this archive.",
            "article_id": "The article.",
            "facts_key": "A hash of all the facts: equal ones are one version.",
            "words_key": "A hash of title and body as words alone: where it differs, the words were edited.",
            "url": "The canonical address that the page gave.",
            **_ARTICLE_FACTS,
            **_FIRST_AND_LAST,
        },
    ),
    "observations": (
        "Each look at the thread of an article, at one instant.",
        {
            "id": "The observation's number in this archive.",
            "article_id": "The article.",
            "site_id": "The site as which it was read.",
            "observed_at": f"The instant of the look's last response, or of the saved file, {INSTANT}.",
            "source": "The form that was read, such as html, text, rest or feed.",
            "scope": "What the source could show at all: of anything outside it the observation says nothing.",
            "digest": "A SHA-256 over the addresses, statuses and SHA-256s of its captures; once words were erased, "
            "after a ~ what only the key of what is erased can turn back into it.",
            "platform": "The software that showed the thread; empty where the source has none.",
            "is_complete": "1 where the whole thread was proven to be read, else 0.",
            "incomplete_reason": "Why: truncated, page_cap, inconsistent, count_short, unparsed, external, unknown.",
            "stated_count": "How many comments the page itself says there are.",
            "captured_count": "How many comments were read.",
            "article_version_id": "What this observation said of the article.",
            "article_states_count": "How many comments the article's own head or metadata says there are.",
            "shown_id": "The thread as it was shown.",
            "run_id": "The run that stored it.",
        },
    ),
    "captures": (
        "The responses and files that observations rest on.",
        {
            "id": "The capture's number in this archive.",
            "observation_id": "The observation that rests on it.",
            "url": "The address that was asked.",
            "status": "The HTTP status of the answer; empty for a file.",
            "captured_at": f"When the answer came, {INSTANT}.",
            "sha256": "The SHA-256 of the body's bytes; empty where words were erased and the bytes were not kept.",
            "size": "How many bytes the body has.",
            "file": "The WARC file with the bytes, in the folder of captures beside the archive; empty if not kept.",
            "offset": "Where the record begins in that file, in bytes.",
            "length": "How long the record is there, in bytes.",
            "redacted_at": f"When words were erased from it for good, {INSTANT}.",
        },
    ),
    "comments": (
        "The comments, one row each, with what all observations say of them together.",
        {
            "id": "The comment's number in this archive.",
            "article_id": "The article that it stands under.",
            "identity": "What makes it this comment within its article: its id, or a hash of its author and words.",
            **_COMMENT_FACTS,
            "parent_id": "The comment that it answers; empty for an answer to the article itself.",
            "depth": "How many comments stand above it: 0 is an answer to the article itself.",
            "depth_shown": "How deep the page nested it when it was last seen.",
            "position": "Its place in the order of the page when it was last seen, from 0.",
            **_WORDS,
            "body": "The text as it was last seen, paragraphs parted by an empty line.",
            "search_text": _SEARCH_TEXT,
            "search_author": _SEARCH_NAME,
            "likes": "How many readers liked it when it was last seen.",
            "dislikes": "How many readers disliked it when it was last seen.",
            "state": "visible, gone (a later complete look did not show it), removed (a notice in its place) or erased "
            "(for good, by `archiver erase`).",
            "parent_status": "How sure its parent is: ok, missing, cycle or foreign; empty where it claims none.",
            "first_observed_at": f"The earliest observation that saw it, {INSTANT}.",
            "gone_at": f"The first complete observation that no longer saw it, {INSTANT}; empty while it is there.",
            "version_count": "How many wordings of it have been seen.",
        },
    ),
    "wordings": (
        "The texts of comments, each in the typography of a source.",
        {
            "id": "The wording's number in this archive.",
            "article_id": "The article.",
            "words_key": "A hash of the words alone, without typography and case: equal ones are no edit.",
            **_WORDS,
        },
    ),
    "readings": (
        "All that one source said of one comment at one look, apart from its place; equal ones are kept once.",
        {
            "id": "The reading's number in this archive.",
            "article_id": "The article.",
            "comment_id": "The comment that it is held to be a reading of.",
            "wording_id": "The text.",
            "rank": "Tells equals within one look apart, from 1.",
            "told_apart": "What tells it from equals in its look: a mark of its author or, without id, its parent.",
            "id_space": "Whose ids external_id and claimed_parent are.",
            **_COMMENT_FACTS,
            "is_parent_sure": "1 where the source names parents itself, 0 where the nesting is all there is.",
            "erased": "Keyed hashes of the erased comment's id, of its author and words, and of the erased comment "
            "that it answers, parted by slashes; empty where none of it was erased.",
        },
    ),
    "shown_threads": (
        "Threads as they were shown: which readings in which order and nesting; kept once for all looks that saw it.",
        {
            "id": "The shown thread's number in this archive.",
            "article_id": "The article.",
            "key": "A hash of all that was shown.",
            "base_id": "The shown thread that entries takes pieces from; empty where it is whole.",
            "entries": "A list of [reading, parent's reading, depth shown, likes, dislikes] and of [start, length]: "
            "so many entries of the base from there on.",
            "last_observed_at": f"The latest observation that saw exactly this, {INSTANT}.",
        },
    ),
    "versions": (
        "Which wordings each comment has had; read it by the view comment_versions.",
        {
            "id": "The version's number in this archive.",
            "comment_id": "The comment.",
            "wording_id": "The text.",
            "first_observed_at": f"The earliest observation that saw these words, {INSTANT}.",
            "last_shown_id": "The thread as shown that had these words last.",
        },
    ),
    "erasures": (
        "What was erased for good, by keyed hashes that keep it from coming back without saying what it was.",
        {
            "id": "The mark's number in this archive.",
            "what": "comment, author or article.",
            "article": "A keyed hash of the article's address; empty for an author.",
            "subject": "A keyed hash of the comment's id, of its author and words, of the author, or of the article.",
            "key_id": "Which key the hashes are made with; the key lies in the file archive.db.erase-key.",
            "erased_at": f"When it was erased, {INSTANT}.",
            "is_pending": "1 while its words are still to be taken out of captures or free pages, else 0.",
        },
    ),
    "redactions": (
        "Records in capture files that hold erased words and are still to be taken out.",
        {
            "file": "The capture file.",
            "record_id": "The record's id, or where in the file it lies.",
            "replaced_by": "The file that takes its place, once that is written.",
        },
    ),
    "export_marks": (
        "How far `archiver export --since-last` has told what is new, for each selection and format.",
        {
            "key": "A hash of the selection, the format and what else the export was asked for; or of these and one "
            "article.",
            "observation_id": "The last observation that it told of.",
            "run_id": "The last run that it told of.",
            "exported_at": f"When it was written, {INSTANT}.",
        },
    ),
    "comment_versions": (
        "Every wording of every comment, with when it was first and last seen.",
        {
            "id": "The version's number in this archive.",
            "comment_id": "The comment.",
            "words_key": "A hash of the words alone, without typography and case.",
            **_WORDS,
            **_FIRST_AND_LAST,
        },
    ),
    "comments_searched": (
        "What the full-text index of comments is made of.",
        {
            "id": "The comment.",
            "text": "The text that is searched.",
            "author": "The name that the reader signs with.",
            "facts": _FACTS,
        },
    ),
    "articles_searched": (
        "What the full-text index of articles is made of.",
        {
            "id": "The article.",
            "title": "The headline.",
            "text": "The text that is searched.",
            "byline": "The authors as the page names them.",
            "facts": _FACTS,
        },
    ),
    "comments_fts": (
        "The full-text index of comments; its rowid is the comment's id.",
        {
            "text": "The text that is searched.",
            "author": "The name that the reader signs with.",
            "facts": _FACTS,
        },
    ),
    "articles_fts": (
        "The full-text index of articles; its rowid is the article's id.",
        {
            "title": "The headline.",
            "text": "The text that is searched.",
            "byline": "The authors as the page names them.",
            "facts": _FACTS,
        },
    ),
    "versions_fts": (
        "The full-text index of what comments no longer say: edited away, or behind a notice; its rowid is the "
        "version's id.",
        {
            "text": "The text that is searched.",
            "author": "The name that the reader signs with.",
        },
    ),
    "article_versions_fts": (
        "The full-text index of what articles no longer say in headline or text; its rowid is the article version's "
        "id.",
        {
            "title": "The headline.",
            "text": "The text that is searched.",
            "byline": "The authors as the page named them.",
        },
    ),
    "_sqlite_migrations": (
        "The changes of the schema that this file has been through.",
        {
            "id": "The order in which they were made.",
            "migration_set": "Whose schema it is: archiver.",
            "name": "The name of the change.",
            "applied_at": "When this file went through it.",
        },
    ),
}
"""For each table and view what its rows are, and for each of its columns what it holds."""
