"""Theme: the colour tokens, the palette and style sheet made of them, and how both are set.

A theme reaches widgets through the application's palette and style sheet alone. What paints itself
asks for `current_tokens()` when it paints; what keeps colours is a ThemedWidget.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from app.ui.style_sheet import SHEET

BADGE = 0.09
"""How much of its colour a badge's ground holds: more, and its words could not be read."""

NOTICE = 0.12
"""How much of its colour the ground of a notice holds."""


PILL = 0.16
"""How much of its colour the ground of a part of an update holds."""


@dataclass(frozen=True)
class Tokens:
    """Colours by what they mean. Data is one colour and grad the other, everywhere."""

    background: str
    panel: str
    card: str
    line: str
    text: str
    muted: str
    data: str
    grad: str
    leaf: str
    op: str
    now: str
    error: str
    on_data: str
    """Text on a filled button."""
    dark: bool = False

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A token, opaque or with `alpha` from 0 to 1; not to be changed."""
        return _translucent(getattr(self, name), alpha)

    def mixed(self, name: str, share: float, ground: str = "card") -> QColor:
        """`share` of a token on a ground, as an opaque colour; not to be changed."""
        return _mixed(getattr(self, name), share, getattr(self, ground))

    def run_color(self, place: int) -> QColor:
        """One of eight colours of earlier runs, which mean nothing but that they are others."""
        return QColor((_DARK_RUNS if self.dark else _LIGHT_RUNS)[place])


# The canvas asks for colours thousands of times a frame.


@lru_cache(maxsize=512)
def _translucent(name: str, alpha: float) -> QColor:
    color = QColor(name)
    color.setAlphaF(alpha)
    return color


@lru_cache(maxsize=512)
def _mixed(name: str, share: float, ground: str) -> QColor:
    over, under = QColor(name), QColor(ground)
    pairs = (
        (over.red(), under.red()),
        (over.green(), under.green()),
        (over.blue(), under.blue()),
    )
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in pairs)
    return QColor(red, green, blue)


_LIGHT_RUNS = (
    "#0a7d54", "#a0387f", "#7a6400", "#007c89", "#7a4fc4", "#b3261e", "#5f6878", "#4a7a1e",
)  # fmt: skip
_DARK_RUNS = (
    "#3ecf8e", "#e58ac8", "#d8c25a", "#4fc9d6", "#b79bff", "#ff8a80", "#98a1b0", "#a5d66a",
)  # fmt: skip

LIGHT = Tokens(
    background="#f5f6f8", panel="#ffffff", card="#ffffff",
    line="#d5d9e0", text="#1b2130", muted="#5f6878",
    data="#0b68b5", grad="#c24a00",
    leaf="#0a7d54", op="#4a4fc4", now="#f2b400",
    error="#b3261e", on_data="#ffffff",
)  # fmt: skip

DARK = Tokens(
    background="#14171c", panel="#1b1f26", card="#232833",
    line="#343b48", text="#e8ebf0", muted="#98a1b0",
    data="#5bb4f0", grad="#ff9d5c",
    leaf="#3ecf8e", op="#8f9bff", now="#ffd75e",
    error="#ff8a80", on_data="#10141a", dark=True,
)  # fmt: skip

THEMES = {"light": LIGHT, "dark": DARK}
SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
"""What the system is asked for, so that title bars and its own dialogs match."""


def current_tokens() -> Tokens:
    """The tokens that the application's palette is made of."""
    return DARK if QGuiApplication.palette().window().color() == QColor(DARK.panel) else LIGHT


