#include "core/base/file_ops.h"
#include "core/formats/graph_def.h"
#include "core/formats/meta_graph.h"

#include <QTest>
#include <algorithm>
#include <functional>
#include <google/protobuf/unknown_field_set.h>

using namespace cairn;
using namespace cairn::formats;

namespace {

fs::path fixturesRoot() {
  const char* root = std::getenv("CAIRN_FIXTURES");
  return root != nullptr ? root : CAIRN_FIXTURES_DEFAULT;
}

void addFiles(const std::function<bool(const fs::path&)>& wanted) {
  QTest::addColumn<QString>("path");
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(fixturesRoot()))
    if (entry.is_regular_file() && wanted(entry.path())) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  for (const fs::path& path : found)
    QTest::newRow(fs::relative(path, fixturesRoot()).c_str())
        << QString::fromStdString(path.string());
}

/// Fields that our .proto files do not name, at any depth.
int unknownFields(const google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  int count = reflection->GetUnknownFields(message).field_count();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      count += unknownFields(reflection->GetMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i)
      count += unknownFields(reflection->GetRepeatedMessage(message, field, i));
  }
  return count;
}

}  // namespace

class GraphFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void graphTextIsWrittenByteForByte_data();
  void graphTextIsWrittenByteForByte();
  void metaGraphsAreKnownToTheLastField_data();
  void metaGraphsAreKnownToTheLastField();
  void constantsOfRealGraphsAreRead_data();
  void constantsOfRealGraphsAreRead();
};

void GraphFixturesTest::graphTextIsWrittenByteForByte_data() {
  addFiles([](const fs::path& path) { return path.filename() == "graph.pbtxt"; });
}

void GraphFixturesTest::graphTextIsWrittenByteForByte() {
  QFETCH(QString, path);
  const auto text = readTextFile(posixFileOps(), path.toStdString(), 1 << 30);
  QVERIFY(text);
  const auto graph = parseGraphText(*text, path.toStdString());
  QVERIFY2(graph, graph ? "" : graph.error().message.c_str());
  const std::string written = formatGraphText(*graph);
  const auto [ours, theirs] =
      std::mismatch(written.begin(), written.end(), text->begin(), text->end());
  const auto at = std::max<std::ptrdiff_t>(ours - written.begin() - 200, 0);
  QVERIFY2(written == *text,
           ("first difference near\n" + written.substr(static_cast<std::size_t>(at), 300) +
            "\nwant\n" + text->substr(static_cast<std::size_t>(at), 300))
               .c_str());
}

void GraphFixturesTest::metaGraphsAreKnownToTheLastField_data() {
  addFiles([](const fs::path& path) { return path.extension() == ".meta"; });
}

void GraphFixturesTest::metaGraphsAreKnownToTheLastField() {
  QFETCH(QString, path);
  const auto bytes = readFile(posixFileOps(), path.toStdString());
  QVERIFY(bytes);
  const auto meta = parseMetaGraph(*bytes, path.toStdString());
  QVERIFY2(meta, meta ? "" : meta.error().message.c_str());
  QCOMPARE(unknownFields(*meta), 0);
  const Bytes written = encodeMetaGraph(*meta);
  QCOMPARE(written.size(), bytes->size());  // only the order of map entries may differ
  const auto again = parseMetaGraph(written, "written");
  QVERIFY(again);
  QVERIFY(encodeMetaGraph(*again) == written);
}

void GraphFixturesTest::constantsOfRealGraphsAreRead_data() {
  metaGraphsAreKnownToTheLastField_data();
}

void GraphFixturesTest::constantsOfRealGraphsAreRead() {
  QFETCH(QString, path);
  const auto bytes = readFile(posixFileOps(), path.toStdString());
  QVERIFY(bytes);
  const auto meta = parseMetaGraph(*bytes, path.toStdString());
  QVERIFY(meta);
  int constants = 0;
  for (const pb::NodeDef& node : meta->graph_def().node()) {
    if (node.op() != "Const") continue;
    const auto tensor = fromGraphTensor(node.attr().at("value").tensor());
    QVERIFY2(tensor, tensor ? "" : (node.name() + ": " + tensor.error().message).c_str());
    const auto again = fromGraphTensor(toGraphTensor(*tensor));
    QVERIFY(again && *again == *tensor);
    ++constants;
  }
  QVERIFY(constants > 0);
}

QTEST_APPLESS_MAIN(GraphFixturesTest)
#include "graph_fixtures_test.moc"
