#include "core/formats/graph_def.h"

#include "core/base/limits.h"

#include <QTest>
#include <array>

using namespace cairn;
using namespace cairn::formats;

Q_DECLARE_METATYPE(cairn::formats::Tensor)

namespace {

const char* const kText =
    "node {\n"
    "  name: \"c\"\n"
    "  op: \"Const\"\n"
    "  attr {\n"
    "    key: \"dtype\"\n"
    "    value {\n"
    "      type: DT_FLOAT\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"value\"\n"
    "    value {\n"
    "      tensor {\n"
    "        dtype: DT_FLOAT\n"
    "        tensor_shape {\n"
    "          dim {\n"
    "            size: 2\n"
    "          }\n"
    "        }\n"
    "        tensor_content: \"\\000\\000\\200?\\000\\000\\000@\"\n"
    "      }\n"
    "    }\n"
    "  }\n"
    "}\n"
    "node {\n"
    "  name: \"s\"\n"
    "  op: \"Const\"\n"
    "  attr {\n"
    "    key: \"dtype\"\n"
    "    value {\n"
    "      type: DT_STRING\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"value\"\n"
    "    value {\n"
    "      tensor {\n"
    "        dtype: DT_STRING\n"
    "        tensor_shape {\n"
    "        }\n"
    "        string_val: \"a\\\"\\n\\303\\251\\\\\\001\\'\"\n"
    "      }\n"
    "    }\n"
    "  }\n"
    "}\n"
    "node {\n"
    "  name: \"y\"\n"
    "  op: \"BiasAdd\"\n"
    "  input: \"c\"\n"
    "  input: \"c:1\"\n"
    "  input: \"^s\"\n"
    "  attr {\n"
    "    key: \"N\"\n"
    "    value {\n"
    "      i: -1\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"T\"\n"
    "    value {\n"
    "      type: DT_FLOAT\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"b\"\n"
    "    value {\n"
    "      b: false\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"data_format\"\n"
    "    value {\n"
    "      s: \"NHWC\"\n"
    "    }\n"
    "  }\n"
    "  attr {\n"
    "    key: \"empty\"\n"
    "    value {\n"
    "      list {\n"
    "      }\n"
    "    }\n"
    "  }\n"
    "}\n"
    "versions {\n"
    "  producer: 1645\n"
    "}\n";

Tensor tensorOf(DType dtype, Shape shape, const QByteArray& hex) {
  Tensor tensor;
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  append(tensor.bytes, asBytes(QByteArray::fromHex(hex).toStdString()));
  return tensor;
}

Tensor stringsOf(Shape shape, std::vector<std::string> strings) {
  Tensor tensor;
  tensor.dtype = DType::String;
  tensor.shape = std::move(shape);
  tensor.strings = std::move(strings);
  return tensor;
}

}  // namespace

class GraphDefTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void textIsAsTensorFlowWritesIt();
  void textFloatsArePythons_data();
  void textFloatsArePythons();
  void brokenTextIsRefused_data();
  void brokenTextIsRefused();
  void unknownTextFieldsAreSkipped();
  void brokenBytesAreRefused_data();
  void brokenBytesAreRefused();
  void tensorsComeBack_data();
  void tensorsComeBack();
  void equalElementsAreOneValue();
  void shortListsRepeatTheirLastValue();
  void hostileConstantsAreRefused_data();
  void hostileConstantsAreRefused();
};

void GraphDefTest::textIsAsTensorFlowWritesIt() {
  GraphBuilder graph;
  const std::array values = {1.0F, 2.0F};
  graph.addConst("c", makeFloatTensor({2}, values));
  graph.addConst("s", stringsOf({}, {"a\"\n\303\251\\\001'"}));
  graph.add("y", "BiasAdd", {"c", "c:1", "^s"},
            {{"data_format", stringAttr("NHWC")},
             {"T", typeAttr(DType::Float)},
             {"N", intAttr(-1)},
             {"b", boolAttr(false)},
             {"empty", typeListAttr({})}});
  QCOMPARE(formatGraphText(graph.graph()), std::string(kText));
  const auto again = parseGraphText(formatGraphText(graph.graph()), "graph.pbtxt");
  QVERIFY(again);
  QVERIFY(encodeGraph(*again) == encodeGraph(graph.graph()));
}

