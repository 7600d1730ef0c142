#include "core/formats/npy.h"
#include "core/formats/object_graph.h"
#include "core/formats/tensor_bundle.h"
#include "tests/app/cli/cli_run.h"

using namespace cairn;
using namespace cairn::formats;

namespace {

void writeNpy(const QString& path, const Tensor& tensor) {
  const auto bytes = encodeNpy(tensor);
  QFile file(path);
  QVERIFY(bytes && file.open(QIODevice::WriteOnly));
  const auto text = asText(*bytes);
  file.write(text.data(), static_cast<qint64>(text.size()));
}

}  // namespace

class SaveCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    writeNpy(path("kernel.npy"), m_kernel);
    writeNpy(path("step.npy"), m_step);
  }
  void arraysBecomeACheckpoint();
  void theAnswerIsJson();
  void anExistingCheckpointIsNotOverwritten();
  void aBadWordIsTwo_data();
  void aBadWordIsTwo();
  void aFileThatIsNoArrayIsThree();
  void theSameNameTwiceIsRefused();
  void objectsStandUnderTheirPaths();
  void anEmptyPartOfAPathIsTwo();

 private:
  QString path(const QString& file) const { return m_folder->filePath(file); }
  Outcome run(const QStringList& words) const { return runCli(words, m_folder->path()); }
  const Tensor m_kernel = makeFloatTensor({2, 2}, std::vector{1.0F, 2.0F, 3.0F, 4.0F});
  const Tensor m_step = makeInt64Tensor({}, std::vector<std::int64_t>{7});
  std::unique_ptr<QTemporaryDir> m_folder;
};

void SaveCommandTest::arraysBecomeACheckpoint() {
  COMPARE_OUTCOME(
      run({"save", "layer/kernel=kernel.npy", "global_step=step.npy", "--to", "new/model.ckpt-7"}),
      0, "Wrote 2 tensors to new/model.ckpt-7\n", "");
  const auto bundle = TensorBundle::open(posixFileOps(), path("new/model.ckpt-7").toStdString());
  QVERIFY(bundle);
  QCOMPARE(bundle->entries().size(), std::size_t{2});
  QVERIFY(*bundle->read("layer/kernel") == m_kernel);
  QVERIFY(*bundle->read("global_step") == m_step);
  QCOMPARE(QDir(path("new")).entryList(QDir::Files | QDir::Hidden),
           (QStringList{"model.ckpt-7.data-00000-of-00001", "model.ckpt-7.index"}));
}

void SaveCommandTest::theAnswerIsJson() {
  COMPARE_OUTCOME(run({"save", "k=kernel.npy", "--to", "x", "--json"}), 0,
                  "{\n  \"checkpoint\": \"x\",\n  \"tensors\": 1\n}\n", "");
}

void SaveCommandTest::anExistingCheckpointIsNotOverwritten() {
  QCOMPARE(run({"save", "k=kernel.npy", "--to", "x"}).code, 0);
  COMPARE_OUTCOME(run({"save", "k=step.npy", "--to", "x"}), 2, "",
                  "cairn-cli save: x: a checkpoint is there already; it is not overwritten\n");
  QVERIFY(*TensorBundle::open(posixFileOps(), path("x").toStdString())->read("k") == m_kernel);
}

void SaveCommandTest::aBadWordIsTwo_data() {
  QTest::addColumn<QString>("word");
  QTest::newRow("no name") << "=kernel.npy";
  QTest::newRow("no file") << "kernel.npy";
}

void SaveCommandTest::aBadWordIsTwo() {
  QFETCH(QString, word);
  COMPARE_OUTCOME(run({"save", word, "--to", "x"}), 2, "",
                  "cairn-cli save: " + word.toUtf8() + ": want NAME=FILE.npy\n");
}

void SaveCommandTest::aFileThatIsNoArrayIsThree() {
  QFile file(path("text.npy"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("hello, world");
  file.close();
  COMPARE_OUTCOME(
      run({"save", "k=text.npy", "--to", "x"}), 3, "",
      "cairn-cli save: text.npy @ 0x0: not a .npy file: it does not begin with \\x93NUMPY\n");
  QVERIFY(!QFile::exists(path("x.index")));
}

void SaveCommandTest::theSameNameTwiceIsRefused() {
  QCOMPARE(run({"save", "k=kernel.npy", "k=step.npy", "--to", "x"}).code, 2);
  QVERIFY(!QFile::exists(path("x.index")));
}

void SaveCommandTest::objectsStandUnderTheirPaths() {
  COMPARE_OUTCOME(run({"save", "layer/kernel=kernel.npy", "layer/v.1=kernel.npy", "step=step.npy",
                       "--objects", "--to", "ckpt-1"}),
                  0, "Wrote 3 tensors to ckpt-1\n", "");
  const auto bundle = TensorBundle::open(posixFileOps(), path("ckpt-1").toStdString());
  QVERIFY(bundle);
  QVERIFY(*bundle->read("layer/kernel/.ATTRIBUTES/VARIABLE_VALUE") == m_kernel);
  QVERIFY(*bundle->read("layer/v..1/.ATTRIBUTES/VARIABLE_VALUE") == m_kernel);
  QVERIFY(bundle->find("save_counter/.ATTRIBUTES/VARIABLE_VALUE"));
  const auto graph = readObjectGraph(*bundle);
  QVERIFY(graph && *graph);
  const auto& nodes = (*graph)->nodes;
  QCOMPARE(nodes.size(), std::size_t{6});  // root, layer, kernel, v.1, step, save_counter
  QCOMPARE(nodes[0].children.size(), std::size_t{3});
  QCOMPARE(nodes[0].children[0].localName, std::string("layer"));
  QCOMPARE(nodes[2].attributes[0].fullName, std::string("layer/kernel"));
}

void SaveCommandTest::anEmptyPartOfAPathIsTwo() {
  COMPARE_OUTCOME(run({"save", "a//b=step.npy", "--objects", "--to", "x"}), 2, "",
                  "cairn-cli save: a//b: a part of the path is empty\n");
}

QTEST_GUILESS_MAIN(SaveCommandTest)
#include "save_command_test.moc"
