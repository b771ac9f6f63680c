"""Where the minutes lie: a link that is safe to show on a card."""

from urllib.parse import urlsplit

from bot.errors import Refused


def minutes_link(link: str) -> str:
    """The link as it is kept, "" for none.

    Raises Refused for one that isn't https, carries a name and password, or hides characters.
    """
    plain = link.strip()
    if plain and not _is_safe(plain):
        raise Refused("meetings.refused.link")
    return plain


def _is_safe(link: str) -> bool:
    if not link.isprintable() or any(sign.isspace() or sign in '<>"\\' for sign in link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # a host that is no host, such as [::1
        return False
