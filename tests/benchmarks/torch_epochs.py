#!/usr/bin/env python3
"""PyTorch's side of matrix_benchmark.cpp: the same network on the same kind of data.

    torch_epochs.py 784-128-64-10 64 3

Prints which PyTorch it is, then the processor seconds of each of 3 epochs in batches of 64, but
for the first, which warms it up.
"""
import sys
import time

import torch

SAMPLES = 60_000


def about_products():
    """Which BLAS this process has loaded for its matrix products, and whether it is a fair one."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            loaded = maps.read()
    except OSError:
        return ", with the products of a BLAS that it does not name."
    names = {"mkl": "MKL", "openblas": "OpenBLAS", "blis": "BLIS"}
    for key, name in names.items():
        if key in loaded:
            return f", with the products of {name}."
    return (" has no fast products here, and what stands beside it FLATTERS stepgrad.\n"
            "For a fair comparison install libopenblas0-pthread, then run this again.")


def network(sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def main():
    sizes = [int(size) for size in sys.argv[1].split("-")]
    batch, epochs = int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    model = network(sizes)
    inputs = torch.rand(SAMPLES, sizes[0]) * 2 - 1
    labels = inputs[:, : sizes[-1]].argmax(1)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    loss_of = torch.nn.CrossEntropyLoss()

    print(f"PyTorch {torch.__version__}{about_products()}\n")
    for epoch in range(epochs):
        start = time.process_time()
        for first in range(0, SAMPLES, batch):
            optimiser.zero_grad(set_to_none=True)
            chosen = slice(first, first + batch)
            loss_of(model(inputs[chosen]), labels[chosen]).backward()
            optimiser.step()
        if epoch > 0:
            print(time.process_time() - start)


main()
