#include "core/series/event_scan.h"

#include "core/formats/event_file.h"
#include "core/formats/tensor.h"

#include <QTest>
#include <cmath>

using namespace cairn;
using formats::DType;
using series::EventScanner;
using series::scalarOf;
using series::ScannedEvent;

namespace {

pb::TensorProto tensorOf(DType dtype) {
  pb::TensorProto tensor;
  tensor.set_dtype(static_cast<decltype(tensor.dtype())>(dtype));
  tensor.mutable_tensor_shape();
  return tensor;
}

std::string contentOf(std::uint64_t bits, std::size_t width) {
  Bytes bytes;
  appendLittleEndian(bytes, bits, width);
  return std::string(asText(bytes));
}

}  // namespace

class EventScanTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void seesWhatScalarsNeed();
  void ofAOneofTheLastCounts();
  void orderOfFieldsDoesNotMatter();
  void unknownFieldsAreSteppedOver();
  void everyCutIsNoEventOrAShorterOne();
  void hostilePayloadsAreNoEvents_data();
  void hostilePayloadsAreNoEvents();
  void tensorsOfOneNumberAreScalars_data();
  void tensorsOfOneNumberAreScalars();
  void otherTensorsAreNone_data();
  void otherTensorsAreNone();
};

void EventScanTest::seesWhatScalarsNeed() {
  pb::Event event;
  event.set_wall_time(2.5);
  event.set_step(-7);
  auto* simple = event.mutable_summary()->add_value();
  simple->set_tag("loss");
  simple->set_simple_value(0.5F);
  auto* tensor = event.mutable_summary()->add_value();
  tensor->set_tag("accuracy");
  *tensor->mutable_tensor() = tensorOf(DType::Float);
  tensor->mutable_tensor()->add_float_val(0.25F);
  tensor->mutable_metadata()->mutable_plugin_data()->set_plugin_name("scalars");
  event.mutable_summary()->add_value()->mutable_histo()->set_min(1);
  EventScanner scanner;
  const ScannedEvent* seen = scanner.scan(asBytes(event.SerializeAsString()));
  QVERIFY(seen != nullptr);
  const std::string bytes = event.SerializeAsString();
  seen = scanner.scan(asBytes(bytes));
  QCOMPARE(seen->wallTime, 2.5);
  QCOMPARE(seen->step, std::int64_t{-7});
  QVERIFY(!seen->isStart);
  QCOMPARE(seen->values.size(), std::size_t{3});
  QCOMPARE(seen->values[0].tag, std::string_view("loss"));
  QCOMPARE(seen->values[0].simple, std::optional<float>(0.5F));
  QVERIFY(!seen->values[0].metadata);
  QCOMPARE(seen->values[1].metadata, std::optional<std::string_view>("scalars"));
  QCOMPARE(scalarOf(*seen->values[1].tensor), std::optional<float>(0.25F));
  QVERIFY(!seen->values[2].simple && !seen->values[2].tensor);

  pb::Event start;
  start.set_step(3);
  start.mutable_session_log()->set_status(pb::SessionLog::START);
  const std::string startBytes = start.SerializeAsString();
  QVERIFY(scanner.scan(asBytes(startBytes))->isStart);
  start.mutable_session_log()->set_status(pb::SessionLog::CHECKPOINT);
  const std::string checkpointBytes = start.SerializeAsString();
  QVERIFY(!scanner.scan(asBytes(checkpointBytes))->isStart);
  QVERIFY(scanner.scan({})->values.empty());
}

void EventScanTest::ofAOneofTheLastCounts() {
  // Value { 1 tag "a", 8 tensor {}, 2 simple_value 1.0 }
  const std::string bytes(
      "\x2a\x0c\x0a\x0a\x0a\x01"
      "a\x42\x00\x15\x00\x00\x80\x3f",
      14);
  EventScanner scanner;
  const ScannedEvent* seen = scanner.scan(asBytes(bytes));
  QVERIFY(seen != nullptr && !seen->values[0].tensor);
  QCOMPARE(seen->values[0].simple, std::optional<float>(1.0F));
}

