#include "ui/shell/run_cells.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/run_pill.h"

#include <QCoreApplication>
#include <cmath>

namespace cairn::ui {
namespace {

struct RunColumn {
  Q_DECLARE_TR_FUNCTIONS(RunColumn)
};

const runs::FactValue* settingOf(const runs::Run& run, const std::string& key) {
  for (const runs::Fact& fact : run.settings)
    if (runs::answersTo(fact, key)) return &fact.value;
  return nullptr;
}

QStringList tagsOf(const runs::Run& run) {
  QStringList tags;
  for (const std::string& tag : run.notes.tags) tags << toQString(tag);
  return tags;
}

}  // namespace

std::optional<double> cellNumber(const runs::Run& run, const QString& key) {
  if (key == QStringLiteral("step"))
    return run.step ? std::optional(static_cast<double>(run.step->value())) : std::nullopt;
  if (key == QStringLiteral("size")) return static_cast<double>(run.bytes);
  const std::string wanted = fromQString(key);
  for (const auto& [tag, value] : run.results)
    if (tag == wanted) return static_cast<double>(value);
  if (const auto* value = settingOf(run, wanted); value != nullptr)
    if (const auto* number = std::get_if<double>(value)) return *number;
  return {};
}

QString cellText(const runs::Run& run, const QString& key, double now) {
  if (key == QStringLiteral("state")) return stateText(run, std::nullopt);
  if (key == QStringLiteral("step")) return run.step ? countText(run.step->value()) : QString();
  if (key == QStringLiteral("age"))
    return run.changedSeconds > 0 ? ageText(run.changedSeconds, now) : QString();
  if (key == QStringLiteral("size")) return bytesText(run.bytes);
  if (key == QStringLiteral("tag")) return tagsOf(run).join(QStringLiteral(", "));
  if (key == QStringLiteral("notes")) return toQString(run.notes.notes).simplified();
  if (const auto number = cellNumber(run, key)) return numberText(*number);
  const auto* value = settingOf(run, fromQString(key));
  return value == nullptr ? QString() : toQString(runs::factText(*value));
}

QString cellCopy(const runs::Run& run, const QString& key, double now) {
  if (key == QStringLiteral("step"))
    return run.step ? QString::number(run.step->value()) : QString();
  if (key == QStringLiteral("size")) return QString::number(run.bytes);
  if (const auto number = cellNumber(run, key)) return exactText(*number);
  return cellText(run, key, now);
}

QString columnTitle(const QString& key) {
  if (key == QStringLiteral("name")) return RunColumn::tr("Name");
  if (key == QStringLiteral("state")) return RunColumn::tr("State");
  if (key == QStringLiteral("step")) return RunColumn::tr("Step");
  if (key == QStringLiteral("age")) return RunColumn::tr("Age");
  if (key == QStringLiteral("size")) return RunColumn::tr("Size");
  if (key == QStringLiteral("tag")) return RunColumn::tr("Tags");
  if (key == QStringLiteral("notes")) return RunColumn::tr("Notes");
  if (key == QStringLiteral("folder")) return RunColumn::tr("Folder");
  return key.startsWith(QStringLiteral("args.")) ? key.mid(5) : key;
}

bool isNumberColumn(const QString& key) {
  static const QStringList kTexts{QStringLiteral("name"), QStringLiteral("state"),
                                  QStringLiteral("tag"), QStringLiteral("notes"),
                                  QStringLiteral("folder")};
  return !kTexts.contains(key);
}

QString meanText(const std::vector<double>& values) {
  if (values.empty()) return {};
  double sum = 0;
  for (const double value : values) sum += value;
  const auto count = static_cast<double>(values.size());
  const double mean = sum / count;
  if (values.size() == 1) return numberText(mean);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return QStringLiteral("%1 ± %2").arg(numberText(mean),
                                       numberText(std::sqrt(squares / (count - 1)), 2));
}

}  // namespace cairn::ui
