"""GEXF 1.3: who replied to whom, for Gephi. A node for every author, an edge from one who replied to one replied to.

An author is a name within the thread, however it is written; those without a name are one node each. An edge weighs
as much as there were replies. The article is no node: comments that answer nobody make none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from archiver.archive.threads import Row, Thread
from archiver.words import words_of
from exports.snapshot import SnapshotFormat, provenance


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces."""
    node_of = {comment["id"]: _node(comment) for comment in thread.comments}
    names: dict[str, str] = {}
    written: Counter[str] = Counter()
    for comment in thread.comments:
        node = node_of[comment["id"]]
        names.setdefault(node, comment["author"] or "without a name")
        written[node] += 1
    replies = Counter(
        (node_of[comment["id"]], node_of[comment["parent_id"]])
        for comment in thread.comments
        if comment["parent_id"] is not None
    )
    number_of = {node: number for number, node in enumerate(names)}
    facts = provenance(thread)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f"<meta><creator>{facts['software']}</creator><description>{_text(_about(thread))}</description></meta>\n"
    yield '<graph defaultedgetype="directed" mode="static">\n'
    yield '<attributes class="node"><attribute id="comments" title="comments" type="integer"/></attributes>\n<nodes>\n'
    for node, name in names.items():
        yield (
            f'<node id="{number_of[node]}" label={_attribute(name)}><attvalues>'
            f'<attvalue for="comments" value="{written[node]}"/></attvalues></node>\n'
        )
    yield "</nodes>\n<edges>\n"
    for edge, ((source, target), weight) in enumerate(replies.items()):
        ends = f'source="{number_of[source]}" target="{number_of[target]}"'
        yield f'<edge id="{edge}" {ends} weight="{weight}"/>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(comment: Row) -> str:
    return words_of(comment["author"]) or f"#{comment['id']}"


def _about(thread: Thread) -> str:
    return (
        f"{thread.article['title'] or ''} {thread.article['url']}, as observed at {provenance(thread)['observed_at']}"
    )


def _attribute(value: str) -> str:
    return quoteattr(_fit(value))


def _text(value: str) -> str:
    return _fit(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fit(value: str) -> str:
    """Without what XML 1.0 cannot hold at all."""
    return "".join(
        sign if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff") else "\ufffd" for sign in value
    )


FORMAT = SnapshotFormat("gexf", ".gexf", write)
