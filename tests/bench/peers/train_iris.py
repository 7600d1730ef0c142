"""train_iris.py STEPS: microseconds a step of tf.compat.v1's DNNClassifier on the guide's Iris input, after 200 steps."""
import json
import shutil
import sys
import tempfile
import time

import tensorflow as tf

from iris import classifier, input_fn

WARM, WINDOWS = 200, 2
steps = int(sys.argv[1])


class Clock(tf.estimator.SessionRunHook):
    n, at = 0, []

    def after_run(self, context, values):
        self.n += 1
        if self.n >= WARM and (self.n - WARM) % steps == 0:
            self.at.append(time.perf_counter())


folder = tempfile.mkdtemp()
try:
    clock = Clock()
    classifier(folder).train(input_fn, hooks=[clock], steps=WARM + steps * WINDOWS)
finally:
    shutil.rmtree(folder)
print(json.dumps({"peer": "tensorflow " + tf.__version__,
                  "values": [(b - a) / steps * 1e6 for a, b in zip(clock.at, clock.at[1:])]}))
