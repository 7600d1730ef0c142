"""import_meta_graph.py CAIRN_CLI: a program without the model's code goes on from Cairn's .meta.

TensorFlow imports the graph, restores, computes the logits that its estimator computes, takes a
step by the stored train op and one by an optimizer of its own, and saves.
"""
import os
import sys

from interop import *

cli = Cli(sys.argv[1])


def feeds(graph, features, labels):
    """Placeholders and what goes into them."""
    names = {operation.name for operation in graph.get_operations()}
    fed = {graph.get_tensor_by_name("labels:0"): labels}
    for key, value in features.items():
        node = "features/" + key if "features/" + key in names else "weights"
        fed[graph.get_tensor_by_name(node + ":0")] = value
    return fed


for name in selected():
    with checking(name) as folder:
        config, path = write_case(name, folder)
        model_dir = os.path.join(folder, "run")
        cli.train(path, model_dir, 20)
        features, labels = read_columns(config, folder)
        wanted = [row.get("logits", row.get("predictions")) for row in
                  estimator(config, model_dir).predict(input_fn(config, folder, repeat=False))]
        prefix = checkpoint(model_dir)
        with tf.Graph().as_default() as graph, v1.Session(graph=graph) as session:
            saver = v1.train.import_meta_graph(prefix + ".meta")
            saver.restore(session, prefix)
            fed = feeds(graph, features, labels)
            loss = graph.get_collection("losses")[0]
            step = v1.train.get_global_step()
            assert session.run(step) == 20
            if not config["args"].get("batch_norm"):  # the graph is TRAIN's, with the batch's moments
                told(name + ": logits",
                     deviation(session.run("dnn/logits/BiasAdd:0", fed), wanted), 1e-5)

            for train in graph.get_collection("train_op"):
                before, _ = session.run([loss, train], fed)
                after = session.run(loss, fed)
                assert session.run(step) == 21
                assert after < before, "the stored train op: loss %g, then %g" % (before, after)
                told(name + ": the stored train op", 0, 0)

            own = v1.train.AdamOptimizer(0.001).minimize(loss, name="own")
            known = set(graph.get_collection("variables"))
            session.run(v1.variables_initializer(
                [variable for variable in known if not session.run(
                    v1.is_variable_initialized(variable))]))
            before = session.run(loss, fed)
            for _ in range(3):
                session.run(own, fed)
            after = session.run(loss, fed)
            assert after < before, "an optimizer of its own: loss %g, then %g" % (before, after)
            saved = saver.save(session, os.path.join(folder, "again", "model.ckpt"), global_step=23)
        keys = tf.train.load_checkpoint(prefix).get_variable_to_shape_map()
        assert tf.train.load_checkpoint(saved).get_variable_to_shape_map() == keys
        told("%s: an optimizer of its own, and saved with %d keys" % (name, len(keys)), 0, 0)
finish()
