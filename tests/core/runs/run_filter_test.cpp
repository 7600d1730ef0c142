#include "core/runs/run_filter.h"

#include "core/runs/run_order.h"

#include <QTest>

using namespace cairn;
using namespace cairn::runs;

class RunFilterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFilterPassesWhatItSays_data();
  void aFilterPassesWhatItSays();
  void aWrongFilterSaysWhatAndWhere_data();
  void aWrongFilterSaysWhatAndWhere();
  void aPatternCannotHang();
  void numbersAreReadWhole_data();
  void numbersAreReadWhole();
  void namesSortNaturally_data();
  void namesSortNaturally();
  void runsWithoutTheKeyStandLast();
  void groupsHoldTheirRunsInOrder();

 private:
  static RunFacts iris() {
    return {"iris-20x20 models/iris-20x20 baseline keeper Learning faster",
            {{"accuracy", 0.9666666388511658},
             {"age", 40.0},
             {"hidden_units", std::string("[20, 20]")},
             {"loss", 0.0904},
             {"optimizer", std::string("Adam")},
             {"optimizer.learning_rate", static_cast<double>(0.05F)},
             {"state", std::string("running")},
             {"step", 8400.0},
             {"tag", std::string("baseline")},
             {"tag", std::string("keeper")}}};
  }
};

void RunFilterTest::aFilterPassesWhatItSays_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<bool>("passes");
  const auto row = [](const char* filter, bool passes) {
    QTest::addRow("%s", filter) << QString::fromUtf8(filter) << passes;
  };
  row("", true);
  row("   ", true);
  row("iris", true);
  row("IRIS 20x20", true);
  row("iris abalone", false);
  row("\"learning faster\"", true);
  row("\"faster learning\"", false);
  row("optimizer = Adam", true);
  row("optimizer=adam", true);
  row("optimizer != Adam", false);
  row("optimizer = Adagrad", false);
  row("optimizer ~ ada", true);
  row("learning_rate = 0.05", true);
  row("optimizer.learning_rate = 0.05", true);
  row("learning_rate > 0.1", false);
  row("loss < 0.1", true);
  row("loss <= 0.0904", true);
  row("loss >= 0.1", false);
  row("accuracy>0.95", true);
  row("step = 8_400", true);
  row("step = 8400.0", true);
  row("step > 8400", false);
  row("optimizer = Adam loss < 0.1 state = running", true);
  row("hidden_units = [20, 20]", true);
  row("hidden_units = \"[20, 20]\"", true);
  row("hidden_units = [10, 10]", false);
  row("tag = keeper", true);
  row("tag = baseline", true);
  row("tag != keeper", false);
  row("tag = other", false);
  row("dropout = 0.5", false);
  row("dropout != 0.5", true);
  row("dropout < 1", false);
  row("not abalone", true);
  row("not iris", false);
  row("not not iris", true);
  row("abalone or iris", true);
  row("abalone OR census", false);
  row("iris and loss < 0.1", true);
  row("iris abalone or loss < 0.1", true);
  row("iris (abalone or census)", false);
  row("not (abalone or census)", true);
  row("((iris))", true);
  row("/iris-\\d+x\\d+/", true);
  row("/^iris/", true);
  row("/^models/", false);
  row("/IRIS/", true);
  row("optimizer ~ /^ad(am|elta)$/", true);
  row("optimizer ~ /^ad$/", false);
  row("or = 3", false);
}

void RunFilterTest::aFilterPassesWhatItSays() {
  QFETCH(QString, filter);
  QFETCH(bool, passes);
  const auto parsed = RunFilter::parse(filter.toStdString());
  QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
  QCOMPARE(parsed->passes(iris()), passes);
}

void RunFilterTest::aWrongFilterSaysWhatAndWhere_data() {
  QTest::addColumn<QString>("filter");
  QTest::addColumn<QString>("message");
  QTest::addColumn<int>("offset");
  QTest::newRow("quote") << "iris \"x"
                         << "the quote is not closed" << 5;
  QTest::newRow("pattern") << "/ab"
                           << "the pattern has no closing /" << 0;
  QTest::newRow("open") << "(iris"
                        << "the ( is not closed" << 0;
  QTest::newRow("close") << "iris)"
                         << "a ) without its (" << 4;
  QTest::newRow("only close") << ")"
                              << "a condition is missing" << 0;
  QTest::newRow("empty brackets") << "()"
                                  << "a condition is missing" << 1;
  QTest::newRow("no value") << "loss <"
                            << "loss < needs a value" << 5;
  QTest::newRow("no key") << "< 3"
                          << "< needs a key before it" << 0;
  QTest::newRow("text in an order") << "loss < small"
                                    << "loss < needs a number, found small" << 7;
  QTest::newRow("bang") << "!iris"
                        << "! stands alone; != or not is meant" << 0;
  QTest::newRow("bad regex") << "x /[/"
                             << "/[/ is not a regular expression" << 2;
  QTest::newRow("not") << "not"
                       << "nothing behind not" << 3;
  QTest::newRow("or") << "iris or"
                      << "a condition is missing" << 7;
  QTest::newRow("deep") << QString(100, QLatin1Char('(')) << "brackets nest too deep" << 65;
  QTest::newRow("deep not") << QStringLiteral("not ").repeated(100) + "x"
                            << "brackets nest too deep" << 260;
}

