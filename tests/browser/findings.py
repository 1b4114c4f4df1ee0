"""What can be wrong with any page: faults of access, headings, width, words of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from aidtrack.languages import FOLDER

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
HOLE = r"%\(\w+\)[sd]|\{\w+\}"
LITERAL = 12
"""A message with holes for values is looked for if it says at least so many letters of its own."""

TEXTS = """() => {
  const found = [document.title.replace(/ – aidtrack$/, '')];
  const skip = 'script, style, svg, [hreflang], .code, textarea';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement.closest(skip)) found.push(node.data);
  for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-net'])
    for (const element of document.body.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name));
  return found;
}"""


def grave_findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """axe-core's serious and critical findings, as readable lines; of all rules or of these."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate(
        "options => axe.run(document, options).then(result => result.violations)", options
    )
    return [f"{one['id']}: {[n['target'] for n in one['nodes']]}" for one in found if one["impact"] in GRAVE]


def misshapen(page: Page, width: int) -> Iterator[str]:
    """A heading too many or too few, an element that makes the page scroll sideways."""
    if (count := page.locator("h1").count()) != 1:
        yield f"{count} h1 headings"
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"scrolls sideways: {wide} pixels on a screen of {width}"


def foreign_words(page: Page, language: str) -> list[str]:
    """Texts of a page that are a message of the other language."""
    texts = {re.sub(r"\s+", " ", text or "").strip() for text in page.evaluate(TEXTS)}
    whole, parts = messages("en" if language == "vi" else "vi")
    return sorted(text for text in texts if text in whole or (len(text) > LITERAL and parts.fullmatch(text)))


@cache
def messages(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """What is said in a language alone: whole messages, and one pattern for those with placeholders."""
    said: dict[str, set[str]] = {"en": set(), "vi": set()}
    for path in (FOLDER / "vi" / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                said["en"].update(_texts(message.id))
                said["vi"].update(_texts(message.string))
    mine = said[language] - said["vi" if language == "en" else "en"]
    open_ended = {text for text in mine if re.search(HOLE, text)}
    patterns = [pattern for text in sorted(open_ended) if (pattern := _pattern(text))]
    return frozenset(mine - open_ended), re.compile("|".join(patterns))


def _texts(told: str | tuple[str, ...]) -> Iterator[str]:
    """A message as a page shows it; its singular and its plural."""
    for text in [told] if isinstance(told, str) else told:
        if text:
            yield re.sub(r"\s+", " ", text).strip()


def _pattern(text: str) -> str:
    """A message with placeholders as a pattern; "" if it says too little of its own."""
    literal = re.split(HOLE, text.replace("%%", "%"))
    letters = sum(sign.isalpha() for part in literal for sign in part)
    return ".+".join(map(re.escape, literal)) if letters >= LITERAL else ""
