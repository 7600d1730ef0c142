#include "core/base/result.h"

#include <QTest>
#include <memory>
#include <set>

using namespace cairn;

namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::InvalidArgument, "odd", "value"};
  return value / 2;
}

Result<int> quarter(int value) {
  CAIRN_ASSIGN(const int once, half(value));
  CAIRN_ASSIGN(const int twice, half(once));
  return twice;
}

Result<void> check(int value) {
  CAIRN_TRY(half(value));
  return {};
}

}  // namespace

class ResultTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void holdsAValueOrAnError();
  void assignLeavesWithTheFirstError();
  void tryLeavesWithTheError();
  void movesWhatCannotBeCopied();
  void everyCodeHasItsOwnName();
  void describesInOneLine_data();
  void describesInOneLine();
};

void ResultTest::holdsAValueOrAnError() {
  const Result<int> good = half(4);
  QVERIFY(good);
  QCOMPARE(*good, 2);
  const Result<int> bad = half(3);
  QVERIFY(!bad);
  QCOMPARE(bad.error().code, ErrorCode::InvalidArgument);
  QVERIFY(Result<void>());
}

void ResultTest::assignLeavesWithTheFirstError() {
  QCOMPARE(*quarter(8), 2);
  QCOMPARE(quarter(6).error().message, std::string("odd"));
  QCOMPARE(quarter(7).error().where, std::string("value"));
}

void ResultTest::tryLeavesWithTheError() {
  QVERIFY(check(2));
  QCOMPARE(check(1).error().message, std::string("odd"));
}

void ResultTest::movesWhatCannotBeCopied() {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = *std::move(result);
  QCOMPARE(*taken, 5);
}

void ResultTest::everyCodeHasItsOwnName() {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::Diverged); ++code)
    names.insert(codeName(static_cast<ErrorCode>(code)));
  QCOMPARE(names.size(), std::size_t{10});
  QVERIFY(!names.contains("unknown"));
  QCOMPARE(codeName(ErrorCode::NoSpace), std::string_view("no_space"));
}

void ResultTest::describesInOneLine_data() {
  QTest::addColumn<QString>("line");
  QTest::addColumn<QString>("where");
  QTest::addColumn<qint64>("offset");  // -1: none
  QTest::addColumn<QString>("hint");
  QTest::newRow("message only") << "is cut"
                                << "" << qint64{-1} << "";
  QTest::newRow("with a place") << "a.index: is cut"
                                << "a.index" << qint64{-1} << "";
  QTest::newRow("with an offset") << "a.index @ 0x1c: is cut"
                                  << "a.index" << qint64{28} << "";
  QTest::newRow("with a hint") << "a.index: is cut (use b)"
                               << "a.index" << qint64{-1} << "use b";
}

void ResultTest::describesInOneLine() {
  QFETCH(QString, line);
  QFETCH(QString, where);
  QFETCH(qint64, offset);
  QFETCH(QString, hint);
  Error error{ErrorCode::Corrupt, "is cut", where.toStdString()};
  if (offset >= 0) error.offset = static_cast<std::uint64_t>(offset);
  error.hint = hint.toStdString();
  QCOMPARE(QString::fromStdString(describe(error)), line);
}

QTEST_APPLESS_MAIN(ResultTest)
#include "result_test.moc"
