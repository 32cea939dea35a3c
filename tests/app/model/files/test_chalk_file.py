"""The graph file: what is written, what is refused and with which words, and failing disks."""

import errno
import json
import os
import stat

import pytest
from hypothesis import given

from app.model.files import disk
from app.model.files.chalk_file import FileError, write_atomically
from app.model.graph.graph import MOST_NODES, Graph
from tests.app.model.graph_files import dumps, load, loads, save
from tests.app.model.strategies import graphs
from tests.examples import examples

LEAF = '{"id": 1, "op": null, "data": 1.0, "pos": [0, 0]}'
WHOLE = '{"format": "chalkgrad", "version": 1, "graph": {"nodes": [%s], "output": %s}}'


def file(*nodes, output="null"):
    return (WHOLE % (", ".join(nodes), output)).encode()


def leaf(**changes):
    return changed({"id": 1, "op": None, "data": 1.0, "pos": [0, 0]}, changes)


def op(**changes):
    return changed({"id": 2, "op": "+", "inputs": [None, None], "pos": [0, 0]}, changes)


def changed(node, changes):
    merged = {key: value for key, value in (node | changes).items() if value is not ...}
    return json.dumps(merged)


def refusal(content):
    with pytest.raises(FileError) as caught:
        loads(content)
    assert str(caught.value) == str(caught.value.reason)
    return str(caught.value)


def names_in(folder):
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def graph():
    start = Graph().with_leaf((0, 0), 2.0, "a").with_leaf((0, 99), -3.0, "b")
    return start.with_op("*", (256.5, 64), "e").connected(1, 3, 0).connected(2, 3, 1)


def test_the_format_is_the_one_that_is_promised(graph):
    assert dumps(graph.with_output(3)).decode() == (
        '{"format": "chalkgrad", "version": 1,\n'
        ' "graph": {\n'
        '  "nodes": [\n'
        '   {"id": 1, "label": "a", "op": null, "data": 2.0, "trainable": true, "pos": [0, 0]},\n'
        '   {"id": 2, "label": "b", "op": null, "data": -3.0, "trainable": true, "pos": [0, 99]},\n'
        '   {"id": 3, "label": "e", "op": "*", "inputs": [1, 2], "pos": [256.5, 64]}],\n'
        '  "output": 3}}\n'
    )


@given(graphs(wired=False))
def test_a_graph_comes_back_as_it_was_and_its_text_too(graph):
    text = dumps(graph)
    assert loads(text) == graph
    assert dumps(loads(text)) == text


@pytest.mark.parametrize("data", [0.1, 1e22, 5e-324, 1.7976931348623157e308, 6.8813735870195432])
def test_every_digit_is_kept(data):
    assert loads(dumps(Graph().with_leaf((0, 0), data))).nodes[1].data == data


def test_a_label_and_whether_a_leaf_is_trained_may_be_left_out():
    node = loads(file(LEAF)).nodes[1]
    assert (node.label, node.trainable) == ("", True)


def test_of_a_repeated_key_the_last_one_counts():
    assert loads(file(LEAF.replace('"id": 1', '"id": 1, "id": 5'))).nodes.keys() == {5}