void RunFilterTest::aWrongFilterSaysWhatAndWhere() {
  QFETCH(QString, filter);
  QFETCH(QString, message);
  QFETCH(int, offset);
  const auto parsed = RunFilter::parse(filter.toStdString());
  QVERIFY(!parsed);
  QCOMPARE(QString::fromStdString(parsed.error().message), message);
  QCOMPARE(parsed.error().offset, std::optional(static_cast<std::uint64_t>(offset)));
}

void RunFilterTest::aPatternCannotHang() {
  const auto filter = RunFilter::parse("/(a+)+(a+)+b/");
  QVERIFY(filter);
  RunFacts run;
  run.text = std::string(2000, 'a');
  QVERIFY(!filter->passes(run));  // minutes, where every way to match is tried
}

void RunFilterTest::numbersAreReadWhole_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("isNumber");
  for (const char* text : {"1", "-1.5", "1e-3", "1_000", "+2", "nan", "inf", "-inf"})
    QTest::newRow(text) << text << true;
  for (const char* text : {"", "1x", "x1", "1,5", "0x10", "--1", "1 "})
    QTest::newRow(*text ? text : "nothing") << text << false;
}

void RunFilterTest::numbersAreReadWhole() {
  QFETCH(QString, text);
  QFETCH(bool, isNumber);
  double number = 0;
  QCOMPARE(readNumber(text.toStdString(), number), isNumber);
}

void RunFilterTest::namesSortNaturally_data() {
  QTest::addColumn<QString>("a");
  QTest::addColumn<QString>("b");
  QTest::addColumn<int>("order");
  QTest::newRow("numbers") << "run2"
                           << "run10" << -1;
  QTest::newRow("zeros") << "run02"
                         << "run2" << 0;
  QTest::newRow("case") << "Iris"
                        << "iris" << 0;
  QTest::newRow("prefix") << "iris"
                          << "iris-2" << -1;
  QTest::newRow("letters") << "b"
                           << "a" << 1;
  QTest::newRow("long numbers") << "r99999999999999999999"
                                << "r100000000000000000000" << -1;
  QTest::newRow("nothing") << ""
                           << "" << 0;
}

void RunFilterTest::namesSortNaturally() {
  QFETCH(QString, a);
  QFETCH(QString, b);
  QFETCH(int, order);
  QCOMPARE(compareNaturally(a.toStdString(), b.toStdString()), order);
  QCOMPARE(compareNaturally(b.toStdString(), a.toStdString()), -order);
}

void RunFilterTest::runsWithoutTheKeyStandLast() {
  std::vector<RunFacts> runs(4);
  runs[0].facts = {{"loss", 3.0}};
  runs[2].facts = {{"loss", 1.0}};
  runs[3].facts = {{"loss", std::nan("")}};
  OrderRequest request;
  request.sort = {{"loss", false}};
  QCOMPARE(orderRuns(runs, request)->rows, (std::vector<std::size_t>{2, 0, 1, 3}));
  request.sort = {{"loss", true}};
  QCOMPARE(orderRuns(runs, request)->rows, (std::vector<std::size_t>{0, 2, 1, 3}));
  request.first = {1};
  QCOMPARE(orderRuns(runs, request)->rows, (std::vector<std::size_t>{1, 0, 2, 3}));
}

void RunFilterTest::groupsHoldTheirRunsInOrder() {
  std::vector<RunFacts> runs(4);
  runs[0].facts = {{"optimizer", std::string("Ftrl")}};
  runs[1].facts = {{"optimizer", std::string("Adam")}};
  runs[3].facts = {{"optimizer", std::string("Adam")}};
  OrderRequest request;
  request.groupBy = "optimizer";
  const auto order = orderRuns(runs, request);
  QVERIFY(order);
  QCOMPARE(order->groups, (std::vector<std::string>{"Adam", "Ftrl", ""}));
  QCOMPARE(order->rows, (std::vector<std::size_t>{1, 3, 0, 2}));
  QCOMPARE(order->group, (std::vector<int>{0, 0, 1, 2}));
}

QTEST_APPLESS_MAIN(RunFilterTest)
#include "run_filter_test.moc"
