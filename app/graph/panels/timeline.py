"""TimelinePanel: the sentence of the stop, the buttons, and the strip of all stops."""

from __future__ import annotations

import html
import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.graph.panels.timeline_strip import TimelineStrip
from app.model.explain.timeline import Moment, Timeline
from app.state.player import FASTEST, SLOWEST, Player
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import escaped, say
from engine.core.messages import Message

LONGEST_UNBROKEN = 90
"""Letters of a sentence that is kept on one line."""


class TimelinePanel(ThemedWidget, QFrame):
    """Steps, plays and scrubs through the passes, and says at each stop what happened."""

    def __init__(self, player: Player, parent: QWidget | None = None):
        super().__init__(parent)
        self._player = player
        self.setProperty("role", "panel")
        self.setAccessibleName(say("Timeline of the passes"))
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(40)
        self.sentence.setAccessibleName(say("What happened"))
        self.strip = TimelineStrip()
        self._build()
        self.strip.scrubbed.connect(self._scrub)
        player.moved.connect(self._show)
        player.rebuilt.connect(self._rebuilt)
        player.playing_changed.connect(self._show_playing)
        self._rebuilt(player.timeline)
        self.follow_theme()

    def _build(self) -> None:
        player = self._player
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons = {
            name: self._button(sign, words, slot)
            for name, sign, words, slot in (
                ("home", "|◀", say("To the start (Home)"), player.home),
                ("back", "◀", say("One step back (←)"), lambda: player.step(-1)),
                ("play", "▶", say("Play or pause (P)"), player.play_or_pause),
                ("on", "▶|", say("One step on (→)"), lambda: player.step(1)),
                ("live", say("Live"), say("Show everything (L)"), player.go_live),
            )
        }
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(12)
        label = QLabel(say("speed"))
        label.setProperty("role", "muted")
        row.addWidget(label)
        row.addWidget(self._speed_slider(label))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 8)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addLayout(row)
        column.addWidget(self.strip)

    def _button(self, sign: str, words: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(sign)
        button.setToolTip(words)
        button.setAccessibleName(words)
        # A narrow window takes its room from the slider beside it.
        button.setMinimumWidth(max(40, button.fontMetrics().horizontalAdvance(sign) + 26))
        button.clicked.connect(lambda _checked: slot())
        return button

    def _speed_slider(self, label: QLabel) -> QSlider:
        """Steps a second on a scale of powers of two."""
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(round(math.log2(SLOWEST) * 4), round(math.log2(FASTEST) * 4))
        slider.setValue(0)
        slider.setMinimumWidth(40)
        slider.setMaximumWidth(96)
        slider.setObjectName("speed")
        slider.setAccessibleName(say("Steps a second"))
        label.setBuddy(slider)

        def changed(value: int) -> None:
            self._player.set_speed(2.0 ** (value / 4))
            slider.setToolTip(say("{n} steps a second", n=f"{self._player.speed:.2g}"))

        slider.valueChanged.connect(changed)
        changed(0)
        return slider

    def recolor(self) -> None:
        self._show(self._player.moment())

    def _scrub(self, position: int) -> None:
        self._player.pause()
        self._player.go_to(position)

    def _rebuilt(self, timeline: Timeline) -> None:
        self.strip.show_timeline(timeline)
        empty = not timeline.stops
        for button in self.buttons.values():
            button.setEnabled(not empty)
        if self._player.position is None:
            self._show(None)

    def _show_playing(self, playing: bool) -> None:
        self.buttons["play"].setText("❚❚" if playing else "▶")

    def _show(self, moment: Moment | None) -> None:
        self.strip.show_position(self._player.position)
        self.buttons["live"].setEnabled(moment is not None)
        if moment is None:
            self.sentence.setText(self._muted(self._invitation()))
            return
        token = (
            "error"
            if moment.stop.kind == "stuck"
            else ("grad" if moment.backward or moment.stop.kind == "seed" else "data")
        )
        phase = f"<b style='color:{getattr(current_tokens(), token)}'>{escaped(moment.phase)}</b>"
        gap = "&nbsp;" * 4
        sentences = f"{gap} ".join(map(_unbroken, moment.sentences))
        self.sentence.setText(f"<span style='font-size:14px'>{phase}{gap}{sentences}</span>")

    def _invitation(self) -> str:
        if self._player.timeline.stops:
            kinds = [stop.kind for stop in self._player.timeline.stops]
            if "seed" not in kinds:
                return say(
                    "Live: not every number can be computed. Press → to step to where it stops."
                )
            if "stuck" in kinds:
                return say(
                    "Live: not every number can be computed. Press → to step through the passes."
                )
            return say("Live: every number is shown. Press → to step through the passes.")
        return say("There is no output yet: wire the nodes, or choose one with O.")

    def _muted(self, text: str) -> str:
        return f"<span style='color:{current_tokens().muted}'>{html.escape(text)}</span>"


def _unbroken(sentence: str | Message) -> str:
    """A sentence that is not broken at a space, unless it is too long for a line of its own."""
    text = escaped(sentence)
    if len(text) > LONGEST_UNBROKEN:
        return text
    return f"<span style='white-space:nowrap'>{text}</span>"
