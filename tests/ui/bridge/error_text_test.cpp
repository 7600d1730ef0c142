#include "ui/bridge/error_text.h"

#include <QTest>

using namespace cairn;

class ErrorTextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyCodeHasASentenceWithItsCause_data();
  void everyCodeHasASentenceWithItsCause();
  void theDetailHasFileAndOffset();
  void repeatsAreFolded();
};

void ErrorTextTest::everyCodeHasASentenceWithItsCause_data() {
  QTest::addColumn<int>("code");
  for (int code = 0; code <= static_cast<int>(ErrorCode::Diverged); ++code)
    QTest::addRow("%s", std::string(codeName(static_cast<ErrorCode>(code))).c_str()) << code;
}

void ErrorTextTest::everyCodeHasASentenceWithItsCause() {
  QFETCH(int, code);
  const Error error{static_cast<ErrorCode>(code), "ends after 28 of 1142 bytes",
                    "models/iris/model.ckpt-400.index"};
  const QString text = ui::errorText(error);
  QVERIFY(text.endsWith(QLatin1Char('.')));
  if (error.code == ErrorCode::Cancelled) return;
  QVERIFY2(text.startsWith(QStringLiteral("model.ckpt-400.index ")), qPrintable(text));
  QVERIFY(text.contains(QStringLiteral("28 of 1142")));
  Error nameless = error;
  nameless.where.clear();
  QVERIFY(ui::errorText(nameless).contains(QStringLiteral("28 of 1142")));
}

void ErrorTextTest::theDetailHasFileAndOffset() {
  const Error error{ErrorCode::Corrupt, "bad magic", "a/b", 28};
  const QString detail = ui::errorDetail(error);
  QVERIFY(detail.contains(QStringLiteral("a/b")));
  QVERIFY(detail.contains(QStringLiteral("0x1c")));
}

void ErrorTextTest::repeatsAreFolded() {
  const std::vector<Error> errors(13, Error{ErrorCode::Io, "denied", "a"});
  QVERIFY(ui::foldedText(errors).contains(QStringLiteral("12 more")));
  QVERIFY(ui::foldedText({}).isEmpty());
}

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "error_text_test.moc"
