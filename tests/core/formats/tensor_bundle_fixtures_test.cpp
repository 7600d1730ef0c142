// Holds the checkpoint reader and writer against what real TensorFlow wrote and read.
#include "core/formats/index_table.h"
#include "core/formats/npy.h"
#include "core/formats/object_graph.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/fixture_scope.h"
#include "tests/core/formats/zip.h"

#include <QTest>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <set>

using namespace cairn;
using namespace cairn::formats;
using nlohmann::json;

namespace {

json loadJson(const fs::path& path) {
  std::ifstream in(path);
  return json::parse(in);
}

std::vector<json> loadLines(const fs::path& path) {
  std::vector<json> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) rows.push_back(json::parse(line));
  return rows;
}

std::string hex(ByteView bytes) {
  std::string text;
  for (const std::byte byte : bytes) text += fmt::format("{:02x}", std::to_integer<int>(byte));
  return text;
}

double number(const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (!value.is_string()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  return value == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

/// Real numbers as doubles; a complex one is two.
std::vector<double> numbersOf(Tensor tensor) {
  if (tensor.dtype == DType::Complex64) tensor.dtype = DType::Float;
  if (tensor.dtype == DType::Complex128) tensor.dtype = DType::Double;
  const auto values = realValues(tensor);
  return values ? *values : std::vector<double>();
}

std::vector<double> numbersOf(const json& values) {
  std::vector<double> numbers;
  for (const json& value : values) {
    if (!value.is_array()) numbers.push_back(number(value));
    for (const json& half : value.is_array() ? value : json::array())
      numbers.push_back(number(half));
  }
  return numbers;
}

/// The largest relative difference; infinity when one is NaN and the other is not.
double deviation(const std::vector<double>& found, const std::vector<double>& wanted,
                 bool asFloat32) {
  if (found.size() != wanted.size()) return HUGE_VAL;
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double a = found[i];
    // The shortest decimal that reads back to the same float32.
    const double b = asFloat32 ? static_cast<double>(static_cast<float>(wanted[i])) : wanted[i];
    if (a == b || (std::isnan(a) && std::isnan(b))) continue;
    if (!std::isfinite(a) || !std::isfinite(b)) return HUGE_VAL;
    worst = std::max(worst, std::abs(a - b) / std::abs(b));
  }
  return worst;
}

/// What is wrong with `tensor`, held against a row of values.jsonl; nothing when all is right.
QString compare(const Tensor& tensor, const json& row, const fs::path& directory, double& worst) {
  const auto wrong = [&row](const std::string& what) {
    return QString::fromStdString(row["name"].get<std::string>() + ": " + what);
  };
  if (dtypeName(tensor.dtype) != row["dtype"]) return wrong("type " + dtypeName(tensor.dtype));
  if (tensor.shape != row["shape"].get<Shape>()) return wrong("shape " + shapeText(tensor.shape));
  if (row.contains("bytes_hex") && hex(tensor.bytes) != row["bytes_hex"]) return wrong("bytes");
  if (row.contains("npz")) {
    const auto zip = readFile(posixFileOps(), directory / "values.npz");
    const auto npy = tests::zipMember(*zip, row["npz"].get<std::string>() + ".npy");
    if (!npy) return wrong("values.npz can't be read");
    const auto wanted = decodeNpy(*npy, "values.npz");
    if (!wanted || !(*wanted == tensor)) return wrong("values.npz");
    return {};
  }
  if (row.contains("lengths")) {
    for (std::size_t i = 0; i < tensor.strings.size(); ++i) {
      const std::string& text = tensor.strings[i];
      const std::size_t ends = std::min<std::size_t>(text.size(), 8);
      if (text.size() != row["lengths"][i] ||
          hex(asBytes(text.substr(0, ends))) != row["ends_hex"][i][0] ||
          hex(asBytes(text.substr(text.size() - ends))) != row["ends_hex"][i][1])
        return wrong("string " + std::to_string(i));
    }
    return tensor.strings.size() == row["lengths"].size() ? QString() : wrong("count of strings");
  }
  if (row.contains("values_hex")) {
    json found = json::array();
    for (const std::string& text : tensor.strings) found.push_back(hex(asBytes(text)));
    return found == row["values_hex"] ? QString() : wrong("strings");
  }
  if (!row.contains("values")) return wrong("a row without values");
  const std::set<DType> asFloat32{DType::Float, DType::Complex64, DType::Half, DType::BFloat16};
  const double off =
      deviation(numbersOf(tensor), numbersOf(row["values"]), asFloat32.contains(tensor.dtype));
  worst = std::max(worst, off);
  // 15 digits in the file; bytes_hex beside it is exact.
  return off <= 1e-14 ? QString() : wrong(fmt::format("off by {}", off));
}

/// Every prefix below `root` that has an index.
std::vector<fs::path> prefixesBelow(const fs::path& root) {
  std::vector<fs::path> prefixes;
  if (!fs::exists(root)) return prefixes;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().extension() == ".index")
      prefixes.push_back(fs::path(entry.path()).replace_extension());
  std::sort(prefixes.begin(), prefixes.end());
  return prefixes;
}