REFUSED = {
    "no text": (b"", "The file is not JSON: it ends too early (line 1, column 1)."),
    "cut off": (file(LEAF)[:-1], "The file is not JSON: it ends too early (line 1, column 126)."),
    "not JSON": (b'{\n "format": chalk}', "The file is not JSON (line 2, column 12)."),
    "more than JSON": (file(LEAF) + b"x", "The file is not JSON (line 1, column 128)."),
    "not UTF-8": (b'{"format":\n "\xff"}', "The file is not text in UTF-8 (line 2, column 3)."),
    "a list": (b"[]", "$: expected an object, not a list."),
    "another format": (b'{"format": "other"}', "$.format: this is not a Chalkgrad file."),
    "no format": (b"{}", "$.format: this is not a Chalkgrad file."),
    "a newer version": (
        b'{"format": "chalkgrad", "version": 3, "layers": [{}]}',
        "$.version: the file is of version 3, and this Chalkgrad reads version 2.",
    ),
    "an impossible version": (
        file(LEAF).replace(b'"version": 1', b'"version": 0'),
        "$.version: there is no version 0.",
    ),
    "an unknown op": (file(op(op="mod")), "$.graph.nodes[0].op: there is no op mod."),
    "too few inputs": (
        file(op(inputs=[None])),
        "$.graph.nodes[0].inputs: the number of inputs of + is 2, not 1.",
    ),
    "too many inputs": (
        file(op(op="tanh", inputs=[None, None])),
        "$.graph.nodes[0].inputs: the number of inputs of tanh is 1, not 2.",
    ),
    "an unknown id": (
        file(leaf(), op(inputs=[9, 1])),
        "$.graph.nodes[1].inputs[0]: there is no node 9.",
    ),
    "a repeated id": (file(leaf(), op(id=1)), "$.graph.nodes[1].id: there is already a node 1."),
    "an unknown output": (file(LEAF, output="5"), "$.graph.output: there is no node 5."),
    "a loop of one": (
        file(op(inputs=[None, 2])),
        "$.graph.nodes[0].inputs[1]: this wire makes a loop.",
    ),
    "NaN": (
        file(leaf(data=float("nan"))),
        "$.graph.nodes[0].data: a number must be finite.",
    ),
    "Infinity": (
        file(LEAF, leaf(id=2, pos=[0, float("-inf")])),
        "$.graph.nodes[1].pos[1]: a number must be finite.",
    ),
    "1e999": (
        file(LEAF.replace("1.0", "1e999")),
        "$.graph.nodes[0].data: a number must be finite.",
    ),
    "text for a number": (
        file(leaf(data="1")),
        "$.graph.nodes[0].data: expected a number, not text.",
    ),
    "a fraction for an id": (file(leaf(id=1.5)), "$.graph.nodes[0].id: expected a whole number."),
    "zero for an id": (file(leaf(id=0)), "$.graph.nodes[0].id: an id is at least 1."),
    "a huge id": (file(leaf(id=2**53 + 1)), "$.graph.nodes[0].id: an id is at most 2^53."),
    "a monstrous id": (file(leaf(id=10**40)), "$.graph.nodes[0].id: an id is at most 2^53."),
    "null for a label": (
        file(leaf(label=None)),
        "$.graph.nodes[0].label: expected text, not null.",
    ),
    "text for an input": (
        file(op(inputs=["a", None])),
        "$.graph.nodes[0].inputs[0]: expected a whole number or null, not text.",
    ),
    "one number for a place": (
        file(leaf(pos=[1])),
        "$.graph.nodes[0].pos: a position is two numbers, [x, y].",
    ),
    "an unknown key": (
        file(leaf(colour="red")),
        "$.graph.nodes[0]: there is no key colour in this version.",
    ),
    "a missing place": (file(leaf(pos=...)), "$.graph.nodes[0]: the key pos is missing."),
    "a leaf without data": (file(leaf(data=...)), "$.graph.nodes[0]: the key data is missing."),
    "an op without inputs": (file(op(inputs=...)), "$.graph.nodes[0]: the key inputs is missing."),
    "a leaf with inputs": (file(leaf(inputs=[])), "$.graph.nodes[0].inputs: a leaf has no inputs."),
    "an op with data": (file(op(data=1.0)), "$.graph.nodes[0].data: only a leaf has data."),
    "an op that is trained": (
        file(op(trainable=True)),
        "$.graph.nodes[0].trainable: only a leaf has trainable.",
    ),
    "a long label": (
        file(leaf(label="a" * 201)),
        "$.graph.nodes[0].label: a label has 200 characters at most.",
    ),
    "a label of two lines": (
        file(leaf(label="a\nb")),
        "$.graph.nodes[0].label: a label must be one line, without control characters.",
    ),
    "too many nodes": (
        file(*[LEAF] * (MOST_NODES + 1)),
        "$.graph.nodes: the list has 20000 entries at most.",
    ),
    "too deep": (b"[" * 100_000, "$: expected an object, not a list."),
    # From Python 3.14 on it is the size of the stack that counts, and 100,000 find room there.
    "too deep inside": (
        b'{"format": "chalkgrad", "version": 1, "graph": ' + b"[" * 1_000_000,
        "The file can’t be read: it is nested too deeply.",
    ),
    "too large": (b" " * (disk.LARGEST_FILE + 1), "The file is larger than 16 MiB."),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_a_wrong_file_is_refused_with_its_own_words(content):
    wrong, words = content
    assert refusal(wrong) == words


def test_a_loop_is_refused_at_one_of_its_wires():
    words = refusal(
        file(
            op(id=1, op="neg", inputs=[2]),
            op(id=2, op="neg", inputs=[3]),
            op(id=3, op="neg", inputs=[2]),
            op(id=4, op="neg", inputs=[3]),
        )
    )
    assert words in {
        f"$.graph.nodes[{index}].inputs[0]: this wire makes a loop." for index in (1, 2)
    }


def test_words_of_the_file_are_shown_short_and_on_one_line():
    assert "\n" not in refusal(file(leaf(**{"a\nb": 1})))
    assert len(refusal(file(leaf(**{"k" * 10_000: 1})))) < 200
    assert len(refusal(file(op(op="o" * 10_000)))) < 200
    for version in ("9" * 400, "-" + "9" * 400):
        assert len(refusal(file(LEAF).replace(b'n": 1', f'n": {version}'.encode()))) < 200


# Saving


def test_a_graph_is_saved_and_loaded(tmp_path, graph):
    path = tmp_path / "graph.chalk"
    save(path, graph)
    save(str(path), graph.with_data(1, 5.0))
    assert load(path) == graph.with_data(1, 5.0)
    assert names_in(tmp_path) == ["graph.chalk"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path, graph):
    path = tmp_path / "graph.chalk"
    usual = tmp_path / "usual"
    usual.touch()
    save(path, graph)
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    save(path, graph)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_through_a_link_its_target_is_written(tmp_path, graph):
    (tmp_path / "shelf").mkdir()
    target = tmp_path / "shelf" / "graph.chalk"
    link = tmp_path / "link.chalk"
    link.symlink_to(target)
    for data in (5.0, 6.0):
        save(link, graph.with_data(1, data))
        assert link.is_symlink()
        assert load(target).nodes[1].data == data
    assert names_in(tmp_path / "shelf") == ["graph.chalk"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full, so graph.chalk was not written."),
        (errno.EACCES, "You don’t have permission to write graph.chalk there."),
        (errno.EROFS, "The disk is read-only, so graph.chalk can’t be written."),
        (errno.EIO, "The disk failed while graph.chalk was written."),
        (errno.ETIMEDOUT, f"graph.chalk: {os.strerror(errno.ETIMEDOUT)}."),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path, graph, monkeypatch, step, code, words
):
    path = tmp_path / "graph.chalk"
    save(path, graph)

    def fail(*_):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, step, fail)
        with pytest.raises(FileError) as caught:
            save(path, graph.with_data(1, 99.0))
    assert str(caught.value).startswith(words)
    assert load(path) == graph
    assert names_in(tmp_path) == ["graph.chalk"]


