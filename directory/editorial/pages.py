"""Editorial pages from `content/pages/<language>/<name>.md`: a head of facts, then Markdown."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import nh3
import yaml
from markdown_it import MarkdownIt

from directory.errors import ContentWrong, NotFound
from directory.locales import SOURCE
from directory.settings import CONTENT

FOLDER = CONTENT / "pages"
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "a", "strong", "em", "hr"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class EditorialPage:
    """A page in one language. `html` is safe; links within the site are written `doorstep:…`.

    `language` is the one it is really in: English where it has not been translated.
    """

    name: str
    language: str
    title: str
    summary: str
    html: str
    source: str
    checked_on: date


@cache
def editorial_page(name: str, language: str) -> EditorialPage:
    """The page in this language, or in English. Raises NotFound, or ContentWrong if its head is not right."""
    for code in (language, SOURCE):
        path = FOLDER / code / f"{name}.md"
        if path.is_file():
            return _read(path, name, code)
    raise NotFound(name)


def _read(path: Path, name: str, language: str) -> EditorialPage:
    parts = _HEAD.match(path.read_text(encoding="utf-8"))
    if parts is None:
        raise ContentWrong(f"{path} has no head between two lines of ---")
    head = yaml.safe_load(parts[1])
    try:
        return EditorialPage(
            name=name,
            language=language,
            title=head["title"],
            summary=head["summary"],
            html=safe_html(parts[2]),
            source=head["source"],
            checked_on=head["checked_on"],
        )
    except KeyError as error:
        raise ContentWrong(f"{path} does not say its {error}") from error


def safe_html(markdown: str) -> str:
    """Markdown as HTML in which nothing can run: no raw HTML, no styles, links only to web, mail, phone."""
    return nh3.clean(
        _markdown.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto", "tel", "doorstep"},
        link_rel="noreferrer",
    )
