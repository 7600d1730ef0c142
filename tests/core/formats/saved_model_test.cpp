#include "core/formats/saved_model.h"

#include "core/base/file_ops.h"
#include "tests/core/fixture_scope.h"

#include <QTest>
#include <algorithm>

using namespace cairn;
using namespace cairn::formats;

class SavedModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsWrittenIsReadAgain();
  void theGraphForServingIsFound();
  void aModelWithoutItsTagIsUnsupported();
  void brokenBytesAreRefused();
  void assetsAreNamedTwice();
  void signaturesAreSortedByKey();
  void recordedModelsAreRead();
};

namespace {

pb::MetaGraphDef smallGraph() {
  pb::MetaGraphDef graph;
  graph.mutable_graph_def()->add_node()->set_name("x");
  (*graph.mutable_signature_def())["predict"].set_method_name("tensorflow/serving/predict");
  return graph;
}

}  // namespace

void SavedModelTest::whatIsWrittenIsReadAgain() {
  const Bytes bytes = encodeSavedModel(smallGraph());
  const auto read = parseSavedModel(bytes, "saved_model.pb");
  QVERIFY(read);
  QCOMPARE(read->graph_def().node(0).name(), std::string("x"));
  QCOMPARE(read->signature_def().at("predict").method_name(),
           std::string("tensorflow/serving/predict"));
  QVERIFY(bytes == encodeSavedModel(smallGraph()));
}

// 08 01: schema version 1; 12 nn: a graph; in it 0a 07 22 05 `serve`.
void SavedModelTest::theGraphForServingIsFound() {
  const Bytes bytes = encodeSavedModel(pb::MetaGraphDef());
  const std::string expected("\x08\x01\x12\x09\x0a\x07\x22\x05serve", 13);
  QCOMPARE(std::string(asText(bytes)), expected);
}

void SavedModelTest::aModelWithoutItsTagIsUnsupported() {
  const std::string other("\x08\x01\x12\x09\x0a\x07\x22\x05train", 13);
  const auto read = parseSavedModel(asBytes(other), "saved_model.pb");
  QVERIFY(!read);
  QVERIFY(read.error().code == ErrorCode::Unsupported);
}

void SavedModelTest::brokenBytesAreRefused() {
  const Bytes whole = encodeSavedModel(smallGraph());
  for (std::size_t kept = 0; kept < whole.size(); ++kept)
    QVERIFY(!parseSavedModel(ByteView(whole).first(kept), "saved_model.pb"));
}

void SavedModelTest::assetsAreNamedTwice() {
  pb::MetaGraphDef graph;
  addAssets(graph, {{"table/path", "words.txt"}});
  const auto& collections = graph.collection_def();
  QCOMPARE(collections.at("asset_filepaths").node_list().value(0), std::string("table/path:0"));
  pb::AssetFileDef asset;
  QVERIFY(asset.ParseFromString(collections.at("saved_model_assets").any_list().value(0).value()));
  QCOMPARE(asset.filename(), std::string("words.txt"));
  QCOMPARE(asset.tensor_info().name(), std::string("table/path:0"));
}

void SavedModelTest::signaturesAreSortedByKey() {
  pb::MetaGraphDef graph;
  for (const char* key : {"predict", "__saved_model_init_op", "classification"})
    (*graph.mutable_signature_def())[key].set_method_name("method");
  auto& predict = (*graph.mutable_signature_def())["predict"];
  (*predict.mutable_inputs())["x"] = tensorInfo("node", DType::String, {-1, 2});
  const auto found = signaturesOf(graph);
  QCOMPARE(found.size(), std::size_t{2});
  QCOMPARE(found[0].key, std::string("classification"));
  QCOMPARE(found[1].inputs,
           (std::vector<SignatureTensor>{{"x", "node:0", DType::String, Shape{-1, 2}}}));
}

void SavedModelTest::recordedModelsAreRead() {
  int read = 0;
  for (const auto& one : tests::sortedDirectories(tests::fixturesRoot() / "saved_models"))
    for (const auto& version : tests::sortedDirectories(one / "export")) {
      const auto bytes = readFile(posixFileOps(), version / "saved_model.pb");
      QVERIFY(bytes);
      const auto graph = parseSavedModel(*bytes, "saved_model.pb");
      QVERIFY2(graph, one.c_str());
      QVERIFY(graph->signature_def().contains("predict"));
      ++read;
    }
  QVERIFY(read > 0);
}

QTEST_APPLESS_MAIN(SavedModelTest)
#include "saved_model_test.moc"
