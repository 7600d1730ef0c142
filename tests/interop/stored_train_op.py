"""stored_train_op.py WRITE_GRAPH FIXTURES: Cairn's graphs train as TensorFlow's estimators did.

For every recorded case, Cairn writes the graph of its config and a copy of its checkpoint; TensorFlow
imports and restores both. Where the graph is whole, the stored train op then goes through the
recorded batches, and loss and variables are held against the record.
"""
import contextlib
import glob
import json
import os
import subprocess
import sys

from interop import *

# Float32 sums in another order; Adam and its like magnify them where a gradient is nearly 0.
LOSS_BOUND, TENSOR_BOUND = 1e-5, 1e-4


def wanted(place, line):
    """The shape of a placeholder in a batch, at most one dimension of it open."""
    sizes = [-1 if size is None else size for size in place.shape.as_list()]
    return [len(line["labels"])] + sizes[1:]


def values(place, rows, line):
    """A feature's rows as its placeholder takes them: lists filled up with what stands for nothing."""
    if place.dtype == tf.float32 and not any(isinstance(row, list) and len(row) != len(rows[0])
                                             for row in rows):
        return np.array(rows, np.float32).reshape(wanted(place, line))
    none = {tf.string: "", tf.int64: -1}.get(place.dtype, 0)
    rows = [np.ravel(row).tolist() for row in rows]
    longest = max(map(len, rows))
    kind = object if place.dtype == tf.string else place.dtype.as_numpy_dtype
    return np.array([row + [none] * (longest - len(row)) for row in rows], kind).reshape(
        len(rows), longest)


def fed(graph, args, line):
    """The placeholders of one recorded batch."""
    given = {}
    names = {operation.name for operation in graph.get_operations()}
    weights = args.get("weight_column")
    if isinstance(weights, dict):
        weights = weights["key"]
    for key, rows in line["features"].items():
        nodes = ["features/" + key] + (["weights"] if key == weights else [])
        for node in nodes:
            if node in names:
                place = graph.get_tensor_by_name(node + ":0")
                given[place] = values(place, rows, line)
    place = graph.get_tensor_by_name("labels:0")
    words = args.get("label_vocabulary")
    labels = np.array([words.index(word) for word in np.ravel(line["labels"])] if words
                      else line["labels"])
    given[place] = labels.reshape(wanted(place, line)).astype(place.dtype.as_numpy_dtype)
    return given


def numbers(value, keys):
    """What the arguments say under any of `keys`."""
    found = []
    if isinstance(value, dict):
        found += [part for key, part in value.items() if key in keys and isinstance(part, float)]
        value = list(value.values())
    for part in value if isinstance(value, list) else []:
        found += numbers(part, keys)
    return found


def slot_deviation(key, ours, theirs, args):
    """An average of looked-up rows decays once more in TensorFlow's step that finds no more input."""
    worst = deviation(ours, theirs)
    if worst == 0 or key.rsplit("/", 1)[-1] not in ("Adam", "Adam_1", "m", "v", "rms", "mg"):
        return worst
    decays = [0.9, 0.999] + numbers(args, ("beta1", "beta2", "beta_1", "beta_2", "rho"))
    return min([worst] + [deviation(np.asarray(ours) * np.float32(by), theirs) for by in decays])


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
    return worst, max((slot_deviation(key, ours.get_tensor(key), theirs.get_tensor(key), args), key) for key in keys)


write_graph, fixtures = sys.argv[1:3]
asked = sys.argv[3:]
restored, trained, worst_loss, worst_tensor = 0, 0, 0.0, 0.0


@contextlib.contextmanager
def imported(config, start, folder):
    """Cairn's graph of a recorded config and its copy of a checkpoint, restored by TensorFlow."""
    global restored
    prefix = folder + "/model.ckpt-0"
    done = subprocess.run([write_graph, config, start, prefix], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    session = v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Graph().as_default() as graph, v1.Session(config=session) as session:
        saver = v1.train.import_meta_graph(prefix + ".meta")
        saver.restore(session, prefix)
        with contextlib.chdir(os.path.dirname(config)) if hasattr(contextlib, "chdir") else \
                contextlib.nullcontext():  # vocabularies lie beside the config
            session.run(v1.tables_initializer())
        restored += 1
        yield graph, session, saver, done.stdout.strip()


for case_dir in sorted(glob.glob(fixtures + "/numeric/*")):
    name = os.path.basename(case_dir)
    if asked and not any(word in name for word in asked):
        continue
    if name.endswith("_col_cross_more"):
        continue  # lists of several lengths beside dense keys, which one kind of placeholder can't be
    with checking(name) as folder, imported(case_dir + "/case.json", checkpoint(case_dir + "/start"),
                                            folder) as (graph, session, saver, told_limit):
        if not graph.get_collection("train_op"):
            print("part %s: restored; %s" % (name, told_limit))
        elif "train" not in json.load(open(case_dir + "/case.json"))["compare"]:
            print("part %s: restored; its steps are random" % name)
        else:
            loss, tensors = train(case_dir, graph, session, saver, folder)
            tensors, key = tensors
            trained += 1
            worst_loss, worst_tensor = max(worst_loss, loss), max(worst_tensor, tensors)
            told(name + ": loss", loss, LOSS_BOUND)
            told("%s: variables, most in %s" % (name, key), tensors, TENSOR_BOUND)

def whole(reader, key):
    """Slots of a partitioned variable are parts under keys of their own, which nothing reads whole."""
    try:
        reader.get_tensor(key)
    except Exception as error:
        assert "sufficient slices" in str(error), error
        return False
    return True


for config in sorted(glob.glob(fixtures + "/bad_restore/*/before.json")):
    name = os.path.basename(os.path.dirname(config))
    if asked:
        break
    causes = json.load(open(os.path.dirname(config) + "/expected_cause.json"))["causes"]
    if any(cause.startswith("files.") or cause in ("tensorflow version", "dtype") for cause in causes):
        continue  # the files are not what before.json made
    with checking(name) as folder:
        start = checkpoint(os.path.dirname(config) + "/model_dir")
        with imported(config, start, folder) as (graph, session, saver, _):
            ours = tf.train.load_checkpoint(saver.save(session, folder + "/again/model.ckpt"))
            theirs = tf.train.load_checkpoint(start)
            keys = theirs.get_variable_to_shape_map()
            assert keys == ours.get_variable_to_shape_map()
            worst = max(deviation(ours.get_tensor(key), theirs.get_tensor(key)) for key in keys
                        if whole(theirs, key))
            told(name + ": restored and saved again", worst, 0)
print("%d restored, %d trained; worst loss %.2g, worst variable %.2g" % (
    restored, trained, worst_loss, worst_tensor))
finish()
