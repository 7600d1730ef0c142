"""What the checks share: the programs to run, the models to run them on, and how a check is told.

Every check trains in a directory of its own with cairn-cli, then has real TensorFlow look at it.
"""
import contextlib
import csv
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
v1.logging.set_verbosity(v1.logging.ERROR)

ROWS = 120
BATCH = 30  # four batches a round, so that training may go on from the first row again
VOCABULARY = ["red", "green", "blue"]

NUMERIC = [{"type": "numeric_column", "key": "a"}, {"type": "numeric_column", "key": "b"},
           {"type": "numeric_column", "key": "c", "normalizer_fn": {"subtract": 2.0, "divide": 3.0}}]


def case(estimator, label, api="v1", **args):
    return {"cairn": 1, "estimator": estimator, "api": api, "args": args, "label": label}


# Every model that the checks go through, by name.
CASES = {
    "dnn": case("DNNClassifier", "kind", feature_columns=NUMERIC, hidden_units=[10, 10], n_classes=3),
    "dnn_adam_two_classes": case(
        "DNNClassifier", "half", feature_columns=NUMERIC, hidden_units=[6], activation_fn="tanh",
        optimizer={"class": "AdamOptimizer", "learning_rate": 0.01}),
    "dnn_weights_rmsprop": case(
        "DNNRegressor", "target", feature_columns=NUMERIC, hidden_units=[5, 4], weight_column="w",
        optimizer={"class": "RMSPropOptimizer", "learning_rate": 0.01, "momentum": 0.5}),
    "dnn_batch_norm_momentum": case(
        "DNNClassifier", "kind", feature_columns=NUMERIC, hidden_units=[6, 4], n_classes=3,
        activation_fn="softplus", batch_norm=True,
        optimizer={"class": "MomentumOptimizer", "learning_rate": 0.001, "momentum": 0.9}),
    "dnn_ftrl_mean": case(
        "DNNClassifier", "kind", feature_columns=NUMERIC, hidden_units=[6, 4], n_classes=3,
        loss_reduction="SUM_OVER_BATCH_SIZE",
        optimizer={"class": "FtrlOptimizer", "learning_rate": 0.05,
                   "l1_regularization_strength": 0.001}),
    "dnn_v2": case("DNNClassifier", "kind", api="v2", feature_columns=NUMERIC, hidden_units=[10, 10],
                   n_classes=3, optimizer={"class": "Adam", "learning_rate": 0.01}),
}


def selected():
    """The cases to go through: those named after the program on the command line, else all."""
    return sys.argv[2:] or list(CASES)


def data_rows():
    """The data set: columns a, b, c, s, w and the labels kind, half and target."""
    random = np.random.RandomState(7)
    rows = []
    for _ in range(ROWS):
        a, b, c = (float(np.float32(round(x, 3))) for x in random.normal(1.0, 1.5, 3))
        word = VOCABULARY[random.randint(3)]
        score = a - 0.5 * b + 0.3 * c + VOCABULARY.index(word) + random.normal(0, 0.3)
        rows.append({"a": a, "b": b, "c": c, "s": word, "w": float(random.choice([0.5, 1.0, 2.0])),
                     "kind": int(np.clip(score, 0, 2.99)), "half": int(score > 1),
                     "target": round(float(score), 3)})
    return rows


def column_names(config):
    """What the model's file holds: its features, its weights, its label."""
    names = ["a", "b", "c"]
    if config["args"].get("weight_column"):
        names.append(config["args"]["weight_column"])
    return names


