"""Comments in fenced code, offered to translators on demand (``[markdown] code_comments = true``)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_FENCED = re.compile(
    r'<pre[^>]*><code[^>]*class="(?:[^"]*\s)?language-([\w+#.-]+)[^"]*"[^>]*>(.*)</code></pre>', re.DOTALL
)
_COMMENT = re.compile(
    r"(?P<open>\A(?:#+!?|//+[!/]?|--+|;+|%+|/\*+|<!--|\"\"\")\s*)(?P<words>.*?)(?P<close>\s*(?:\*+/|-->)?\s*)\Z",
    re.DOTALL,
)


def comments(stashed: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of each comment stand in a stashed code block, and what they say (one line each).

    Nothing for a block without a language, or with one that no lexer is known for.
    """
    fenced = _FENCED.fullmatch(stashed.strip())
    if fenced is None:
        return
    for start, end, words in _in_code(fenced[1], html.unescape(fenced[2])):
        before = html.escape(html.unescape(fenced[2])[:start], quote=True).replace("&#x27;", "'")
        inside = html.escape(html.unescape(fenced[2])[start:end], quote=True).replace("&#x27;", "'")
        at = fenced.start(2) + len(before) + stashed.index(stashed.strip())
        yield at, at + len(inside), words


def _in_code(language: str, code: str) -> Iterator[tuple[int, int, str]]:
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.token import Comment  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return
    for position, kind, text in lexer.get_tokens_unprocessed(code):
        if kind not in Comment or kind in Comment.Preproc or kind in Comment.Hashbang:
            continue
        offset = position
        for line in text.splitlines(keepends=True):
            found = (
                _COMMENT.match(line)
                if offset == position
                else re.match(r"(?P<open>\s*\*?\s*)(?P<words>.*?)(?P<close>\s*(?:\*+/|-->)?\s*)\Z", line, re.DOTALL)
            )
            if found and re.search(r"[^\W\d_]", found["words"]):
                yield offset + found.start("words"), offset + found.end("words"), found["words"]
            offset += len(line)
