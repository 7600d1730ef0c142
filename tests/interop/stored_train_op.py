"""stored_train_op.py WRITE_GRAPH FIXTURES: Cairn's graphs train as TensorFlow's estimators did.

For every recorded case, Cairn writes the graph of its config and the checkpoint before its steps.
TensorFlow imports and restores both; where the graph is whole, the stored train op then goes through
the recorded batches, and loss and variables are held against the record.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

from interop import *

# Float32 sums in another order; Adam and its like magnify them where a gradient is nearly 0.
LOSS_BOUND, TENSOR_BOUND = 1e-5, 1e-4


def wanted(place, line):
    """The shape of a placeholder in a batch, at most one dimension of it open."""
    sizes = [-1 if size is None else size for size in place.shape.as_list()]
    return [len(line["labels"])] + sizes[1:]


def fed(graph, args, line):
    """The placeholders of one recorded batch."""
    given = {}
    weights = args.get("weight_column")
    if isinstance(weights, dict):
        weights = weights["key"]
    for key, value in line["features"].items():
        node = "weights" if key == weights else "features/" + key
        place = graph.get_tensor_by_name(node + ":0")
        given[place] = np.array(value, np.float32).reshape(wanted(place, line))
    place = graph.get_tensor_by_name("labels:0")
    words = args.get("label_vocabulary")
    labels = np.array([words.index(word) for word in np.ravel(line["labels"])] if words
                      else line["labels"])
    given[place] = labels.reshape(wanted(place, line)).astype(place.dtype.as_numpy_dtype)
    return given


def train(case_dir, graph, session, saver, folder):
    """Worst deviations of the losses, and of the variables afterwards."""
    args = json.load(open(case_dir + "/case.json"))["args"]
    record = json.load(open(case_dir + "/trace.json"))["train"]
    loss, = graph.get_collection("losses")
    step, = graph.get_collection("train_op")
    losses = []
    for line in open(case_dir + "/train.jsonl"):
        losses.append(session.run([loss, step], fed(graph, args, json.loads(line)))[0])
    worst = deviation(losses, [one["loss"] for one in record])
    ours = tf.train.load_checkpoint(saver.save(session, folder + "/after/model.ckpt"))
    theirs = tf.train.load_checkpoint(checkpoint(case_dir + "/end"))
    keys = theirs.get_variable_to_shape_map()
    assert keys == ours.get_variable_to_shape_map(), set(keys) ^ set(ours.get_variable_to_shape_map())
    return worst, max(deviation(ours.get_tensor(key), theirs.get_tensor(key)) for key in keys)


write_graph, fixtures = sys.argv[1:3]
trained = restored = 0
worst_loss = worst_tensor = 0.0
for case_dir in sorted(glob.glob(fixtures + "/numeric/*")):
    name = os.path.basename(case_dir)
    with checking(name) as folder:
        prefix = folder + "/model.ckpt-0"
        done = subprocess.run([write_graph, case_dir, checkpoint(case_dir + "/start"), prefix],
                              capture_output=True, text=True)
        if "a variable in several parts" in done.stderr:
            print("none %s: %s" % (name, done.stderr.strip()))
            continue
        assert done.returncode == 0, done.stderr
        with tf.Graph().as_default() as graph, v1.Session(
                config=v1.ConfigProto(intra_op_parallelism_threads=1,
                                      inter_op_parallelism_threads=1)) as session:
            saver = v1.train.import_meta_graph(prefix + ".meta")
            saver.restore(session, prefix)
            restored += 1
            case = json.load(open(case_dir + "/case.json"))
            if not graph.get_collection("train_op") or "train" not in case["compare"]:
                print("part %s: restored; %s" % (name, done.stdout.strip()))
                continue
            loss, tensors = train(case_dir, graph, session, saver, folder)
            trained += 1
            worst_loss, worst_tensor = max(worst_loss, loss), max(worst_tensor, tensors)
            told(name + ": loss", loss, LOSS_BOUND)
            told(name + ": variables", tensors, TENSOR_BOUND)
print("%d restored, %d trained; worst loss %.2g, worst variable %.2g" % (
    restored, trained, worst_loss, worst_tensor))
finish()
