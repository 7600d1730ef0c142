#include "ui/shell/single_instance.h"

#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <future>

using namespace cairn::ui;

class SingleInstanceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aSecondStartHandsItsFolderOver();
  void aDeadSocketIsTakenOver();
  void whatIsNoRequestIsIgnored_data();
  void whatIsNoRequestIsIgnored();

 private:
  QTemporaryDir m_folder;
  QString socket() const { return m_folder.filePath(QStringLiteral("cairn")); }
};

void SingleInstanceTest::aSecondStartHandsItsFolderOver() {
  SingleInstance first(socket());
  QCOMPARE(first.start({}), SingleInstance::Role::First);
  std::vector<OpenRequest> asked;
  connect(&first, &SingleInstance::asked, this,
          [&asked](const OpenRequest& request) { asked.push_back(request); });
  // The second start is another process: here another thread, since it waits for the answer.
  auto second = std::async(std::launch::async, [name = socket()] {
    return SingleInstance(name).start({QStringLiteral("/models/äöü"), QStringLiteral("/tmp"), {}});
  });
  QTRY_COMPARE(asked.size(), std::size_t{1});
  QCOMPARE(second.get(), SingleInstance::Role::HandedOver);
  QCOMPARE(asked.front().path, QStringLiteral("/models/äöü"));
  QCOMPARE(asked.front().from, QStringLiteral("/tmp"));
}

// What a crash leaves: a socket that nobody listens at.
void SingleInstanceTest::aDeadSocketIsTakenOver() {
  QFile dead(socket());
  QVERIFY(dead.open(QIODevice::WriteOnly));
  dead.close();
  SingleInstance first(socket());
  QCOMPARE(first.start({}), SingleInstance::Role::First);
  auto second = std::async(std::launch::async, [name = socket()] {
    return SingleInstance(name).start({QStringLiteral("/models"), {}, {}});
  });
  QSignalSpy asked(&first, &SingleInstance::asked);
  QTRY_COMPARE(asked.count(), 1);
  QCOMPARE(second.get(), SingleInstance::Role::HandedOver);
}

void SingleInstanceTest::whatIsNoRequestIsIgnored_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("not json") << QByteArray("hello\n");
  QTest::newRow("a relative path") << QByteArray("{\"path\":\"models\"}\n");
  QTest::newRow("numbers") << QByteArray("{\"path\":1,\"from\":[]}\n");
  QTest::newRow("far too long") << QByteArray(1 << 20, 'x');
}

void SingleInstanceTest::whatIsNoRequestIsIgnored() {
  QFETCH(QByteArray, bytes);
  SingleInstance first(socket());
  QCOMPARE(first.start({}), SingleInstance::Role::First);
  QStringList paths;
  connect(&first, &SingleInstance::asked, this,
          [&paths](const OpenRequest& request) { paths << request.path; });
  QLocalSocket stranger;
  stranger.connectToServer(socket());
  QSignalSpy gone(&stranger, &QLocalSocket::disconnected);
  stranger.write(bytes);
  QTRY_VERIFY(stranger.bytesAvailable() > 0 || gone.count() > 0);
  for (const QString& path : paths) QVERIFY(path.isEmpty());
}

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
