"""The code of a tape: a recorded graph written out as lines of Python.

Every node has a variable: `x0` an input, `p0` a parameter, `v0` the data of any other node, `d0`
its gradient; `g0` is what the rows have added up to for a parameter. It computes what
`Value.backward` computes, in the same order, with savings that change no digit:

- a number used once stands inside the line that uses it, a gradient that passes through unchanged
  keeps its name, and nothing is derived that no parameter needs;
- a row is left once the gradient that enters all that is left to do is 0, as where a hinge has no
  loss: what would follow adds 0 to each sum;
- the lines behind a relu stand in an `if`, for the same reason.

0 is added to a sum that is not −0.0, so it stays what it is; and it is 0 as long as the slopes
that it is multiplied with are finite: an op that divides is never skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from math import inf
from operator import itemgetter

from engine.core.op import INPUT_NAMES, fill
from engine.core.ops import OPS
from engine.core.value import Value, topological_order

Line = tuple[str, str | None]
"""Code, and the label of its node."""

# CPython's parser and compiler recurse into nested expressions; far below their limits.
_MOST_NESTED = 30
_INDENT = " " * 8

# Slopes that are finite wherever the numbers in them are: no division, no power, no logarithm.
_FINITE = re.compile(r"(?:\b(?:x|y|out|if|else|sin|cos)\b|[0-9.]+|\*(?!\*)|[ ()+\-<>=])*")
# A slope that passes all or nothing.
_GATE = re.compile(r"1\.0 if ((?:(?!if|else).)+) else 0\.0")


class TapeCode:
    """`loss` as code, of `parameters` and of rows of `inputs`; `noted` are told row by row."""

    def __init__(
        self, loss: Value, inputs: list[Value], parameters: list[Value], noted: list[Value]
    ):
        self.order = topological_order(loss)
        self.loss = loss
        self.inputs = inputs
        self.parameters = parameters
        self.noted = noted
        self.name = {id(node): f"v{index}" for index, node in enumerate(self.order)}
        self.name |= {id(leaf): f"x{index}" for index, leaf in enumerate(inputs)}
        self.name |= {id(leaf): f"p{index}" for index, leaf in enumerate(parameters)}
        self.varies = self._reached_from([*inputs, *parameters])
        self.wanted = self._reached_from(parameters)
        self.constants = {
            id(node): _literal(node.data) for node in self.order if id(node) not in self.varies
        }
        self.uses = Counter(id(child) for node in self.order for child in node.children)

    def _reached_from(self, leaves: list[Value]) -> set[int]:
        """The ids of the nodes that depend on one of `leaves`, and of these leaves."""
        reached = {id(leaf) for leaf in leaves}
        for node in self.order:
            if any(id(child) in reached for child in node.children):
                reached.add(id(node))
        return reached

    def run(self, *, notes: bool = False) -> list[Line]:
        """The function of `Tape.run`: total and gradients; with `notes`, of `run_noted`."""
        backward = BackwardCode(self)
        noted = self.noted if notes else []
        forward = self._forward(backward.needed | {id(node) for node in (self.loss, *noted)})
        sums = [f"g{index}" for index in range(len(self.parameters))]
        arguments = "parameters, rows, total, grads"
        lines: list[Line] = [(f"def run({arguments}{', note' if notes else ''}):", None)]
        lines += self._unpacked()
        lines += [(f"    [{', '.join(sums)}] = grads", None)] if sums else []
        lines += self._loop()
        lines += [*forward, (f"        total += {self.operand(self.loss)}", None)]
        if notes:
            told = ", ".join(self.operand(node) for node in (self.loss, *noted))
            lines.append((f"        note(({told}))", None))
        lines += backward.lines
        lines.append((f"    return total, [{', '.join(sums)}]", None))
        return lines

    def outputs(self) -> list[Line]:
        """The function of `Tape.outputs`: the loss of each row."""
        forward = self._forward({id(self.loss)})
        lines: list[Line] = [("def outputs(parameters, rows):", None)]
        lines += [*self._unpacked(), ("    result = []", None), *self._loop(), *forward]
        lines.append((f"        result.append({self.operand(self.loss)})", None))
        lines.append(("    return result", None))
        return lines

    def _unpacked(self) -> list[Line]:
        names = ", ".join(self.name[id(leaf)] for leaf in self.parameters)
        return [(f"    [{names}] = parameters", None)] if names else []

    def _loop(self) -> list[Line]:
        names = ", ".join(self.name[id(leaf)] for leaf in self.inputs)
        return [(f"    for [{names}] in rows:", None)]

    def operand(self, node: Value) -> str:
        """How a line names the data of a node: its variable, or its number if it never changes."""
        return self.constants.get(id(node)) or self.name[id(node)]

    def _forward(self, needed: set[int]) -> list[Line]:
        """A line for every node that is used twice or needed by name; the others stand inside."""
        nested: dict[int, tuple[str, int]] = {}
        nestable = self._nestable() - needed
        lines: list[Line] = []
        for node in self.order:
            if node.op is None or id(node) not in self.varies:
                continue
            inputs = [nested.get(id(child), (self.operand(child), 0)) for child in node.children]
            code = fill(OPS[node.op].code, *(text for text, _ in inputs))
            depth = 1 + max(depth for _, depth in inputs)
            if id(node) in nestable and depth < _MOST_NESTED:
                nested[id(node)] = (f"({code})", depth)
            else:
                lines.append((f"        {self.name[id(node)]} = {code}", node.label))
        return lines

    def _nestable(self) -> set[int]:
        """Unnamed nodes that are used once, by an op whose code names that input just once."""
        return {
            id(child)
            for node in self.order
            if node.op is not None
            for name, child in zip(INPUT_NAMES, node.children, strict=False)
            if self.uses[id(child)] == 1
            and not child.label
            and len(re.findall(rf"\b{name}\b", OPS[node.op].code)) == 1
        }


class BackwardCode:
    """The `lines` of the backward pass, and the ids of the nodes whose data they name, `needed`."""

    def __init__(self, code: TapeCode):
        self.lines: list[Line] = []
        self.needed: set[int] = set()
        self._code = code
        self._wanted = [
            (position, node)
            for position, node in reversed([*enumerate(code.order)])
            if id(node) in code.wanted
        ]
        # What arrives at a node: each term with the place of the node that it comes from.
        self._terms: dict[int, list[tuple[int, str]]] = {id(node): [] for node in code.order}
        self._terms[id(code.loss)] = [(len(code.order), "1.0")]
        self._sums = {id(leaf): f"g{index}" for index, leaf in enumerate(code.parameters)}
        self._narrow = self._narrowest()
        self._gate_of: dict[int, int] = {}
        self._behind: dict[int, list[tuple[int, Value]]] = {}
        self._find_gates()
        for position, node in self._wanted:
            if behind := self._behind.get(id(node)):
                self._write_gate(node, behind)
            elif id(node) not in self._gate_of:
                self._write(position, node)

    def _narrowest(self) -> int | None:
        """The first place where all that is left to do depends on one gradient, and may be skipped.

        Of a chain of such places it is the last. None if there is none, or where what arrives is
        the same for every row.
        """
        lowest = min((place for place, node in self._wanted if not self._finite(node)), default=inf)
        pending, constant = {id(self._code.loss)}, True
        for place, node in self._wanted:
            inputs = self._asked(node)
            children = {id(child): child for child, _ in inputs}
            parts = len(children) > 1 or any(child.op is None for child in children.values())
            if pending == {id(node)} and parts and place < lowest and not constant:
                return place
            constant = constant and all(slope in ("1.0", "-1.0") for _, slope in inputs)
            pending = pending - {id(node)} | {*children}
        return None

    def _find_gates(self) -> None:
        """Note the nodes that get all of their gradient through one relu, and which that is."""
        for position, node in self._wanted:
            if node.op is None or (self._narrow is not None and position >= self._narrow):
                continue
            gate = self._gate_of.get(id(node))
            if gate is None and _GATE.fullmatch(OPS[node.op].partials[0].code):
                gate = id(node)
            if gate is None:
                continue
            for child, _ in self._asked(node):
                if self._code.uses[id(child)] == 1 and self._finite(child):
                    self._gate_of[id(child)] = gate
        for position, node in self._wanted:
            if gate := self._gate_of.get(id(node)):
                self._behind.setdefault(gate, []).append((position, node))

    def _asked(self, node: Value) -> list[tuple[Value, str]]:
        """The inputs that are to have a gradient, each with the slope as the table writes it."""
        partials = OPS[node.op].partials if node.op else ()
        return [
            (child, partial.code)
            for child, partial in zip(node.children, partials, strict=True)
            if id(child) in self._code.wanted
        ]

    def _finite(self, node: Value) -> bool:
        """Whether the slopes that are asked of a node are finite, whatever its inputs."""
        return all(_FINITE.fullmatch(slope) for _, slope in self._asked(node))

    def _write(self, position: int, node: Value, indent: str = _INDENT, named: bool = False) -> str:
        """Write the gradient of a node, and note what it passes back; returns its name.

        A gradient that passes through unchanged keeps its name, unless it is to be `named`.
        """
        terms = [text for _, text in sorted(self._terms.pop(id(node)), key=itemgetter(0))]
        comment = node.label and f"grad {node.label}"
        if node.op is None:
            # One after the other, as they are added to a grad that holds something already.
            self.lines += [(f"{indent}{self._sums[id(node)]} += {term}", comment) for term in terms]
            return ""
        grad = terms[0]
        narrow = position == self._narrow
        if named or narrow or len(terms) > 1 or not (grad.isidentifier() or grad == "1.0"):
            grad = f"d{position}"
            self.lines += _sum(f"{indent}{grad}", terms, comment)
        if narrow:
            self.lines.append((f"{indent}if {grad} == 0.0:", None))
            self.lines.append((f"{indent}    continue", None))
        for child, slope in self._asked(node):
            self._terms[id(child)].append((-position, self._term(grad, slope, node)))
        return grad

    def _write_gate(self, relu: Value, behind: list[tuple[int, Value]]) -> None:
        """Write all that is behind a relu, in an `if`."""
        assert relu.op is not None
        (inner,) = relu.children
        match = _GATE.fullmatch(OPS[relu.op].partials[0].code)
        assert match
        self.needed.add(id(inner))
        condition = fill(match[1], self._code.operand(inner))
        self.lines.append((f"{_INDENT}if {condition}:", relu.label and f"grad {relu.label}"))
        self._terms[id(inner)] = self._terms.pop(id(relu))
        passed: dict[str, None] = {}
        for position, node in behind:
            grad = self._write(position, node, _INDENT + "    ", named=node is inner)
            if any(self._gate_of.get(id(child)) != id(relu) for child, _ in self._asked(node)):
                passed[grad] = None
        if passed:
            self.lines.append((f"{_INDENT}else:", None))
            self.lines.append((f"{_INDENT}    {' = '.join(passed)} = 0.0", None))

    def _term(self, grad: str, code: str, node: Value) -> str:
        """grad · slope as code; notes which data it names."""
        if code in ("1.0", "-1.0"):
            return grad if code == "1.0" else f"-{grad}"
        operands = dict(zip(INPUT_NAMES, node.children, strict=False)) | {"out": node}
        named = {name: operands[name] for name in set(re.findall(r"\b(?:x|y|out)\b", code))}
        self.needed |= {id(operand) for operand in named.values()}
        slope = fill(code, **{name: self._code.operand(each) for name, each in named.items()})
        slope = slope if code in operands else f"({slope})"
        return slope if grad == "1.0" else f"{grad} * {slope}"


def _literal(number: float) -> str:
    """A number as code, −0.0 too: negative ones in brackets."""
    text = repr(number)
    return f"({text})" if text.startswith("-") else text


def _sum(target: str, terms: list[str], comment: str | None) -> list[Line]:
    """`target` as terms added from left to right, on as many lines as the parser can nest."""
    lines = [f"{target} = {' + '.join(terms[:_MOST_NESTED])}"]
    for start in range(_MOST_NESTED, len(terms), _MOST_NESTED):
        rest = " + ".join(terms[start : start + _MOST_NESTED])
        lines.append(f"{target} = {target.lstrip()} + {rest}")
    return [(line, comment) for line in lines]
