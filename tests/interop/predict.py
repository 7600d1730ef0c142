"""predict.py CAIRN_CLI: TensorFlow predicts from Cairn's checkpoint what Cairn predicts."""
import os
import sys

from interop import *

cli = Cli(sys.argv[1])
for name in selected():
    with checking(name) as folder:
        config, path = write_case(name, folder)
        model_dir = os.path.join(folder, "run")
        cli.train(path, model_dir, 40)
        ours = cli.json("predict", model_dir, "--data", os.path.join(folder, "data.csv"))
        if isinstance(ours, dict):
            ours = ours["predictions"]
        theirs = list(estimator(config, model_dir).predict(input_fn(config, folder, repeat=False)))
        assert len(ours) == len(theirs), (len(ours), len(theirs))
        worst = 0.0
        for mine, row in zip(ours, theirs):
            assert set(row) <= set(mine), (sorted(row), sorted(mine))
            for key, value in row.items():
                if value.dtype == object:  # words
                    assert mine[key] == [word.decode() for word in value], (key, mine[key], value)
                else:
                    worst = max(worst, deviation(mine[key], value))
        told("%s: %d rows of %s" % (name, len(ours), ", ".join(sorted(theirs[0]))), worst, 1e-5)
finish()
