# Builds each exported model with PyTorch, from the names of its layers and the arrays under the names
# that torch.nn.Sequential gives them, and compares what it says with what the kit has said.
import json
import pathlib
import sys

import numpy
import torch
from torch.nn import functional

import exported

functions = {
    "relu": functional.relu, "leaky_relu": functional.leaky_relu, "elu": functional.elu,
    "selu": functional.selu, "gelu": functional.gelu, "softplus": functional.softplus,
    "swish": functional.silu, "log_sigmoid": functional.logsigmoid,
    "cbrt": lambda x: torch.sign(x) * torch.abs(x) ** (1 / 3),
    "log1mexp": lambda x: torch.log(-torch.expm1(x)),
}


class Function(torch.nn.Module):
    def __init__(self, name):
        super().__init__()
        self.function = functions.get(name) or getattr(torch, name)

    def forward(self, x):
        return self.function(x)


def layer(text):
    """ "Linear(2, 16)", "BatchNorm1d(16)" or the name of a function."""
    name, _, sizes = text.rstrip(")").partition("(")
    return getattr(torch.nn, name)(*map(int, sizes.split(","))) if sizes else Function(name)


def scaled(description, x):
    made, _, left_out = description["made_features"].partition(", -")
    if made:
        assert made == "x1*x2^2, x2*sin(x1)^2", "the test makes these alone"
        x1, x2 = x[:, 0], x[:, 1]
        x = numpy.column_stack([x, x1 * x2**2, x2 * numpy.sin(x1) ** 2])
    if description["mean"]:
        x = (x - description["mean"]) / description["deviation"]
    return x[:, [name != left_out for name in description["features"]]]


def votes(description, scores):
    """What learners vote for: a vote for each question answered a class's way."""
    codes, scores = numpy.array(description["codes"]), scores.numpy()
    answers = numpy.where(scores > 0, 1, -1)
    right = (answers[:, None] == codes).sum(2)
    wrong = (answers[:, None] == -codes).sum(2)
    counted = -wrong if description["reduction"] == "tree" else right
    tied = counted == counted.max(1, keepdims=True)
    sums = numpy.where(tied, scores @ codes.T, -numpy.inf)
    said = tied.astype(float)
    said[numpy.arange(len(said)), sums.argmax(1)] = 2
    return torch.from_numpy(said / (tied.sum(1, keepdims=True) + 1))


directory = sys.argv[1]
worst = 0
for name in exported.names(directory):
    arrays, texts = exported.safetensors(pathlib.Path(directory, name + ".safetensors"))
    description = json.loads(texts["stepgrad"])
    network = torch.nn.Sequential(*map(layer, description["layers"])).eval()
    network.to(torch.from_numpy(arrays["0.weight"].copy()).dtype)
    state = {key: torch.from_numpy(array.copy()) for key, array in arrays.items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    assert not unexpected and all("num_batches_tracked" in key for key in missing), name
    given, wanted = exported.samples(directory, name)
    with torch.no_grad():
        said = network(torch.from_numpy(scaled(description, given)).to(network[0].weight.dtype))
        if "codes" in description:
            said = votes(description, said)
        elif description["classes"] and said.shape[1] == 1:
            said = torch.cat([torch.zeros_like(said), said], 1)
        if description["classes"] and "codes" not in description:
            said = torch.softmax(said, 1)
        elif description["target_mean"]:
            said = said * torch.tensor(description["target_deviation"]) + torch.tensor(description["target_mean"])
    off = exported.furthest(said.numpy(), wanted)
    assert off <= 1e-6, f"{name} is {off} off"
    worst = max(worst, off)
print(len(exported.names(directory)), "models say the same, at most", worst, "off")
assert exported.names(directory)