def test_a_read_only_file_is_not_replaced(tmp_path, graph, monkeypatch):
    path = tmp_path / "graph.chalk"
    save(path, graph)
    opened = disk.Path.open

    def refuse(self, mode="r", *arguments):
        # As root, who may write everywhere, no permission can be taken away.
        if mode == "r+b":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(self, mode, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(disk.Path, "open", refuse)
        with pytest.raises(FileError, match="permission"):
            save(path, Graph())
    assert load(path) == graph


def test_what_a_disk_did_not_keep_does_not_replace_the_old_file(tmp_path, graph, monkeypatch):
    path = tmp_path / "graph.chalk"
    save(path, graph)
    with monkeypatch.context() as patch:
        patch.setattr(disk.Path, "read_bytes", lambda _self: b"something else")
        with pytest.raises(FileError, match=r"The disk failed while graph\.chalk was written"):
            save(path, graph.with_data(1, 99.0))
    assert load(path) == graph
    assert names_in(tmp_path) == ["graph.chalk"]


def test_on_windows_a_file_that_is_being_looked_at_is_replaced_a_moment_later(
    tmp_path, graph, monkeypatch
):
    path = tmp_path / "graph.chalk"
    save(path, graph)
    replace, refusals = os.replace, [PermissionError(errno.EACCES, "in use")] * 3

    def refuse(*names):
        if refusals:
            raise refusals.pop()
        replace(*names)

    monkeypatch.setattr(disk.os, "replace", refuse)
    monkeypatch.setattr(disk, "_PAUSES", (0.0, 0.0, 0.0))
    with pytest.raises(FileError, match="permission"):
        save(path, graph.with_data(1, 5.0))
    assert len(refusals) == 2
    refusals.append(refusals[0])
    beside = tmp_path / "beside"
    beside.write_text("new")
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "name", "nt")
        disk._put_in_place(beside, path)
    assert path.read_text() == "new"


