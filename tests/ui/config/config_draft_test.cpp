#include "ui/config/config_draft.h"

#include "tests/ui/iris_run.h"

#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class ConfigDraftTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void typedValuesAreTaken_data();
  void typedValuesAreTaken();
  void whatCantBeIsSaidAndChangesNothing_data();
  void whatCantBeIsSaidAndChangesNothing();
  void everyStepCanBeUndone();
  void aChangeOfEstimatorKeepsWhatApplies();
  void theOldValueIsKnown();
  void optimizersKeepTheirRate();

 private:
  IrisFolder m_folder;
  std::unique_ptr<ConfigDraft> m_draft;
};

void ConfigDraftTest::init() {
  m_draft = std::make_unique<ConfigDraft>();
  m_draft->reset(m_folder.config(), m_folder.config());
}

void ConfigDraftTest::typedValuesAreTaken_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("shown");
  QTest::newRow("list") << "args.hidden_units"
                        << "[20, 20]"
                        << "[20, 20]";
  QTest::newRow("number") << "args.optimizer.learning_rate"
                          << "1e-3"
                          << "0.001";
  QTest::newRow("comma") << "args.optimizer.learning_rate"
                         << "0,1"
                         << "0.1";
  QTest::newRow("product") << "run_config.save_checkpoints_secs"
                           << "20*60"
                           << "1200";
  QTest::newRow("underscore") << "data.train.batch_size"
                              << "1_000"
                              << "1000";
  QTest::newRow("none") << "data.train.repeat"
                        << "None"
                        << "None";
  QTest::newRow("flag") << "args.batch_norm"
                        << "True"
                        << "True";
  QTest::newRow("word") << "args.activation_fn"
                        << "tanh"
                        << "tanh";
}

void ConfigDraftTest::typedValuesAreTaken() {
  QFETCH(QString, key);
  QFETCH(QString, typed);
  QFETCH(QString, shown);
  m_draft->set(key, typed);
  QCOMPARE(m_draft->error(key), QString());
  QCOMPARE(m_draft->text(key), shown);
}

void ConfigDraftTest::whatCantBeIsSaidAndChangesNothing_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("typed");
  QTest::newRow("letters for a number") << "args.n_classes"
                                        << "three";
  QTest::newRow("dropout over one") << "args.dropout"
                                    << "1.5";
  QTest::newRow("negative units") << "args.hidden_units"
                                  << "[-3]";
  QTest::newRow("unknown activation") << "args.activation_fn"
                                      << "reluu";
}

void ConfigDraftTest::whatCantBeIsSaidAndChangesNothing() {
  QFETCH(QString, key);
  QFETCH(QString, typed);
  const model::Config before = m_draft->config();
  QSignalSpy errors(m_draft.get(), &ConfigDraft::errorChanged);
  m_draft->set(key, typed);
  QVERIFY(!m_draft->error(key).isEmpty());
  QVERIFY(m_draft->config() == before);
  QCOMPARE(errors.count(), 1);
  m_draft->undo();
  m_draft->set(key, m_draft->text(key));
  QVERIFY(m_draft->error(key).isEmpty());
}

void ConfigDraftTest::everyStepCanBeUndone() {
  const model::Config start = m_draft->config();
  m_draft->set("args.hidden_units", "[20, 20]");
  m_draft->set("args.n_classes", "4");
  const model::Config end = m_draft->config();
  QVERIFY(m_draft->isDirty());
  m_draft->undo();
  m_draft->undo();
  QVERIFY(m_draft->config() == start);
  QVERIFY(!m_draft->isDirty() && !m_draft->canUndo());
  m_draft->redo();
  m_draft->redo();
  QVERIFY(m_draft->config() == end);
  m_draft->discard();
  QVERIFY(!m_draft->isDirty());
}

void ConfigDraftTest::aChangeOfEstimatorKeepsWhatApplies() {
  m_draft->set("args.hidden_units", "[30]");
  const QStringList dropped = m_draft->changeEstimator("LinearClassifier");
  QCOMPARE(m_draft->config().estimator, std::string("LinearClassifier"));
  QCOMPARE(m_draft->config().args.nClasses, std::int64_t{3});
  QVERIFY(dropped.contains("hidden_units"));
  m_draft->undo();
  QCOMPARE(m_draft->text("args.hidden_units"), QStringLiteral("[30]"));
}

void ConfigDraftTest::theOldValueIsKnown() {
  m_draft->set("args.hidden_units", "[20, 20]");
  QCOMPARE(*m_draft->recordedText("args.hidden_units"), QStringLiteral("[10, 10]"));
  m_draft->reset(m_folder.config(), std::nullopt);
  QVERIFY(!m_draft->recordedText("args.hidden_units"));
}

void ConfigDraftTest::optimizersKeepTheirRate() {
  m_draft->changeOptimizer("args.optimizer", "MomentumOptimizer");
  QCOMPARE(m_draft->config().args.optimizer.className, std::string("MomentumOptimizer"));
  QCOMPARE(m_draft->config().args.optimizer.learningRate.value, 0.05);
}

QTEST_GUILESS_MAIN(ConfigDraftTest)
#include "config_draft_test.moc"
