"""same_run.py CAIRN_CLI: warm start, early stopping and exporters do what TensorFlow's own run does."""
import json
import os
import sys

from interop import *

cli = Cli(sys.argv[1])
NAME = "dnn"


def rewritten(path, config, **more):
    config.update(more)
    with open(path, "w") as file:
        json.dump(config, file)


with checking("warm start") as folder:
    config, path = write_case(NAME, folder)
    donor, ours, theirs = (os.path.join(folder, name) for name in ("donor", "ours", "theirs"))
    cli.train(path, donor, 20)
    rewritten(path, config, warm_start_from=donor)
    cli.train(path, ours, 12)
    old = estimator(config, theirs)
    warm = v1.estimator.DNNClassifier(
        model_dir=theirs, config=old.config, hidden_units=[10, 10], n_classes=3,
        feature_columns=[feature_column(spec) for spec in NUMERIC], warm_start_from=donor)
    warm.train(input_fn(config, folder, repeat=True), max_steps=12)
    mine, there = scalars(ours), scalars(theirs)
    told("warm start: loss of 12 steps",
         max(deviation(mine["loss", step], there["loss", step]) for step in range(1, 13)), 1e-5)

with checking("early stopping") as folder:
    config, path = write_case(NAME, folder, save_checkpoints_steps=5)
    config["args"]["optimizer"] = {"class": "GradientDescentOptimizer", "learning_rate": 0.0}
    rewritten(path, config, train={"max_steps": 60, "early_stopping": {
        "type": "stop_if_no_decrease_hook", "metric_name": "loss", "max_steps_without_decrease": 12,
        "run_every_secs": None, "run_every_steps": 1}},
        eval={"throttle_secs": 0, "start_delay_secs": 0, "exporters": [
            {"type": "FinalExporter", "name": "last"}, {"type": "LatestExporter", "name": "newest"}]})
    ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
    cli.run("train-and-evaluate", path, "--model-dir", ours, "--quiet")
    other = estimator(config, theirs, save_checkpoints_steps=5)
    hook = tf.estimator.experimental.stop_if_no_decrease_hook(
        other, "loss", max_steps_without_decrease=12, run_every_secs=None, run_every_steps=1)
    receiver = tf.estimator.export.build_parsing_serving_input_receiver_fn(
        tf.feature_column.make_parse_example_spec([feature_column(spec) for spec in NUMERIC]))
    tf.estimator.train_and_evaluate(
        other, tf.estimator.TrainSpec(input_fn(config, folder, repeat=True), 60, hooks=[hook]),
        tf.estimator.EvalSpec(input_fn(config, folder, repeat=False), steps=None, throttle_secs=0,
                              start_delay_secs=0, exporters=[
                                  tf.estimator.FinalExporter("last", receiver),
                                  tf.estimator.LatestExporter("newest", receiver)]))

    def ended(directory):
        exports = {name: len(os.listdir(os.path.join(directory, "export", name)))
                   for name in os.listdir(os.path.join(directory, "export"))}
        step = tf.train.load_checkpoint(checkpoint(directory)).get_tensor("global_step")
        evaluated = sorted(step for tag, step in scalars(os.path.join(directory, "eval"))
                           if tag == "loss")
        return int(step), exports, evaluated
    assert ended(ours) == ended(theirs), (ended(ours), ended(theirs))
    told("early stopping and exporters: step %d, exports %s, evaluations %s" % ended(ours), 0, 0)
finish()
