"""Microseconds a step of scikit-learn's MLPClassifier.fit on Iris-like rows: one epoch, batches of 100, Adam."""
import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier

from workloads import iris_like, stretches, tell

warnings.simplefilter("ignore")
STEPS = 1000
x, y = iris_like(120)
rows = np.arange(100 * STEPS) % 120
x, y = np.stack(list(x.values()), 1)[rows], y[rows]
model = MLPClassifier((10, 10), solver="adam", batch_size=100, max_iter=1, shuffle=False)
tell("scikit-learn " + sklearn.__version__, stretches(lambda: model.fit(x, y), STEPS))
