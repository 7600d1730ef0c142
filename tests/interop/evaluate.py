"""evaluate.py CAIRN_CLI: TensorFlow restores what Cairn trained and gets the same metrics."""
import os
import sys

from interop import *

cli = Cli(sys.argv[1])
for name in selected():
    with checking(name) as folder:
        config, path = write_case(name, folder)
        model_dir = os.path.join(folder, "run")
        cli.train(path, model_dir, 40)
        ours = cli.json("evaluate", model_dir)
        ours = ours.get("metrics", ours)
        theirs = estimator(config, model_dir).evaluate(input_fn(config, folder, repeat=False),
                                                       name="tensorflow")
        missing = set(theirs) - set(ours)
        assert not missing, "Cairn does not say %s" % sorted(missing)
        worst = max(theirs, key=lambda key: deviation(ours[key], theirs[key]))
        assert theirs["global_step"] == 40
        told("%s: %d metrics, worst %s" % (name, len(theirs), worst),
             deviation(ours[worst], theirs[worst]), 1e-5)
finish()
