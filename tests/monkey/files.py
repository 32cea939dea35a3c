"""Files: what the monkey finds on its disk, good and bad, and where it saves."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import resources

TABLES = {
    "plain.csv": "x,y,class\n0.1,0.5,a\n-0.4,0.3,b\n0.9,-0.7,a\n-0.2,-0.6,b\n0.3,0.2,a\n",
    "index.csv": ",0,1,2\n0,1.5,2.5,yes\n1,0.5,1.5,no\n2,2.5,0.5,Yes\n3,1.25,1.75,no\n",
    "commas.txt": "x;y;z\n0,5;1,5;1\n0,25;2,5;0\n1,5;0,5;1\n2,5;1,25;0\n",
    "gaps.csv": "a,b,c\n1,2,red\n3,,blue\n4,5,NA\n6,x,red\n7,8,blue\n0,1,green\n",
    "curve.tsv": "x\ty\n-1\t1\n0\t0\n1\t1\n2\t4\n3\t9\n",
    "two-lines.csv": "1,2\n3,4\n",
    "empty.csv": "",
    "words.csv": "these,are,no\nnumbers,at,all\n",
}
BROKEN = {
    "cut.chalk": '{"format": "chalkgrad", "version": 1, "graph": {"nodes": [',
    "other.chalk": '{"format": "something", "version": 1}',
    "loop.chalk": '{"format": "chalkgrad", "version": 1, "graph": {"nodes": [\n'
    '{"id": 1, "label": "a", "op": "tanh", "inputs": [1], "pos": [0, 0]}], "output": 1}}',
    "not-a-model.json": '{"some": "thing"}',
    "far.chalk": '{"format": "chalkgrad", "version": 1, "graph": {"nodes": [\n'
    '{"id": 7, "label": "a", "op": null, "data": 1e300, "trainable": true, "pos": [9e6, 0]},\n'
    '{"id": 9, "label": "", "op": "sqrt", "inputs": [7], "pos": [-9e6, 64]},\n'
    '{"id": 12, "label": "L", "op": "**", "inputs": [9, null], "pos": [0, 64]}], "output": 9}}',
    "zero.chalk": '{"format": "chalkgrad", "version": 1, "graph": {"nodes": [\n'
    '{"id": 1, "label": "x", "op": null, "data": 0, "trainable": true, "pos": [0, 0]},\n'
    '{"id": 2, "label": "s", "op": "sqrt", "inputs": [1], "pos": [240, 0]},\n'
    '{"id": 3, "label": "L", "op": "*", "inputs": [2, 1], "pos": [480, 0]}], "output": 3}}',
}


class Files:
    """A folder of the monkey's own, with examples, tables, and files that are refused."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (TABLES | BROKEN).items():
            (folder / name).write_text(text, encoding="utf-8")
        for kind in ("examples", "presets"):
            for path in sorted(resources.path(kind).iterdir()):
                shutil.copy(path, folder)

    def to_open(self, dice: Random, kind: str) -> Path:
        """A file that fits a filter of a dialog, `Graphs (*.chalk)`."""
        fitting = [
            path for path in sorted(self.folder.iterdir()) if path.suffix in kind or "(*)" in kind
        ]
        return dice.choice(fitting or [self.folder / "cut.chalk"])

    def to_save(self, dice: Random, kind: str) -> Path:
        """One of a few names, with the ending of a filter or with none."""
        ending = kind.rpartition("*")[2].rstrip(")")
        return self.folder / f"kept-{dice.randrange(3)}{dice.choice((ending, ending, ''))}"
