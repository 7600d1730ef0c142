#include "core/formats/checkpoint_state.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace cairn;
using formats::CheckpointState;
using formats::formatCheckpointState;
using formats::parseCheckpointState;

class CheckpointStateTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsWhatTensorFlowReads_data();
  void readsWhatTensorFlowReads();
  void refusesWhatTensorFlowRefuses_data();
  void refusesWhatTensorFlowRefuses();
  void namingNoCheckpointIsItsOwnError_data();
  void namingNoCheckpointIsItsOwnError();
  void everyCutIsReadOrRefused();
  void numbersAreReadAsPythonDoes_data();
  void numbersAreReadAsPythonDoes();
  void listsArePathsAndTimes();
  void writesTensorFlowsText();
  void escapesAsTensorFlowDoes();
  void everyByteComesBack();
  void timestampsAreWrittenAsPythonDoes_data();
  void timestampsAreWrittenAsPythonDoes();
  void relativePathsBelongToTheDirectory();
  void theStepIsTheTrailingNumber_data();
  void theStepIsTheTrailingNumber();
};

// Each row's answer was taken from tf.train.get_checkpoint_state of TensorFlow 2.15.
void CheckpointStateTest::readsWhatTensorFlowReads_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("path");
  const auto row = [](const char* name, const char* text, const char* path = "a") {
    QTest::newRow(name) << QByteArray(text) << QByteArray(path);
  };
  row("normal", "model_checkpoint_path: \"a\"\nall_model_checkpoint_paths: \"a\"\n");
  row("CRLF", "model_checkpoint_path: \"a\"\r\nall_model_checkpoint_paths: \"a\"\r\n");
  row("no final newline", "model_checkpoint_path: \"a\"");
  row("single quotes", "model_checkpoint_path: 'a'");
  row("the other quote inside", "model_checkpoint_path: 'a\"b'", "a\"b");
  row("adjacent literals", "model_checkpoint_path: \"a\" 'b'\n\"c\"", "abc");
  row("comments", "# first\nmodel_checkpoint_path: \"a\" # \"b\"\n#last");
  row("hash in a literal", "model_checkpoint_path: \"a#b\"", "a#b");
  row("comma", "model_checkpoint_path: \"a\", all_model_checkpoint_paths: \"a\"");
  row("semicolon", "model_checkpoint_path: \"a\"; all_model_checkpoint_paths: \"a\";");
  row("list syntax", "model_checkpoint_path: \"a\" all_model_checkpoint_paths: [\"a\", \"b\"]");
  row("empty list", "model_checkpoint_path: \"a\" all_model_checkpoint_paths: []");
  row("latest twice", "model_checkpoint_path: \"a\" model_checkpoint_path: \"b\"", "b");
  row("value on the next line", "model_checkpoint_path\n:\n\"a\"");
  row("octal escape", "model_checkpoint_path: \"\\303\\251\\1z\"", "\xc3\xa9\x01z");
  row("hex escape", "model_checkpoint_path: \"\\x61\\x6z\\x62c\"", "a\x06zbc");
  row("raw UTF-8", "model_checkpoint_path: \"\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80\"",
      "\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80");
  row("simple escapes", R"(model_checkpoint_path: "\a\b\f\n\r\t\v\\\'\"")", "\a\b\f\n\r\t\v\\'\"");
  row("unknown escape", R"(model_checkpoint_path: "\q\?")", R"(\q\?)");
  row("octal over a byte", R"(model_checkpoint_path: "\777")", R"(\u01ff)");
  row("escape by code point", R"(model_checkpoint_path: "\u0041\u4e2d")", R"(A\u4e2d)");
  row("escape by long code point", R"(model_checkpoint_path: "\U0001f600")", R"(\U0001f600)");
}

void CheckpointStateTest::readsWhatTensorFlowReads() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, path);
  const auto state = parseCheckpointState(text.toStdString(), "checkpoint");
  QVERIFY2(state, state ? "" : describe(state.error()).c_str());
  QCOMPARE(QByteArray::fromStdString(state->modelCheckpointPath), path);
}

