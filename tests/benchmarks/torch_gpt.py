#!/usr/bin/env python3
"""PyTorch's side of gpt_matrix_benchmark.cpp: the same GPT on the same names.

    torch_gpt.py 16 27 32 3 < names

Reads names as numbers, a name a line, for a GPT 16 wide that knows 27 letters. Prints the first loss,
then the processor seconds of each of 3 rounds through all names, 32 names a step, but for the first
round, which warms it up.
"""
import sys
import time

import torch
from torch.nn.functional import cross_entropy, embedding, linear, relu

HEADS, CONTEXT = 4, 16


def weights_of(width, letters):
    shapes = {"wte": (letters, width), "wpe": (CONTEXT, width), "lm_head": (letters, width),
              "wq": (width, width), "wk": (width, width), "wv": (width, width), "wo": (width, width),
              "fc1": (4 * width, width), "fc2": (width, 4 * width)}
    return {name: (0.08 * torch.randn(shape)).requires_grad_() for name, shape in shapes.items()}


def normalised(x):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5)


def attention(w, x, mask):
    names, length, width = x.shape
    query, key, value = (linear(x, w[name]).view(names, length, HEADS, -1).transpose(1, 2)
                         for name in ("wq", "wk", "wv"))
    scores = query @ key.transpose(-1, -2) * (width // HEADS) ** -0.5
    shares = torch.softmax(scores + mask[:length, :length], -1)
    return linear((shares @ value).transpose(1, 2).reshape(names, length, width), w["wo"])


def loss_of(w, mask, read, followers, shares):
    x = normalised(embedding(read, w["wte"]) + w["wpe"][: read.shape[1]])
    x = x + attention(w, normalised(x), mask)
    x = x + linear(relu(linear(normalised(x), w["fc1"])), w["fc2"])
    logits = linear(x, w["lm_head"])
    losses = cross_entropy(logits.flatten(0, 1), followers.flatten(), reduction="none")
    return (losses * shares.flatten()).sum()


def step_of(names):
    """The letters read, those that follow, and the share of each in the mean; names end in zeros."""
    length = min(max(map(len, names)) - 1, CONTEXT)
    read, followers = (torch.zeros(len(names), length, dtype=torch.long) for _ in range(2))
    shares = torch.zeros(len(names), length)
    for i, name in enumerate(names):
        count = min(len(name) - 1, CONTEXT)
        read[i, :count] = torch.tensor(name[:count])
        followers[i, :count] = torch.tensor(name[1 : count + 1])
        shares[i, :count] = 1 / (count * len(names))
    return read, followers, shares


def main():
    width, letters, batch, rounds = map(int, sys.argv[1:])
    names = [[int(number) for number in line.split()] for line in sys.stdin]
    torch.set_num_threads(1)
    torch.manual_seed(1)
    w = weights_of(width, letters)
    mask = torch.full((CONTEXT, CONTEXT), float("-inf")).triu(1)
    optimiser = torch.optim.Adam(w.values(), lr=0.001, betas=(0.85, 0.99))
    steps = [step_of(names[i : i + batch]) for i in range(0, len(names), batch)]
    print(loss_of(w, mask, *steps[0]).item())
    for number in range(rounds):
        start = time.process_time()
        for step in steps:
            optimiser.zero_grad(set_to_none=True)
            loss_of(w, mask, *step).backward()
            optimiser.step()
        if number > 0:
            print(time.process_time() - start)


main()
