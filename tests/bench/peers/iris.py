"""The guide's program: DNNClassifier on resources/iris, batches of 100 from shuffle(1000).repeat()."""
import csv
import os

import numpy as np
import tensorflow as tf

tf.get_logger().setLevel("ERROR")
NAMES = ["SepalLength", "SepalWidth", "PetalLength", "PetalWidth"]
FILE = os.path.join(os.path.dirname(__file__), "../../../resources/iris/iris_training.csv")


def rows():
    with open(FILE) as f:
        table = np.array(list(csv.reader(f))[1:], np.float32)
    return {name: table[:, i] for i, name in enumerate(NAMES)}, table[:, 4].astype(np.int64)


def input_fn():
    return tf.data.Dataset.from_tensor_slices(rows()).shuffle(1000).repeat().batch(100)


def classifier(model_dir):
    return tf.compat.v1.estimator.DNNClassifier(
        hidden_units=[10, 10], n_classes=3, model_dir=model_dir,
        feature_columns=[tf.feature_column.numeric_column(name) for name in NAMES],
        optimizer=tf.compat.v1.train.AdagradOptimizer(0.05))
