"""Writes the software bill of materials of the release, as CycloneDX: `make sbom`.

    python -m tests.supply.sbom [FOLDER]

What runs where the bot runs, by the lock, and what its pages bring into a browser. The same locks
and SOURCE_DATE_EPOCH make the same bytes.
"""

import base64
import os
import sys
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from tests.supply import locked
from tests.supply.licences import licence_of

_NAMESPACE = uuid.UUID("2b9f6a0e-7a52-4c35-9a58-1f7a0c3f6f11")  # of serial numbers made here


def bill() -> Bom:
    """The release as one component, and all that it stands on."""
    version = locked.version()
    renkei = Component(
        name=locked.OURS,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"renkei@{version}",
        licenses=[LicenseExpression("MIT")],
        purl=PackageURL("pypi", name=locked.OURS, version=version),
    )
    python, pages = list(_python()), list(_pages())
    made = Bom(
        components=[*python, *pages],
        metadata=BomMetaData(component=renkei, timestamp=_moment()),
        serial_number=uuid.uuid5(_NAMESPACE, "\n".join(map(_named, [renkei, *python, *pages]))),
    )
    for one, needs in _needs(renkei, python, pages):
        made.dependencies.add(Dependency(one.bom_ref, [Dependency(need.bom_ref) for need in needs]))
    return made


def _python() -> Iterator[Component]:
    shipped, here = locked.shipped(), locked.installed()
    for one in locked.lock("requirements.lock"):
        if one.name in shipped:
            purl = PackageURL("pypi", name=one.name, version=one.version)
            yield Component(
                name=one.name,
                version=one.version,
                bom_ref=str(purl),
                purl=purl,
                licenses=[LicenseExpression(licence_of(one.name, here[one.name]))],
                # One of these is the file that was installed: which one depends on the machine.
                properties=[Property(name="renkei:file", value=each) for each in one.hashes],
            )


def _pages() -> Iterator[Component]:
    seen = set[str]()
    for whose in locked.PAGES:
        for name, package in locked.page_packages(whose).items():
            scope, _, short = name.rpartition("/")
            version = str(package["version"])
            purl = PackageURL("npm", namespace=scope or None, name=short, version=version)
            if package.get("dev") or str(purl) in seen:
                continue
            seen.add(str(purl))
            kind, _, digest = str(package["integrity"]).partition("-")
            assert kind == "sha512", name
            yield Component(
                name=short,
                group=scope or None,
                version=version,
                bom_ref=str(purl),
                purl=purl,
                licenses=[LicenseExpression(str(package["license"]))],
                hashes=[HashType(alg=HashAlgorithm.SHA_512, content=_hex(digest))],
            )


def _needs(
    renkei: Component, python: list[Component], pages: list[Component]
) -> Iterator[tuple[Component, list[Component]]]:
    known, standing = {one.name: one for one in python}, locked.standing()
    own = (canonicalize_name(one.name) for one in locked.asked(dev=False))
    yield renkei, [*_those(own, known), *pages]
    for one in python:
        yield one, _those(standing[one.name], known)
    for one in pages:
        yield one, []


def _those(names: Iterable[str], known: dict[str, Component]) -> list[Component]:
    return [known[name] for name in sorted(set(names)) if name in known]


def _named(one: Component) -> str:
    return str(one.bom_ref)


def _hex(digest: str) -> str:
    return base64.b64decode(digest).hex()


def _moment() -> datetime:
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "1577836800")), UTC)


def written() -> str:
    """The bill as CycloneDX 1.6 in JSON."""
    output = make_outputter(bill(), OutputFormat.JSON, SchemaVersion.V1_6)
    return output.output_as_string(indent=2) + "\n"


def main() -> None:
    """Write the bill beside the release."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"renkei-{locked.version()}.cdx.json"
    file.write_text(written(), encoding="utf-8")
    print(file)


if __name__ == "__main__":
    main()
