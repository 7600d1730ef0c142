#pragma once

#include "ui/config/config_draft.h"
#include "ui/config/data_probe.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace cairn::ui {

class Card;
class ColumnModel;
class FieldRow;
class SegmentedControl;
class UnitsEditor;

/// The three cards of the form: Model, Data, Training and RunConfig. It shows a draft and turns
/// what is typed into changes of it.
/// Thread: GUI thread only.
class ConfigForm : public QWidget {
  Q_OBJECT
 public:
  explicit ConfigForm(ConfigDraft* draft, QWidget* parent = nullptr);

  void setModelDir(const QString& modelDir);
  /// The step of the checkpoint that the recorded config made; nothing: there is none yet.
  void setRecordedStep(std::optional<std::int64_t> step) { m_recordedStep = step; }
  /// What the training file holds, or why it can't be read.
  void setFacts(std::shared_ptr<const DataFacts> facts, const QString& error);
  void refresh();

 Q_SIGNALS:
  void browseDataAsked();

 private:
  Card* buildModel();
  void buildNetworkRows();
  Card* buildData();
  Card* buildTraining();
  /// A text field that is bound to a key: typed values are checked as they are typed.
  QLineEdit* bind(FieldRow* row, const QString& key, const QString& id, int width);
  void refreshField(const QString& key);
  void refreshChoices();
  void refreshOptimizer();
  void refreshNotes();
  void refreshWas();
  void showError(const QString& key);
  QString labelNote() const;

  ConfigDraft* m_draft;
  std::optional<std::int64_t> m_recordedStep;
  struct Bound {
    QLineEdit* field;
    FieldRow* row;
  };
  QHash<QString, Bound> m_bound;  // by key
  QString m_editing;              // the key that is being typed into
  QComboBox* m_estimator = nullptr;
  QComboBox* m_activation = nullptr;
  QComboBox* m_optimizer = nullptr;
  QCheckBox* m_batchNorm = nullptr;
  UnitsEditor* m_units = nullptr;
  FieldRow *m_estimatorRow = nullptr, *m_unitsRow = nullptr, *m_classesRow = nullptr,
           *m_activationRow = nullptr, *m_optimizerRow = nullptr, *m_hyperRow = nullptr;
  QString m_hyperOf;  // the optimizer whose parameters are shown
  QVBoxLayout* m_modelRows = nullptr;
  FieldRow *m_filesRow = nullptr, *m_labelRow = nullptr;
  QComboBox* m_label = nullptr;
  QComboBox* m_repeat = nullptr;
  ColumnModel* m_columns = nullptr;
  QWidget* m_table = nullptr;
  std::shared_ptr<const DataFacts> m_facts;
  FieldRow *m_dirRow = nullptr, *m_stepsRow = nullptr, *m_saveRow = nullptr;
  QLineEdit* m_modelDir = nullptr;
  SegmentedControl* m_stepsKind = nullptr;
  QLineEdit* m_steps = nullptr;
};

}  // namespace cairn::ui
