# Networks of PyTorch, imported as they come out of it: does `stepgrad predict` say what they say?
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch

import exported

stepgrad = sys.argv[1]
torch.manual_seed(1)


class Named(torch.nn.Module):
    """Layers with names that tell no order: only their sizes do."""

    def __init__(self):
        super().__init__()
        self.out = torch.nn.Linear(6, 3)
        self.entry = torch.nn.Linear(4, 5)
        self.middle = torch.nn.Linear(5, 6, bias=False)

    def forward(self, x):
        return self.out(torch.tanh(self.middle(torch.tanh(self.entry(x)))))


def run(*words):
    return subprocess.run([stepgrad, *words], capture_output=True, text=True)


def predicted(folder, samples):
    lines = ["a,b,c,d"] + [",".join(map(repr, map(float, row))) for row in samples]
    pathlib.Path(folder, "samples.csv").write_text("\n".join(lines) + "\n")
    said = run("predict", folder + "/run", "--data", folder + "/samples.csv", "--probabilities")
    assert said.returncode == 0, said.stderr
    return numpy.array([line.split(",")[1:] for line in said.stdout.splitlines()[1:]], float)


def check(network, write, *words):
    network.eval()
    samples = numpy.random.default_rng(2).normal(size=(30, 4)).astype("float32")
    state = {name: array.numpy() for name, array in network.state_dict().items()}
    with tempfile.TemporaryDirectory() as folder:
        write(folder + "/net", state)
        read = run("import", folder + "/net", "--features", "a,b,c,d", "--out", folder + "/run", *words)
        assert read.returncode == 0, read.stderr
        with torch.no_grad():
            wanted = torch.softmax(network(torch.from_numpy(samples)), 1).numpy()
        off = exported.furthest(predicted(folder, samples), wanted)
        assert off <= 1e-6, f"{off} off:\n{read.stdout}"


def npz(path, state):
    with open(path, "wb") as file:
        numpy.savez_compressed(file, **state)


sequential = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
check(sequential, exported.write_safetensors, "--activation", "relu")
check(Named(), npz, "--activation", "tanh")
normalised = torch.nn.Sequential(
    torch.nn.Linear(4, 8), torch.nn.BatchNorm1d(8), torch.nn.GELU(), torch.nn.Dropout(0.5),
    torch.nn.Linear(8, 3))
normalised(torch.randn(100, 4) * 2 + 1)  # averages of its own
check(normalised, exported.write_safetensors, "--activation", "gelu", "--classes", "x,y,z")

# What is not plain is asked for.
with tempfile.TemporaryDirectory() as folder:
    square = torch.nn.ModuleDict({"a": torch.nn.Linear(3, 3), "b": torch.nn.Linear(3, 3)})
    npz(folder + "/net", {name: array.numpy() for name, array in square.state_dict().items()})
    refused = run("import", folder + "/net", "--activation", "relu", "--out", folder + "/run")
    assert refused.returncode == 2 and "--layers" in refused.stderr, refused.stderr
    taken = run("import", folder + "/net", "--activation", "relu", "--layers", "b,a", "--out", folder + "/run")
    assert taken.returncode == 0, taken.stderr
    convolution = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Flatten(), torch.nn.Linear(16, 2))
    npz(folder + "/net", {name: array.numpy() for name, array in convolution.state_dict().items()})
    refused = run("import", folder + "/net", "--activation", "relu", "--out", folder + "/other")
    assert refused.returncode == 2 and "neither linear nor batch normalisation" in refused.stderr, refused.stderr
print("networks of PyTorch come in")
