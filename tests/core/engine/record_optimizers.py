"""Records what TensorFlow's optimizers do to one variable: writes optimizers.json beside it.

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
    "adadelta": (train.AdadeltaOptimizer, {"learning_rate": 0.5, "rho": 0.9, "epsilon": 1e-6}),
    "proximal sgd": (train.ProximalGradientDescentOptimizer,
                     {"learning_rate": 0.1, "l1_regularization_strength": 0.5,
                      "l2_regularization_strength": 0.3}),
    "proximal adagrad": (train.ProximalAdagradOptimizer,
                         {"learning_rate": 0.1, "initial_accumulator_value": 0.1,
                          "l1_regularization_strength": 0.5, "l2_regularization_strength": 0.3}),
    "adagrad da": (train.AdagradDAOptimizer, {"learning_rate": 0.1}),
    "adagrad da, l1, l2": (train.AdagradDAOptimizer,
                           {"learning_rate": 0.1, "l1_regularization_strength": 0.1,
                            "l2_regularization_strength": 0.2}),
}
keras = tf.keras.optimizers.legacy
KERAS_CASES = {
    "keras sgd": (keras.SGD, {"learning_rate": 0.1}),
    "keras momentum": (keras.SGD, {"learning_rate": 0.1, "momentum": 0.9}),
    "keras nesterov": (keras.SGD, {"learning_rate": 0.1, "momentum": 0.8, "nesterov": True}),
    "keras sgd, clipvalue": (keras.SGD, {"learning_rate": 0.1, "clipvalue": 0.6}),
    "keras sgd, clipnorm": (keras.SGD, {"learning_rate": 0.1, "clipnorm": 2.5}),
    "keras adam, both clips": (keras.Adam,
                               {"learning_rate": 0.1, "epsilon": 1e-7, "clipvalue": 0.6,
                                "clipnorm": 0.8}),
    "keras adagrad": (keras.Adagrad, {"learning_rate": 0.05, "epsilon": 1e-3}),
    "keras adam": (keras.Adam, {"learning_rate": 0.01, "epsilon": 1e-7}),
    "keras adam, other betas": (keras.Adam,
                                {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.95,
                                 "epsilon": 1e-3}),
    "keras amsgrad": (keras.Adam,
                      {"learning_rate": 0.01, "beta_2": 0.9, "epsilon": 1e-7, "amsgrad": True}),
    "keras adamax": (keras.Adamax, {"learning_rate": 0.01, "epsilon": 1e-7}),
    "keras nadam": (keras.Nadam, {"learning_rate": 0.01, "epsilon": 1e-7}),
    "keras nadam, other betas": (keras.Nadam,
                                 {"learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.95,
                                  "epsilon": 1e-3, "schedule_decay": 0.1}),
    "keras adadelta": (keras.Adadelta, {"learning_rate": 0.5, "rho": 0.95, "epsilon": 1e-7}),
    "keras rmsprop": (keras.RMSprop, {"learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-7}),
    "keras rmsprop, centered": (keras.RMSprop,
                                {"learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-3,
                                 "centered": True}),
    "keras rmsprop, momentum": (keras.RMSprop,
                                {"learning_rate": 0.01, "rho": 0.8, "momentum": 0.6,
                                 "epsilon": 1e-3}),
    "keras rmsprop, centered, momentum": (keras.RMSprop,
                                          {"learning_rate": 0.01, "rho": 0.9, "momentum": 0.5,
                                           "epsilon": 1e-3, "centered": True}),
    "keras ftrl, all": (keras.Ftrl,
                        {"learning_rate": 0.2, "learning_rate_power": -0.6,
                         "l1_regularization_strength": 0.05, "l2_regularization_strength": 0.1,
                         "l2_shrinkage_regularization_strength": 0.02, "beta": 0.1}),
}
STEPS = 6


def floats(array):
    return [float(str(x)) for x in np.asarray(array, np.float32).ravel()]


ROWS = [[1, 4, 1], [0, 2, 4], [2, 4, 4], [1, 0, 4], [5, 2, 1], [2, 4, 0]]


def rows_of(arguments):
    """Gradients are clipped before equal ids are summed: an estimator's are unique by then."""
    if not any(name.startswith("clip") for name in arguments):
        return ROWS
    return [[row[0], row[1], row[2] if row.count(row[2]) == 1 else 3] for row in ROWS]


