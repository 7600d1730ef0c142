"""The inputs of tests/bench/workloads.h, value for value, and what the scripts have in common."""
import json
import sys
import time

import numpy as np


def noise(n, seed):
    """n float32 in [-0.5, 0.5) from an integer hash of the index."""
    h = np.arange(n, dtype=np.uint32)
    h *= np.uint32(2654435761)
    h += np.uint32((seed * 0x9E3779B9 + 12345) & 0xFFFFFFFF)
    h ^= h >> np.uint32(15)
    h *= np.uint32(2246822519)
    h ^= h >> np.uint32(13)
    h *= np.uint32(3266489917)
    h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24) - np.float32(0.5)


def iris_like(n):
    names = ["SepalLength", "SepalWidth", "PetalLength", "PetalWidth"]
    y = (np.arange(n) % 3).astype(np.int64)
    mean = np.array([[5.0, 3.4, 1.5, 0.25], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]], np.float32)
    x = mean[y] + noise(n * 4, 7).reshape(n, 4)
    return {k: np.ascontiguousarray(x[:, i]) for i, k in enumerate(names)}, y


def mnist_like(n=8192):
    y = (np.arange(n) % 10).astype(np.int64)
    x = np.maximum(noise(n * 784, 11).reshape(n, 784), 0) * 2
    x[np.arange(n), y * 78] = 1
    return x, y


def wide_like(n=65536, columns=8, buckets=10_000):
    ids = {f"c{c}": ((noise(n, 20 + c) + 0.5) * buckets).astype(np.int64) for c in range(columns)}
    return ids, ((ids["c0"] + ids["c1"]) % 2).astype(np.int64)


def cached(tf, x, y, batch):
    """The fastest input: batches made once."""
    rows = tf.data.Dataset.from_tensor_slices((x, y)).repeat().batch(batch)
    return rows.take(max(len(y) // batch, 1)).cache().repeat().prefetch(tf.data.AUTOTUNE)


def tell(peer, values):
    print(json.dumps({"peer": peer, "values": values}))


def stretches(work, steps, count=3):
    """Microseconds a step of `count` calls of work, which makes `steps` steps."""
    values = []
    for _ in range(count):
        begin = time.perf_counter()
        work()
        values.append((time.perf_counter() - begin) / steps * 1e6)
    return values


def estimator_steps(tf, estimator, input_fn, steps, warm=200, windows=3):
    """Microseconds a step of an Estimator's training, after `warm` steps."""
    class Clock(tf.estimator.SessionRunHook):
        n, at = 0, []

        def after_run(self, context, values):
            self.n += 1
            if self.n >= warm and (self.n - warm) % steps == 0:
                self.at.append(time.perf_counter())
    clock = Clock()
    estimator.train(input_fn, hooks=[clock], steps=warm + steps * windows)
    return [(b - a) / steps * 1e6 for a, b in zip(clock.at, clock.at[1:])]


def keras_steps(model, data, steps, warm=200):
    model.fit(data, steps_per_epoch=warm, epochs=1, verbose=0)
    return stretches(lambda: model.fit(data, steps_per_epoch=steps, epochs=1, verbose=0), steps)


def asked():
    return sys.argv[1]
