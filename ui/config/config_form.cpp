#include "ui/config/config_form.h"

#include "core/model/optimizer_table.h"
#include "core/model/variable_map.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/config/column_table.h"
#include "ui/config/field_row.h"
#include "ui/config/units_editor.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kNumber = 76;
constexpr int kMostHyper = 2;  // parameters beside the learning rate; the JSON has them all

constexpr const char* kEstimators[] = {
    "DNNClassifier",
    "DNNRegressor",
    "LinearClassifier",
    "LinearRegressor",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedRegressor",
    "BaselineClassifier",
    "BaselineRegressor",
};
constexpr const char* kActivations[] = {"relu", "relu6",   "elu",      "selu",    "leaky_relu",
                                        "tanh", "sigmoid", "softplus", "softsign"};

Card* formCard(const QString& id, const QString& title) {
  auto* card = new Card(QStringLiteral("config.") + id);
  card->setTitle(title);
  card->body()->setContentsMargins(0, 2, 0, 10);
  card->body()->setSpacing(0);
  return card;
}

// A choice that isn't in the list is added: a config may name what the list does not.
void choose(QComboBox* box, const QString& value, const QString& shown = {}) {
  int index = box->findData(value);
  if (index < 0) {
    box->addItem(shown.isEmpty() ? value : shown, value);
    index = box->count() - 1;
  }
  box->setCurrentIndex(index);
}

bool hasNetwork(const model::Config& config) {
  return config.family() == model::Family::Dnn || config.family() == model::Family::Combined;
}

const model::DataSource* trainSource(const model::Config& config) {
  const auto it = config.data.find("train");
  return it == config.data.end() ? nullptr : &it->second;
}

}  // namespace

