"""Colormap: what a network answers, from −1 to 1, as colours."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from app.ui.theme import Tokens


class Colormap:
    """From the class −1 through the background to the class +1, in 256 steps.

    `strongest` is how far the colour of a class covers the background at −1 and 1.
    """

    def __init__(self, tokens: Tokens, strongest: float):
        self._colors = np.array(
            [
                tokens.mixed("data" if t > 0 else "grad", strongest * abs(t), "background").rgb()
                for t in np.linspace(-1.0, 1.0, 256).tolist()
            ],
            dtype=np.uint32,
        )

    def image(self, answers: np.ndarray) -> QImage:
        """`answers` (height, width), each from −1 to 1, as a picture of as many pixels."""
        height, width = answers.shape
        # Rounded, and in the order in which Qt reads them.
        colors = self._colors[np.ascontiguousarray(answers * 127.5 + 128.0, dtype=np.uint8)]
        image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        # The image does not own its pixels: a copy does.
        return image.copy()
