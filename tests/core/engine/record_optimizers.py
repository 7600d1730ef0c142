"""Records what TensorFlow's v1 optimizers do to one variable: writes optimizers.json beside it.

Run with TensorFlow 2.15; the same numbers come out each time. Dense: seven elements, so that no
vector width divides them; one gradient is always 0, one turns its sign, two are large and small.
Sparse: some rows of a matrix, other ones at each step, one never, some twice in a step.
"""
import json
import os
import re

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import tensorflow.compat.v1 as tf

train = tf.train
CASES = {
    "sgd": (train.GradientDescentOptimizer, {"learning_rate": 0.1}),
    "momentum": (train.MomentumOptimizer, {"learning_rate": 0.1, "momentum": 0.9}),
    "nesterov": (train.MomentumOptimizer,
                 {"learning_rate": 0.1, "momentum": 0.8, "use_nesterov": True}),
    "adagrad": (train.AdagradOptimizer, {"learning_rate": 0.05}),
    "adam": (train.AdamOptimizer, {"learning_rate": 0.01}),
    "adam, other betas": (train.AdamOptimizer,
                          {"learning_rate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
    "rmsprop": (train.RMSPropOptimizer, {"learning_rate": 0.01}),
    "rmsprop, momentum": (train.RMSPropOptimizer,
                          {"learning_rate": 0.01, "decay": 0.8, "momentum": 0.6, "epsilon": 1e-3}),
    "rmsprop, centered": (train.RMSPropOptimizer, {"learning_rate": 0.01, "centered": True}),
    "rmsprop, centered, momentum": (train.RMSPropOptimizer,
                                    {"learning_rate": 0.01, "centered": True, "momentum": 0.5}),
    "ftrl": (train.FtrlOptimizer, {"learning_rate": 0.2}),
    "ftrl, l1": (train.FtrlOptimizer, {"learning_rate": 0.2, "l1_regularization_strength": 0.5}),
    "ftrl, l2": (train.FtrlOptimizer, {"learning_rate": 0.2, "l2_regularization_strength": 0.3}),
    "ftrl, shrinkage": (train.FtrlOptimizer,
                        {"learning_rate": 0.2, "l2_shrinkage_regularization_strength": 0.1}),
    "ftrl, beta": (train.FtrlOptimizer, {"learning_rate": 0.2, "beta": 0.7}),
    "ftrl, power": (train.FtrlOptimizer, {"learning_rate": 0.2, "learning_rate_power": -0.3}),
    "ftrl, all": (train.FtrlOptimizer,
                  {"learning_rate": 0.2, "learning_rate_power": -0.6,
                   "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.1,
                   "l2_shrinkage_regularization_strength": 0.02, "beta": 0.1}),
}
STEPS = 6


def floats(array):
    return [float(str(x)) for x in np.asarray(array, np.float32).ravel()]


ROWS = [[1, 4, 1], [0, 2, 4], [4, 2, 2], [1, 0, 4], [5, 2, 1], [2, 4, 0]]


def record(make, arguments, start, gradients, rows=None):
    with tf.Graph().as_default(), tf.Session() as session:
        variable = tf.get_variable("w", initializer=start, use_resource=True)
        fed = tf.placeholder(tf.float32, gradients[0].shape)
        ids = tf.placeholder(tf.int64, [None])
        optimizer = make(**arguments)
        gradient = fed if rows is None else tf.IndexedSlices(fed, ids, start.shape)
        step = optimizer.apply_gradients([(gradient, variable)])
        session.run(tf.global_variables_initializer())
        slots = [optimizer.get_slot(variable, name) for name in slot_names(optimizer)]
        first = session.run(slots)
        for i, gradient in enumerate(gradients):
            session.run(step, {fed: gradient, ids: [] if rows is None else rows[i]})
        value, last = session.run([variable, slots])
        return {"class": make.__name__, "arguments": arguments,
                "slots_start": [floats(s) for s in first], "slots_end": [floats(s) for s in last],
                "value_end": floats(value)}


def slot_names(optimizer):
    """In the order of the names that a checkpoint has for them."""
    return {"MomentumOptimizer": ["momentum"], "AdagradOptimizer": ["accumulator"],
            "AdamOptimizer": ["m", "v"], "FtrlOptimizer": ["accum", "linear"],
            "RMSPropOptimizer": ["rms", "mg", "momentum"] if getattr(optimizer, "_centered", False)
                                else ["rms", "momentum"],
            }.get(type(optimizer).__name__, [])


def main():
    random = np.random.RandomState(5)
    start = random.uniform(-1, 1, 7).astype(np.float32)
    gradients = random.normal(0, 1, (STEPS, 7)).astype(np.float32)
    gradients[:, 1] = 0
    gradients[:, 2] = np.where(np.arange(STEPS) % 2, 0.5, -0.5)
    gradients[:, 3] *= 1000
    gradients[:, 4] *= 1e-4
    table = random.uniform(-1, 1, (6, 3)).astype(np.float32)
    rows_gradients = random.normal(0, 1, (STEPS, 3, 3)).astype(np.float32)
    out = {"tensorflow": tf.__version__, "start": floats(start),
           "gradients": [floats(g) for g in gradients],
           "cases": {name: record(make, arguments, start, gradients)
                     for name, (make, arguments) in CASES.items()},
           "table": floats(table), "rows": ROWS, "rows_gradients": [floats(g) for g in rows_gradients],
           "sparse_cases": {name: record(make, arguments, table, rows_gradients, ROWS)
                            for name, (make, arguments) in CASES.items()}}
    text = json.dumps(out, indent=1)
    lists_on_one_line = re.sub(r"\[\s+([^\[\]]*?)\s+\]",
                               lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "optimizers.json"), "w") as file:
        file.write(lists_on_one_line + "\n")


if __name__ == "__main__":
    tf.disable_v2_behavior()
    main()
