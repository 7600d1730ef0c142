"""object_checkpoint.py CAIRN_CLI: tf.train.Checkpoint and Keras restore what `save --objects` writes."""
import os
import sys

from interop import *

cli = Cli(sys.argv[1])


def save(folder, prefix, arrays):
    words = []
    for number, (name, value) in enumerate(arrays.items()):
        path = os.path.join(folder, "%d.npy" % number)
        np.save(path, value)
        words.append("%s=%s" % (name, path))
    cli.run("save", *words, "--objects", "--to", prefix)


KERNEL = np.arange(6, dtype=np.float32).reshape(2, 3)

with checking("tf.train.Checkpoint") as folder:
    prefix = os.path.join(folder, "ckpt-1")
    save(folder, prefix, {"layer/kernel": KERNEL, "layer/v.1": KERNEL[0], "step": np.int64(7)})
    layer = tf.train.Checkpoint(kernel=tf.Variable(tf.zeros([2, 3])))
    setattr(layer, "v.1", tf.Variable(tf.zeros([3])))
    root = tf.train.Checkpoint(layer=layer, step=tf.Variable(0, dtype=tf.int64))
    root.restore(prefix).assert_consumed()
    assert root.step.numpy() == 7 and root.save_counter.numpy() == 1
    told("tf.train.Checkpoint: assert_consumed", deviation(layer.kernel.numpy(), KERNEL), 0)
    again = root.save(os.path.join(folder, "next"))
    assert again.endswith("next-2"), again
    reader = tf.train.load_checkpoint(prefix)
    found = {key for key in reader.get_variable_to_shape_map() if "ATTRIBUTES" in key}
    assert found == {"layer/kernel/.ATTRIBUTES/VARIABLE_VALUE", "layer/v..1/.ATTRIBUTES/VARIABLE_VALUE",
                     "step/.ATTRIBUTES/VARIABLE_VALUE", "save_counter/.ATTRIBUTES/VARIABLE_VALUE"}, found
    value = reader.get_tensor("layer/v..1/.ATTRIBUTES/VARIABLE_VALUE")
    told("tf.train.load_checkpoint: %d tensors" % len(found), deviation(value, KERNEL[0]), 0)

with checking("Keras load_weights") as folder:
    prefix = os.path.join(folder, "weights")
    save(folder, prefix, {"layer_with_weights-0/kernel": KERNEL,
                          "layer_with_weights-0/bias": KERNEL[1]})
    model = tf.keras.Sequential([tf.keras.layers.Dense(3, input_shape=(2,))])
    model.load_weights(prefix).assert_existing_objects_matched()
    told("Keras load_weights", deviation(model.get_weights()[0], KERNEL), 0)
    told("Keras load_weights: bias", deviation(model.get_weights()[1], KERNEL[1]), 0)
finish()
