// Holds the reader against the event files of every writer, recorded with TensorFlow's own reader.
#include "core/base/file_ops.h"
#include "core/formats/event_file.h"
#include "tests/core/fixture_scope.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <limits>

using namespace cairn;
using nlohmann::json;

namespace {

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

double number(const json& value) {
  if (!value.is_string()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  return value == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

bool same(double found, const json& wanted) {
  const double value = number(wanted);
  return found == value || (std::isnan(found) && std::isnan(value));
}

bool same(const google::protobuf::RepeatedField<double>& found, const json& wanted) {
  if (static_cast<std::size_t>(found.size()) != wanted.size()) return false;
  for (int i = 0; i < found.size(); ++i)
    if (!same(found[i], wanted[static_cast<std::size_t>(i)])) return false;
  return true;
}

bool begins(const std::string& found, const json& wanted) {
  return hex(found).starts_with(wanted.get<std::string>());
}

bool sameHistogram(const pb::HistogramProto& found, const json& wanted) {
  return same(found.min(), wanted["min"]) && same(found.max(), wanted["max"]) &&
         same(found.num(), wanted["num"]) && same(found.sum(), wanted["sum"]) &&
         same(found.sum_squares(), wanted["sum_squares"]) &&
         same(found.bucket_limit(), wanted["bucket_limit"]) &&
         same(found.bucket(), wanted["bucket"]);
}

bool sameImage(const pb::Summary::Image& found, const json& wanted) {
  return found.height() == wanted["height"] && found.width() == wanted["width"] &&
         found.colorspace() == wanted["colorspace"] &&
         found.encoded_image_string().size() == wanted["bytes"] &&
         begins(found.encoded_image_string(), wanted["begins_hex"]);
}

bool sameAudio(const pb::Summary::Audio& found, const json& wanted) {
  return same(found.sample_rate(), wanted["sample_rate"]) &&
         found.num_channels() == wanted["num_channels"] &&
         found.length_frames() == wanted["length_frames"] &&
         found.content_type() == wanted["content_type"] &&
         found.encoded_audio_string().size() == wanted["bytes"];
}

/// Elements of the real types that summaries use, from either place where a TensorProto has them.
std::vector<double> elements(const pb::TensorProto& tensor, std::size_t count) {
  std::vector<double> values;
  const std::string& content = tensor.tensor_content();
  const auto fixed = [&]<class T>(T) {
    for (std::size_t i = 0; i + sizeof(T) <= content.size(); i += sizeof(T)) {
      T value;
      std::memcpy(&value, content.data() + i, sizeof(T));
      values.push_back(static_cast<double>(value));
    }
  };
  if (tensor.dtype() == 1 && !content.empty()) fixed(float{});
  if (tensor.dtype() == 2 && !content.empty()) fixed(double{});
  if (tensor.dtype() == 3 && !content.empty()) fixed(std::int32_t{});
  if (tensor.dtype() == 9 && !content.empty()) fixed(std::int64_t{});
  for (const float value : tensor.float_val()) values.push_back(value);
  for (const double value : tensor.double_val()) values.push_back(value);
  for (const std::int32_t value : tensor.int_val()) values.push_back(value);
  for (const std::int64_t value : tensor.int64_val()) values.push_back(static_cast<double>(value));
  while (!values.empty() && values.size() < count) values.push_back(values.back());
  return values;
}

/// The numbers of a nested list, row-major.
void flatten(const json& value, std::vector<double>& into) {
  if (!value.is_array()) return into.push_back(number(value));
  for (const json& part : value) flatten(part, into);
}

bool sameTensor(const pb::TensorProto& found, const json& wanted) {
  const json& shape = wanted["shape"];
  if (static_cast<std::size_t>(found.tensor_shape().dim_size()) != shape.size()) return false;
  std::size_t count = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (found.tensor_shape().dim(static_cast<int>(i)).size() != shape[i]) return false;
    count *= shape[i].get<std::size_t>();
  }
  if (wanted["dtype"] == "string") {
    const json& lengths = wanted["lengths"];
    if (static_cast<std::size_t>(found.string_val_size()) != lengths.size()) return false;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      const std::string& text = found.string_val(static_cast<int>(i));
      if (text.size() != lengths[i] || !begins(text, wanted["begins_hex"][i])) return false;
    }
    return true;
  }
  if (!wanted.contains("values")) return true;  // too many to be recorded
  std::vector<double> wantedValues;
  flatten(wanted["values"], wantedValues);
  const std::vector<double> values = elements(found, count);
  if (values.size() != wantedValues.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    // JSON holds the shortest decimal that reads back as a float32.
    const bool single = found.dtype() == 1;
    const double exact =
        single ? static_cast<double>(static_cast<float>(wantedValues[i])) : wantedValues[i];
    if (values[i] != exact && !(std::isnan(values[i]) && std::isnan(exact))) return false;
  }
  return true;
}

bool sameMetadata(const pb::SummaryMetadata& found, const json& wanted) {
  return found.plugin_data().plugin_name() == wanted.value("plugin", "") &&
         hex(found.plugin_data().content()) == wanted.value("plugin_content_hex", "") &&
         found.data_class() == wanted.value("data_class", 0);
}

bool sameValue(const pb::Summary::Value& found, const json& wanted) {
  if (found.tag() != wanted["tag"] || !sameMetadata(found.metadata(), wanted)) return false;
  if (wanted["kind"].is_null()) return found.value_case() == pb::Summary::Value::VALUE_NOT_SET;
  const std::string kind = wanted["kind"];
  if (kind == "simple_value")
    return found.has_simple_value() &&
           fmt::format("{:08x}", std::bit_cast<std::uint32_t>(found.simple_value())) ==
               wanted["bits"];
  if (kind == "histo") return found.has_histo() && sameHistogram(found.histo(), wanted);
  if (kind == "image") return found.has_image() && sameImage(found.image(), wanted);
  if (kind == "audio") return found.has_audio() && sameAudio(found.audio(), wanted);
  if (kind == "tensor") return found.has_tensor() && sameTensor(found.tensor(), wanted);
  return false;
}

bool sameSessionLog(const pb::SessionLog& found, const json& wanted) {
  return pb::SessionLog::SessionStatus_Name(found.status()) == wanted["status"] &&
         found.checkpoint_path() == wanted.value("checkpoint_path", "");
}

bool sameEvent(const pb::Event& found, const json& wanted) {
  if (found.step() != wanted["step"] || !same(found.wall_time(), wanted["wall_time"])) return false;
  const std::string what = wanted["what"];
  if (what == "file_version") return found.file_version() == wanted["file_version"];
  if (what == "graph_def") return found.graph_def().size() == wanted["bytes"];
  if (what == "meta_graph_def") return found.meta_graph_def().size() == wanted["bytes"];
  if (what == "session_log") return sameSessionLog(found.session_log(), wanted["session_log"]);
  if (what != "summary" ||
      static_cast<std::size_t>(found.summary().value_size()) != wanted["values"].size())
    return false;
  for (int i = 0; i < found.summary().value_size(); ++i)
    if (!sameValue(found.summary().value(i), wanted["values"][static_cast<std::size_t>(i)]))
      return false;
  return true;
}

/// Where TensorFlow's message says that its reading ended; it counts from the payload for a bad
/// payload, so either start is right.
bool damageMatches(const formats::EventFileContent& content, const json& ended) {
  const std::string message = ended["message"];
  if (message == "Error parsing message")
    return content.damage.size() == 1 && content.damage[0].offset > 0;
  const std::size_t digits = message.find_first_of("0123456789");
  const std::uint64_t offset = std::stoull(message.substr(digits));
  if (message.starts_with("truncated"))
    return content.damage.empty() && content.resumeOffset == offset;
  return !content.damage.empty() &&
         (content.damage[0].offset == offset || content.damage[0].offset == offset - 12);
}

}  // namespace

class EventFileFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isReadByValue_data();
  void isReadByValue();
  void goodRecordsBehindDamageAreRead_data();
  void goodRecordsBehindDamageAreRead();
};

void EventFileFixturesTest::isReadByValue_data() {
  QTest::addColumn<QString>("folder");
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "events"))
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
}

void EventFileFixturesTest::isReadByValue() {
  QFETCH(QString, folder);
  const fs::path path = folder.toStdString();
  const json expected = json::parse(std::ifstream(path / "expected.json"));
  std::size_t records = 0;
  for (const json& file : expected["files"]) {
    const std::string name = file["file"];
    const auto bytes = readFile(posixFileOps(), path / name);
    QVERIFY2(bytes, name.c_str());
    const formats::EventFileContent content = formats::readEvents(*bytes, name);
    const json& wanted = file["records"];
    const json& ended = file["reading_ended_with"];
    if (ended.is_null()) {
      QCOMPARE(content.records.size(), file["events"].get<std::size_t>());
      QVERIFY(content.damage.empty());
    } else {
      QVERIFY(content.records.size() >= wanted.size());
      QVERIFY2(damageMatches(content, ended), ended.dump().c_str());
    }
    // Of a long file only the first and the last records were recorded.
    const std::size_t events = file["events"];
    for (std::size_t i = 0; i < wanted.size(); ++i)
      QVERIFY2(
          sameEvent(content.records[i < wanted.size() / 2 ? i : events - wanted.size() + i].event,
                    wanted[i]),
          fmt::format("{}, record {}: {}", name, i, wanted[i].dump()).c_str());
    records += wanted.size();
  }
  qInfo("%s: %zu records equal", path.filename().c_str(), records);
}

void EventFileFixturesTest::goodRecordsBehindDamageAreRead_data() { isReadByValue_data(); }

void EventFileFixturesTest::goodRecordsBehindDamageAreRead() {
  QFETCH(QString, folder);
  const fs::path path = folder.toStdString();
  const json expected = json::parse(std::ifstream(path / "expected.json"));
  for (const json& file : expected["files"]) {
    const std::string name = file["file"];
    const auto bytes = readFile(posixFileOps(), path / name);
    QVERIFY2(bytes, name.c_str());
    const formats::EventFileContent content = formats::readEvents(*bytes, name);
    // One damaged stretch in the middle costs what lies in it, and nothing behind it.
    QVERIFY(content.damage.size() <= 1);
    if (content.damage.empty() || content.records.empty()) continue;
    const bool inTheMiddle = content.records.back().offset > content.damage[0].offset;
    qInfo("%s: %s, %zu records", path.filename().c_str(), describe(content.damage[0]).c_str(),
          content.records.size());
    if (!inTheMiddle) QVERIFY(bytes->size() - *content.damage[0].offset < 200);
  }
}

QTEST_APPLESS_MAIN(EventFileFixturesTest)
#include "event_file_fixtures_test.moc"