void CheckpointStateTest::refusesWhatTensorFlowRefuses_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, QByteArray text, const char* message) {
    QTest::newRow(name) << text << QString(message);
  };
  const QByteArray good = "model_checkpoint_path: \"a\"\n";
  row("byte order mark", "\xef\xbb\xbf" + good, "1:1 : Expected identifier or number, got");
  row("unknown field", good + "\n\nx: 1",
      "4:1 : Message type \"tensorflow.CheckpointState\" has no field named \"x\".");
  row("unknown number", good + "9: 1", "2:1 : Message type");
  row("conflict marker", "<<<<<<< HEAD\n" + good, "1:1 : Expected identifier or number, got <.");
  row("NUL", good + QByteArray(1, '\0'), "2:1 : Expected identifier or number");
  row("no colon", "model_checkpoint_path \"a\"", "1:23 : Expected \":\".");
  row("no value", "model_checkpoint_path:", "1:23 : Expected string but found: ''");
  row("a number for a path", "model_checkpoint_path: 1", "1:24 : Expected string but found: '1'");
  row("open literal", "model_checkpoint_path: \"a", "1:24 : String missing ending quote: \"a");
  row("open literal over two lines", "model_checkpoint_path: \"a\nb\"", "1:24 : String missing");
  row("mixed quotes", "model_checkpoint_path: \"a'", "1:24 : String missing ending quote");
  row("backslash at the end", "model_checkpoint_path: \"a\\\"", "1:24 : Couldn't parse string");
  row("hex escape without digits", R"(model_checkpoint_path: "\xg")", "1:24 : Couldn't parse");
  row("octal that is no UTF-8", R"(model_checkpoint_path: "\351")", "Couldn't parse string");
  row("code point that is no UTF-8", R"(model_checkpoint_path: "\u00e9")", "Couldn't parse string");
  row("short code point", R"(model_checkpoint_path: "\u00")", "1:24 : Couldn't parse string");
  row("long code point", R"(model_checkpoint_path: "\U00110000")", "1:24 : Couldn't parse string");
  row("Latin-1", "model_checkpoint_path: \"\xe9\"", "1:25 : byte that is not UTF-8");
  row("overlong UTF-8", "model_checkpoint_path: \"\xc0\xaf\"", "1:25 : byte that is not UTF-8");
  row("surrogate", "model_checkpoint_path: \"\xed\xa0\x80\"", "1:25 : byte that is not UTF-8");
  row("open list", good + "all_model_checkpoint_paths: [\"a\"", "Expected \",\".");
  row("comma at the end of a list", good + "all_model_checkpoint_paths: [\"a\",]",
      "Expected string but found: ']'");
  row("two separators", good + ",;", "2:2 : Expected identifier or number, got ;.");
  row("a word for a time", good + "last_preserved_timestamp: soon", "Couldn't parse float: soon");
  row("a message for a path", "model_checkpoint_path { }", "1:23 : Expected \":\".");
  row("an extension", "[a.b]: 1", "1:1 : Expected identifier or number, got [.");
  row("deep braces", QByteArray(100'000, '{'), "1:1 : Expected identifier or number");
}

void CheckpointStateTest::refusesWhatTensorFlowRefuses() {
  QFETCH(QByteArray, text);
  QFETCH(QString, message);
  const auto state = parseCheckpointState(text.toStdString(), "run/checkpoint");
  QVERIFY(!state);
  QCOMPARE(state.error().code, ErrorCode::Corrupt);
  QCOMPARE(state.error().where, std::string("run/checkpoint"));
  QVERIFY(state.error().offset);
  QVERIFY2(QString::fromStdString(state.error().message).contains(message),
           state.error().message.c_str());
}

void CheckpointStateTest::namingNoCheckpointIsItsOwnError_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("only newlines") << QByteArray("\n\n");
  QTest::newRow("only a comment") << QByteArray("# nothing");
  QTest::newRow("only the list") << QByteArray("all_model_checkpoint_paths: \"a\"");
  QTest::newRow("empty path") << QByteArray("model_checkpoint_path: \"\"");
}

void CheckpointStateTest::namingNoCheckpointIsItsOwnError() {
  QFETCH(QByteArray, text);
  const auto state = parseCheckpointState(text.toStdString(), "checkpoint");
  QVERIFY(!state);
  QCOMPARE(state.error().code, ErrorCode::InvalidArgument);
}

void CheckpointStateTest::everyCutIsReadOrRefused() {
  const std::string text =
      "model_checkpoint_path: \"m-\\303\\251\"\nall_model_checkpoint_timestamps: [1.5, -2e3]\n";
  for (std::size_t kept = 0; kept < text.size(); ++kept) {
    const auto state = parseCheckpointState(text.substr(0, kept), "checkpoint");
    if (state) QCOMPARE(state->modelCheckpointPath, std::string("m-\xc3\xa9"));
  }
}

void CheckpointStateTest::numbersAreReadAsPythonDoes_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("value");
  const double infinity = std::numeric_limits<double>::infinity();
  QTest::newRow("whole") << "5" << 5.0;
  QTest::newRow("negative") << "-1.5e3" << -1500.0;
  QTest::newRow("plus") << "+2" << 2.0;
  QTest::newRow("point first") << ".5" << 0.5;
  QTest::newRow("point last") << "5." << 5.0;
  QTest::newRow("with f") << "1.0f" << 1.0;
  QTest::newRow("underscores") << "1_000.5" << 1000.5;
  QTest::newRow("infinity") << "-Infinity" << -infinity;
  QTest::newRow("inf") << "inf" << infinity;
  QTest::newRow("too large") << "1e400" << infinity;
  QTest::newRow("too small") << "1e-400" << 0.0;
  QTest::newRow("shortest of a time") << "1549955996.1234567" << 1549955996.1234567;
}

