"""saved_model.py CAIRN_CLI FIXTURES: TensorFlow loads and runs what Cairn exports.

Every recorded SavedModel's variables are exported again by Cairn; TensorFlow 2's loader, the v1
loader and saved_model_cli must take it, with the recorded signatures and the recorded answers.
"""
import base64
import glob
import os
import shutil
import sys

from interop import *


def not_yet(case):
    """The one rule for what Cairn can't export yet: crosses, weighted and shared columns."""
    words = json.dumps(case["args"])
    return any(word in words for word in ("crossed_column", "weighted_categorical", "shared_"))


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
