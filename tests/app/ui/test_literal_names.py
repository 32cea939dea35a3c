"""Names that people give stand as they are: no & underlines a letter, and no < begins a tag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.graph.panels import timeline_strip
from app.graph.panels.plots import SmallPlot
from app.model.files.point_table import read_table
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.state.preferences import Preferences
from app.train.points.import_dialog import PointImport
from app.window.menus import RecentMenu


def named(graph: Graph, names: dict[str, str]) -> Graph:
    """The graph with other names."""
    nodes = {
        id_: replace(node, label=names.get(node.label, node.label))
        for id_, node in graph.nodes.items()
    }
    return replace(graph, nodes=nodes)


def read_out(text: str) -> str:
    """What stands in a menu or on a button with this text."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def test_a_recent_file_has_its_own_name(workspace, tmp_path: Path) -> None:
    preferences = Preferences()
    preferences.add_recent(tmp_path / "R&D & more.chalk")
    menu = RecentMenu(preferences, workspace.window)
    menu.aboutToShow.emit()
    assert read_out(menu.actions()[0].text()) == str(tmp_path / "R&D & more.chalk")


def test_an_edit_of_a_node_is_undone_by_its_own_name(hand, workspace) -> None:
    workspace.session.open(named(workspace.session.graph, {"a": "R&D"}))
    hand.click(hand.body("R&D"))
    hand.trigger("trainable")
    assert read_out(workspace.actions_table["undo"].text()) == "Undo do not train R&D"
    hand.trigger("undo")
    assert read_out(workspace.actions_table["redo"].text()) == "Redo do not train R&D"


def test_a_doubt_about_a_column_has_the_name_of_the_column(qtbot) -> None:
    rows = "".join(f"{i % 2},{i % 5},{i % 8}\n" for i in range(20))
    dialog = PointImport("Import", read_table(f"b,h,R&D\n{rows}".encode()), Setup())
    qtbot.addWidget(dialog)
    assert [read_out(button.text()) for button in dialog.doubts.buttons] == ["“R&D” is the class"]


@pytest.fixture
def strange(workspace):
    """A leaf and an op with names that could be markup, as a file may give them."""
    workspace.session.open(named(workspace.session.graph, {"a": "<b>a&amp;", "e": "<i>e"}))
    return workspace


def test_a_tip_over_the_timeline_has_the_names_of_nodes(strange, monkeypatch) -> None:
    shown: list[str] = []
    tips = SimpleNamespace(showText=lambda _place, text, _widget: shown.append(text))
    monkeypatch.setattr(timeline_strip, "QToolTip", tips)
    strip = strange.graph_page.timeline.strip
    place = QPoint(strip.width() // 5, strip.height() // 2)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, strip.mapToGlobal(place))
    QApplication.sendEvent(strip, event)
    assert shown == ["<span>d = &lt;i&gt;e + c</span>"]


def test_the_axes_and_the_heading_of_the_nudge_have_the_names_of_nodes(hand, strange) -> None:
    nudge = strange.graph_page.nudge
    hand.click(hand.body("<b>a&amp;"))
    nudge.heading.click()
    QTest.qWait(0)
    assert read_out(nudge.heading.text()) == "NUDGE <b>a&amp;"
    plot = nudge.findChild(SmallPlot)
    assert [plot.getAxis(side).label.toPlainText().strip() for side in ("bottom", "left")] == [
        "<b>a&amp;", "L"
    ]  # fmt: skip
