"""What Windows and macOS are told of the program: its name among all programs, its version, and
the files that it opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import distribution
from typing import Any

IDENTIFIER = "org.example.chalkgrad"
FILE_KIND = f"{IDENTIFIER}.graph"
NAME = "Chalkgrad"
WORDS = "See how backpropagation works, on numbers small enough to check by hand"
HOLDERS = "The Chalkgrad authors"
ICNS = "chalkgrad.icns"

# They decide on how old a macOS the bundle runs.
COMPILED = ("PySide6_Essentials", "numpy", "msgspec", "fast-sugiyama")


def info_plist(version: str, oldest_macos: str) -> dict[str, Any]:
    """What the Info.plist of the .app says beside what PyInstaller writes there."""
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": oldest_macos,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": HOLDERS,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Chalkgrad graph",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": ICNS,
                "LSItemContentTypes": [FILE_KIND],
                "LSHandlerRank": "Owner",
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": FILE_KIND,
                "UTTypeDescription": "Chalkgrad graph",
                "UTTypeIconFile": ICNS,
                "UTTypeConformsTo": ["public.json"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["chalk"],
                    "public.mime-type": ["application/x-chalkgrad"],
                },
            }
        ],
    }


def oldest_macos(names: Iterable[str] = COMPILED) -> str:
    """The oldest macOS that all the wheels that were installed are built for."""
    tags = "\n".join(distribution(name).read_text("WHEEL") or "" for name in names)
    versions = re.findall(r"-macosx_(\d+)_(\d+)_", tags)
    major, minor = max((int(major), int(minor)) for major, minor in versions)
    return f"{major}.{minor}"


def version_resource(version: str) -> str:
    """What Windows shows in an .exe's properties, as PyInstaller reads it."""
    numbers = (*map(int, version.split(".")), 0, 0, 0)[:4]
    strings = {
        "CompanyName": HOLDERS,
        "FileDescription": NAME,
        "FileVersion": version,
        "InternalName": "chalkgrad",
        "LegalCopyright": f"{HOLDERS}. MIT licence.",
        "OriginalFilename": "chalkgrad.exe",
        "ProductName": NAME,
        "ProductVersion": version,
        "Comments": WORDS,
    }
    structs = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in strings.items())
    # English of the United States, in Unicode: 0x0409 and 1200, also as one number in base 16.
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),
  kids=[
    StringFileInfo([StringTable('040904B0', [{structs}])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])]),
  ],
)
"""
