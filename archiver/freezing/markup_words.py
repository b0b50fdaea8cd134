"""The words of HTML itself, as its standard and schema.org name them: they may stay in every frozen page."""

from __future__ import annotations

TAGS = frozenset(
    "a abbr acronym address amp-img area article aside audio b base basefont bdi bdo big blockquote body br button "
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed "
    "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe "
    "img input ins kbd label legend li link main map mark menu meta meter nav noframes noscript object ol optgroup "
    "option output p param picture path pre progress q rp rt ruby s samp script search section select slot small "
    "source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title "
    "tr track tt u ul use var video wbr".split()
)
# Attributes that name or number something of the page; those with words for people are scrubbed as text is.
ATTRIBUTES_OF_MARKUP = frozenset(
    "type rel itemprop itemtype property typeof http-equiv charset role method width height media colspan rowspan rows "
    "cols maxlength loading decoding align valign border dir".split()
)
ATTRIBUTES_WITH_WORDS = frozenset(
    "href src alt title content value datetime action cite placeholder about resource date".split()
)
ATTRIBUTES_OF_LANGUAGE = frozenset(("lang", "xml:lang", "hreflang"))
BARE_ATTRIBUTES = frozenset("hidden itemscope disabled checked selected open reversed async defer".split())
VALUES = frozenset(
    "nofollow noopener noreferrer ugc sponsored bookmark stylesheet alternate canonical shortlink next prev external "
    "icon shortcut preload text css application json ld javascript module image png jpeg svg xml rss atom rdf submit "
    "button checkbox hidden email search password radio file url number utf iso windows ltr rtl auto post get lazy "
    "eager async screen print all none navigation banner main form content type http https www schema org ogp article "
    "list listitem heading region presentation contentinfo dialog alert status img left right center top middle bottom "
    "me tag category author license help mailto name description headline image reader mail example doctype html "
    "display visibility margin padding float clear width height block inline px rem em".split()
)
MARKUP_WORDS = (
    TAGS | ATTRIBUTES_OF_MARKUP | ATTRIBUTES_WITH_WORDS | ATTRIBUTES_OF_LANGUAGE | BARE_ATTRIBUTES | VALUES
) | frozenset(
    "class id for name headers aria labelledby describedby controls style data http equiv amp quot lt gt".split()
)
