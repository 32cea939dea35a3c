"""What `packaging` writes for each system, as far as it can be read on any other."""

import ast
import io
import plistlib
import re
import shutil
import struct
import subprocess
from importlib.metadata import distribution
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QImageReader

import resources
from app.start.command_line import described
from app.version import VERSION

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"


@pytest.fixture(autouse=True)
def _packaging_is_found(monkeypatch):
    """Its files are run as scripts, and import each other by their names alone."""
    monkeypatch.syspath_prepend(str(PACKAGING))


@pytest.fixture
def icons():
    import icons

    return icons


def read(data: bytes, form: str) -> list[QImage]:
    """All pictures in a file of icons, by Qt's own reader of that form."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, form.encode())
    pictures = []
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        pictures.append(reader.read())
    return pictures


def same(picture: QImage, other: QImage) -> bool:
    form = QImage.Format.Format_ARGB32
    return picture.convertToFormat(form) == other.convertToFormat(form)


def test_the_icon_of_windows_holds_all_sizes(icons):
    pictures = read(icons.ico(), "ico")
    assert [picture.width() for picture in pictures] == [16, 20, 24, 32, 40, 48, 64, 128, 256]
    assert all(same(picture, icons.drawn(picture.width())) for picture in pictures)


def test_the_icon_of_macos_holds_all_sizes_for_both_kinds_of_screen(icons):
    pictures = read(icons.icns(), "icns")
    sides = [picture.width() for picture in pictures]
    assert sorted(sides) == [32, 64, 128, 256, 256, 512, 512, 1024]
    assert all(same(picture, icons.drawn(picture.width())) for picture in pictures)


def test_the_two_smallest_icons_of_macos_are_plain_pixels(icons):
    """Qt reads none of this kind, so it is read here."""
    data = icons.icns()
    assert struct.unpack(">4sI", data[:8]) == (b"icns", len(data))
    entries, at = {}, 8
    while at < len(data):
        kind, length = struct.unpack(">4sI", data[at : at + 8])
        entries[kind] = data[at + 8 : at + length]
        at += length
    for kind, side in ((b"ic04", 16), (b"ic05", 32)):
        stream = io.BytesIO(entries[kind])
        assert stream.read(4) == b"ARGB"
        plain = b""
        while first := stream.read(1):
            assert first[0] < 128, "a compressed run"
            plain += stream.read(first[0] + 1)
        channels = [plain[n * side * side : (n + 1) * side * side] for n in range(4)]
        pixels = b"".join(map(bytes, zip(*reversed(channels), strict=True)))
        assert pixels == bytes(icons.drawn(side).constBits())


def test_the_theme_of_icons_has_the_usual_sizes(icons, tmp_path):
    icons.write_hicolor(tmp_path)
    for side in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        picture = QImage(str(tmp_path / f"{side}x{side}" / "apps" / "chalkgrad.png"))
        assert same(picture, icons.drawn(side))
    assert (tmp_path / "scalable" / "apps" / "chalkgrad.svg").is_file()


def test_macos_is_told_name_version_category_and_files():
    import identity

    told = plistlib.loads(plistlib.dumps(identity.info_plist(VERSION, "13.0")))
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == VERSION
    assert told["LSApplicationCategoryType"] == "public.app-category.education"
    assert told["LSMinimumSystemVersion"] == "13.0"
    assert told["NSHighResolutionCapable"] is True
    (document,), (kind,) = told["CFBundleDocumentTypes"], told["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeIdentifier"].startswith(f"{identity.IDENTIFIER}.")
    assert document["CFBundleTypeIconFile"] == identity.ICNS
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["chalk"]


def test_the_oldest_macos_is_the_newest_that_any_wheel_asks_for(monkeypatch):
    import identity

    tags = {
        "Qt": "Tag: cp310-abi3-macosx_13_0_universal2",
        "numpy": "Tag: cp313-cp313-macosx_14_0_arm64",
        "msgspec": "Tag: cp313-cp313-macosx_11_0_arm64",
    }

    class Wheel:
        def __init__(self, name):
            self.name = name

        def read_text(self, _):
            return tags[self.name]

    monkeypatch.setattr(identity, "distribution", Wheel)
    assert identity.oldest_macos(tags) == "14.0"
    assert identity.oldest_macos(["msgspec", "Qt"]) == "13.0"


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("12.3.4", (12, 3, 4, 0))],
)
def test_windows_is_told_name_and_version(version, numbers):
    import identity

    kinds = ("FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    names = {kind: lambda *plain, _kind=kind, **named: (_kind, plain, named) for kind in kinds}
    names |= {"VarStruct": lambda name, values: (name, values)}
    names |= {"VSVersionInfo": lambda ffi, kids: (ffi, kids)}
    # As PyInstaller reads it.
    fixed, (strings, _) = eval(identity.version_resource(version), names)
    assert fixed[2] == {"filevers": numbers, "prodvers": numbers}
    ((_, (language, structs), _),) = strings[1][0]
    told = dict(plain for _, plain, _ in structs)
    assert language == "040904B0"
    assert (told["ProductName"], told["ProductVersion"]) == ("Chalkgrad", version)
    assert told["FileDescription"] == "Chalkgrad"


def test_the_manual_page_says_what_help_says():
    from manual import escaped, page

    text = page(described(), VERSION)
    for action in described()._actions:
        for words in (*action.option_strings, action.metavar or "", action.help):
            assert escaped(words) in text
    assert escaped(f"chalkgrad {VERSION}") in text


def test_the_manual_page_is_shown_without_a_warning(tmp_path):
    from manual import page

    if not shutil.which("man"):
        pytest.skip("not installed here: man")
    file = tmp_path / "chalkgrad.1"
    file.write_text(page(described(), VERSION), encoding="utf-8")
    done = subprocess.run(
        ["man", "--warnings", "--local-file", str(file)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "chalkgrad [-h] [--export OUT] [--version] [FILE]" in done.stdout


def test_the_manual_page_holds_no_text_that_roff_takes_for_a_command():
    from manual import escaped

    assert escaped(".png or -x") == r"\&.png or \-x"
    assert escaped("a\\b") == r"a\eb"


def metainfo() -> Path:
    return next(resources.path("desktop").glob("*.metainfo.xml"))


def test_the_description_for_desktops_agrees_with_the_rest():
    import identity

    told = ElementTree.parse(metainfo())
    assert (
        told.findtext("id") == identity.IDENTIFIER == metainfo().name.removesuffix(".metainfo.xml")
    )
    assert resources.path("desktop", told.findtext("launchable")).is_file()
    assert told.find("releases/release").get("version") == VERSION
    types = ElementTree.parse(resources.path("desktop", "chalkgrad.xml"))
    namespace = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = types.find(f"{namespace}mime-type").get("type")
    assert told.findtext("provides/mediatype") == kind
    uti = identity.info_plist(VERSION, "13.0")["UTExportedTypeDeclarations"][0]
    assert uti["UTTypeTagSpecification"]["public.mime-type"] == [kind]


def test_the_description_for_desktops_is_valid():
    if not shutil.which("appstreamcli"):
        pytest.skip("not installed here: appstreamcli")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", "--pedantic", str(metainfo())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_file_has_an_owner_or_the_build_ends(tmp_path):
    import numpy as np
    import owners

    ours, theirs, python = Path(resources.__file__), Path(np.__file__), Path(ast.__file__)
    assert owners.owners([ours, theirs, python]) == {
        ours: "Chalkgrad", theirs: "numpy", python: "Python",
    }  # fmt: skip
    stray = tmp_path / "libstray.so.1"
    stray.write_bytes(b"\x7fELF")
    with pytest.raises(SystemExit, match=r"libstray\.so\.1"):
        owners.owners([theirs, stray])


def test_a_library_of_debians_belongs_to_its_package():
    import owners

    library = next(Path("/").glob("lib/*-linux-gnu/libc.so.6"), None)
    if not library or not shutil.which("dpkg-query"):
        pytest.skip("This is no Debian.")
    assert owners.owners([library]) == {library: "debian/libc6"}


def test_a_notice_points_to_the_texts_it_names(monkeypatch, tmp_path):
    import licences

    monkeypatch.setattr(licences, "COMMON", tmp_path)
    for name in ("GPL-2", "LGPL-2.1", "Artistic"):
        (tmp_path / name).write_text(name)
    notice = f"in `{tmp_path}/GPL-2'. Or {tmp_path}/LGPL-2.1. Not {tmp_path}/GPL-9 or Artistic."
    assert licences.pointed_to(notice) == {"GPL-2", "LGPL-2.1"}


def test_the_crates_are_those_of_the_bill_in_the_wheel():
    from crates import crates

    shipped = (PACKAGING.parent / "constraints.txt").read_text(encoding="utf-8")
    if f"\nfast-sugiyama=={distribution('fast-sugiyama').version}\n" not in shipped:
        pytest.skip("Not every version has a bill; the one that is shipped has.")
    told = crates()
    assert re.search(r"^petgraph [\d.]+: MIT OR Apache-2\.0", told, re.MULTILINE)
    assert f"rust-sugiyama {distribution('fast-sugiyama').version}: MIT, paddison" in told
    assert "Copyright (c) 2024 paddison" in told


@pytest.mark.parametrize(
    ("name", "expression", "enough"),
    [
        ("log", "MIT OR Apache-2.0", True),
        ("unicode-ident", "(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("target-lexicon", "Apache-2.0 WITH LLVM-exception", True),
        ("rust-sugiyama", "MIT", True),
        ("another", "MIT", False),
        ("another", "Apache-2.0 AND MPL-2.0", False),
    ],
)
def test_each_choice_that_a_crate_leaves_needs_one_text(name, expression, enough):
    from crates import has_texts

    assert has_texts(name, expression) is enough


def test_the_notices_of_qt_are_of_the_version_that_is_shipped_and_each_has_its_text():
    import licences

    text = (PACKAGING / "licences" / "Qt-third-party.txt").read_text(encoding="utf-8")
    told = licences.QT_NOTICES.search(text)
    assert told
    shipped = (PACKAGING.parent / "constraints.txt").read_text(encoding="utf-8")
    assert f"\nPySide6_Essentials=={told[1]}." in shipped
    asked = {int(n) for line in re.findall(r"^    .*\[([\d, ]+)\]$", text, re.MULTILINE)
             for n in line.split(", ")}  # fmt: skip
    given = {int(n) for n in re.findall(r"^={79}\n\[(\d+)\]$", text, re.MULTILINE)}
    assert asked == given == set(range(1, len(given) + 1))
    for component in ("PCRE2", "HarfBuzz-NG", "Wayland Protocol", "XSVG", "libdbus-1 headers"):
        assert f"\n{component}" in text


def test_notices_of_another_qt_end_the_build(tmp_path):
    import licences

    with pytest.raises(SystemExit, match=r"qt_notices\.py"):
        licences._qt(tmp_path / "Qt", "7.0.1")


def test_the_changelog_of_debian_has_the_day_of_the_release():
    from debian import changelog

    day = ElementTree.parse(metainfo()).find("releases/release").get("date")
    year, _, number = day.split("-")
    assert changelog(VERSION).startswith(f"chalkgrad ({VERSION}) ")
    assert re.search(rf"  \w{{3}}, {number} \w{{3}} {year} 00:00:00 \+0000$", changelog(VERSION))
    with pytest.raises(SystemExit, match=r"9\.9\.9"):
        changelog("9.9.9")


@pytest.mark.parametrize("name", ["median", "percentile", "quantile", "unique", "nanmedian"])
def test_no_function_of_numpy_is_used_that_asks_for_what_is_left_out(name):
    """They ask for numpy.ma when they are called."""
    for file in (ROOT / "app").rglob("*.py"):
        assert f"np.{name}(" not in file.read_text(encoding="utf-8"), file


def test_nothing_that_the_program_imports_is_left_out_of_the_bundle():
    """Those imports too that are made only when something is used."""
    tree = ast.parse((PACKAGING / "parts.py").read_text(encoding="utf-8"))
    (table,) = (
        node.value for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "MODULES_LEFT_OUT"
    )  # fmt: skip
    left_out = set(eval(compile(ast.Expression(table), "parts.py", "eval")))
    assert {"numpy.random", "asyncio", "unittest"} <= left_out
    for room in ("app", "engine"):
        for file in (ROOT / room).rglob("*.py"):
            for name in imported(file):
                above = {name.rsplit(".", n)[0] for n in range(name.count(".") + 1)}
                assert not above & left_out, f"{file.relative_to(ROOT)} imports {name}"


def test_the_bundle_has_the_texts_of_qt_in_the_languages_that_the_program_speaks(tmp_path):
    parts = pytest.importorskip("parts")
    for catalogue in ("de.mo", "de.po", "pt_BR.mo"):
        (tmp_path / catalogue).touch()
    spoken = parts.languages(tmp_path)
    kept = [
        name
        for name in ("qtbase_de", "qtbase_pt_BR", "qtbase_fr", "qt_de", "qt_help_de")
        if parts.is_of_use(Path("PySide6", "Qt", "translations", f"{name}.qm"), spoken)
    ]
    assert kept == ["qtbase_de", "qtbase_pt_BR"]


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names
