"""train_on.py CAIRN_CLI: from one checkpoint of Cairn's, TensorFlow and Cairn train on alike.

Both are fed the same batches: no shuffling, and whole rounds of the data before and after.
"""
import os
import shutil
import sys

from interop import *

FIRST, LAST = 20, 40  # five rounds each

cli = Cli(sys.argv[1])
for name in selected():
    with checking(name) as folder:
        config, path = write_case(name, folder)
        ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
        cli.train(path, ours, FIRST)
        shutil.copytree(ours, theirs)
        cli.train(path, ours, LAST)
        estimator(config, theirs).train(input_fn(config, folder, repeat=True), max_steps=LAST)

        mine, there = scalars(ours), scalars(theirs)
        steps = range(FIRST + 1, LAST + 1)
        worst = max(deviation(mine["loss", step], there["loss", step]) for step in steps)
        told("%s: loss of %d steps" % (name, len(steps)), worst, 1e-5)

        mine = tf.train.load_checkpoint(checkpoint(ours))
        there = tf.train.load_checkpoint(checkpoint(theirs))
        keys = there.get_variable_to_shape_map()
        assert keys == mine.get_variable_to_shape_map()
        worst = max(deviation(mine.get_tensor(key), there.get_tensor(key)) for key in keys)
        told("%s: %d tensors at step %d" % (name, len(keys), LAST), worst, 1e-5)
finish()
