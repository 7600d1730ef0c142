#include "ui/curves/tag_groups.h"

#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class TagGroupsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void pinnedFirstThenPlainThenGroups();
  void trainAndEvalShareACard();
  void theFilterLeavesOutTags();
  void groupsAreInNaturalOrder();

 private:
  static ShownRun run(const char* name,
                      const std::vector<std::pair<const char*, const char*>>& keys) {
    auto all = std::make_shared<series::RunSeries>();
    for (const auto& [subset, tag] : keys) {
      auto one = std::make_shared<series::Series>();
      one->subset = subset;
      one->tag = tag;
      one->steps = {0};
      one->wallTimes = {0};
      one->values = {1};
      one->attempts = {0};
      one->abandoned = {false};
      all->series[{subset, tag}] = one;
    }
    RunRef ref;
    ref.id = ref.name = QString::fromLatin1(name);
    return {ref, all};
  }
  static QStringList ids(const std::vector<GroupPlan>& groups) {
    QStringList all;
    for (const auto& group : groups) all << group.id;
    return all;
  }
};

void TagGroupsTest::pinnedFirstThenPlainThenGroups() {
  const auto groups =
      planCards({run("a", {{"", "dnn/x"}, {"", "loss"}, {"", "other"}})}, {"loss"}, {});
  QCOMPARE(ids(groups), (QStringList{"", "*", "dnn"}));
  QCOMPARE(groups[0].cards[0].title, QStringLiteral("loss"));
  QCOMPARE(groups[2].cards[0].title, QStringLiteral("x"));
}

void TagGroupsTest::trainAndEvalShareACard() {
  const auto groups = planCards({run("a", {{"", "loss"}, {"eval", "loss"}})}, {}, {});
  QCOMPARE(groups[0].cards.size(), std::size_t{1});
  const CardPlan& card = groups[0].cards[0];
  QCOMPARE(card.note, QStringLiteral("train · eval"));
  QCOMPARE(card.series.size(), std::size_t{2});
  QVERIFY(!card.series[0].dashed && card.series[1].dashed);
  QCOMPARE(card.series[1].name, QStringLiteral("a · eval"));
}

void TagGroupsTest::theFilterLeavesOutTags() {
  const auto groups =
      planCards({run("a", {{"", "loss"}, {"", "x/y"}})}, {}, QRegularExpression("^x"));
  QCOMPARE(ids(groups), QStringList{"x"});
}

void TagGroupsTest::groupsAreInNaturalOrder() {
  const auto groups = planCards({run("a", {{"", "layer_10/x"}, {"", "layer_9/x"}})}, {}, {});
  QCOMPARE(ids(groups), (QStringList{"layer_9", "layer_10"}));
}

QTEST_GUILESS_MAIN(TagGroupsTest)
#include "tag_groups_test.moc"