ConfigForm::ConfigForm(ConfigDraft* draft, QWidget* parent) : QWidget(parent), m_draft(draft) {
  setObjectName(QStringLiteral("config.form"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(16);
  column->addWidget(buildModel());
  column->addWidget(buildData());
  column->addWidget(buildTraining());
  column->addStretch(1);
  connect(m_draft, &ConfigDraft::changed, this, &ConfigForm::refresh);
  connect(m_draft, &ConfigDraft::errorChanged, this, &ConfigForm::showError);
}

void ConfigForm::showError(const QString& key) {
  const QString error = m_draft->error(key);
  if (const auto bound = m_bound.constFind(key); bound != m_bound.constEnd()) {
    bound->row->setError(error);
    setLook(bound->field, "invalid", !error.isEmpty());
  } else if (key == hiddenUnitsKey(m_draft->config())) {
    m_unitsRow->setError(error);
  } else if (key.startsWith(QStringLiteral("train."))) {
    m_stepsRow->setError(error);
    setLook(m_steps, "invalid", !error.isEmpty());
  } else if (key.endsWith(QStringLiteral("optimizer"))) {
    m_optimizerRow->setError(error);
  } else if (key == QStringLiteral("data.train.label")) {
    m_labelRow->setError(error);
  } else {
    m_estimatorRow->setError(error);
  }
}

QLineEdit* ConfigForm::bind(FieldRow* row, const QString& key, const QString& id, int width) {
  auto* field = row->addText(QStringLiteral("config.") + id, width);
  field->setAccessibleName(id);
  m_bound.insert(key, {field, row});
  connect(field, &QLineEdit::textEdited, this, [this, key](const QString& text) {
    m_editing = key;
    m_draft->set(key, text);
    m_editing.clear();
  });
  connect(field, &QLineEdit::editingFinished, this, [this, key, field] {
    if (!m_draft->error(key).isEmpty()) return;
    field->setModified(false);
    refreshField(key);
  });
  return field;
}

Card* ConfigForm::buildModel() {
  auto* card = formCard(QStringLiteral("model"), tr("Model"));
  m_modelRows = card->body();
  m_estimatorRow = new FieldRow(QStringLiteral("estimator"));
  m_estimator = m_estimatorRow->addChoice(QStringLiteral("config.estimator"), 224);
  for (const char* name : kEstimators)
    m_estimator->addItem(QString::fromLatin1(name), QString::fromLatin1(name));
  connect(m_estimator, &QComboBox::activated, this, [this] {
    const QStringList dropped = m_draft->changeEstimator(m_estimator->currentData().toString());
    if (!dropped.isEmpty())
      m_estimatorRow->setNote(tr("dropped: %1").arg(dropped.join(QStringLiteral(", "))));
  });
  m_modelRows->addWidget(m_estimatorRow);
  buildNetworkRows();
  m_optimizerRow = new FieldRow(QStringLiteral("optimizer"));
  m_optimizer = m_optimizerRow->addChoice(QStringLiteral("config.optimizer"), 224);
  connect(m_optimizer, &QComboBox::activated, this, [this] {
    m_draft->changeOptimizer(optimizerKey(m_draft->config()),
                             m_optimizer->currentData().toString());
  });
  m_modelRows->addWidget(m_optimizerRow);
  return card;
}

void ConfigForm::buildNetworkRows() {
  m_unitsRow = new FieldRow(QStringLiteral("hidden_units"));
  m_units = new UnitsEditor(QStringLiteral("config.hidden_units"));
  m_unitsRow->addWidget(m_units);
  connect(m_units, &UnitsEditor::edited, this,
          [this](const QString& text) { m_draft->set(hiddenUnitsKey(m_draft->config()), text); });
  m_classesRow = new FieldRow(QStringLiteral("n_classes"));
  bind(m_classesRow, QStringLiteral("args.n_classes"), QStringLiteral("n_classes"), kNumber);
  m_activationRow = new FieldRow(QStringLiteral("activation_fn"));
  m_activation = m_activationRow->addChoice(QStringLiteral("config.activation_fn"), 168);
  for (const char* name : kActivations)
    m_activation->addItem(QStringLiteral("tf.nn.") + QString::fromLatin1(name),
                          QString::fromLatin1(name));
  connect(m_activation, &QComboBox::activated, this, [this] {
    m_draft->set(activationKey(m_draft->config()), m_activation->currentData().toString());
  });
  m_activationRow->addLabel(QStringLiteral("dropout"));
  bind(m_activationRow, QStringLiteral("args.dropout"), QStringLiteral("dropout"), kNumber);
  m_activationRow->addLabel(QStringLiteral("batch_norm"));
  m_batchNorm = m_activationRow->addCheck(QStringLiteral("config.batch_norm"));
  m_batchNorm->setAccessibleName(QStringLiteral("batch_norm"));
  connect(m_batchNorm, &QCheckBox::clicked, this, [this](bool on) {
    m_draft->set(QStringLiteral("args.batch_norm"),
                 on ? QStringLiteral("True") : QStringLiteral("False"));
  });
  for (FieldRow* row : {m_unitsRow, m_classesRow, m_activationRow}) m_modelRows->addWidget(row);
}

Card* ConfigForm::buildData() {
  auto* card = formCard(QStringLiteral("data"), tr("Data"));
  m_filesRow = new FieldRow(QStringLiteral("train.files"));
  bind(m_filesRow, QStringLiteral("data.train.files"), QStringLiteral("train_files"), 240);
  auto* browse =
      makeButton(tr("Browse…"), ButtonKind::Outline, QStringLiteral("config.train_files.browse"));
  connect(browse, &QPushButton::clicked, this, &ConfigForm::browseDataAsked);
  m_filesRow->addWidget(browse);
  m_labelRow = new FieldRow(QStringLiteral("label"));
  m_label = m_labelRow->addChoice(QStringLiteral("config.label"), 168);
  connect(m_label, &QComboBox::activated, this, [this] {
    m_draft->set(QStringLiteral("data.train.label"), m_label->currentData().toString());
  });
  auto* batch = new FieldRow(QStringLiteral("batch_size"));
  bind(batch, QStringLiteral("data.train.batch_size"), QStringLiteral("batch_size"), kNumber);
  batch->addLabel(QStringLiteral("shuffle"));
  bind(batch, QStringLiteral("data.train.shuffle"), QStringLiteral("shuffle"), kNumber);
  batch->addLabel(QStringLiteral("repeat"));
  m_repeat = batch->addChoice(QStringLiteral("config.repeat"), 112);
  m_repeat->addItem(tr("for ever"), QStringLiteral("None"));
  for (const char* times : {"1", "2", "5", "10"})
    m_repeat->addItem(QString::fromLatin1(times), QString::fromLatin1(times));
  connect(m_repeat, &QComboBox::activated, this, [this] {
    m_draft->set(QStringLiteral("data.train.repeat"), m_repeat->currentData().toString());
  });
  m_columns = new ColumnModel(this);
  m_table = new ColumnTable(m_columns);
  m_table->hide();
  card->body()->addWidget(m_filesRow);
  card->body()->addWidget(m_labelRow);
  card->body()->addWidget(batch);
  card->body()->addWidget(m_table);
  card->body()->setContentsMargins(1, 2, 1, 10);
  return card;
}

Card* ConfigForm::buildTraining() {
  auto* card = formCard(QStringLiteral("training"), tr("Training and RunConfig"));
  m_dirRow = new FieldRow(QStringLiteral("model_dir"));
  m_modelDir = m_dirRow->addText(QStringLiteral("config.model_dir"), 320);
  m_modelDir->setReadOnly(true);
  m_stepsRow = new FieldRow({});
  m_stepsKind = new SegmentedControl({{QStringLiteral("steps"), QStringLiteral("steps")},
                                      {QStringLiteral("max_steps"), QStringLiteral("max_steps")}},
                                     QStringLiteral("config.stepsKind"));
  m_stepsKind->setAccessibleName(QStringLiteral("steps"));
  m_stepsRow->setLeading(m_stepsKind);
  m_steps = m_stepsRow->addText(QStringLiteral("config.steps"), kNumber);
  m_steps->setAccessibleName(QStringLiteral("steps"));
  connect(m_steps, &QLineEdit::textEdited, this, [this](const QString& text) {
    const bool most = m_stepsKind->current() == 1;
    m_draft->set(most ? QStringLiteral("train.max_steps") : QStringLiteral("train.steps"), text);
  });
  // The one goes as the other comes: TensorFlow takes only one of them.
  connect(m_stepsKind, &SegmentedControl::chosen, this, [this](int index) {
    model::Config config = m_draft->config();
    const auto value = config.train.steps ? config.train.steps : config.train.maxSteps;
    config.train.steps = index == 0 ? value : std::nullopt;
    config.train.maxSteps = index == 1 ? value : std::nullopt;
    m_draft->replace(config);
  });
  m_stepsRow->addLabel(QStringLiteral("save_summary_steps"));
  bind(m_stepsRow, QStringLiteral("run_config.save_summary_steps"),
       QStringLiteral("save_summary_steps"), kNumber);
  m_saveRow = new FieldRow(QStringLiteral("save_checkpoints_secs"));
  bind(m_saveRow, QStringLiteral("run_config.save_checkpoints_secs"),
       QStringLiteral("save_checkpoints_secs"), kNumber);
  m_saveRow->addLabel(QStringLiteral("keep_checkpoint_max"));
  bind(m_saveRow, QStringLiteral("run_config.keep_checkpoint_max"),
       QStringLiteral("keep_checkpoint_max"), kNumber);
  m_saveRow->setNote(tr("and at the first and the last step"));
  for (FieldRow* row : {m_dirRow, m_stepsRow, m_saveRow}) card->body()->addWidget(row);
  return card;
}

void ConfigForm::setModelDir(const QString& modelDir) {
  m_modelDir->setText(modelDir);
  m_modelDir->setToolTip(modelDir.toHtmlEscaped());
}

void ConfigForm::setFacts(std::shared_ptr<const DataFacts> facts, const QString& error) {
  m_facts = std::move(facts);
  m_filesRow->setError(error);
  m_table->setVisible(m_facts != nullptr);
  refresh();
}

// What is being typed stays as it is typed: "1e-3" does not turn into 0.001 under the caret.
void ConfigForm::refreshField(const QString& key) {
  const auto bound = m_bound.constFind(key);
  if (bound == m_bound.constEnd()) return;
  if (key == m_editing || (bound->field->hasFocus() && bound->field->isModified())) return;
  QString text = m_draft->text(key);
  if (key == QStringLiteral("data.train.files") && text.startsWith(QLatin1Char('[')))
    text = text.mid(1, text.size() - 2);
  if (bound->field->text() != text) bound->field->setText(text);
}

void ConfigForm::refresh() {
  const model::Config& config = m_draft->config();
  refreshChoices();
  refreshOptimizer();
  for (auto it = m_bound.constBegin(); it != m_bound.constEnd(); ++it) refreshField(it.key());
  m_units->setUnits(config.args.hiddenUnits);
  m_unitsRow->setVisible(hasNetwork(config));
  m_activationRow->setVisible(hasNetwork(config));
  m_classesRow->setVisible(config.task() == model::Task::Classifier);
  m_stepsKind->setCurrent(config.train.maxSteps ? 1 : 0);
  const auto steps = config.train.maxSteps ? config.train.maxSteps : config.train.steps;
  if (!m_steps->hasFocus() || !m_steps->isModified())
    m_steps->setText(steps ? QString::number(*steps) : QStringLiteral("None"));
  m_columns->setFacts(m_facts, config);
  refreshNotes();
  refreshWas();
}

void ConfigForm::refreshChoices() {
  const model::Config& config = m_draft->config();
  choose(m_estimator, toQString(config.estimator));
  const QString activation = toQString(config.args.activationFn);
  choose(m_activation, activation, QStringLiteral("tf.nn.") + activation);
  m_batchNorm->setChecked(config.args.batchNorm);
  m_label->clear();
  if (m_facts)
    for (const ColumnFacts& column : m_facts->columns) m_label->addItem(column.name, column.name);
  if (const auto* train = trainSource(config)) {
    choose(m_label, toQString(train->label));
    choose(m_repeat, train->repeat ? QString::number(*train->repeat) : QStringLiteral("None"));
  }
  m_optimizer->clear();
  for (const auto& one : model::optimizerClasses(config.api))
    m_optimizer->addItem(toQString(one.name), toQString(one.name));
  choose(m_optimizer, toQString(mainOptimizer(config).className));
}

// The parameters follow the optimizer's class: its rate first, then those that are numbers.
void ConfigForm::refreshOptimizer() {
  const model::Config& config = m_draft->config();
  const model::Optimizer& optimizer = mainOptimizer(config);
  const bool scheduled = !optimizer.learningRate.schedule.empty();
  const QString key = optimizerKey(config);
  const QString of =
      key + toQString(optimizer.className) + (scheduled ? QStringLiteral("+schedule") : QString());
  if (of == m_hyperOf) return;
  m_hyperOf = of;
  m_bound.removeIf([this](const auto& bound) { return bound.value().row == m_hyperRow; });
  if (m_hyperRow) {
    for (QLineEdit* field : m_hyperRow->findChildren<QLineEdit*>()) field->setObjectName({});
    m_hyperRow->hide();
    m_hyperRow->deleteLater();
  }
  m_hyperRow = new FieldRow(QStringLiteral("learning_rate"));
  if (scheduled)
    m_hyperRow->setNote(toQString(optimizer.learningRate.schedule));
  else
    bind(m_hyperRow, key + QStringLiteral(".learning_rate"), QStringLiteral("learning_rate"),
         kNumber);
  int shown = 0;
  if (const auto* known = model::findOptimizerClass(config.api, optimizer.className))
    for (const auto& parameter : known->parameters) {
      if (parameter.kind != model::HyperParameter::Kind::Number || shown == kMostHyper) continue;
      const QString name = toQString(parameter.name);
      m_hyperRow->addLabel(name);
      bind(m_hyperRow, key + QLatin1Char('.') + name, name, kNumber);
      ++shown;
    }
  m_modelRows->addWidget(m_hyperRow);
}

QString ConfigForm::labelNote() const {
  const auto* train = trainSource(m_draft->config());
  if (!m_facts || !train) return {};
  for (const ColumnFacts& column : m_facts->columns) {
    if (column.name != toQString(train->label)) continue;
    QStringList values;
    for (const QString& value : column.values) values << value;
    return column.distinct > column.values.size()
               ? tr("%1 different labels")
                     .arg(countText(static_cast<std::int64_t>(column.distinct)))
               : tr("labels %1").arg(values.join(QStringLiteral(", ")));
  }
  return {};
}

void ConfigForm::refreshNotes() {
  const model::Config& config = m_draft->config();
  const bool v1 = config.api == model::Api::V1;
  m_estimatorRow->setNote(v1 ? QStringLiteral("tf.compat.v1") : QStringLiteral("tf.estimator"));
  m_optimizerRow->setNote(v1 ? QStringLiteral("tf.compat.v1.train")
                             : QStringLiteral("tf.keras.optimizers.legacy"));
  const auto variables = model::variableMap(config);
  m_unitsRow->setNote(variables
                          ? tr("%1 parameters").arg(countText(model::parameterCount(*variables)))
                          : QString());
  m_filesRow->setNote(m_facts
                          ? tr("%1 rows × %2 columns")
                                .arg(countText(m_facts->rows) + (m_facts->isWhole ? "" : "+"),
                                     countText(static_cast<std::int64_t>(m_facts->columns.size())))
                          : QString());
  m_classesRow->setNote(labelNote());
  if (config.train.steps)
    m_stepsRow->setNote(
        tr("trains to step %1").arg(countText(m_recordedStep.value_or(0) + *config.train.steps)));
  else
    m_stepsRow->setNote(config.train.maxSteps ? QString() : tr("until the data end"));
}

// Amber where the form differs from what the checkpoint was made with.
void ConfigForm::refreshWas() {
  const auto was = [this](const QString& key) -> std::optional<QString> {
    const auto recorded = m_draft->recordedText(key);
    if (!recorded || *recorded == m_draft->text(key)) return std::nullopt;
    return m_recordedStep ? tr("was %1 at step %2").arg(*recorded, countText(*m_recordedStep))
                          : tr("was %1").arg(*recorded);
  };
  m_estimatorRow->setWas(was(QStringLiteral("estimator")));
  m_unitsRow->setWas(was(hiddenUnitsKey(m_draft->config())));
  m_classesRow->setWas(was(QStringLiteral("args.n_classes")));
  m_optimizerRow->setWas(was(optimizerKey(m_draft->config()) + QStringLiteral(".class")));
  auto network = was(activationKey(m_draft->config()));
  if (!network) network = was(dropoutKey(m_draft->config()));
  if (!network) network = was(QStringLiteral("args.batch_norm"));
  m_activationRow->setWas(network);
}

}  // namespace cairn::ui
