"""How an item is worded for a side in a language: frozen when a wave opens, read by everyone after."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from programs.surveys.models import Item

SOURCE = settings.LANGUAGE_CODE


def in_every_language(item: Item) -> dict[str, dict[str, Any]]:
    """Return the wording of both sides by language: the item's own, or else the catalogue's."""
    worded = {}
    for language, _ in settings.LANGUAGES:
        own = item.translations.get(language, {})
        with translation.override(language):
            worded[language] = {
                "it": own.get("it") or gettext(item.text_it),
                "business": own.get("business") or gettext(item.text_business),
                "options": own.get("options") or [gettext(option) for option in item.options],
            }
    return worded


def shown(item: Mapping[str, Any], side: str) -> str:
    """Return how a side reads a frozen item, in the reader's language."""
    worded = item.get("translations", {}).get(translation.get_language() or SOURCE, {})
    return worded.get(side) or gettext(item[f"text_{side}"])


def options_of(item: Mapping[str, Any]) -> list[str]:
    """Return what a frozen item lets one choose from, in the reader's language."""
    worded = item.get("translations", {}).get(translation.get_language() or SOURCE, {})
    return worded.get("options") or [gettext(option) for option in item.get("options", ())]
