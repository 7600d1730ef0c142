"""Records what warm starts of TensorFlow's estimators take over: writes cases.json and donors here.

Run with TensorFlow 2.15; the same numbers come out each time. `fresh` are the variables without a
warm start, `warm` with one, both before the first step; or the error that TensorFlow gives.
"""
import json
import os
import re
import shutil
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))
os.chdir(HERE)
for name, words in {"old.txt": "a b c", "new.txt": "c q a", "classes_old.txt": "x y z",
                    "classes_new.txt": "w z y x"}.items():
    with open(name, "w") as file:
        file.write("\n".join(words.split()) + "\n")

EMBEDDING = "dnn/input_from_feature_columns/input_layer/word_embedding/embedding_weights"


def vocab(new="new.txt", size=3, oov=0, old="old.txt", old_size=-1, axis=0):
    return {"new_vocab": new, "new_vocab_size": size, "num_oov_buckets": oov, "old_vocab": old,
            "old_vocab_size": old_size, "axis": axis}


LABELS = {"dnn/logits/kernel": vocab("classes_new.txt", 4, 0, "classes_old.txt", axis=1)}
CASES = {
    "a path takes all trainable": {},
    "a checkpoint's prefix": {"ckpt_to_initialize_from": "donor_v1/model.ckpt-3"},
    "a regex from the beginning": {"vars_to_warm_start": ".*hiddenlayer.*"},
    "a regex that begins elsewhere takes nothing": {"vars_to_warm_start": "logits"},
    "a regex sees the part and the output number": {"vars_to_warm_start": ".*kernel/part_0:0$"},
    "a list takes slots and the step": {"vars_to_warm_start": [".*"]},
    "a list of two": {"vars_to_warm_start": ["dnn/logits", ".*beta1_power"]},
    "none takes nothing": {"vars_to_warm_start": None},
    "none takes what has a vocabulary": {
        "words": "new.txt", "vars_to_warm_start": None, "var_name_to_vocab_info": {EMBEDDING: vocab()}},
    "rows move by word": {"words": "new.txt", "var_name_to_vocab_info": {EMBEDDING: vocab()}},
    "buckets are backup values": {
        "words": "new.txt", "oov": 2, "var_name_to_vocab_info": {EMBEDDING: vocab(oov=2)}},
    "the old vocabulary is cut": {
        "words": "new.txt", "var_name_to_vocab_info": {EMBEDDING: vocab(old_size=2)}},
    "columns move by label": {
        "classes": 4, "vars_to_warm_start": ".*kernel", "var_name_to_vocab_info": LABELS},
    "another name": {
        "vars_to_warm_start": ".*hiddenlayer_0/bias",
        "var_name_to_prev_var_name": {
            "dnn/hiddenlayer_0/bias": "dnn/hiddenlayer_0/bias/t_0/Adam"}},
    "v2, all trainable": {"api": "v2"},
    "v2, a list takes hyper-parameters": {"api": "v2", "vars_to_warm_start": [".*"]},
    "v2, rows move by word": {
        "api": "v2", "words": "new.txt", "var_name_to_vocab_info": {EMBEDDING: vocab()}},
    "a layer too many": {"hidden": [4, 2]},
    "another shape": {"classes": 4, "vars_to_warm_start": ".*logits/bias"},
    "another shape, v2": {"api": "v2", "classes": 4, "vars_to_warm_start": ".*logits/bias"},
    "a name that is not used": {"var_name_to_prev_var_name": {"nope": "dnn/logits/bias"}},
    "a vocabulary that is not used": {"var_name_to_vocab_info": {"nope": vocab()}},
    "no such directory": {"ckpt_to_initialize_from": "nowhere/model.ckpt-1"},
    "a directory without a checkpoint": {"ckpt_to_initialize_from": "empty"},
    "a vocabulary for a vector": {
        "classes": 4, "vars_to_warm_start": ".*bias",
        "var_name_to_vocab_info": {
            "dnn/logits/bias": vocab("classes_new.txt", 4, 0, "classes_old.txt")}},
    "more rows than words": {
        "words": "new.txt", "oov": 2, "var_name_to_vocab_info": {EMBEDDING: vocab()}},
    "more columns than labels": {
        "classes": 4, "var_name_to_vocab_info":
            {"dnn/logits/kernel": vocab("classes_new.txt", 3, 0, "classes_old.txt", axis=1)}},
}