void EventScanTest::orderOfFieldsDoesNotMatter() {
  // summary, step, wall_time
  const std::string bytes(
      "\x2a\x0a\x0a\x08\x15\x00\x00\x80\x3f\x0a\x01"
      "a\x10\x05\x09\x00\x00\x00\x00\x00\x00\x00\x40",
      23);
  EventScanner scanner;
  const ScannedEvent* seen = scanner.scan(asBytes(bytes));
  QVERIFY(seen != nullptr);
  QCOMPARE(seen->step, std::int64_t{5});
  QCOMPARE(seen->wallTime, 2.0);
  QCOMPARE(seen->values[0].tag, std::string_view("a"));
}

void EventScanTest::unknownFieldsAreSteppedOver() {
  pb::Event event;
  event.set_step(9);
  const std::string bytes = "\xfa\x3f\x03new" + event.SerializeAsString() + "\xfd\x3f" + "1234" +
                            "\xf9\x3f" + "12345678" + "\xf8\x3f\x05";
  EventScanner scanner;
  const ScannedEvent* seen = scanner.scan(asBytes(bytes));
  QVERIFY(seen != nullptr);
  QCOMPARE(seen->step, std::int64_t{9});
}

void EventScanTest::everyCutIsNoEventOrAShorterOne() {
  pb::Event event;
  event.set_wall_time(2.5);
  event.set_step(300);
  auto* value = event.mutable_summary()->add_value();
  value->set_tag("loss");
  *value->mutable_tensor() = tensorOf(DType::Float);
  value->mutable_tensor()->add_float_val(0.25F);
  value->mutable_metadata()->mutable_plugin_data()->set_plugin_name("scalars");
  const std::string whole = event.SerializeAsString();
  EventScanner scanner;
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    // In a buffer of its own size, so that a step outside is seen by the sanitizer.
    const Bytes cut(asBytes(whole).begin(),
                    asBytes(whole).begin() + static_cast<std::ptrdiff_t>(kept));
    pb::Event parsed;
    const bool isEvent = parsed.ParseFromArray(cut.data(), static_cast<int>(cut.size()));
    QCOMPARE(scanner.scan(cut) != nullptr, isEvent);
  }
}

void EventScanTest::hostilePayloadsAreNoEvents_data() {
  QTest::addColumn<QByteArray>("payload");
  const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
  row("field number 0", QByteArray("\x00\x01", 2));
  row("field number over 2^29", QByteArray("\xf8\xff\xff\xff\x7f\x01"));
  row("varint of eleven bytes", "\x10" + QByteArray(10, '\xff') + "\x01");
  row("open varint", QByteArray("\x10\xff"));
  row("length beyond the end", QByteArray("\x2a\x7f"));
  row("length that wraps", "\x2a" + QByteArray(9, '\xff') + "\x01");
  row("group", QByteArray("\x2b\x2c"));
  row("wire type 6", QByteArray("\x2e"));
  row("wire type 7", QByteArray("\x2f"));
  row("cut fixed64", QByteArray("\x09\x00\x00", 3));
  row("cut fixed32 in a value", QByteArray("\x2a\x05\x0a\x03\x15\x00\x00", 7));
  row("damage in the metadata", QByteArray("\x2a\x06\x0a\x04\x4a\x02\x0a\x7f"));
  row("damage in the plugin", QByteArray("\x2a\x08\x0a\x06\x4a\x04\x0a\x02\x0a\x7f"));
  row("damage in the session log", QByteArray("\x3a\x01\x08"));
}

void EventScanTest::hostilePayloadsAreNoEvents() {
  QFETCH(QByteArray, payload);
  const ByteView view = asBytes({payload.constData(), std::size_t(payload.size())});
  const Bytes bytes(view.begin(), view.end());
  EventScanner scanner;
  QVERIFY(scanner.scan(bytes) == nullptr);
}

