"""tensorboard_reads.py CAIRN_CLI: TensorBoard's reader gives back every scalar that Cairn wrote."""
import logging
import os
import sys

from interop import *
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

logging.getLogger("tensorboard").setLevel(logging.ERROR)  # several graphs a run are usual
cli = Cli(sys.argv[1])
for name in selected():
    with checking(name) as folder:
        _, path = write_case(name, folder)
        model_dir = os.path.join(folder, "run")
        cli.train(path, model_dir, 25)
        cli.run("evaluate", model_dir)
        count, worst = 0, 0.0
        for directory in (model_dir, os.path.join(model_dir, "eval")):
            reader = EventAccumulator(directory, size_guidance={"scalars": 0, "histograms": 0})
            reader.Reload()
            seen = {(tag, event.step): event.value for tag in reader.Tags()["scalars"]
                    for event in reader.Scalars(tag)}
            written = scalars(directory)
            assert written, "no scalars in " + directory
            assert set(seen) == set(written), set(written) ^ set(seen)
            count += len(written)
            worst = max([worst] + [deviation(seen[key], written[key]) for key in written])
            if directory == model_dir:
                assert ("loss", 25) in seen and reader.Tags()["histograms"], reader.Tags()
                assert reader.Graph().node, "no graph for the graph tab"
        told("%s: %d scalars" % (name, count), worst, 0)
finish()
