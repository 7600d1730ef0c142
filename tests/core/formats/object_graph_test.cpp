#include "core/formats/object_graph.h"

#include "core/formats/proto/object_graph.pb.h"
#include "tests/core/formats/bundles.h"

#include <QTest>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;

namespace {

Result<std::optional<ObjectGraph>> readGraph(const std::vector<std::string>& strings) {
  const BundleMaker maker;
  const auto count = static_cast<std::int64_t>(strings.size());
  const auto image = encodeBundle(
      {{std::string(kObjectGraphKey), {DType::String, {count}, {}, strings}, {}, {}, 0}});
  if (const auto written = writeBundle(posixFileOps(), maker.prefix(), *image); !written)
    return written.error();
  CAIRN_ASSIGN(const TensorBundle bundle, TensorBundle::open(posixFileOps(), maker.prefix()));
  return readObjectGraph(bundle);
}

}  // namespace

class ObjectGraphTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nodesAttributesAndSlotsAreRead();
  void aNameBasedCheckpointHasNone();
  void damageIsCorrupt_data();
  void damageIsCorrupt();
};

void ObjectGraphTest::nodesAttributesAndSlotsAreRead() {
  pb::TrackableObjectGraph proto;
  auto* root = proto.add_nodes();
  auto* child = root->add_children();
  child->set_node_id(1);
  child->set_local_name("kernel");
  auto* slot = root->add_slot_variables();
  slot->set_original_variable_node_id(1);
  slot->set_slot_name("m");
  slot->set_slot_variable_node_id(2);
  auto* attribute = proto.add_nodes()->add_attributes();
  attribute->set_name("VARIABLE_VALUE");
  attribute->set_full_name("dense/kernel");
  attribute->set_checkpoint_key("kernel/.ATTRIBUTES/VARIABLE_VALUE");
  proto.add_nodes();
  // has_checkpoint_values, which newer releases write, and a field of the future.
  const std::string text =
      proto.SerializeAsString() + std::string("\x0a\x04\x2a\x02\x08\x01\x98\x06\x01");
  const auto graph = readGraph({text});
  QVERIFY2(graph, graph ? "" : describe(graph.error()).c_str());
  ObjectGraph wanted;
  wanted.nodes.resize(4);
  wanted.nodes[0] = {{{1, "kernel"}}, {}, {{1, "m", 2}}};
  wanted.nodes[1].attributes = {
      {"VARIABLE_VALUE", "dense/kernel", "kernel/.ATTRIBUTES/VARIABLE_VALUE"}};
  QVERIFY(**graph == wanted);
}

void ObjectGraphTest::aNameBasedCheckpointHasNone() {
  const BundleMaker maker;
  const auto bundle = maker.open();
  const auto graph = readObjectGraph(*bundle);
  QVERIFY(graph && !*graph);
}

void ObjectGraphTest::damageIsCorrupt_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("not a message") << QByteArray("\x0b");
  QTest::newRow("child beyond the nodes") << QByteArray::fromHex("0a040a020801");
  QTest::newRow("negative child") << QByteArray::fromHex("0a0d0a0b08ffffffffffffffffff01");
  QTest::newRow("slot beyond the nodes") << QByteArray::fromHex("0a041a021801");
  QTest::newRow("name not UTF-8") << QByteArray::fromHex("0a050a031201ff");
  QTest::newRow("nesting") << QByteArray(100'000, '\x7b');
}

void ObjectGraphTest::damageIsCorrupt() {
  QFETCH(QByteArray, text);
  const auto graph = readGraph({text.toStdString()});
  QVERIFY(!graph);
  QCOMPARE(graph.error().code, ErrorCode::Corrupt);
  QVERIFY(!readGraph({text.toStdString(), text.toStdString()}));
}

QTEST_APPLESS_MAIN(ObjectGraphTest)
#include "object_graph_test.moc"