void GraphDefTest::textFloatsArePythons_data() {
  QTest::addColumn<float>("value");
  QTest::addColumn<QString>("text");
  // str() of the float32 as a Python float.
  QTest::newRow("tenth") << 0.1F << "0.10000000149011612";
  QTest::newRow("whole") << 1.0F << "1.0";
  QTest::newRow("negative zero") << -0.0F << "-0.0";
  QTest::newRow("small") << 1e-8F << "9.99999993922529e-09";
  QTest::newRow("large") << 1e16F << "1.0000000272564224e+16";
  QTest::newRow("whole with exponent") << 1.52587890625e-05F << "1.52587890625e-05";
  QTest::newRow("infinity") << std::numeric_limits<float>::infinity() << "inf";
  QTest::newRow("nan") << std::numeric_limits<float>::quiet_NaN() << "nan";
}

void GraphDefTest::textFloatsArePythons() {
  QFETCH(float, value);
  QFETCH(QString, text);
  GraphBuilder graph;
  graph.add("n", "NoOp", {}, {{"f", floatAttr(value)}});
  const QString written = QString::fromStdString(formatGraphText(graph.graph()));
  QVERIFY2(written.contains("f: " + text + "\n"), qPrintable(written));
}

void GraphDefTest::brokenTextIsRefused_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");
  QTest::newRow("open block") << "node {"
                              << "line 1, column 7";
  QTest::newRow("wrong type") << "node {\n name: 3 }"
                              << "line 2";
  QTest::newRow("no text") << QString(QChar(1)) << "line 1";
  QTest::newRow("open string") << "node { name: \"a"
                               << "line 1";
  QTest::newRow("deep nesting") << "node { attr { key: \"a\" value {" +
                                       QString("func { attr { key: \"a\" value {").repeated(5000)
                                << "line 1";
  QTest::newRow("deep unknown nesting") << QString("nope {").repeated(100000) << "line 1";
}

void GraphDefTest::brokenTextIsRefused() {
  QFETCH(QString, text);
  QFETCH(QString, says);
  const auto graph = parseGraphText(text.toStdString(), "graph.pbtxt");
  QVERIFY(!graph);
  QCOMPARE(graph.error().code, ErrorCode::Corrupt);
  QCOMPARE(graph.error().where, std::string("graph.pbtxt"));
  QVERIFY2(QString::fromStdString(graph.error().message).contains(says),
           graph.error().message.c_str());
}

void GraphDefTest::unknownTextFieldsAreSkipped() {
  const auto graph = parseGraphText("node { name: \"a\" newer { x: 1 } }", "graph.pbtxt");
  QVERIFY(graph);
  QCOMPARE(graph->node(0).name(), std::string("a"));
}

void GraphDefTest::brokenBytesAreRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("length past the end") << QByteArray::fromHex("0aff01");
  QTest::newRow("no wire type") << QByteArray::fromHex("0f");
  QTest::newRow("name that is no UTF-8") << QByteArray::fromHex("0a030a01ff");
  QByteArray nested;  // library.function.node_def.attr… would do; groups nest cheapest
  nested.fill('\x0b', 200);
  QTest::newRow("deep groups") << nested;
}

void GraphDefTest::brokenBytesAreRefused() {
  QFETCH(QByteArray, bytes);
  const auto graph = parseGraph(asBytes(bytes.toStdString()), "events");
  QVERIFY(!graph);
  QCOMPARE(graph.error().code, ErrorCode::Corrupt);
}

void GraphDefTest::tensorsComeBack_data() {
  QTest::addColumn<Tensor>("tensor");
  const std::array floats = {1.5F, -2.0F, 0.0F};
  QTest::newRow("floats") << makeFloatTensor({3}, floats);
  const std::array<std::int64_t, 1> one = {-7};
  QTest::newRow("int64 scalar") << makeInt64Tensor({}, one);
  QTest::newRow("empty") << makeFloatTensor({0, 4}, {});
  QTest::newRow("strings") << stringsOf({2}, {"ab", ""});
  QTest::newRow("no strings") << stringsOf({0}, {});
  QTest::newRow("bool") << tensorOf(DType::Bool, {3}, "010001");
  QTest::newRow("half") << tensorOf(DType::Half, {2}, "003c00c0");
  QTest::newRow("bfloat16") << tensorOf(DType::BFloat16, {2}, "c03f00c0");
  QTest::newRow("int8") << tensorOf(DType::Int8, {}, "ff");
  QTest::newRow("uint16") << tensorOf(DType::UInt16, {2}, "ffff0100");
  QTest::newRow("int16") << tensorOf(DType::Int16, {2}, "ffff0100");
  QTest::newRow("uint32") << tensorOf(DType::UInt32, {}, "ffffffff");
  QTest::newRow("uint64") << tensorOf(DType::UInt64, {}, "ffffffffffffffff");
  QTest::newRow("double") << tensorOf(DType::Double, {}, "000000000000f03f");
  QTest::newRow("complex64") << tensorOf(DType::Complex64, {2}, "0000803f000000400000404000008040");
  QTest::newRow("complex128") << tensorOf(DType::Complex128, {},
                                          "000000000000f03f0000000000000040");
  QTest::newRow("float8") << tensorOf(DType::Float8E5M2, {3}, "3c4042");
  QTest::newRow("int4") << tensorOf(DType::Int4, {3}, "010203");
}

