"""GEXF 1.3: who replied to whom, for Gephi. A node for every author, an edge from one who replied to one replied to.

An author is a name on a site, however it is written; those without a name are one node each. An edge weighs
as much as there were replies. An article is no node: comments that answer nobody make none.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from exports.people import People
from exports.snapshot import SOFTWARE, Pieces, Snapshot, SnapshotFormat

_ATTRIBUTES = (
    '<attributes class="node"><attribute id="comments" title="comments" type="integer"/>'
    '<attribute id="site" title="site" type="string"/></attributes>\n'
)


def write(snapshot: Snapshot) -> Pieces:
    """The graph of all threads together."""
    people = People()
    titles, threads = "", 0
    for thread in snapshot.threads:
        people.add(thread)
        threads += 1
        titles = f"{thread.article['title'] or ''} {thread.article['url']}".strip()
    about = titles if threads == 1 else f"{threads} threads"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f"<meta><creator>{SOFTWARE}</creator><description>{escape(_fit(about))}</description></meta>\n"
    yield f'<graph defaultedgetype="directed" mode="static">\n{_ATTRIBUTES}<nodes>\n'
    for person in people.all():
        yield (
            f'<node id="{person.number}" label={quoteattr(_fit(person.name or "without a name"))}><attvalues>'
            f'<attvalue for="comments" value="{person.comments}"/>'
            f'<attvalue for="site" value={quoteattr(_fit(person.site))}/></attvalues></node>\n'
        )
    yield "</nodes>\n<edges>\n"
    for number, (source, target, weight) in enumerate(people.replies()):
        yield f'<edge id="{number}" source="{source}" target="{target}" weight="{weight}"/>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest in a comment, where ``--`` may not stand; JSON knows another way to write it."""
    yield "<!-- manifest:\n"
    yield from (_fit(piece).replace("--", "-\\u002d") for piece in manifest)
    yield "\n-->\n"


def _fit(value: str) -> str:
    """Without what XML 1.0 cannot hold at all."""
    if value.isprintable() and value.isascii():
        return value
    return "".join(
        sign if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff") else "\ufffd" for sign in value
    )


FORMAT = SnapshotFormat(
    name="gexf", suffix=".gexf", about="who replied to whom, for Gephi", write=write, closing=closing
)
