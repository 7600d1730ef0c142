#include "ui/curves/tag_groups.h"

#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

namespace cairn::ui {
namespace {

// The context of the words below, where lupdate finds them.
struct TagGroups {
  Q_DECLARE_TR_FUNCTIONS(TagGroups)
};

// `layer_9` before `layer_10`: runs of digits are compared as numbers, in every locale.
bool naturalLess(const QString& a, const QString& b) {
  qsizetype i = 0, j = 0;
  const auto number = [](const QString& text, qsizetype& at) {
    const qsizetype from = at;
    while (at < text.size() && text[at].isDigit()) ++at;
    return QStringView(text).mid(from, at - from);
  };
  while (i < a.size() && j < b.size()) {
    if (a[i].isDigit() && b[j].isDigit()) {
      const QStringView x = number(a, i);
      const QStringView y = number(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  return a.size() - i < b.size() - j;
}

struct Gathered {
  std::vector<ChartSeries> series;
  std::set<QString> subsets;
};

std::map<QString, Gathered> gather(const std::vector<ShownRun>& runs,
                                   const QRegularExpression& filter) {
  std::map<QString, Gathered> byTag;
  for (const ShownRun& shown : runs) {
    if (!shown.series) continue;
    for (const auto& [key, series] : shown.series->series) {
      if (!series || series->size() == 0) continue;
      const QString tag = toQString(key.tag);
      if (!filter.pattern().isEmpty() && !filter.match(tag).hasMatch()) continue;
      const QString subset = toQString(key.subset);
      Gathered& card = byTag[tag];
      card.subsets.insert(subset);
      ChartSeries one;
      one.runId = shown.run.id;
      one.name = shown.run.name;
      one.color = shown.run.color;
      one.dashed = shown.run.dashed;
      one.dots = !subset.isEmpty();
      one.series = series;
      card.series.push_back(std::move(one));
    }
  }
  return byTag;
}

CardPlan planCard(const QString& tag, Gathered gathered, bool whole) {
  CardPlan card;
  card.id = tag;
  const qsizetype slash = tag.indexOf(QLatin1Char('/'));
  card.title = whole || slash < 0 ? tag : tag.mid(slash + 1);
  // TensorFlow's own tags say their scope twice: `dnn/dnn/hiddenlayer_0/…`.
  if (!whole && slash > 0 && card.title.startsWith(tag.left(slash + 1)))
    card.title = card.title.mid(slash + 1);
  QStringList notes;
  for (const QString& subset : gathered.subsets)
    notes << (subset.isEmpty()                   ? TagGroups::tr("train")
              : subset == QStringLiteral("eval") ? TagGroups::tr("eval")
                                                 : subset);
  card.note = notes.join(QStringLiteral(" · "));
  // Where a card holds both, evaluation is told apart by its dashes.
  if (gathered.subsets.size() > 1)
    for (ChartSeries& one : gathered.series) {
      one.dashed = one.dashed != one.dots;
      if (one.dots) one.name += QStringLiteral(" · ") + toQString(one.series->subset);
    }
  card.series = std::move(gathered.series);
  return card;
}

}  // namespace

QStringList defaultPins() {
  return {QStringLiteral("loss"), QStringLiteral("average_loss"), QStringLiteral("accuracy")};
}

std::vector<GroupPlan> planCards(const std::vector<ShownRun>& runs, const QStringList& pinned,
                                 const QRegularExpression& filter) {
  auto byTag = gather(runs, filter);
  std::vector<GroupPlan> groups;
  GroupPlan pins{QString(), TagGroups::tr("Pinned"), {}};
  for (const QString& tag : pinned) {
    const auto it = byTag.find(tag);
    if (it == byTag.end()) continue;
    pins.cards.push_back(planCard(tag, std::move(it->second), true));
    byTag.erase(it);
  }
  std::map<QString, GroupPlan> named;
  for (auto& [tag, gathered] : byTag) {
    const qsizetype slash = tag.indexOf(QLatin1Char('/'));
    const QString id = slash < 0 ? QStringLiteral("*") : tag.left(slash);
    GroupPlan& group = named[id];
    group.id = id;
    group.title = slash < 0 ? TagGroups::tr("Metrics") : id;
    group.cards.push_back(planCard(tag, std::move(gathered), false));
  }
  if (!pins.cards.empty()) groups.push_back(std::move(pins));
  for (auto& [id, group] : named) {
    std::stable_sort(group.cards.begin(), group.cards.end(),
                     [](const CardPlan& a, const CardPlan& b) { return naturalLess(a.id, b.id); });
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const GroupPlan& a, const GroupPlan& b) {
    const auto rank = [](const GroupPlan& g) {
      return g.id.isEmpty() ? 0 : g.id == QStringLiteral("*") ? 1 : 2;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return naturalLess(a.id, b.id);
  });
  return groups;
}

}  // namespace cairn::ui