void CheckpointStateTest::numbersAreReadAsPythonDoes() {
  QFETCH(QString, text);
  const auto state = parseCheckpointState(
      "model_checkpoint_path: 'a' last_preserved_timestamp: " + text.toStdString(), "checkpoint");
  QVERIFY(state);
  QTEST(state->lastPreservedTimestamp, "value");
}

void CheckpointStateTest::listsArePathsAndTimes() {
  const auto state = parseCheckpointState(
      "model_checkpoint_path: 'b'\nall_model_checkpoint_paths: 'a'\n"
      "all_model_checkpoint_paths: ['b']\nall_model_checkpoint_timestamps: 1\n"
      "all_model_checkpoint_timestamps: nan\nlast_preserved_timestamp: 3",
      "checkpoint");
  QVERIFY(state);
  QCOMPARE(state->allModelCheckpointPaths, (std::vector<std::string>{"a", "b"}));
  QCOMPARE(state->timestamps.size(), std::size_t{2});
  QCOMPARE(state->timestamps[0], 1.0);
  QVERIFY(std::isnan(state->timestamps[1]));
  QCOMPARE(state->lastPreservedTimestamp, 3.0);
}

void CheckpointStateTest::writesTensorFlowsText() {
  CheckpointState state;
  state.modelCheckpointPath = "model.ckpt-2";
  state.allModelCheckpointPaths = {"model.ckpt-1", "model.ckpt-2"};
  QCOMPARE(formatCheckpointState(state),
           std::string("model_checkpoint_path: \"model.ckpt-2\"\n"
                       "all_model_checkpoint_paths: \"model.ckpt-1\"\n"
                       "all_model_checkpoint_paths: \"model.ckpt-2\"\n"));
  state.timestamps = {1.5, 2};
  state.lastPreservedTimestamp = 0.25;
  QCOMPARE(formatCheckpointState(state),
           std::string("model_checkpoint_path: \"model.ckpt-2\"\n"
                       "all_model_checkpoint_paths: \"model.ckpt-1\"\n"
                       "all_model_checkpoint_paths: \"model.ckpt-2\"\n"
                       "all_model_checkpoint_timestamps: 1.5\n"
                       "all_model_checkpoint_timestamps: 2.0\n"
                       "last_preserved_timestamp: 0.25\n"));
}