def settings_of(case):
    arguments = {"ckpt_to_initialize_from": f"donor_{case.get('api', 'v1')}"}
    arguments.update({k: v for k, v in case.items() if "warm" in k or "ckpt" in k or "var_" in k})
    return arguments


def estimator(case, model_dir, warm_start):
    api = case.get("api", "v1")
    words = tf.feature_column.categorical_column_with_vocabulary_file(
        "word", case.get("words", "old.txt"), 3, num_oov_buckets=case.get("oov", 0))
    columns = [tf.feature_column.numeric_column("x"), tf.feature_column.embedding_column(words, 2)]
    make = (tf.compat.v1 if api == "v1" else tf).estimator.DNNClassifier
    optimizer = tf.compat.v1.train.AdamOptimizer(0.1) if api == "v1" else \
        tf.keras.optimizers.legacy.Adam(0.2 if warm_start is None else 0.1)
    return make(hidden_units=case.get("hidden", [4]), feature_columns=columns,
                n_classes=case.get("classes", 3), optimizer=optimizer, model_dir=model_dir,
                config=tf.estimator.RunConfig(tf_random_seed=case.get("seed", 2)),
                warm_start_from=warm_start)


def batches():
    rows = {"x": [[0.5], [-1.0], [2.0], [0.25]], "word": [["a"], ["b"], ["c"], ["b"]]}
    return tf.data.Dataset.from_tensors((rows, [0, 1, 2, 1])).repeat()


def variables(prefix):
    reader = tf.train.load_checkpoint(prefix)
    return {name: [float(str(x)) if x.dtype == np.float32 else int(x)
                   for x in np.asarray(reader.get_tensor(name)).ravel()]
            for name in sorted(reader.get_variable_to_shape_map())}


def first_checkpoint(case, warm_start):
    folder = tempfile.mkdtemp()
    try:
        estimator(case, folder, warm_start).train(batches, steps=1)
        first = min((n for n in os.listdir(folder) if n.endswith(".index")),
                    key=lambda n: int(n.split("-")[1].split(".")[0]))
        return variables(os.path.join(folder, first[:-len(".index")]))
    finally:
        shutil.rmtree(folder)


def record(case):
    arguments = settings_of(case)
    out = {"api": case.get("api", "v1"), "hidden_units": case.get("hidden", [4]),
           "n_classes": case.get("classes", 3), "words": case.get("words", "old.txt"),
           "num_oov_buckets": case.get("oov", 0), "warm_start_from": arguments}
    given = dict(arguments)
    if "var_name_to_vocab_info" in given:
        given["var_name_to_vocab_info"] = {
            name: tf.estimator.VocabInfo(**info)
            for name, info in given["var_name_to_vocab_info"].items()}
    given.setdefault("vars_to_warm_start", ".*")
    try:
        warm = first_checkpoint(case, tf.estimator.WarmStartSettings(**given))
    except Exception as error:
        return {**out, "exception": type(error).__name__, "message": str(error)}
    fresh = first_checkpoint({**case, "fresh": True}, None)
    return {**out, "fresh": fresh, "warm": warm}


def main():
    os.makedirs("empty", exist_ok=True)
    for api in ["v1", "v2"]:
        shutil.rmtree(f"donor_{api}", ignore_errors=True)
        estimator({"api": api, "seed": 1}, f"donor_{api}", None).train(batches, steps=3)
        for name in os.listdir(f"donor_{api}"):
            if "ckpt-3" not in name and name != "checkpoint" or name.endswith(".meta"):
                path = os.path.join(f"donor_{api}", name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        with open(f"donor_{api}/checkpoint", "w") as file:
            file.write('model_checkpoint_path: "model.ckpt-3"\n'
                       'all_model_checkpoint_paths: "model.ckpt-3"\n')
    out = {"tensorflow": tf.__version__, "cases": {n: record(c) for n, c in CASES.items()}}
    os.rmdir("empty")
    text = json.dumps(out, indent=1)
    lists_on_one_line = re.sub(r"\[\s+([^\[\]{}\"]*?)\s+\]",
                               lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
    with open("cases.json", "w") as file:
        file.write(lists_on_one_line + "\n")


if __name__ == "__main__":
    main()