QByteArray rowName(const fs::path& path) {
  return QByteArray::fromStdString(fs::relative(path, tests::fixturesRoot()).string());
}

bool isWholeBundle(const fs::path& prefix) {
  const auto bundle = TensorBundle::open(posixFileOps(), prefix);
  return bundle && bundle->verify().empty();
}

void addPrefixRows(const std::vector<std::string>& groups) {
  QTest::addColumn<QString>("prefix");
  for (const std::string& group : groups)
    for (const fs::path& prefix : prefixesBelow(tests::fixturesRoot() / group))
      QTest::newRow(rowName(prefix)) << QString::fromStdString(prefix.string());
}

/// TensorFlow's text of a failure, without what its session adds before and behind.
bool tells(const std::string& tensorflow, const Error& error) {
  constexpr std::array kWords = {"sstable", "block checksum mismatch", "Checksum does not match",
                                 "Read less bytes than requested", "No such file or directory"};
  return std::any_of(kWords.begin(), kWords.end(), [&](const char* words) {
    return tensorflow.find(words) != std::string::npos &&
           error.message.find(words) != std::string::npos;
  });
}

}  // namespace

class TensorBundleFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void valuesAreTensorFlows_data();
  void valuesAreTensorFlows();
  void everyCheckpointVerifies_data() {
    addPrefixRows({"bundles", "iris", "numeric", "saved_models"});
  }
  void everyCheckpointVerifies();
  void everyCheckpointIsWrittenAgainByteForByte_data();
  void everyCheckpointIsWrittenAgainByteForByte();
  void objectGraphsNameEveryEntry_data() { valuesAreTensorFlows_data(); }
  void objectGraphsNameEveryEntry();
  void damagedCheckpointsAreToldAsTensorFlowDoes_data();
  void damagedCheckpointsAreToldAsTensorFlowDoes();
};

void TensorBundleFixturesTest::valuesAreTensorFlows_data() {
  QTest::addColumn<QString>("directory");
  for (const fs::path& directory : tests::sortedDirectories(tests::fixturesRoot() / "bundles"))
    QTest::newRow(rowName(directory)) << QString::fromStdString(directory.string());
}

void TensorBundleFixturesTest::valuesAreTensorFlows() {
  QFETCH(QString, directory);
  const fs::path root = directory.toStdString();
  const json caseJson = loadJson(root / "case.json");
  const auto bundle =
      TensorBundle::open(posixFileOps(), root / caseJson["prefix"].get<std::string>());
  QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());

  json listed = json::array();
  for (const BundleEntry& entry : bundle->entries()) {
    listed.push_back({{"name", entry.name}, {"shape", entry.shape}});
    QVERIFY2(!entry.problem, entry.problem ? describe(*entry.problem).c_str() : "");
  }
  QCOMPARE(listed.dump(), json(loadLines(root / "list_variables.jsonl")).dump());

  if (bundle->isV1()) {
    const auto table = readFile(posixFileOps(), bundle->indexFile());
    QVERIFY(*writeTable(*readTable(*table, "v1")) == *table);
  }
  double worst = 0;
  const std::vector<json> rows = loadLines(root / "values.jsonl");
  QCOMPARE(bundle->entries().size(), rows.size());
  for (const json& row : rows) {
    const auto tensor = bundle->read(row["name"].get<std::string>());
    QVERIFY2(tensor, tensor ? "" : describe(tensor.error()).c_str());
    const QString wrong = compare(*tensor, row, root, worst);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  }
  qInfo("%zu tensors, worst relative deviation of the printed values %g", rows.size(), worst);
}

