"""saved_model.py CAIRN_CLI FIXTURES: TensorFlow loads and runs what Cairn exports.

Every recorded SavedModel's variables are exported again by Cairn; TensorFlow 2's loader, the v1
loader and saved_model_cli must take it, with the recorded signatures and the recorded answers. Then the last checkpoint of every recorded training is exported, and must predict
from tf.Examples what was recorded.
"""
import base64
import glob
import os
import shutil
import sys

from interop import *


def not_yet(case):
    """What no tf.Example can give: a cross that was trained on dense keys beside looked-up ones, whose
    ids TensorFlow hashes in another order when both are parsed, as lists."""
    return case["name"].endswith("_col_cross_more")


def export(cli, folder, case_dir, case):
    for path in glob.glob(os.path.join(case_dir, "export", "*", "assets", "*")):
        shutil.copy(path, folder)
    path = os.path.join(folder, "config.json")
    with open(path, "w") as file:
        json.dump({"cairn": 1, **{key: case[key] for key in ("estimator", "api", "args")}}, file)
    prefix = glob.glob(os.path.join(case_dir, "export", "*", "variables", "variables.index"))[0]
    return cli.json("export", folder, "--config", path, "--checkpoint", prefix[:-len(".index")],
                    "--receiver", case["receiver"], "--to",
                    os.path.join(folder, "export"))["saved_model"]


def feeds(case_dir, case):
    """What each input of a signature is given: tf.Examples, or the rows of each feature."""
    if case["receiver"] == "parsing":
        with open(os.path.join(case_dir, "examples_base64.json")) as file:
            examples = [base64.b64decode(text) for text in json.load(file)]
        return lambda key, dtype: np.array(examples, object)
    with open(os.path.join(case_dir, "inputs.jsonl")) as file:
        rows = json.loads(file.readline())["features"]
    return lambda key, dtype: np.array(rows[key], object if dtype == tf.string else dtype.as_numpy_dtype)


def number_keys(value):
    """Keys of the numeric columns in a case's arguments: tf.Examples hold floats for them."""
    found = set()
    if isinstance(value, dict):
        if value.get("type") == "numeric_column" and value.get("dtype", "float32") == "float32":
            found.add(value["key"])
        value = list(value.values())
    for part in value if isinstance(value, list) else []:
        found |= number_keys(part)
    return found


def example(columns, row, numbers):
    """A row of recorded features as a tf.Example; what stands for a missing word or id is left out."""
    features = {}
    for key, rows in columns.items():
        values = np.asarray(rows[row]).ravel().tolist()
        if not values:
            continue
        if any(isinstance(value, str) for value in values):
            words = [value.encode() for value in values if value != ""]
            features[key] = tf.train.Feature(bytes_list=tf.train.BytesList(value=words))
        elif key not in numbers and all(isinstance(value, int) for value in values):
            ids = [value for value in values if value != -1]
            features[key] = tf.train.Feature(int64_list=tf.train.Int64List(value=ids))
        else:
            features[key] = tf.train.Feature(float_list=tf.train.FloatList(value=values))
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def check_predictions(cli, folder, case_dir, case):
    """A recorded training's last checkpoint, exported and run on the rows that it predicted."""
    path = os.path.join(folder, "config.json")
    with open(path, "w") as file:
        json.dump({"cairn": 1, **{key: case[key] for key in ("estimator", "api", "args")}}, file)
    for name in case.get("files", []):
        shutil.copy(os.path.join(case_dir, name), folder)
    model_dir = os.path.join(case_dir, "end")
    directory = cli.json("export", model_dir, "--config", path, "--to",
                         os.path.join(folder, "export"))["saved_model"]
    with open(os.path.join(case_dir, "predict.jsonl")) as file:
        batches = [json.loads(line)["features"] for line in file]
    numbers = number_keys(case["args"])
    examples = [example(columns, row, numbers) for columns in batches
                for row in range(len(next(iter(columns.values()))))]
    with open(os.path.join(case_dir, "trace.json")) as file:
        wanted = json.load(file)["predict_end"]
    predict = tf.saved_model.load(directory).signatures["predict"]
    found = {key: value.numpy() for key, value in predict(examples=tf.constant(examples)).items()}
    assert set(found) == set(wanted[0]), (sorted(found), sorted(wanted[0]))
    return max(compare(value, [row[key] for row in wanted]) for key, value in found.items())


