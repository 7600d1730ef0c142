"""train_mlp.py estimator|keras: microseconds a step of 784-256-128-10 with Adam, batches of 128, cached."""
import shutil
import tempfile

import tensorflow as tf

from workloads import asked, cached, estimator_steps, keras_steps, mnist_like, tell

tf.get_logger().setLevel("ERROR")
K = tf.keras
x, y = mnist_like()
if asked() == "keras":
    model = K.Sequential([K.layers.Dense(256, "relu"), K.layers.Dense(128, "relu"), K.layers.Dense(10)])
    model.compile(K.optimizers.Adam(0.001), K.losses.SparseCategoricalCrossentropy(from_logits=True),
                  steps_per_execution=100)
    tell("keras " + tf.__version__, keras_steps(model, cached(tf, x, y, 128), 300))
else:
    folder = tempfile.mkdtemp()
    try:
        made = tf.compat.v1.estimator.DNNClassifier(
            [256, 128], [tf.feature_column.numeric_column("x", shape=784)], folder, 10,
            optimizer=tf.compat.v1.train.AdamOptimizer(0.001))
        tell("tf.estimator " + tf.__version__,
             estimator_steps(tf, made, lambda: cached(tf, {"x": x}, y, 128), 300))
    finally:
        shutil.rmtree(folder)
