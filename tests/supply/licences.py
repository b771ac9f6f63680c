"""Under which licences others' work is used here, and whether each may be."""

from importlib.metadata import Distribution

import boolean
from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

# Each with the reason why a city, or whoever passes Renkei on, may rely on it.
ALLOWED = {
    "0BSD": "asks for nothing",
    "Apache-2.0": "asks for its notice; grants patents",
    "BSD-2-Clause": "asks for its notice",
    "BSD-3-Clause": "asks for its notice",
    "ISC": "asks for its notice",
    "LGPL-3.0-only": "a library that is used unchanged and can be replaced; asks for its notice",
    "MIT": "asks for its notice",
    "MIT-0": "asks for nothing",
    "MPL-2.0": "its own files stay open when they are changed; here they aren't",
    "PSF-2.0": "asks for its notice",
    "Python-2.0": "asks for its notice",
    "Unlicense": "given to the public; asks for nothing",
}
# What the metadata says in other words than SPDX's.
_WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
# Where the metadata doesn't say it, or not alone: read in the package's own licence file.
_READ = {
    "atheris": "Apache-2.0",
    "protobuf": "BSD-3-Clause",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
_SPDX = get_spdx_licensing()


def licence_of(name: str, package: Distribution) -> str:
    """The SPDX expression that a package is under; empty where it doesn't tell."""
    told = (
        _READ.get(name, ""),
        str(package.metadata.get("License-Expression") or ""),
        str(package.metadata.get("License") or ""),
        *_classified(package),
    )
    return next((found for one in told if (found := _known(one))), "")


def _classified(package: Distribution) -> list[str]:
    given = [str(one) for one in package.metadata.get_all("Classifier") or ()]
    return [one.rpartition("::")[2].strip() for one in given if one.startswith("License ::")]


def _known(told: str) -> str:
    """What is told, as an expression of SPDX's; empty where it is none."""
    words = _WORDS.get(told.strip().lower(), told.strip())
    try:
        found = _SPDX.parse(words, validate=True) if words and "\n" not in words else None
    except ExpressionError:
        return ""
    return "" if found is None else str(found)


def is_allowed(expression: str) -> bool:
    """Whether one way of reading the expression asks only for what is allowed."""
    parsed = _SPDX.parse(expression)
    return parsed is not None and _allows(parsed)


def _allows(parsed: LicenseExpression) -> bool:
    if isinstance(parsed, boolean.AND):
        return all(map(_allows, parsed.args))
    if isinstance(parsed, boolean.OR):
        return any(map(_allows, parsed.args))
    return str(parsed) in ALLOWED