void GraphDefTest::tensorsComeBack() {
  QFETCH(Tensor, tensor);
  const auto again = fromGraphTensor(toGraphTensor(tensor));
  QVERIFY2(again, again ? "" : again.error().message.c_str());
  QVERIFY(*again == tensor);
}

void GraphDefTest::equalElementsAreOneValue() {
  const std::vector<float> tenths(24, 0.1F);
  const pb::GraphTensor proto = toGraphTensor(makeFloatTensor({6, 4}, tenths));
  QCOMPARE(proto.float_val_size(), 1);
  QVERIFY(proto.tensor_content().empty());
  QVERIFY(*fromGraphTensor(proto) == makeFloatTensor({6, 4}, tenths));
}

void GraphDefTest::shortListsRepeatTheirLastValue() {
  pb::GraphTensor proto;
  proto.set_dtype(pb::DT_FLOAT);
  proto.mutable_tensor_shape()->add_dim()->set_size(4);
  proto.add_float_val(1);
  proto.add_float_val(2);
  const std::array<float, 4> wanted = {1, 2, 2, 2};
  QVERIFY(*fromGraphTensor(proto) == makeFloatTensor({4}, wanted));
  proto.clear_float_val();
  const std::array<float, 4> zeros = {};
  QVERIFY(*fromGraphTensor(proto) == makeFloatTensor({4}, zeros));
}

void GraphDefTest::hostileConstantsAreRefused_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("code");
  const int corrupt = int(ErrorCode::Corrupt);
  const int unsupported = int(ErrorCode::Unsupported);
  QTest::newRow("content too short")
      << "dtype: DT_FLOAT tensor_shape { dim { size: 2 } } tensor_content: \"abcd\"" << corrupt;
  QTest::newRow("negative size") << "dtype: DT_FLOAT tensor_shape { dim { size: -1 } } float_val: 1"
                                 << corrupt;
  QTest::newRow("product over 2^63")
      << "dtype: DT_FLOAT tensor_shape { dim { size: 9223372036854775807 } dim { size: 4 } }"
      << corrupt;
  QTest::newRow("one value for 2^62 elements")
      << "dtype: DT_FLOAT tensor_shape { dim { size: 4611686018427387904 } } float_val: 1"
      << unsupported;
  QTest::newRow("one string for 2^40 elements")
      << "dtype: DT_STRING tensor_shape { dim { size: 1099511627776 } } string_val: \"a\""
      << unsupported;
  QTest::newRow("unknown rank") << "dtype: DT_FLOAT tensor_shape { unknown_rank: true }" << corrupt;
  QTest::newRow("resource") << "dtype: DT_RESOURCE tensor_shape { }" << unsupported;
  QTest::newRow("unknown type") << "dtype: 99 tensor_shape { }" << unsupported;
}

void GraphDefTest::hostileConstantsAreRefused() {
  QFETCH(QString, text);
  QFETCH(int, code);
  const auto graph = parseGraphText(
      ("node { attr { key: \"value\" value { tensor { " + text + " } } } }").toStdString(), "t");
  QVERIFY2(graph, graph ? "" : graph.error().message.c_str());
  const auto tensor = fromGraphTensor(graph->node(0).attr().at("value").tensor());
  QVERIFY(!tensor);
  QCOMPARE(int(tensor.error().code), code);
}

QTEST_APPLESS_MAIN(GraphDefTest)
#include "graph_def_test.moc"
