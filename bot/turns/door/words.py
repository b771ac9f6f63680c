"""What a person wrote, without the markup that Teams puts around it."""

import html
import re

from botbuilder.schema import Activity

# No character class here reaches across the next "<", so that hostile text costs linear time.
_MENTION = re.compile(r"</?at(?: [^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKED_UP = frozenset({"xml", "html"})


def spoken(activity: Activity) -> str:
    """The plain text of a message: our own name, tags and entities taken out."""
    text: str = activity.text
    if "<" in text:
        text = _MENTION.sub("", _without_us(activity))
        if activity.text_format in _MARKED_UP:
            text = _TAG.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text).replace("\0", "")
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def _without_us(activity: Activity) -> str:
    """The text without the places where the bot was called by name."""
    text: str = activity.text
    for entity in activity.entities:
        if entity.type != "mention":
            continue
        marked = entity.additional_properties["text"]
        if marked and entity.additional_properties["mentioned"].id == activity.recipient.id:
            text = text.replace(marked, " ")
    return text
