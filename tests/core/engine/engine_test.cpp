#include "core/engine/engine.h"

#include <QTest>

class EngineTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void loaderTakesTheBestBuild();
};

void EngineTest::loaderTakesTheBestBuild() {
  QByteArray wanted = qgetenv("CAIRN_ENGINE_WANTED");
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi2");
  const bool v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  if (wanted.isEmpty()) wanted = !v3 ? "baseline" : v4 ? "x86-64-v4" : "x86-64-v3";
  QCOMPARE(QByteArray(cairn_engine_isa()), wanted);
}

QTEST_APPLESS_MAIN(EngineTest)
#include "engine_test.moc"
