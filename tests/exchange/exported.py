# What the Python tests share: the files of a directory of exported models, read without the kit.
import json
import pathlib
import struct

import numpy


def names(directory):
    return sorted(path.name[: -len(".onnx")] for path in pathlib.Path(directory).glob("*.onnx"))


def samples(directory, name):
    text = json.loads(pathlib.Path(directory, name + ".samples.json").read_text())
    return numpy.array(text["given"]), numpy.array(text["said"])


def safetensors(path):
    """The arrays and the metadata: as the format is described, there is no package of Debian's."""
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    assert length % 8 == 0, "the numbers are not aligned"
    header = json.loads(data[8 : 8 + length])
    texts = header.pop("__metadata__", {})
    kinds = {"F32": "<f4", "F64": "<f8"}
    arrays = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        arrays[name] = numpy.frombuffer(data[begin:end], kinds[entry["dtype"]]).reshape(entry["shape"])
    return arrays, texts


def write_safetensors(path, arrays):
    header, numbers = {}, b""
    for name, array in arrays.items():
        begin = len(numbers)
        numbers += numpy.ascontiguousarray(array).tobytes()
        kind = {"float32": "F32", "float64": "F64", "int64": "I64"}[str(array.dtype)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [begin, len(numbers)]}
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + numbers)


def furthest(said, wanted):
    """How far off, in parts of what is wanted or of 1, whichever is larger."""
    return numpy.max(numpy.abs(said - wanted) / numpy.maximum(1, numpy.abs(wanted)))
