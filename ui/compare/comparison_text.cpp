#include "ui/compare/comparison_text.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"

#include <QRegularExpression>
#include <nlohmann/json.hpp>

namespace cairn::ui {
namespace {

using Cells = std::vector<QString>;

QString csvField(QString text) {
  static const QRegularExpression special(QStringLiteral("[,\"\\n\\r]"));
  if (!text.contains(special)) return text;
  return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
         QLatin1Char('"');
}

QString markdownCell(QString text) { return text.replace(QLatin1Char('|'), QStringLiteral("\\|")); }

QString latexCell(const QString& text) {
  QString out;
  for (const QChar c : text) {
    if (QStringLiteral("&%$#_{}").contains(c))
      out += QLatin1Char('\\') + QString(c);
    else if (c == QLatin1Char('\\'))
      out += QStringLiteral("\\textbackslash{}");
    else if (c == QLatin1Char('~') || c == QLatin1Char('^'))
      out += QLatin1Char('\\') + QString(c) + QStringLiteral("{}");
    else
      out += c;
  }
  return out;
}

QString resultText(const std::optional<ResultValue>& value, ResultKind kind) {
  return value ? exactText(static_cast<float>(value->of(kind))) : QString();
}

Cells cellsOf(const ComparisonRow& row, ResultKind kind) {
  Cells cells;
  for (std::size_t run = 0; run < row.values.size(); ++run)
    cells.push_back(run >= row.known          ? QStringLiteral("?")
                    : row.values[run].empty() ? QString()
                                              : shownValue(row.values[run]));
  for (const auto& value : row.results) cells.push_back(resultText(value, kind));
  return cells;
}

QString jsonText(const Comparison& comparison, const std::vector<const ComparisonRow*>& rows,
                 ResultKind kind) {
  nlohmann::ordered_json out;
  out["base"] = comparison.runs.empty() ? "" : fromQString(comparison.runs.front().name);
  out["runs"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
    nlohmann::ordered_json run;
    run["name"] = fromQString(comparison.runs[i].name);
    for (const ComparisonRow* row : rows) {
      if (row->section == RowSection::Results) {
        if (row->results[i]) run["results"][row->key] = row->results[i]->of(kind);
        continue;
      }
      if (i >= row->known || row->values[i].empty()) continue;
      auto value = nlohmann::ordered_json::parse(row->values[i], nullptr, false);
      const char* part = row->section == RowSection::Code ? "code" : "config";
      run[part][row->key] =
          value.is_discarded() ? nlohmann::ordered_json(row->values[i]) : std::move(value);
    }
    out["runs"].push_back(std::move(run));
  }
  return toQString(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) +
         QLatin1Char('\n');
}

}  // namespace

QString shownValue(const std::string& json) {
  if (json.empty()) return QStringLiteral("–");
  const auto value = nlohmann::ordered_json::parse(json, nullptr, false);
  if (value.is_string()) return toQString(value.get<std::string>());
  if (value.is_null()) return QStringLiteral("None");
  if (value.is_boolean())
    return value.get<bool>() ? QStringLiteral("True") : QStringLiteral("False");
  QString text = toQString(json);
  if (value.is_array())
    text.replace(QStringLiteral(","), QStringLiteral(", "))
        .replace(QStringLiteral(",  "), QStringLiteral(", "));
  return text;
}

QString suffixOf(TableFormat format) {
  switch (format) {
    case TableFormat::Csv:
      return QStringLiteral("csv");
    case TableFormat::Markdown:
      return QStringLiteral("md");
    case TableFormat::Json:
      return QStringLiteral("json");
    case TableFormat::Latex:
      return QStringLiteral("tex");
  }
  return {};
}

QString comparisonText(const Comparison& comparison, TableFormat format, bool onlyDifferences,
                       ResultKind kind) {
  std::vector<const ComparisonRow*> rows;
  for (const ComparisonRow& row : comparison.rows)
    if (row.section == RowSection::Results || row.differs() || !onlyDifferences)
      rows.push_back(&row);
  if (format == TableFormat::Json) return jsonText(comparison, rows, kind);
  std::vector<std::pair<QString, Cells>> lines;
  Cells names;
  for (const RunRef& run : comparison.runs) names.push_back(run.name);
  lines.emplace_back(QStringLiteral("key"), std::move(names));
  for (const ComparisonRow* row : rows)
    lines.emplace_back(toQString(row->key), cellsOf(*row, kind));
  QString out;
  if (format == TableFormat::Latex)
    out = QStringLiteral("\\begin{tabular}{l%1}\n\\hline\n")
              .arg(QString(static_cast<qsizetype>(comparison.runs.size()), QLatin1Char('l')));
  bool isHead = true;
  for (const auto& [key, cells] : lines) {
    QStringList parts;
    const auto add = [&](const QString& text) {
      parts << (format == TableFormat::Csv        ? csvField(text)
                : format == TableFormat::Markdown ? markdownCell(text)
                                                  : latexCell(text));
    };
    add(key);
    for (const QString& cell : cells) add(cell);
    if (format == TableFormat::Csv)
      out += parts.join(QLatin1Char(',')) + QLatin1Char('\n');
    else if (format == TableFormat::Markdown)
      out += QStringLiteral("| ") + parts.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    else
      out += parts.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\\n");
    if (isHead && format == TableFormat::Markdown)
      out += QLatin1Char('|') + QStringLiteral(" --- |").repeated(parts.size()) + QLatin1Char('\n');
    if (isHead && format == TableFormat::Latex) out += QStringLiteral("\\hline\n");
    isHead = false;
  }
  if (format == TableFormat::Latex) out += QStringLiteral("\\hline\n\\end{tabular}\n");
  return out;
}

}  // namespace cairn::ui
