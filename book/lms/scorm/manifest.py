"""The manifest of a package: one thing to open, and every file that it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

__all__ = ["SCORM", "manifest"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Of each version: its namespaces, which of them say where their schema lies, and what it writes differently.
SCORM: Mapping[str, Mapping[str, Any]] = {
    "1.2": {
        "spaces": {
            None: "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
            "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        },
        "schemas": {None: "imscp_rootv1p1p2.xsd", "adlcp": "adlcp_rootv1p2.xsd"},
        "says": "1.2",
        "kind": "scormtype",
    },
    "2004": {
        "spaces": {
            None: "http://www.imsglobal.org/xsd/imscp_v1p1",
            "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
            "imsss": "http://www.imsglobal.org/xsd/imsss",
        },
        "schemas": {None: "imscp_v1p1.xsd", "adlcp": "adlcp_v1p3.xsd", "imsss": "imsss_v1p0.xsd"},
        "says": "2004 4th Edition",
        "kind": "scormType",
    },
}


def _controls(spaces: Mapping[str | None, str]) -> list[etree._Element]:
    """Say that the course itself tells when it is completed; only SCORM 2004 asks."""
    if "imsss" not in spaces:
        return []
    s = ElementMaker(namespace=spaces["imsss"])
    delivery = s.deliveryControls(completionSetByContent="true", objectiveSetByContent="true")
    return [s.sequencing(delivery)]


def manifest(version: str, name: str, title: str, start: str, files: Iterable[str]) -> bytes:
    """Return the manifest.

    Parameters
    ----------
    version : {"1.2", "2004"}
    name : str
        By which a platform tells this package from others; it stays the same from edition to edition.
    title : str
    start : str
        The file to open.
    files : iterable of str
    """
    known = SCORM[version]
    spaces = known["spaces"]
    e = ElementMaker(namespace=spaces[None], nsmap={**spaces, "xsi": _XSI})
    controls = _controls(spaces)
    item = e.item(e.title(title), *controls, identifier="ITEM", identifierref="SCO", isvisible="true")
    resource = e.resource(
        *(e.file(href=quote(file)) for file in files), identifier="SCO", type="webcontent", href=start
    )
    resource.set(f"{{{spaces['adlcp']}}}{known['kind']}", "sco")
    made = e.manifest(
        e.metadata(e.schema("ADL SCORM"), e.schemaversion(known["says"])),
        e.organizations(e.organization(e.title(title), item, identifier="ORG"), default="ORG"),
        e.resources(resource),
        identifier=name,
        version="1.0",
    )
    places = " ".join(f"{spaces[prefix]} {file}" for prefix, file in known["schemas"].items())
    made.set(f"{{{_XSI}}}schemaLocation", places)
    text: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text