def record(make, arguments, start, gradients, rows=None):
    with tf.Graph().as_default(), tf.Session() as session:
        variable = tf.get_variable("w", initializer=start, use_resource=True)
        fed = tf.placeholder(tf.float32, gradients[0].shape)
        ids = tf.placeholder(tf.int64, [None])
        count = tf.train.create_global_step()
        extra = {"global_step": count} if make is train.AdagradDAOptimizer else {}
        optimizer = make(**arguments, **extra)
        gradient = fed if rows is None else tf.IndexedSlices(fed, ids, start.shape)
        with tf.control_dependencies([optimizer.apply_gradients([(gradient, variable)])]):
            step = tf.assign_add(count, 1)
        session.run(tf.global_variables_initializer())
        slots = [optimizer.get_slot(variable, name) for name in slot_names(optimizer)]
        first = session.run(slots)
        for i, gradient in enumerate(gradients):
            session.run(step, {fed: gradient, ids: [] if rows is None else rows[i]})
        value, last = session.run([variable, slots])
        return {"class": make.__name__, "keras": make.__module__.startswith("keras"),
                "arguments": arguments,
                "rows": rows,
                "slots_start": [floats(s) for s in first], "slots_end": [floats(s) for s in last],
                "value_end": floats(value)}


def slot_names(optimizer):
    """In the order in which TensorFlow makes them."""
    centered = getattr(optimizer, "_centered", getattr(optimizer, "centered", False))
    if isinstance(optimizer, (train.RMSPropOptimizer, keras.RMSprop)):
        v1 = isinstance(optimizer, train.RMSPropOptimizer)
        return ["rms"] + (["mg"] * centered + ["momentum"] if v1 else
                          ["momentum"] * bool(optimizer._momentum) + ["mg"] * centered)
    if isinstance(optimizer, keras.SGD):
        return ["momentum"] if optimizer._momentum else []
    if isinstance(optimizer, keras.Adam):
        return ["m", "v"] + ["vhat"] * optimizer.amsgrad
    return {"MomentumOptimizer": ["momentum"], "AdagradOptimizer": ["accumulator"],
            "ProximalAdagradOptimizer": ["accumulator"], "AdamOptimizer": ["m", "v"],
            "FtrlOptimizer": ["accum", "linear"], "AdadeltaOptimizer": ["accum", "accum_update"],
            "AdagradDAOptimizer": ["gradient_accumulator", "gradient_squared_accumulator"],
            "Adagrad": ["accumulator"], "Adamax": ["m", "v"], "Nadam": ["m", "v"],
            "Adadelta": ["accum_grad", "accum_var"], "Ftrl": ["accumulator", "linear"],
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
    cases = {**CASES, **KERAS_CASES}
    out = {"tensorflow": tf.__version__, "start": floats(start),
           "gradients": [floats(g) for g in gradients],
           "cases": {name: record(make, arguments, start, gradients)
                     for name, (make, arguments) in cases.items()},
           "table": floats(table),  "rows_gradients": [floats(g) for g in rows_gradients],
           "sparse_cases": {name: record(make, arguments, table, rows_gradients, rows_of(arguments))
                            for name, (make, arguments) in cases.items()}}
    text = json.dumps(out, indent=1)
    lists_on_one_line = re.sub(r"\[\s+([^\[\]]*?)\s+\]",
                               lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "optimizers.json"), "w") as file:
        file.write(lists_on_one_line + "\n")


if __name__ == "__main__":
    tf.disable_v2_behavior()
    main()
