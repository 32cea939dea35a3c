"""PieceList: pieces as rows with a badge, to choose or to drag; palette and quick-add share it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.model.graph.pieces import PIECE_TYPE, Piece
from app.ui.theme import BADGE, current_tokens, text_font
from app.ui.translation import say

ROW, HEADING = 30, 26
_Index = QModelIndex | QPersistentModelIndex


class PieceList(QListView):
    """Rows of pieces under the headings of their families."""

    chosen = Signal(str)
    """A piece was double-clicked, or Enter pressed on it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self._rows = _PieceDelegate()
        self.setItemDelegate(self._rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._choose(index))

    def fill(self, pieces: Iterable[Piece], *, headings: bool = True, current: bool = True) -> None:
        """List these; `current` makes the first of them the one that Enter takes."""
        self._items.clear()
        family = ""
        for piece in pieces:
            if headings and piece.family != family:
                heading = QStandardItem(say(piece.family))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self._items.appendRow(heading)
            family = piece.family
            item = QStandardItem(say(piece.title))
            item.setData(piece, Qt.ItemDataRole.UserRole)
            item.setToolTip(f"{say(piece.title)}: {say(piece.words)}")
            self._items.appendRow(item)
        if current:
            self.step(1, wrap=False)

    def step(self, by: int, *, wrap: bool = True) -> None:
        """The current row `by` rows on, past headings."""
        count = self._items.rowCount()
        row = self.currentIndex().row()
        for _ in range(count):
            row += by
            if not wrap and not 0 <= row < count:
                return
            index = self._items.index(row % count, 0)
            if index.data(Qt.ItemDataRole.UserRole):
                self.setCurrentIndex(index)
                return

    def current(self) -> Piece | None:
        piece: Piece | None = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return piece

    def row_rect(self, name: str) -> QRectF:
        """Where the row of a piece is, in the viewport; null if it is not listed."""
        for row in range(self._items.rowCount()):
            index = self._items.index(row, 0)
            piece = index.data(Qt.ItemDataRole.UserRole)
            if piece and piece.name == name:
                return QRectF(self.visualRect(index))
        return QRectF()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        piece = self.current()
        if piece is None:
            return
        drag = QDrag(self)
        mime = QMimeData()
        mime.setData(PIECE_TYPE, piece.name.encode())
        drag.setMimeData(mime)
        drag.setPixmap(self._picture(piece))
        drag.exec(Qt.DropAction.CopyAction)
        # Once Qt has ended the drag in its own way.
        QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        """Nothing is chosen or under the mouse, which a drag took away without a word."""
        self.setCurrentIndex(QModelIndex())
        QApplication.sendEvent(self.viewport(), QEvent(QEvent.Type.HoverLeave))

    def _picture(self, piece: Piece) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(132, ROW) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_row(painter, QRectF(0, 0, 132, ROW), piece, lit=True)
        painter.end()
        return pixmap

    def _choose(self, index: QModelIndex) -> None:
        piece = index.data(Qt.ItemDataRole.UserRole)
        if piece:
            self.chosen.emit(piece.name)


class _PieceDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, ROW if index.data(Qt.ItemDataRole.UserRole) else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        piece = index.data(Qt.ItemDataRole.UserRole)
        room = QRectF(option.rect)
        if piece is None:
            painter.setFont(text_font(12))
            painter.setPen(current_tokens().color("muted"))
            place = room.adjusted(2.0, 0.0, 0.0, -4.0)
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(place, bottom, index.data(Qt.ItemDataRole.DisplayRole))
            return
        over = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected
        paint_row(painter, room, piece, lit=bool(option.state & over))


def paint_row(painter: QPainter, room: QRectF, piece: Piece, *, lit: bool) -> None:
    """A card with the badge and the title of a piece."""
    tokens = current_tokens()
    kind = "leaf" if piece.name == "leaf" else "op"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = room.adjusted(1.0, 1.0, -1.0, -2.0)
    painter.setBrush(tokens.mixed("data", 0.1) if lit else tokens.color("card"))
    painter.setPen(QPen(tokens.color("data" if lit else "line"), 1.0))
    painter.drawRoundedRect(card, 6.0, 6.0)
    badge = QRectF(card.left() + 6.0, card.top() + 4.0, 42.0, card.height() - 8.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.mixed(kind, BADGE))
    painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
    painter.setFont(text_font(11 if len(piece.symbol) > 4 else 12, bold=True))
    painter.setPen(tokens.color(kind))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, piece.symbol)
    painter.setFont(text_font(13))
    painter.setPen(tokens.color("text"))
    place = card.adjusted(56.0, 0.0, -4.0, 0.0)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, left, say(piece.title))