def compare(found, wanted):
    """Largest deviation of one output from its recorded answer."""
    found = np.asarray(found)
    if found.dtype == object:
        assert [[word.decode() for word in row] for row in found] == wanted, (found, wanted)
        return 0.0
    return deviation(found, wanted)


def check_v2(directory, answers, feed):
    loaded = tf.saved_model.load(directory)
    wanted = answers["signatures"]
    assert set(loaded.signatures) == set(wanted), (sorted(loaded.signatures), sorted(wanted))
    worst = 0.0
    for key, signature in loaded.signatures.items():
        inputs = signature.structured_input_signature[1]
        outputs = signature(**{name: tf.constant(feed(name, spec.dtype), spec.dtype)
                               for name, spec in inputs.items()})
        assert set(outputs) == set(wanted[key]["answers"]), (key, sorted(outputs))
        for name, value in outputs.items():
            assert value.dtype.name == wanted[key]["outputs"][name]["dtype"], (key, name)
            worst = max(worst, compare(value.numpy(), wanted[key]["answers"][name]))
    return worst


def check_v1(directory, answers, feed):
    worst = 0.0
    with v1.Session(graph=tf.Graph()) as session:
        meta = v1.saved_model.load(session, ["serve"], directory)
        for key, signature in meta.signature_def.items():
            wanted = answers["signatures"][key]
            assert signature.method_name == wanted["method"], (key, signature.method_name)
            assert set(signature.inputs) == set(wanted["inputs"]), (key, sorted(signature.inputs))
            given = {info.name: feed(name, tf.as_dtype(info.dtype))
                     for name, info in signature.inputs.items()}
            outputs = session.run({name: info.name for name, info in signature.outputs.items()}, given)
            for name, value in outputs.items():
                worst = max(worst, compare(value, wanted["answers"][name]))
    return worst


def check_cli(directory, answers, feed, folder):
    key = "predict"
    inputs = tf.saved_model.load(directory).signatures[key].structured_input_signature[1]
    words = []
    for name, spec in inputs.items():
        path = os.path.join(folder, name + ".npy")
        np.save(path, feed(name, spec.dtype))
        words.append("%s=%s" % (name, path))
    program = os.path.join(os.path.dirname(sys.executable), "saved_model_cli")
    done = subprocess.run([program, "run", "--dir", directory, "--tag_set", "serve",
                           "--signature_def", key, "--inputs", ";".join(words), "--outdir", folder,
                           "--overwrite"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    worst = 0.0
    for name, wanted in answers["signatures"][key]["answers"].items():
        found = np.load(os.path.join(folder, name + ".npy"), allow_pickle=True)
        worst = max(worst, compare(found, wanted))
    return worst


cli = Cli(sys.argv[1])
wanted_names = sys.argv[3:]
for case_dir in sorted(glob.glob(os.path.join(sys.argv[2], "numeric", "*"))):
    name = os.path.basename(case_dir)
    with open(os.path.join(case_dir, "case.json")) as file:
        recorded = json.load(file)
    if wanted_names and name not in wanted_names:
        continue
    if not_yet(recorded):
        print("not yet: %s" % name)
        continue
    with checking(name) as folder:
        told(name, check_predictions(cli, folder, case_dir, recorded), 1e-5)
for case_dir in sorted(glob.glob(os.path.join(sys.argv[2], "saved_models", "*"))):
    name = os.path.basename(case_dir)
    with open(os.path.join(case_dir, "case.json")) as file:
        recorded = json.load(file)
    if wanted_names and name not in wanted_names:
        continue
    if not_yet(recorded):
        print("not yet: %s" % name)
        continue
    with checking(name) as folder:
        with open(os.path.join(case_dir, "answers.json")) as file:
            answers = json.load(file)
        directory = export(cli, folder, case_dir, recorded)
        feed = feeds(case_dir, recorded)
        worst = max(check_v2(directory, answers, feed), check_v1(directory, answers, feed),
                    check_cli(directory, answers, feed, folder))
        told("%s: %s" % (name, ", ".join(sorted(answers["signatures"]))), worst, 1e-5)
finish()