def test_a_file_that_could_not_be_opened_again_is_not_saved(tmp_path, graph, monkeypatch):
    monkeypatch.setattr(disk, "LARGEST_FILE", 100)
    with pytest.raises(FileError, match="The file is larger"):
        save(tmp_path / "graph.chalk", graph)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_file_on_a_drive_that_fails_is_no_file(tmp_path, monkeypatch, code):
    def fail(_self):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(disk.Path, "is_file", fail)
    assert not disk.is_file(tmp_path)


def test_a_wrong_name_is_explained_when_saving_and_when_loading(tmp_path, graph):
    wrong = {
        tmp_path / "gone" / "g.chalk": ("There is no file", "no longer exists"),
        tmp_path: ("is a folder", "is a folder"),
        tmp_path / ("g" * 300): ("is too long", "is too long"),
        tmp_path / "a\0b": ("can’t be the name of a file", "can’t be the name of a file"),
    }
    for path, (reading, writing) in wrong.items():
        with pytest.raises(FileError, match=reading):
            load(path)
        with pytest.raises(FileError, match=writing):
            save(path, graph)
    assert names_in(tmp_path) == []


def test_a_name_as_long_as_names_can_be_is_saved(tmp_path, graph):
    path = tmp_path / ("g" * 249 + ".chalk")
    save(path, graph)
    assert load(path) == graph


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_neither_read_nor_replaced(tmp_path, graph):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="pipe is not a regular file"):
        load(tmp_path / "pipe")
    with pytest.raises(FileError, match="pipe is not a regular file"):
        save(tmp_path / "pipe", graph)
    assert names_in(tmp_path) == ["pipe"]


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path):
    path = tmp_path / "large.chalk"
    with path.open("wb") as large:
        large.truncate(1 << 40)
    with pytest.raises(FileError, match="larger than 16 MiB"):
        load(path)


def test_any_bytes_can_be_written_atomically(tmp_path):
    write_atomically(tmp_path / "script.py", b"print(1)\n")
    assert (tmp_path / "script.py").read_bytes() == b"print(1)\n"


@examples(20)
@given(graphs())
def test_a_node_stands_on_a_line_of_its_own(graph):
    assert dumps(graph).count(b"\n") == len(graph.nodes) + 4