void TensorBundleFixturesTest::everyCheckpointVerifies() {
  QFETCH(QString, prefix);
  const auto bundle = TensorBundle::open(posixFileOps(), prefix.toStdString());
  QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());
  const std::vector<Error> errors = bundle->verify();
  QVERIFY2(errors.empty(), errors.empty() ? "" : describe(errors.front()).c_str());
  QVERIFY(!bundle->entries().empty());
}

void TensorBundleFixturesTest::everyCheckpointIsWrittenAgainByteForByte_data() {
  everyCheckpointVerifies_data();
  for (const fs::path& prefix : prefixesBelow(tests::fixturesRoot() / "bad_restore"))
    if (isWholeBundle(prefix))
      QTest::newRow(rowName(prefix)) << QString::fromStdString(prefix.string());
}

void TensorBundleFixturesTest::everyCheckpointIsWrittenAgainByteForByte() {
  QFETCH(QString, prefix);
  const auto bundle = TensorBundle::open(posixFileOps(), prefix.toStdString());
  QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());
  const auto items = bundle->readItems();
  QVERIFY2(items, items ? "" : describe(items.error()).c_str());
  const auto image = encodeBundle(*items, bundle->shardCount());
  QVERIFY2(image, image ? "" : describe(image.error()).c_str());
  QCOMPARE(hex(image->index), hex(*readFile(posixFileOps(), bundle->indexFile())));
  const std::vector<fs::path> files = bundle->dataFiles();
  QCOMPARE(image->data.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    QVERIFY2(image->data[i] == *readFile(posixFileOps(), files[i]), files[i].c_str());
}

void TensorBundleFixturesTest::objectGraphsNameEveryEntry() {
  QFETCH(QString, directory);
  const fs::path root = directory.toStdString();
  const std::string prefix = loadJson(root / "case.json")["prefix"];
  const auto bundle = TensorBundle::open(posixFileOps(), root / prefix);
  QVERIFY(bundle);
  const auto graph = readObjectGraph(*bundle);
  QVERIFY2(graph, graph ? "" : describe(graph.error()).c_str());
  if (!*graph) return;
  std::set<std::string> named{std::string(kObjectGraphKey)};
  for (const ObjectGraph::Node& node : (*graph)->nodes)
    for (const ObjectGraph::Attribute& attribute : node.attributes)
      named.insert(attribute.checkpointKey);
  std::set<std::string> stored;
  for (const BundleEntry& entry : bundle->entries()) stored.insert(entry.name);
  QVERIFY(named == stored);
  qInfo("%zu nodes", (*graph)->nodes.size());
}

void TensorBundleFixturesTest::damagedCheckpointsAreToldAsTensorFlowDoes_data() {
  QTest::addColumn<QString>("directory");
  const fs::path root = tests::fixturesRoot() / "bad_restore";
  if (!fs::exists(root)) return;
  for (const fs::path& directory : tests::sortedDirectories(root))
    QTest::newRow(rowName(directory)) << QString::fromStdString(directory.string());
}

void TensorBundleFixturesTest::damagedCheckpointsAreToldAsTensorFlowDoes() {
  QFETCH(QString, directory);
  const fs::path root = directory.toStdString();
  const json train = loadJson(root / "tensorflow.json")["train"];
  const std::string told = train.value("message", "");
  const json causes = loadJson(root / "expected_cause.json")["causes"];
  const bool dataOrIndex = causes == json{"files.data"} || causes == json{"files.index"};
  std::vector<Error> errors;
  for (const fs::path& prefix : prefixesBelow(root / "model_dir")) {
    const auto bundle = TensorBundle::open(posixFileOps(), prefix);
    const auto found = bundle ? bundle->verify() : std::vector<Error>{bundle.error()};
    errors.insert(errors.end(), found.begin(), found.end());
  }
  // What is at fault there is no checkpoint's content, or a tensor or an index that is not there.
  const bool notContent = told.find("not found in checkpoint") != std::string::npos ||
                          told.find("not a valid checkpoint") != std::string::npos;
  if (!dataOrIndex || notContent) {
    QVERIFY2(errors.empty(), errors.empty() ? "" : describe(errors.front()).c_str());
    return;
  }
  QVERIFY(!errors.empty());
  qInfo("%zu errors, first: %s", errors.size(), describe(errors.front()).c_str());
  QVERIFY2(std::any_of(errors.begin(), errors.end(),
                       [&](const Error& error) { return tells(told, error); }),
           told.c_str());
}

QTEST_APPLESS_MAIN(TensorBundleFixturesTest)
#include "tensor_bundle_fixtures_test.moc"
