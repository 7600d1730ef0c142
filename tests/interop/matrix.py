"""matrix.py CAIRN_CLI: every estimator class, v1 and v2, three optimizers, a wide set of columns.

Cairn trains, TensorFlow goes on from Cairn's directory, and gives the losses and the checkpoint of
Cairn's own continuation. One process for all, or TensorFlow would be loaded a hundred times.
"""
import json
import os
import shutil
import sys

from interop import *

FIRST, LAST = 8, 16  # two rounds of the data each
OPTIMIZERS = {
    "v1": {"adagrad": {"class": "AdagradOptimizer", "learning_rate": 0.05},
           "adam": {"class": "AdamOptimizer", "learning_rate": 0.01},
           "ftrl": {"class": "FtrlOptimizer", "learning_rate": 0.1,
                    "l2_regularization_strength": 0.01}},
    "v2": {"adagrad": {"class": "Adagrad", "learning_rate": 0.05},
           "adam": {"class": "Adam", "learning_rate": 0.01},
           "ftrl": {"class": "Ftrl", "learning_rate": 0.1, "l2_regularization_strength": 0.01}},
}


def column(kind, **parameters):
    return {"type": kind, **parameters}


NUMBER = column("numeric_column", key="a")
SCALED = column("numeric_column", key="b", normalizer_fn={"subtract": 2.0, "divide": 3.0})
BUCKETS = column("bucketized_column", source_column=NUMBER, boundaries=[0.0, 1.0, 2.0])
WORDS = column("categorical_column_with_vocabulary_list", key="s", vocabulary_list=VOCABULARY[:2],
               num_oov_buckets=2)
HASHED = column("categorical_column_with_hash_bucket", key="h", hash_bucket_size=7)
IDS = column("categorical_column_with_identity", key="i", num_buckets=5)
CROSS = column("crossed_column", keys=[BUCKETS, "s"], hash_bucket_size=11)
WEIGHTED = column("weighted_categorical_column", categorical_column=HASHED, weight_feature_key="u")
DENSE = [NUMBER, SCALED, BUCKETS, column("indicator_column", categorical_column=WORDS),
         column("indicator_column", categorical_column=IDS),
         column("indicator_column", categorical_column=CROSS),
         column("embedding_column", categorical_column=WORDS, dimension=2, combiner="sqrtn"),
         column("embedding_column", categorical_column=HASHED, dimension=3, max_norm=0.8),
         column("embedding_column", categorical_column=WEIGHTED, dimension=2)]
LINEAR = [NUMBER, SCALED, BUCKETS, WORDS, HASHED, IDS, CROSS, WEIGHTED]


def numeric(found):
    return found["key"] in "abu"


def rows():
    """The shared data set with a hashed word, an id and a weight beside."""
    random = np.random.RandomState(11)
    for row in data_rows():
        yield {**row, "h": "w%d" % random.randint(12), "i": int(random.randint(5)),
               "u": float(random.choice([0.5, 1.0, 2.0]))}


def cases():
    for api, optimizers in OPTIMIZERS.items():
        for optimizer, spec in optimizers.items():
            for task, label, args in (("Classifier", "kind", {"n_classes": 3}),
                                      ("Regressor", "target", {})):
                for family in ("DNN", "Linear", "DNNLinearCombined", "Baseline"):
                    own = dict(args)
                    if family == "DNNLinearCombined":
                        own.update(dnn_feature_columns=DENSE, linear_feature_columns=LINEAR,
                                   dnn_hidden_units=[6, 4], dnn_optimizer=spec,
                                   linear_optimizer=spec)
                    elif family == "Baseline":
                        own.update(optimizer=spec)
                    else:
                        own.update(feature_columns=DENSE if family == "DNN" else LINEAR,
                                   optimizer=spec)
                        if family == "DNN":
                            own["hidden_units"] = [6, 4]
                    yield ("%s %s%s %s" % (api, family, task, optimizer),
                           {"cairn": 1, "estimator": family + task, "api": api, "args": own}, label)


def keys_of(config):
    # v2's Baseline dies of two features (spec/estimator.md 1.2).
    return ["a"] if "Baseline" in config["estimator"] else ["a", "b", "s", "h", "i", "u"]


def write(config, label, folder, table):
    names = keys_of(config) + [label]
    with open(os.path.join(folder, "data.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([row[key] for key in names] for row in table)
    config["data"] = {"train": {"files": ["data.csv"], "format": "csv", "header": "names",
                                "label": label, "batch_size": BATCH, "shuffle": 0, "repeat": None}}
    config["run_config"] = {"save_summary_steps": 1, "tf_random_seed": 1}
    path = os.path.join(folder, "config.json")
    with open(path, "w") as file:
        json.dump(config, file)
    return path


def tensorflow_column(spec):
    if isinstance(spec, str):
        return spec
    given = {key: value for key, value in spec.items() if key != "type"}
    for key in ("source_column", "categorical_column"):
        if key in given:
            given[key] = tensorflow_column(given[key])
    if "keys" in given:
        given["keys"] = [tensorflow_column(part) for part in given["keys"]]
    if "normalizer_fn" in given:
        scale = given["normalizer_fn"]
        given["normalizer_fn"] = lambda x: ((x - np.float32(scale["subtract"])) /
                                            np.float32(scale["divide"]))
    return getattr(tf.feature_column, spec["type"])(**given)


def tensorflow_estimator(config, model_dir):
    old = config["api"] == "v1"
    args = dict(config["args"])
    for key in args:
        if key.endswith("feature_columns"):
            args[key] = [tensorflow_column(spec) for spec in args[key]]
        if key.endswith("optimizer"):
            args[key] = optimizer_maker(args[key], old)
    session = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    settings = tf.estimator.RunConfig(save_summary_steps=1, tf_random_seed=1, session_config=session,
                                      log_step_count_steps=None)
    home = v1.estimator if old else tf.estimator
    return getattr(home, config["estimator"])(model_dir=model_dir, config=settings, **args)


def feed(config, label, table):
    kinds = {"s": object, "h": object, "i": np.int64}
    features = {key: np.array([[row[key]] for row in table], kinds.get(key, np.float32))
                for key in keys_of(config)}
    labels = np.array([[row[label]] for row in table],
                      np.float32 if label == "target" else np.int64)
    return lambda: tf.data.Dataset.from_tensor_slices((features, labels)).repeat().batch(BATCH)


cli = Cli(sys.argv[1])
table = list(rows())
for name, config, label in cases():
    if sys.argv[2:] and not any(word in name for word in sys.argv[2:]):
        continue
    with checking(name) as folder:
        path = write(config, label, folder, table)
        ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
        cli.train(path, ours, FIRST)
        shutil.copytree(ours, theirs)
        cli.train(path, ours, LAST)
        tensorflow_estimator(config, theirs).train(feed(config, label, table), max_steps=LAST)
        mine, there = scalars(ours), scalars(theirs)
        worst = max(deviation(mine["loss", step], there["loss", step])
                    for step in range(FIRST + 1, LAST + 1))
        mine = tf.train.load_checkpoint(checkpoint(ours))
        there = tf.train.load_checkpoint(checkpoint(theirs))
        keys = there.get_variable_to_shape_map()
        assert keys == mine.get_variable_to_shape_map(), sorted(
            set(keys) ^ set(mine.get_variable_to_shape_map()))
        tensors = max(deviation(mine.get_tensor(key), there.get_tensor(key)) for key in keys)
        told("%s: losses" % name, worst, 1e-5)
        told("%s: %d tensors" % (name, len(keys)), tensors, 1e-4)
finish()
