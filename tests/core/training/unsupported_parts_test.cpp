#include "core/training/unsupported_parts.h"

#include "tests/core/training/small_run.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace cairn;
using training::unsupportedInference;
using training::unsupportedParts;

class UnsupportedPartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void smallConfigCanBeTrained();
  void eachPartIsNamedByItsKey_data();
  void eachPartIsNamedByItsKey();
};

void UnsupportedPartsTest::smallConfigCanBeTrained() {
  QVERIFY(unsupportedParts(test::smallConfig()).empty());
}

void UnsupportedPartsTest::eachPartIsNamedByItsKey_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("where");
  QTest::addColumn<bool>("canBeEvaluated");
  QTest::newRow("partitions") << "args.input_layer_partitioner"
                              << R"({"fixed_size_partitioner": 2})"
                              << "args.input_layer_partitioner" << false;
}

void UnsupportedPartsTest::eachPartIsNamedByItsKey() {
  QFETCH(QString, key);
  QFETCH(QString, value);
  QFETCH(QString, where);
  QFETCH(bool, canBeEvaluated);
  // Read from text, so that the rest of the config has the defaults of the new part.
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(
      R"({"cairn": 1, "estimator": "DNNClassifier",
          "args": {"feature_columns": [{"type": "numeric_column", "key": "a"}],
                   "hidden_units": [4]}})");
  const auto given = nlohmann::ordered_json::parse(value.toStdString(), nullptr, false);
  const nlohmann::ordered_json taken =
      given.is_discarded() ? nlohmann::ordered_json(value.toStdString()) : given;
  if (key.startsWith("args."))
    json["args"][key.mid(5).toStdString()] = taken;
  else
    json[key.toStdString()] = taken;
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(json.dump()));
  QVERIFY2(parsed.config, parsed.problems.empty() ? "" : describe(parsed.problems.front()).c_str());
  const std::vector<Error> problems = unsupportedParts(*parsed.config);
  QCOMPARE(problems.size(), std::size_t{1});
  QCOMPARE(problems.front().code, ErrorCode::Unsupported);
  QCOMPARE(QString::fromStdString(problems.front().where), where);
  QCOMPARE(unsupportedInference(*parsed.config).empty(), canBeEvaluated);
}

QTEST_APPLESS_MAIN(UnsupportedPartsTest)
#include "unsupported_parts_test.moc"