def write_case(name, folder, **run_config):
    """Writes data and config of a case into `folder`; returns the config and its path."""
    config = json.loads(json.dumps(CASES[name]))
    label = config.pop("label")
    names = column_names(config) + [label]
    with open(os.path.join(folder, "data.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([row[key] for key in names] for row in data_rows())
    source = {"files": ["data.csv"], "format": "csv", "header": "names", "label": label,
              "batch_size": BATCH, "shuffle": 0}
    config["data"] = {"train": {**source, "repeat": None}, "eval": source, "predict": source}
    config["run_config"] = {"save_summary_steps": 1, "tf_random_seed": 1, **run_config}
    path = os.path.join(folder, "config.json")
    with open(path, "w") as file:
        json.dump(config, file, indent=1)
    return config, path


def read_columns(config, folder):
    """Features and labels of the case's file, as TensorFlow would be fed."""
    label = config["data"]["train"]["label"]
    with open(os.path.join(folder, "data.csv")) as file:
        rows = list(csv.DictReader(file))
    features = {key: np.array([[float(row[key])] for row in rows], np.float32)
                for key in column_names(config)}
    kind = np.float32 if label == "target" else np.int64
    return features, np.array([[float(row[label])] for row in rows]).astype(kind)


def input_fn(config, folder, repeat):
    features, labels = read_columns(config, folder)

    def make():
        data = tf.data.Dataset.from_tensor_slices((features, labels))
        return (data.repeat() if repeat else data).batch(BATCH)
    return make


def feature_column(spec):
    assert spec["type"] == "numeric_column", spec
    normalizer = None
    if "normalizer_fn" in spec:
        scale = spec["normalizer_fn"]
        normalizer = lambda x: (x - np.float32(scale["subtract"])) / np.float32(scale["divide"])
    return tf.feature_column.numeric_column(spec["key"], normalizer_fn=normalizer)


def optimizer_maker(spec, old):
    """How to make the optimizer: an instance of v2 would serve one train() only."""
    home = v1.train if old else tf.keras.optimizers.legacy
    settings = {key: value for key, value in spec.items() if key != "class"}
    return lambda: getattr(home, spec["class"])(**settings)


def estimator(config, model_dir, **run_config):
    """TensorFlow's estimator of a case."""
    old = config["api"] == "v1"
    args = dict(config["args"])
    args["feature_columns"] = [feature_column(spec) for spec in args["feature_columns"]]
    if isinstance(args.get("optimizer"), dict):
        args["optimizer"] = optimizer_maker(args["optimizer"], old)
    if "loss_reduction" in args:
        home = v1.losses.Reduction if old else tf.keras.losses.Reduction
        args["loss_reduction"] = getattr(home, args["loss_reduction"])
    if isinstance(args.get("activation_fn"), str):
        args["activation_fn"] = getattr(tf.nn, args["activation_fn"])
    session = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    settings = tf.estimator.RunConfig(**{"save_summary_steps": 1, "tf_random_seed": 1,
                                         "session_config": session, **run_config})
    home = v1.estimator if old else tf.estimator
    return getattr(home, config["estimator"])(model_dir=model_dir, config=settings, **args)


def scalars(directory):
    """Every simple value of a directory's event files: {(tag, step): value}."""
    found = {}
    for name in sorted(os.listdir(directory)):
        if ".tfevents." not in name:
            continue
        for event in v1.train.summary_iterator(os.path.join(directory, name)):
            for value in event.summary.value:
                if value.WhichOneof("value") == "simple_value":
                    found[value.tag, event.step] = value.simple_value
    return found


class Cli:
    """cairn-cli as a person runs it."""

    def __init__(self, program):
        self.program = program

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError("cairn-cli %s: exit %d\n%s" % (
                " ".join(map(str, words)), done.returncode, done.stderr[-1200:].strip()))
        return done.stdout

    def json(self, *words):
        return json.loads(self.run(*words, "--json"))

    def train(self, config_path, model_dir, max_steps):
        self.run("train", config_path, "--model-dir", model_dir, "--max-steps", max_steps, "--quiet")


def checkpoint(directory):
    prefix = tf.train.latest_checkpoint(directory)
    assert prefix, "TensorFlow finds no checkpoint in " + directory
    return prefix


def deviation(ours, theirs):
    """Largest difference, relative above 1."""
    ours, theirs = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
    if ours.size == 0:
        return 0.0
    return float(np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))))


failures = 0


def told(name, worst, bound):
    """One line a check."""
    global failures
    good = worst <= bound
    failures += not good
    print("%s %s: worst deviation %.2g, allowed %.0g" % ("ok  " if good else "FAIL", name, worst, bound))


@contextlib.contextmanager
def checking(name):
    """A check of its own: what goes wrong in it is told, and the others still run."""
    global failures
    with tempfile.TemporaryDirectory(prefix="cairn-interop-") as folder:
        try:
            yield folder
        except Exception as error:  # noqa: BLE001: any failure is the check's answer
            failures += 1
            print("FAIL %s: %s: %s" % (name, type(error).__name__, str(error)[-1500:]))


def finish():
    sys.stdout.flush()
    sys.exit(1 if failures else 0)
