"""train_wide_deep.py estimator|keras: microseconds a step with 8 columns of 10,000 hash buckets, batches of 256, cached."""
import shutil
import tempfile

import tensorflow as tf

from workloads import asked, cached, estimator_steps, keras_steps, tell, wide_like

tf.get_logger().setLevel("ERROR")
K = tf.keras
x, y = wide_like()
if asked() == "keras":
    # One Adagrad for both halves.
    ins = {k: K.Input((), dtype=tf.int64, name=k) for k in x}
    hashed = [K.layers.Hashing(10_000)(v) for v in ins.values()]
    deep = K.layers.Concatenate()([K.layers.Embedding(10_000, 16)(h) for h in hashed])
    deep = K.layers.Dense(2)(K.layers.Dense(32, "relu")(K.layers.Dense(64, "relu")(deep)))
    wide = K.layers.Add()([K.layers.Embedding(10_000, 2)(h) for h in hashed])
    model = K.Model(ins, deep + wide)
    model.compile(K.optimizers.legacy.Adagrad(0.05), K.losses.SparseCategoricalCrossentropy(from_logits=True),
                  steps_per_execution=100)
    tell("keras " + tf.__version__, keras_steps(model, cached(tf, x, y, 256), 300))
else:
    columns = [tf.feature_column.categorical_column_with_hash_bucket(k, 10_000, dtype=tf.int64) for k in x]
    folder = tempfile.mkdtemp()
    try:
        made = tf.compat.v1.estimator.DNNLinearCombinedClassifier(
            folder, linear_feature_columns=columns,
            dnn_feature_columns=[tf.feature_column.embedding_column(c, 16) for c in columns],
            dnn_hidden_units=[64, 32])
        tell("tf.estimator " + tf.__version__, estimator_steps(tf, made, lambda: cached(tf, x, y, 256), 300))
    finally:
        shutil.rmtree(folder)
