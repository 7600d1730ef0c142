#include "core/formats/meta_graph.h"

#include <QTest>
#include <array>

using namespace cairn;
using namespace cairn::formats;

class MetaGraphTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sliceSpecsCoverTheWholeTensor_data();
  void sliceSpecsCoverTheWholeTensor();
  void partsShareOneKey();
  void saverTakesKeysInOrder();
  void partitionedVariablesTellTheirSlice();
  void collectionsHoldTheirVariables();
  void brokenBytesAreRefused();
};

namespace {

pb::MetaGraphDef smallModel() {
  GraphBuilder graph;
  const std::array<float, 6> weights = {1, 2, 3, 4, 5, 6};
  const std::array<std::int64_t, 1> step = {0};
  std::vector<GraphVariable> variables;
  variables.push_back(
      addVariable(graph, "global_step", "global_step", makeInt64Tensor({}, step), false, false));
  variables.push_back(addVariable(graph, "dnn/logits/kernel/part_0", "dnn/logits/kernel",
                                  makeFloatTensor({2, 3}, weights), true, true));
  return makeMetaGraph(std::move(graph), variables, {{"train_op", {"init"}}});
}

const pb::NodeDef& nodeOf(const pb::MetaGraphDef& meta, const std::string& name) {
  for (const pb::NodeDef& node : meta.graph_def().node())
    if (node.name() == name) return node;
  static const pb::NodeDef none;
  return none;
}

pb::VariableDef variableOf(const pb::MetaGraphDef& meta, const std::string& collection, int index) {
  pb::VariableDef def;
  def.ParseFromString(meta.collection_def().at(collection).bytes_list().value(index));
  return def;
}

}  // namespace

void MetaGraphTest::sliceSpecsCoverTheWholeTensor_data() {
  QTest::addColumn<QList<qint64>>("shape");
  QTest::addColumn<QString>("spec");
  QTest::newRow("scalar") << QList<qint64>{} << "";
  QTest::newRow("vector") << QList<qint64>{6} << "6 0,6";
  QTest::newRow("matrix") << QList<qint64>{2, 1} << "2 1 0,2:0,1";
}

void MetaGraphTest::sliceSpecsCoverTheWholeTensor() {
  QFETCH(QList<qint64>, shape);
  const Shape whole(shape.begin(), shape.end());
  QTEST(QString::fromStdString(sliceSpec(whole, Shape(whole.size(), 0), whole)), "spec");
}

void MetaGraphTest::partsShareOneKey() {
  GraphBuilder graph;
  std::vector<GraphVariable> variables;
  for (const std::int64_t start : {4, 0, 7}) {
    GraphVariable part;
    part.node = "emb/weights/part_" + std::to_string(start);
    part.key = "emb/weights";
    part.shape = {start == 0 ? 4 : 3, 3};
    part.fullShape = {10, 3};
    part.offset = {start, 0};
    part.partitioned = true;
    part.initialValue = graph.addConst(part.node + "/Initializer/zeros", makeFloatTensor({}, {}));
    variables.push_back(addVariable(graph, part));
  }
  const pb::MetaGraphDef meta = makeMetaGraph(std::move(graph), variables);
  const auto specs =
      fromGraphTensor(nodeOf(meta, "save/SaveV2/shape_and_slices").attr().at("value").tensor());
  QVERIFY(specs);
  QCOMPARE(specs->strings,
           (std::vector<std::string>{"10 3 0,4:0,3", "10 3 4,3:0,3", "10 3 7,3:0,3"}));
  const pb::SaveSliceInfoDef slice = variableOf(meta, "variables", 0).save_slice_info_def();
  QCOMPARE(slice.full_name(), std::string("emb/weights"));
  QCOMPARE(slice.var_offset(0), 4);
  QCOMPARE(slice.var_shape(0), 3);
  QCOMPARE(slice.full_shape(0), 10);
}

void MetaGraphTest::saverTakesKeysInOrder() {
  const pb::MetaGraphDef meta = smallModel();
  const auto names =
      fromGraphTensor(nodeOf(meta, "save/SaveV2/tensor_names").attr().at("value").tensor());
  QVERIFY(names);
  QCOMPARE(names->strings, (std::vector<std::string>{"dnn/logits/kernel", "global_step"}));
  const auto specs =
      fromGraphTensor(nodeOf(meta, "save/RestoreV2/shape_and_slices").attr().at("value").tensor());
  QVERIFY(specs);
  QCOMPARE(specs->strings, (std::vector<std::string>{"2 3 0,2:0,3", ""}));
  const pb::NodeDef& save = nodeOf(meta, "save/SaveV2");
  QCOMPARE(save.input(3), std::string("dnn/logits/kernel/part_0/Read/ReadVariableOp"));
  QCOMPARE(save.input(4), std::string("global_step/Read/ReadVariableOp"));
  QCOMPARE(nodeOf(meta, "save/Identity_1").input(0), std::string("save/RestoreV2:1"));
  QCOMPARE(nodeOf(meta, "save/AssignVariableOp_1").input(0), std::string("global_step"));
  QCOMPARE(meta.saver_def().save_tensor_name(), std::string("save/control_dependency:0"));
}

void MetaGraphTest::partitionedVariablesTellTheirSlice() {
  const pb::VariableDef def = variableOf(smallModel(), "variables", 1);
  QCOMPARE(def.variable_name(), std::string("dnn/logits/kernel/part_0:0"));
  QCOMPARE(def.save_slice_info_def().full_name(), std::string("dnn/logits/kernel"));
  QCOMPARE(def.save_slice_info_def().full_shape(1), 3);
  QVERIFY(!variableOf(smallModel(), "variables", 0).has_save_slice_info_def());
}

void MetaGraphTest::collectionsHoldTheirVariables() {
  const pb::MetaGraphDef meta = smallModel();
  QCOMPARE(meta.collection_def().at("variables").bytes_list().value_size(), 2);
  QCOMPARE(meta.collection_def().at("trainable_variables").bytes_list().value_size(), 1);
  QCOMPARE(variableOf(meta, "global_step", 0).variable_name(), std::string("global_step:0"));
  QCOMPARE(meta.collection_def().at("train_op").node_list().value(0), std::string("init"));
}

void MetaGraphTest::brokenBytesAreRefused() {
  const Bytes whole = encodeMetaGraph(smallModel());
  QVERIFY(parseMetaGraph(whole, "m.meta"));
  const auto cut = parseMetaGraph(ByteView(whole).first(whole.size() - 1), "m.meta");
  QVERIFY(!cut);
  QCOMPARE(cut.error().code, ErrorCode::Corrupt);
  QCOMPARE(cut.error().where, std::string("m.meta"));
}

QTEST_APPLESS_MAIN(MetaGraphTest)
#include "meta_graph_test.moc"
