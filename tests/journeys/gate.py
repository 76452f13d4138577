"""What every page must stand: it answers, it is accessible, it breaks no policy, it fits a phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A frame holds a page of its own, which is looked at under its own address.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "iframes": False}
LOOKS = [(width, theme) for width in (390, 1360) for theme in ("light", "dark")]
NARROWEST = 320
LOUD = {"error", "warning"}

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const end = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return Math.max(range.getBoundingClientRect().right, node.getBoundingClientRect().right);
  };
  const wide = [...document.querySelectorAll("body :not(.sr)")].filter((node) => end(node) > room + 0.5);
  const inmost = wide.filter((node) => !wide.some((other) => other !== node && node.contains(other)));
  return inmost.length ? inmost.slice(0, 3).map((node) => node.outerHTML.slice(0, 200)) : ["the page"];
}"""

_axe = Axe()


def faults_of(page: Page, address: str, *, status: int = 200) -> list[str]:
    """Open an address and return every fault in words; an empty list is a pass.

    The status comes first: a page of errors has no accessibility violations either.
    """
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(f"console {message.type}: {message.text}") if message.type in LOUD else None,
    )
    page.on("pageerror", lambda error: said.append(f"script error: {error}"))
    answer = page.goto(address)
    if answer is None or answer.status != status:
        return [f"{address} answers {answer and answer.status}, not {status}"]
    found = [*_violations(page), *_overflow(page)]
    wanted_error = {f"console error: Failed to load resource: the server responded with a status of {status}"}
    return found + [text for text in said if status == 200 or not text.startswith(tuple(wanted_error))]


def _violations(page: Page) -> list[str]:
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        result = _axe.run(page, options=OPTIONS).response
        found += [
            f"{width} px, {theme}: {violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found


def _overflow(page: Page) -> list[str]:
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    return [f"wider than {NARROWEST} px: {element}" for element in page.evaluate(TOO_WIDE)]
