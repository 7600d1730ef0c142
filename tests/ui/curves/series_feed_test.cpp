#include "ui/curves/series_feed.h"

#include "ui/bridge/convert.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class SeriesFeedTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsARecordedRun();
  void growthOfTheFastRunIsSeen();
  void inactiveItReadsNothing();

 private:
  static RunRef ref(const fs::path& modelDir) {
    RunRef run;
    run.modelDir = modelDir;
    run.id = run.name = pathText(modelDir);
    return run;
  }
  static fs::path recorded() {
    return fs::path(CAIRN_FIXTURES_DEFAULT) / "iris" / "guide_v1" / "models" / "iris";
  }
  static std::size_t points(const SeriesFeed& feed, const RunRef& run) {
    std::size_t all = 0;
    if (const auto series = feed.series(run.id))
      for (const auto& [key, one] : series->series) all += one->size();
    return all;
  }
};

void SeriesFeedTest::readsARecordedRun() {
  SeriesFeed feed(Services{});
  QSignalSpy changed(&feed, &SeriesFeed::changed);
  const RunRef run = ref(recorded());
  feed.setRuns({run});
  QVERIFY(!feed.settled());
  feed.setActive(true);
  QTRY_VERIFY(feed.settled());
  QCOMPARE(changed.count(), 1);
  QVERIFY(points(feed, run) > 3);
  QVERIFY(feed.problems().empty());
}

void SeriesFeedTest::growthOfTheFastRunIsSeen() {
  QTemporaryDir folder;
  const fs::path copy = fs::path(folder.path().toStdString()) / "iris";
  fs::copy(recorded(), copy, fs::copy_options::recursive);
  fs::path events;
  for (const auto& entry : fs::directory_iterator(copy))
    if (entry.path().filename().string().find("tfevents") != std::string::npos)
      events = entry.path();
  const auto whole = readFile(posixFileOps(), events);
  QVERIFY(whole);
  fs::resize_file(events, whole->size() / 2);
  SeriesFeed feed(Services{});
  const RunRef run = ref(copy);
  feed.setRuns({run});
  feed.setFast(run.id);
  feed.setActive(true);
  QTRY_VERIFY(feed.settled());
  const std::size_t half = points(feed, run);
  auto file = posixFileOps().open(events, OpenMode::Append);
  QVERIFY(file);
  QVERIFY((*file)->write(ByteView(*whole).subspan(whole->size() / 2)));
  QTRY_VERIFY(points(feed, run) > half);
}

void SeriesFeedTest::inactiveItReadsNothing() {
  SeriesFeed feed(Services{});
  feed.setRuns({ref(recorded())});
  QTest::qWait(120);
  QVERIFY(!feed.settled());
}

QTEST_GUILESS_MAIN(SeriesFeedTest)
#include "series_feed_test.moc"
