"""checkpoint_list.py PREFIX: milliseconds to open a checkpoint and list its variables, import not counted."""
import json
import sys
import time

import tensorflow as tf

prefix = sys.argv[1]
values = []
for _ in range(5):
    begin = time.perf_counter()
    names = tf.train.list_variables(prefix)
    values.append((time.perf_counter() - begin) * 1e3)
assert len(names) == 10_000
print(json.dumps({"peer": "tensorflow " + tf.__version__, "values": values}))
