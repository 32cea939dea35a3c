"""Thumbnails: what every neuron answers over the plane of the data, as small pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app.train.analysis.colormap import Colormap
from app.train.analysis.fast_forward import FastForward
from app.ui.theme import Tokens
from engine.learning.run import Run

_GRID = 18
"""Points of the grid along each side, where there are as many pixels."""
_STRONGEST = 0.75
_ROOM = 1.15


class Thumbnails:
    """One image with all of them below one another, made anew when the parameters have changed.

    A neuron's answers are shown against its largest one, the score against 1, as in the large
    picture. With one input there is no plane: the answer is the outline of a filled area.
    """

    def __init__(self, run: Run, tokens: Tokens, side: int, scale: float):
        self._run = run
        self._forward = FastForward(run)
        self._pixels = max(2, round(side * scale))
        self._side = side
        self._shades = Colormap(tokens, _STRONGEST)
        grid = min(self._pixels, _GRID)
        self._spread = np.arange(self._pixels) * grid // self._pixels
        self._grid = grid
        self._curve = run.dataset.inputs == 1
        self._points = self._places()
        self._shown: list[float] | None = None
        self._image = QImage()
        self.inputs = self._input_image()

    def _places(self) -> np.ndarray:
        """The points of the grid, row by row from the top, or from left to right."""
        count = self._run.dataset.inputs
        rows = np.array([row[:count] for row in (*self._run.train, *self._run.test)])
        low, high = rows.min(axis=0), rows.max(axis=0)
        half = max(float((high - low).max()), 1e-6) / 2 * _ROOM
        middle = (low + high) / 2
        steps = np.linspace(-half, half, self._grid, dtype=np.float32)
        if self._curve:
            places: np.ndarray = (middle[0] + steps)[:, None].astype(np.float32)
            return places
        xs, ys = np.meshgrid(middle[0] + steps, middle[1] - steps)
        return np.stack([xs.ravel(), ys.ravel()], axis=1).astype(np.float32)

    def draw(self, painter: QPainter, places: list[QPointF]) -> None:
        """Every neuron's picture with its upper left corner at its place."""
        if self._run.parameters is not self._shown:
            self._shown = self._run.parameters
            answers = np.concatenate(self._forward.answers(self._points), axis=1)
            self._image = self._made(answers, score=True)
        self._draw(painter, self._image, places)

    def draw_inputs(self, painter: QPainter, places: list[QPointF]) -> None:
        self._draw(painter, self.inputs, places)

    def _draw(self, painter: QPainter, image: QImage, places: list[QPointF]) -> None:
        pixels, side = self._pixels, self._side
        for number, at in enumerate(places):
            # A part of its own: in SVG, every part of an image would be the whole of it.
            part = image.copy(0, number * pixels, pixels, pixels)
            painter.drawImage(QRectF(at.x(), at.y(), side, side), part)

    def _input_image(self) -> QImage:
        return self._made(self._points - self._points.mean(axis=0), score=False)

    def _made(self, answers: np.ndarray, score: bool) -> QImage:
        """One column of `answers` a picture."""
        with np.errstate(all="ignore"):
            largest = np.maximum(np.abs(answers).max(axis=0), 1e-6)
            if score:
                largest[-1] = 1.0 if not self._curve else largest[-1]
            shares = np.nan_to_num(np.clip(answers / largest, -1.0, 1.0)).T
        fields = self._areas(shares) if self._curve else shares.reshape(-1, self._grid, self._grid)
        pixels = fields[:, self._spread][:, :, self._spread]
        return self._shades.image(pixels.reshape(-1, self._pixels))

    def _areas(self, shares: np.ndarray) -> np.ndarray:
        """Between 0 and the answer, blue above 0 and orange below it."""
        heights = np.linspace(1.0, -1.0, self._grid)[None, :, None]
        answers = shares[:, None, :]
        above = (heights >= 0.0) & (heights <= answers)
        below = (heights <= 0.0) & (heights >= answers)
        return above.astype(np.float32) - below.astype(np.float32) * (answers < 0.0)
