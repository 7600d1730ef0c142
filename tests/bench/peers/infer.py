"""infer.py estimator|keras evaluate|predict: milliseconds for 10^6 Iris-like rows in memory, batches of 1,000."""
import shutil
import sys
import tempfile
import time

import numpy as np
import tensorflow as tf

from workloads import iris_like, tell

tf.get_logger().setLevel("ERROR")
ROWS, BATCH = 1_000_000, 1000
peer, what = sys.argv[1:3]
x, y = iris_like(120)
many = {k: np.resize(v, ROWS) for k, v in x.items()}
labels = np.resize(y, ROWS)


def milliseconds(work):
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3


if peer == "keras":
    K = tf.keras
    model = K.Sequential([K.layers.Dense(10, "relu"), K.layers.Dense(10, "relu"), K.layers.Dense(3)])
    model.compile("adagrad", K.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    rows = np.stack(list(many.values()), 1)
    call = {"evaluate": lambda n: model.evaluate(rows[:n], labels[:n], batch_size=BATCH, verbose=0),
            "predict": lambda n: model.predict(rows[:n], batch_size=BATCH, verbose=0)}[what]
    call(2000)
    tell("keras " + tf.__version__, [milliseconds(lambda: call(ROWS)) for _ in range(3)])
else:
    folder = tempfile.mkdtemp()
    try:
        made = tf.compat.v1.estimator.DNNClassifier(
            [10, 10], [tf.feature_column.numeric_column(k) for k in x], folder, 3)
        made.train(lambda: tf.data.Dataset.from_tensor_slices((x, y)).repeat().batch(100), steps=10)

        def source():
            return tf.data.Dataset.from_tensor_slices((many, labels)).batch(BATCH).prefetch(2)
        call = {"evaluate": lambda: made.evaluate(source),
                "predict": lambda: sum(1 for _ in made.predict(lambda: source().map(lambda a, b: a)))}[what]
        tell("tf.estimator " + tf.__version__, [milliseconds(call)])
    finally:
        shutil.rmtree(folder)
