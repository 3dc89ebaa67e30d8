# Reads every exported model with onnx and numpy: the models are well-formed, and the same numbers stand
# in all formats.
import json
import pathlib
import sys

import numpy
import onnx
import onnx.numpy_helper

import exported

directory = sys.argv[1]
for name in exported.names(directory):
    path = str(pathlib.Path(directory, name))
    model = onnx.load(path + ".onnx")
    onnx.checker.check_model(model, full_check=True)
    described = json.loads({entry.key: entry.value for entry in model.metadata_props}["stepgrad"])
    arrays, texts = exported.safetensors(path + ".safetensors")
    packed = numpy.load(path + ".npz")
    text = json.loads(pathlib.Path(path + ".json").read_text())
    assert described == json.loads(texts["stepgrad"]) == json.loads(packed["stepgrad"]), name
    assert described.items() <= text.items(), name
    assert set(packed.files) == {*arrays, "stepgrad"}, name
    for array in arrays:
        assert packed[array].flags["C_CONTIGUOUS"] and packed[array].dtype == arrays[array].dtype
        assert numpy.array_equal(packed[array], arrays[array]), (name, array)
    weights = {entry.name: onnx.numpy_helper.to_array(entry) for entry in model.graph.initializer}
    assert numpy.array_equal(weights["W1"], arrays["0.weight"].astype("float32")), name
    assert numpy.array_equal(text["network"][0]["weights"], arrays["0.weight"].astype("float64")), name
print(len(exported.names(directory)), "models are read")
assert exported.names(directory)
