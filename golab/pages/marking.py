"""Marks the first use of glossary terms in text that is loaded; editors do it by hand with the editor's button."""

import re

from golab.pages.models.glossary import Entry

MOST_ON_A_PAGE = 6
# Words that every page uses: a pop-up on each would be noise.
TOO_COMMON = {
    "baseline", "cap", "cohort", "commissioner", "commissioning", "contract", "evaluation", "grant", "intermediary",
    "investor", "local authority", "milestone", "outcome", "outcome payer", "output", "payment by results",
    "procurement", "provider", "rate card", "referral", "service user", "social impact bond", "stakeholder", "tariff",
}  # fmt: skip
_SKIP = re.compile(r"(<a\b.*?</a>|<[^>]+>|\{\{.*?\}\})", re.DOTALL)


class Marker:
    """Marks up to six terms on one page, each once."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        usable = [entry for entry in entries if entry.term.casefold() not in TOO_COMMON and len(entry.term) > 4]
        longest_first = sorted(usable, key=lambda entry: -len(entry.term))
        self.patterns = [
            (entry, re.compile(rf"\b{re.escape(entry.term)}s?\b", re.IGNORECASE)) for entry in longest_first
        ]
        self.used: set[int] = set()

    def __call__(self, html: str) -> str:
        """The text with terms marked as `<a linktype="glossary">`."""
        for entry, pattern in self.patterns:
            if len(self.used) >= MOST_ON_A_PAGE:
                break
            if entry.pk not in self.used:
                html = self._mark(html, entry, pattern)
        return html

    def _mark(self, html: str, entry: Entry, pattern: re.Pattern) -> str:
        parts = _SKIP.split(html)
        for place, part in enumerate(parts):
            match = None if _SKIP.fullmatch(part) else pattern.search(part)
            if match:
                link = f'<a linktype="glossary" id="{entry.pk}">{match[0]}</a>'
                parts[place] = part[: match.start()] + link + part[match.end() :]
                self.used.add(entry.pk)
                break
        return "".join(parts)
