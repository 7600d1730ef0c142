"""Records the rates of TensorFlow's schedules: writes learning_rates.json beside it.

Run with TensorFlow 2.15; the same numbers come out each time. Each case is a learning rate as a
config states it, and its rates at the steps.
"""
import json
import os
import re

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow.compat.v1 as tf

STEPS = list(range(33)) + [59, 60, 61, 100, 999, 12345]
EXPONENTIAL = {"decay_steps": 7, "decay_rate": 0.6}
CASES = {
    "exponential": ("exponential_decay", {"learning_rate": 0.3, **EXPONENTIAL}),
    "exponential, stairs": ("exponential_decay",
                            {"learning_rate": 0.3, **EXPONENTIAL, "staircase": True}),
    "natural exp": ("natural_exp_decay", {"learning_rate": 0.3, **EXPONENTIAL}),
    "natural exp, stairs": ("natural_exp_decay",
                            {"learning_rate": 0.3, **EXPONENTIAL, "staircase": True}),
    "inverse time": ("inverse_time_decay", {"learning_rate": 0.3, **EXPONENTIAL}),
    "inverse time, stairs": ("inverse_time_decay",
                             {"learning_rate": 0.3, **EXPONENTIAL, "staircase": True}),
    "polynomial": ("polynomial_decay", {"learning_rate": 0.3, "decay_steps": 20}),
    "polynomial, power": ("polynomial_decay",
                          {"learning_rate": 0.3, "decay_steps": 20, "end_learning_rate": 0.02,
                           "power": 2.5}),
    "polynomial, cycle": ("polynomial_decay",
                          {"learning_rate": 0.3, "decay_steps": 6, "end_learning_rate": 0.02,
                           "power": 0.5, "cycle": True}),
    "piecewise": ("piecewise_constant", {"boundaries": [4, 10, 30], "values": [0.3, 0.2, 0.1, 0.03]}),
    "piecewise, decay": ("piecewise_constant_decay", {"boundaries": [4], "values": [0.3, 0.2]}),
    "cosine": ("cosine_decay", {"learning_rate": 0.3, "decay_steps": 20}),
    "cosine, alpha": ("cosine_decay", {"learning_rate": 0.3, "decay_steps": 20, "alpha": 0.1}),
    "restarts": ("cosine_decay_restarts", {"learning_rate": 0.3, "first_decay_steps": 4}),
    "restarts, all": ("cosine_decay_restarts",
                      {"learning_rate": 0.3, "first_decay_steps": 5, "t_mul": 1.5, "m_mul": 0.8,
                       "alpha": 0.1}),
    "restarts, even": ("cosine_decay_restarts",
                       {"learning_rate": 0.3, "first_decay_steps": 5, "t_mul": 1.0, "m_mul": 0.9}),
    "linear cosine": ("linear_cosine_decay", {"learning_rate": 0.3, "decay_steps": 20}),
    "linear cosine, all": ("linear_cosine_decay",
                           {"learning_rate": 0.3, "decay_steps": 20, "num_periods": 2,
                            "alpha": 0.2, "beta": 0.01}),
    "keras exponential": ("ExponentialDecay", {"initial_learning_rate": 0.3, **EXPONENTIAL}),
    "keras exponential, stairs": ("ExponentialDecay",
                                  {"initial_learning_rate": 0.3, **EXPONENTIAL, "staircase": True}),
    "keras inverse time": ("InverseTimeDecay", {"initial_learning_rate": 0.3, **EXPONENTIAL}),
    "keras polynomial": ("PolynomialDecay",
                         {"initial_learning_rate": 0.3, "decay_steps": 6,
                          "end_learning_rate": 0.02, "power": 2.5, "cycle": True}),
    "keras piecewise": ("PiecewiseConstantDecay",
                        {"boundaries": [4.5, 10, 30], "values": [0.3, 0.2, 0.1, 0.03]}),
    "keras cosine": ("CosineDecay",
                     {"initial_learning_rate": 0.3, "decay_steps": 20, "alpha": 0.1}),
    "keras cosine, warmup": ("CosineDecay",
                             {"initial_learning_rate": 0.01, "decay_steps": 20, "alpha": 0.1,
                              "warmup_target": 0.3, "warmup_steps": 7}),
    "keras restarts": ("CosineDecayRestarts",
                       {"initial_learning_rate": 0.3, "first_decay_steps": 5, "t_mul": 3.0,
                        "m_mul": 0.8, "alpha": 0.1}),
}


def rates(name, parameters):
    with tf.Graph().as_default(), tf.Session() as session:
        step = tf.placeholder(tf.int64, [])
        if name[0].isupper():
            rate = getattr(tf.keras.optimizers.schedules, name)(**parameters)(tf.cast(step, tf.float32))
        elif name.startswith("piecewise"):
            rate = getattr(tf.train, name)(step, **parameters)
        else:
            rate = getattr(tf.train, name)(global_step=step, **parameters)
        return [float(str(np.float32(session.run(rate, {step: at})))) for at in STEPS]


def main():
    out = {"tensorflow": tf.__version__, "steps": STEPS,
           "cases": {case: {"learning_rate": {"schedule": name, **parameters},
                            "rates": rates(name, parameters)}
                     for case, (name, parameters) in CASES.items()}}
    text = json.dumps(out, indent=1)
    lists_on_one_line = re.sub(r"\[\s+([^\[\]]*?)\s+\]",
                               lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "learning_rates.json"), "w") as file:
        file.write(lists_on_one_line + "\n")


if __name__ == "__main__":
    main()