void EventScanTest::tensorsOfOneNumberAreScalars_data() {
  QTest::addColumn<QByteArray>("tensor");
  QTest::addColumn<float>("value");
  const auto row = [](const char* name, const pb::TensorProto& tensor, float value) {
    QTest::newRow(name) << QByteArray::fromStdString(tensor.SerializeAsString()) << value;
  };
  const auto content = [&](const char* name, DType dtype, std::uint64_t bits, std::size_t width,
                           float value) {
    pb::TensorProto tensor = tensorOf(dtype);
    tensor.set_tensor_content(contentOf(bits, width));
    row(name, tensor, value);
  };
  content("float bytes", DType::Float, 0x3fc00000, 4, 1.5F);
  content("double bytes", DType::Double, 0x3ff8000000000000, 8, 1.5F);
  content("int32 bytes", DType::Int32, 0xfffffffe, 4, -2);
  content("int64 bytes", DType::Int64, 1ULL << 40, 8, 1099511627776.0F);
  content("uint8 bytes", DType::UInt8, 0xff, 1, 255);
  content("half bytes", DType::Half, 0x3e00, 2, 1.5F);
  content("bfloat16 bytes", DType::BFloat16, 0x3fc0, 2, 1.5F);
  pb::TensorProto tensor = tensorOf(DType::Float);
  row("empty list", tensor, 0);
  tensor.add_float_val(0.1F);
  row("float_val", tensor, 0.1F);
  tensor.clear_tensor_shape();
  row("no shape", tensor, 0.1F);
  tensor.mutable_tensor_shape()->add_dim()->set_size(1);
  tensor.mutable_tensor_shape()->add_dim()->set_size(1);
  row("shape of ones", tensor, 0.1F);
  tensor = tensorOf(DType::Double);
  tensor.add_double_val(0.1);
  row("double_val", tensor, 0.1F);
  tensor = tensorOf(DType::Int32);
  tensor.add_int_val(-3);
  row("int_val", tensor, -3);
  tensor = tensorOf(DType::Int64);
  tensor.add_int64_val(-3);
  row("int64_val", tensor, -3);
  tensor = tensorOf(DType::Bool);
  tensor.add_bool_val(true);
  row("bool_val", tensor, 1);
  tensor = tensorOf(DType::Half);
  tensor.add_half_val(0xc000);
  row("half_val", tensor, -2);
  QTest::newRow("float_val, not packed") << QByteArray("\x08\x01\x2d\x00\x00\xc0\x3f", 7) << 1.5F;
}

void EventScanTest::tensorsOfOneNumberAreScalars() {
  QFETCH(QByteArray, tensor);
  QFETCH(float, value);
  QCOMPARE(scalarOf(asBytes({tensor.constData(), std::size_t(tensor.size())})),
           std::optional<float>(value));
}

void EventScanTest::otherTensorsAreNone_data() {
  QTest::addColumn<QByteArray>("tensor");
  const auto row = [](const char* name, const pb::TensorProto& tensor) {
    QTest::newRow(name) << QByteArray::fromStdString(tensor.SerializeAsString());
  };
  pb::TensorProto tensor = tensorOf(DType::Float);
  tensor.add_float_val(1);
  tensor.mutable_tensor_shape()->add_dim()->set_size(2);
  row("two elements", tensor);
  tensor.mutable_tensor_shape()->mutable_dim(0)->set_size(0);
  row("no element", tensor);
  tensor.mutable_tensor_shape()->mutable_dim(0)->set_size(-1);
  row("negative dimension", tensor);
  tensor.mutable_tensor_shape()->clear_dim();
  tensor.mutable_tensor_shape()->set_unknown_rank(true);
  row("unknown rank", tensor);
  tensor = tensorOf(DType::String);
  tensor.add_string_val("1");
  row("string", tensor);
  tensor = tensorOf(DType::Complex64);
  tensor.set_tensor_content(contentOf(0, 8));
  row("complex", tensor);
  tensor = tensorOf(static_cast<DType>(99));
  tensor.add_float_val(1);
  row("unknown type", tensor);
  tensor = tensorOf(DType::Invalid);
  row("no type", tensor);
  tensor = tensorOf(DType::Float);
  tensor.set_tensor_content("123");
  row("content of a wrong size", tensor);
  QTest::newRow("cut") << QByteArray("\x08\x01\x2a\x04\x00");
  QTest::newRow("packed list of a wrong size") << QByteArray("\x08\x01\x2a\x02\x00\x00", 6);
  QTest::newRow("open packed varint") << QByteArray("\x08\x03\x3a\x01\xff");
}

void EventScanTest::otherTensorsAreNone() {
  QFETCH(QByteArray, tensor);
  QCOMPARE(scalarOf(asBytes({tensor.constData(), std::size_t(tensor.size())})),
           std::optional<float>());
}

QTEST_APPLESS_MAIN(EventScanTest)
#include "event_scan_test.moc"
