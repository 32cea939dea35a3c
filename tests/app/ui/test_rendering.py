"""Pictures are right in other programs: well-formed, in fonts that they know, with real text."""

import re
import shutil
import subprocess
import zlib
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPen

from app.graph.canvas.export_picture import graph_picture
from app.model.catalogue.examples import load_example
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from app.ui.rendering import picture

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.usefixtures("qapp")

GENERIC = {"sans-serif", "monospace", "system-ui"}
SIZE = QSizeF(300.0, 200.0)


def svg_of(paint):
    content = picture(".svg", SIZE, QColor("white"), paint)
    return ElementTree.fromstring(content)


def families(element):
    return [name.strip().strip("'") for name in element.get("font-family").split(",")]


@pytest.fixture
def cheatsheet():
    return ElementTree.fromstring(graph_picture(load_example("cheatsheet"), ".svg"))


def test_an_svg_has_its_size_in_pixels_and_a_view_box(cheatsheet):
    width, height = cheatsheet.get("width"), cheatsheet.get("height")
    assert cheatsheet.get("viewBox") == f"0 0 {width} {height}"
    assert int(width) > int(height) > 100


def test_an_svg_names_fonts_that_are_there_and_a_generic_one_after_them(cheatsheet):
    known = {*QFontDatabase.families(), *GENERIC}
    named = [families(element) for element in cheatsheet.iter() if element.get("font-family")]
    assert named
    for names in named:
        assert set(names) <= known
        assert names[-1] in ("sans-serif", "monospace")
    last = {names[-1] for names in named}
    assert last == {"sans-serif", "monospace"}


def test_a_text_says_how_wide_it_is(cheatsheet):
    texts = list(cheatsheet.iter(f"{SVG}text"))
    assert {"leaf", "data", "−8"} <= {text.text for text in texts}
    for text in texts:
        font = QFont(families(text)[0])
        font.setPixelSize(int(text.get("font-size")))
        font.setBold(text.get("font-weight") == "700")
        wide = QFontMetricsF(font).horizontalAdvance(text.text)
        assert float(text.get("textLength")) == pytest.approx(wide, abs=1.0)


@pytest.mark.parametrize("label", ["a<b>&c", '"', "'", "\x01", "\ufffe", "&amp;", "名", "]]>"])
def test_an_svg_is_well_formed_whatever_a_label_is(label):
    graph = Graph({1: Node(1, label, data=1.0)}, {1: (0.0, 0.0)})
    texts = {text.text for text in ElementTree.fromstring(graph_picture(graph, ".svg")).iter()}
    if label.isprintable():
        assert label in texts


def test_a_line_whose_width_stays_is_the_same_for_programs_that_would_scale_it():
    def paint(painter):
        painter.save()
        painter.translate(10.0, 20.0)
        painter.scale(20.0, -100.0)
        pen = QPen(QColor("blue"), 2.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPolyline([QRectF(0, 0, 1, 1).topLeft(), QRectF(0, 0, 3, 1).bottomRight()])
        painter.restore()

    root = svg_of(paint)
    (line,) = root.iter(f"{SVG}polyline")
    assert line.get("vector-effect") is None
    assert line.get("points").split() == ["10,20", "70,-80"]
    (group,) = (group for group in root.iter(f"{SVG}g") if line in list(group))
    assert group.get("transform") == "matrix(1,0,0,1,0,0)"
    assert group.get("stroke-width") == "2"


def test_what_stands_beside_such_a_line_keeps_its_transform():
    def paint(painter):
        painter.scale(2.0, 2.0)
        painter.setPen(QPen(QColor("blue"), 0.0))
        painter.drawPolyline([QRectF(0, 0, 1, 1).topLeft(), QRectF(0, 0, 3, 1).bottomRight()])
        painter.drawText(QRectF(0, 0, 100, 20), Qt.AlignmentFlag.AlignLeft, "beside")

    root = svg_of(paint)
    (text,) = root.iter(f"{SVG}text")
    outer = [group for group in root.iter(f"{SVG}g") if text in list(group)]
    transforms = [element.get("transform") for element in (text, *outer)]
    assert "matrix(2,0,0,2,0,0)" in transforms


def streams(pdf):
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def test_the_text_of_a_pdf_can_be_selected(tmp_path):
    content = graph_picture(load_example("cheatsheet"), ".pdf")
    parts = list(streams(content))
    assert any(re.search(rb"T[jJ]\b", part) for part in parts)
    # What the glyphs stand for: without it a copied text is made of wrong letters.
    assert any(b"begincmap" in part and b"<004C>" in part.upper() for part in parts)
    if shutil.which("pdftotext"):
        (tmp_path / "graph.pdf").write_bytes(content)
        done = subprocess.run(
            ["pdftotext", str(tmp_path / "graph.pdf"), "-"], capture_output=True, check=True
        )
        assert {"leaf", "data", "−8", "output"} <= set(done.stdout.decode().split())


def test_a_pdf_is_as_large_as_its_drawing_in_the_pixels_of_a_browser():
    content = picture(".pdf", SIZE, QColor("white"), lambda _: None)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", content)
    assert [float(number) for number in box.groups()] == [300 * 0.75, 200 * 0.75]
