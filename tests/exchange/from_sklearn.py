# Networks of scikit-learn, imported as they come out of it: does `stepgrad` say what they say?
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy
from sklearn.datasets import load_diabetes, load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor

import exported

stepgrad = sys.argv[1]
warnings.simplefilter("ignore")  # that it has not converged


def run(*words):
    done = subprocess.run([stepgrad, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def check(network, x, wanted, words, *columns):
    names = [f"f{i}" for i in range(x.shape[1])]
    with tempfile.TemporaryDirectory() as folder:
        numpy.savez(folder + "/net.npz", **{f"coefs_{i}": c for i, c in enumerate(network.coefs_)},
                    **{f"intercepts_{i}": b for i, b in enumerate(network.intercepts_)})
        run("import", folder + "/net.npz", "--features", ",".join(names), "--out", folder + "/run", *words)
        lines = [",".join(names)] + [",".join(map(repr, map(float, row))) for row in x]
        pathlib.Path(folder, "samples.csv").write_text("\n".join(lines) + "\n")
        said = run("predict", folder + "/run", "--data", folder + "/samples.csv", *columns)
        first = 1 if columns else 0
        said = numpy.array([line.split(",")[first:] for line in said.splitlines()[1:]], float)
        off = exported.furthest(said, wanted)
        assert off <= 1e-6, f"{off} off"


iris = load_iris()
network = MLPClassifier((8, 8), max_iter=200, random_state=1).fit(iris.data, iris.target)
check(network, iris.data, network.predict_proba(iris.data),
      ["--activation", "relu", "--classes", ",".join(iris.target_names)], "--probabilities")
two = iris.target > 0
network = MLPClassifier((5,), activation="logistic", max_iter=200, random_state=1).fit(iris.data, two)
check(network, iris.data, network.predict_proba(iris.data),
      ["--activation", "sigmoid", "--classes", "no,yes"], "--probabilities")
diabetes = load_diabetes()
network = MLPRegressor((6,), activation="tanh", max_iter=300, random_state=1).fit(diabetes.data, diabetes.target)
check(network, diabetes.data, network.predict(diabetes.data)[:, None],
      ["--activation", "tanh", "--targets", "progression"])
print("networks of scikit-learn come in")