class ThemedWidget:
    """A base, before that of Qt, of a widget that keeps colours and must set them anew.

    No abstract class by `abc`: its metaclass and that of Qt's widgets can't be one.
    """

    _colored: Tokens | None = None

    def follow_theme(self) -> None:
        """Set the colours now, and whenever the theme changes: called once all parts are there."""
        self._colored = current_tokens()
        self.recolor()

    def recolor(self) -> None:
        """Set all that is made of `current_tokens()`."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        # The widget that this is the base of has it.
        super().changeEvent(event)  # type: ignore[misc]
        # Palettes change for other reasons too, and before all parts are there.
        if self._colored and self._colored is not current_tokens():
            self.follow_theme()


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, on a widget that may have been seen."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Theme(QObject):
    """The theme in force: `choice` is system, light or dark."""

    changed = Signal()

    def __init__(self, choice: str = "system"):
        super().__init__()
        self.choice = choice
        self._applied: Tokens | None = None
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        if self.choice in THEMES:
            return THEMES[self.choice]
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def choose(self, choice: str) -> None:
        self.choice = choice
        self.apply()

    def apply(self) -> None:
        """Set palette and style sheet of the application, if they are to be others."""
        # Unknown leaves it to the system.
        self._hints.setColorScheme(SCHEMES.get(self.choice, Qt.ColorScheme.Unknown))
        if self._applied is not self.tokens:
            self._applied = self.tokens
            self._set()
        self.changed.emit()

    def _set(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # Once is enough: every style that an application ever had is kept as long as it runs.
        if not app.styleSheet():
            app.setStyle("Fusion")
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style_sheet(self.tokens))

    def _system_changed(self) -> None:
        if self.choice == "system":
            self.apply()


def palette(tokens: Tokens) -> QPalette:
    """Qt's own roles in the theme's colours: setColorScheme does nothing on some platforms."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, token in (
        (role.Window, tokens.panel), (role.Base, tokens.background),
        (role.AlternateBase, tokens.panel),
        (role.Button, tokens.card), (role.ToolTipBase, tokens.card), (role.WindowText, tokens.text),
        (role.Text, tokens.text), (role.ButtonText, tokens.text), (role.ToolTipText, tokens.text),
        (role.BrightText, tokens.text), (role.Highlight, tokens.data),
        (role.HighlightedText, tokens.on_data), (role.PlaceholderText, tokens.muted),
        (role.Link, tokens.data), (role.LinkVisited, tokens.data), (role.Mid, tokens.line),
        (role.Midlight, tokens.line), (role.Dark, tokens.line), (role.Accent, tokens.data),
    ):  # fmt: skip
        result.setColor(name, QColor(token))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, tokens.mixed("muted", 0.6))
    return result


def fixed_font(size: float, bold: bool = False) -> QFont:
    """The system's fixed-width typeface, for numbers and formulas; `size` in pixels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(round(size))
    font.setBold(bold)
    return font


def text_font(size: float, bold: bool = False) -> QFont:
    """The system's typeface; `size` in pixels."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(size))
    font.setBold(bold)
    return font


def style_sheet(tokens: Tokens) -> str:
    """What the palette can't say: corners, spacing, the pill-shaped switches."""
    shade = "dark" if tokens.dark else "light"
    mixes = {
        "hover": tokens.mixed("data", 0.08).name(),
        "pressed": tokens.mixed("data", 0.18).name(),
        "soft": tokens.mixed("line", 0.5, "panel").name(),
        "notice": tokens.mixed("data", NOTICE, "panel").name(),
        "grave": tokens.mixed("error", NOTICE, "panel").name(),
    }
    names = {item.name: getattr(tokens, item.name) for item in fields(tokens)} | mixes
    names["check"] = f'url("{resources.path("icons", f"check-{shade}.svg").as_posix()}")'
    sheet = SHEET
    for token in ("data", "grad", "leaf", "op", "muted", "text"):
        ground = tokens.mixed(token, PILL).name()
        sheet += (
            f'QLabel[token="{token}"], QPushButton[tab="true"][token="{token}"] {{'
            f" color: @{token}; }}\n"
            f'QLabel[role="pill"][token="{token}"] {{ background: {ground}; }}\n'
        )
    for name in sorted(names, key=len, reverse=True):
        sheet = sheet.replace(f"@{name};", f"{names[name]};")
    return sheet
