#include "core/training/input.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace cairn;
using training::Batch;
using training::BatchInput;
using training::InputSpec;

class InputTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void rowsComeInTheOrderOfTheColumnsNames();
  void shuffledRowsKeepTheirLabels();
  void patternsNameSortedFiles();
  void missingFileIsNamed();
  void aFolderWithBracketsIsNoPattern();
  void resumeGoesOnWhereItStood();
  void stepsThatWereNotRecordedAreSkipped();
  void anotherInputStartsAnew();
  void hostilePositionStartsAnew_data();
  void hostilePositionStartsAnew();

 private:
  fs::path folder() const { return m_directory->path().toStdString(); }
  void write(const std::string& name, const std::string& text) const;
  std::unique_ptr<BatchInput> open(const model::DataSource& source,
                                   std::optional<std::string> resume = {},
                                   std::int64_t skip = 0) const;
  std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

InputSpec spec() {
  InputSpec made;
  for (const char* key : {"b", "a"}) {
    data::FeatureColumn column;
    column.key = key;
    made.plan.network.push_back(column);
  }
  made.head.kind = training::HeadKind::MultiClass;
  made.head.loss = CAIRN_MULTI_CLASS;
  made.head.logits = made.head.classes = 9;
  made.label = "kind";
  return made;
}

model::DataSource shuffled() {
  model::DataSource source;
  source.files = {"train.csv"};
  source.label = "kind";
  source.batchSize = 4;
  source.shuffle = 9;
  source.repeat.reset();
  return source;
}

/// The labels of the next `batches` batches, one after the other.
std::vector<float> draw(BatchInput& input, int batches) {
  std::vector<float> labels;
  Batch batch;
  for (int i = 0; i < batches; ++i) {
    const auto more = input.next(batch);
    if (!more || !*more) break;
    labels.insert(labels.end(), batch.labels, batch.labels + batch.rows);
  }
  return labels;
}

}  // namespace

void InputTest::init() {
  m_directory = std::make_unique<QTemporaryDir>();
  std::string rows = "a,kind,b\n";
  for (int row = 0; row < 9; ++row)
    rows += QString("%1,%1,%2\n").arg(row).arg(row + 100).toStdString();
  write("train.csv", rows);
}

void InputTest::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder() / name).parent_path());
  std::ofstream(folder() / name) << text;
}

std::unique_ptr<BatchInput> InputTest::open(const model::DataSource& source,
                                            std::optional<std::string> resume,
                                            std::int64_t skip) const {
  training::FileInputOptions options{folder(), 5, std::move(resume), skip};
  auto input = training::openFiles(posixFileOps(), spec(), source, options, {});
  if (!input) qWarning("%s", describe(input.error()).c_str());
  return input ? std::move(*input) : nullptr;
}

void InputTest::rowsComeInTheOrderOfTheColumnsNames() {
  model::DataSource source = shuffled();
  source.shuffle = 0;
  source.repeat = 1;
  const auto input = open(source);
  QVERIFY(input);
  Batch batch;
  std::vector<std::int64_t> sizes;
  for (std::int64_t row = 0;;) {
    const auto more = input->next(batch);
    QVERIFY(more);
    if (!*more) break;
    sizes.push_back(batch.rows);
    for (std::int64_t i = 0; i < batch.rows; ++i, ++row) {
      QCOMPARE(batch.x[i * batch.xStride], static_cast<float>(row));  // a before b
      QCOMPARE(batch.x[i * batch.xStride + 1], static_cast<float>(row + 100));
      QCOMPARE(batch.labels[i], static_cast<float>(row));
    }
  }
  QCOMPARE(sizes, (std::vector<std::int64_t>{4, 4, 1}));
}

void InputTest::shuffledRowsKeepTheirLabels() {
  const auto input = open(shuffled());
  QVERIFY(input);
  Batch batch;
  for (int step = 0; step < 20; ++step) {
    const auto more = input->next(batch);
    QVERIFY(more && *more);
    for (std::int64_t i = 0; i < batch.rows; ++i)
      QCOMPARE(batch.x[i * batch.xStride], batch.labels[i]);
  }
}

void InputTest::patternsNameSortedFiles() {
  write("part/2.csv", "");
  write("part/1.csv", "");
  write("part/.hidden.csv", "");
  const auto found = training::expandFiles(posixFileOps(), folder(), {"train.csv", "part/*.csv"});
  QVERIFY(found);
  QCOMPARE(*found, (std::vector<fs::path>{folder() / "train.csv", folder() / "part" / "1.csv",
                                          folder() / "part" / "2.csv"}));
}

void InputTest::missingFileIsNamed() {
  const auto found = training::expandFiles(posixFileOps(), folder(), {"nope*.csv"});
  QVERIFY(!found);
  QCOMPARE(found.error().code, ErrorCode::NotFound);
  QCOMPARE(found.error().where, (folder() / "nope*.csv").string());
}

void InputTest::aFolderWithBracketsIsNoPattern() {
  write("runs [1]/train.csv", "");
  const auto found =
      training::expandFiles(posixFileOps(), folder() / "runs [1]", {"train.csv", "*.csv"});
  QVERIFY(found);
  QCOMPARE(found->size(), std::size_t{2});
}

void InputTest::resumeGoesOnWhereItStood() {
  const auto whole = open(shuffled());
  const auto first = open(shuffled());
  QVERIFY(whole && first);
  (void)draw(*whole, 5);
  (void)draw(*first, 5);
  const auto second = open(shuffled(), first->position());
  QVERIFY(second);
  QCOMPARE(draw(*second, 10), draw(*whole, 10));
  QCOMPARE(training::seedOfPosition(first->position()), std::optional<std::uint64_t>(5));
}

void InputTest::stepsThatWereNotRecordedAreSkipped() {
  const auto whole = open(shuffled());
  const auto first = open(shuffled());
  QVERIFY(whole && first);
  (void)draw(*whole, 8);
  (void)draw(*first, 5);
  const auto second = open(shuffled(), first->position(), 3);
  QVERIFY(second);
  QCOMPARE(draw(*second, 10), draw(*whole, 10));
}

void InputTest::anotherInputStartsAnew() {
  const auto first = open(shuffled());
  QVERIFY(first);
  (void)draw(*first, 5);
  model::DataSource other = shuffled();
  other.shuffle = 3;
  const auto fresh = open(other);
  const auto second = open(other, first->position());
  QVERIFY(fresh && second);
  QCOMPARE(draw(*second, 10), draw(*fresh, 10));
}

void InputTest::hostilePositionStartsAnew_data() {
  QTest::addColumn<QString>("position");
  QTest::newRow("empty") << "";
  QTest::newRow("no JSON") << "{";
  QTest::newRow("no object") << "[1]";
  QTest::newRow("wrong types") << R"({"seed": "x", "batch_size": "y", "order": 3})";
  QTest::newRow("nonsense order") << R"({"seed": 5, "batch_size": 4, "order": "99 -1 x"})";
}

void InputTest::hostilePositionStartsAnew() {
  QFETCH(QString, position);
  const auto fresh = open(shuffled());
  const auto input = open(shuffled(), position.toStdString(), 2);
  QVERIFY(fresh && input);
  QCOMPARE(draw(*input, 5), draw(*fresh, 5));
}

QTEST_APPLESS_MAIN(InputTest)
#include "input_test.moc"
