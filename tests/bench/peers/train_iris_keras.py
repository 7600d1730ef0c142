"""Microseconds a step of a Keras model on Iris-like rows: batches of 100, Adagrad, 100 steps an execution."""
import numpy as np
import tensorflow as tf

from workloads import cached, iris_like, keras_steps, tell

K = tf.keras
x, y = iris_like(120)
model = K.Sequential([K.layers.Dense(10, "relu"), K.layers.Dense(10, "relu"), K.layers.Dense(3)])
model.compile(K.optimizers.Adagrad(0.05), K.losses.SparseCategoricalCrossentropy(from_logits=True),
              steps_per_execution=100)
tell("keras " + tf.__version__, keras_steps(model, cached(tf, np.stack(list(x.values()), 1), y, 100), 2000))