void CheckpointStateTest::escapesAsTensorFlowDoes() {
  CheckpointState state;
  state.modelCheckpointPath = "a\"b\\c\n\t\xc3\xa9\x01\x7f'-1";
  QCOMPARE(formatCheckpointState(state),
           std::string("model_checkpoint_path: \"a\\\"b\\\\c\\n\\t\\303\\251\\001\\177\\'-1\"\n"));
}

void CheckpointStateTest::everyByteComesBack() {
  CheckpointState state;
  for (int c = 1; c < 128; ++c) state.modelCheckpointPath += static_cast<char>(c);
  state.modelCheckpointPath +=
      "\xc3\xa9\xf0\x9f\x98\x80"
      "7";
  state.allModelCheckpointPaths = {state.modelCheckpointPath};
  state.timestamps = {1549955996.1234567, 1e16, 1e-5};
  const auto back = parseCheckpointState(formatCheckpointState(state), "checkpoint");
  QVERIFY(back);
  QVERIFY(*back == state);
}

void CheckpointStateTest::timestampsAreWrittenAsPythonDoes_data() {
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("text");
  QTest::newRow("whole") << 1549955996.0 << "1549955996.0";
  QTest::newRow("fraction") << 1549955996.1234567 << "1549955996.1234567";
  QTest::newRow("below the exponent") << 1e15 << "1000000000000000.0";
  QTest::newRow("exponent") << 1e16 << "1e+16";
  QTest::newRow("long exponent") << 123456789012345678.0 << "1.2345678901234568e+17";
  QTest::newRow("small") << 0.0001 << "0.0001";
  QTest::newRow("smaller") << 0.00001 << "1e-05";
  QTest::newRow("negative") << -2.0 << "-2.0";
  QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << "inf";
  QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << "nan";
}

void CheckpointStateTest::timestampsAreWrittenAsPythonDoes() {
  QFETCH(double, value);
  QFETCH(QString, text);
  CheckpointState state;
  state.modelCheckpointPath = "a";
  state.timestamps = {value};
  QCOMPARE(QString::fromStdString(formatCheckpointState(state)),
           "model_checkpoint_path: \"a\"\nall_model_checkpoint_timestamps: " + text + "\n");
}

void CheckpointStateTest::relativePathsBelongToTheDirectory() {
  QCOMPARE(formats::resolveCheckpointPath("/runs/iris", "model.ckpt-2"),
           fs::path("/runs/iris/model.ckpt-2"));
  QCOMPARE(formats::resolveCheckpointPath("/runs/iris", "/old/model.ckpt-2"),
           fs::path("/old/model.ckpt-2"));
}

void CheckpointStateTest::theStepIsTheTrailingNumber_data() {
  QTest::addColumn<QString>("prefix");
  QTest::addColumn<qint64>("step");  // -1: none
  QTest::newRow("plain") << "model.ckpt-200" << qint64{200};
  QTest::newRow("with a directory") << "/runs/a-7/model.ckpt-0" << qint64{0};
  QTest::newRow("largest") << "m-9223372036854775807" << std::numeric_limits<qint64>::max();
  QTest::newRow("too large") << "m-9223372036854775808" << qint64{-1};
  QTest::newRow("no number") << "model.ckpt" << qint64{-1};
  QTest::newRow("nothing behind the dash") << "model.ckpt-" << qint64{-1};
  QTest::newRow("not only digits") << "model.ckpt-2.index" << qint64{-1};
  QTest::newRow("a sign") << "model.ckpt-+2" << qint64{-1};
  QTest::newRow("empty") << "" << qint64{-1};
}

void CheckpointStateTest::theStepIsTheTrailingNumber() {
  QFETCH(QString, prefix);
  const auto step = formats::stepOfPrefix(prefix.toStdString());
  QTEST(static_cast<qint64>(step.value_or(-1)), "step");
}

QTEST_APPLESS_MAIN(CheckpointStateTest)
#include "checkpoint_state_test.moc"
