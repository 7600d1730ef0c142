"""iris_process.py MODEL_DIR: milliseconds from process start to 200 trained steps and their checkpoint."""
import json
import os
import sys

import tensorflow as tf

from iris import classifier, input_fn

classifier(sys.argv[1]).train(input_fn, steps=200)
with open("/proc/self/stat") as f:
    started = float(f.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
with open("/proc/uptime") as f:
    age = float(f.read().split()[0]) - started
print(json.dumps({"peer": "tensorflow " + tf.__version__, "values": [age * 1e3]}))
