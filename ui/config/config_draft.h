#pragma once

#include "core/model/config.h"

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

namespace cairn::ui {

/// A config that is being edited, and what it was made from. Every change is a step that can be
/// undone. Nothing is written anywhere.
/// Thread: GUI thread only.
class ConfigDraft : public QObject {
  Q_OBJECT
 public:
  explicit ConfigDraft(QObject* parent = nullptr);

  /// Starts anew from what a run was recorded with, or from nothing on disk (`recorded` empty).
  void reset(const model::Config& config, std::optional<model::Config> recorded);
  const model::Config& config() const { return m_config; }
  /// What the run's newest checkpoint was made with, as recorded.
  const std::optional<model::Config>& recorded() const { return m_recorded; }
  /// A newer record of the same run: edits stay, what they are held against changes.
  void setRecorded(const model::Config& start, std::optional<model::Config> recorded);
  /// What discard() goes back to.
  const model::Config& start() const { return m_start; }
  bool isDirty() const;

  /// Sets one key from what was typed. What can't be is kept as the field's error, and the config
  /// stays as it was.
  void set(const QString& key, const QString& value);
  /// The whole config at once (Revert, Paste), as one step.
  void replace(const model::Config& config);
  /// The same, when it is no edit: a draft that comes back to the screen, a step undone elsewhere.
  void resume(const model::Config& config);
  /// The config before the newest edit.
  const model::Config& before() const { return m_past.empty() ? m_config : m_past.back(); }
  /// Changes the estimator; keys that still apply are kept. Gives the keys that were dropped.
  QStringList changeEstimator(const QString& name);
  void changeOptimizer(const QString& key, const QString& className);
  void discard();
  void undo();
  void redo();
  bool canUndo() const { return !m_past.empty(); }
  bool canRedo() const { return !m_future.empty(); }

  /// The value at a key as the form shows it: `0.05`, `[10, 10]`, `None`, text without quotes.
  QString text(const QString& key) const;
  /// The same of the recorded config; nothing when there is none or the key is absent.
  std::optional<QString> recordedText(const QString& key) const;
  /// What is wrong with what was typed into the field; empty when nothing is.
  QString error(const QString& key) const;
  bool hasErrors() const { return !m_errors.empty(); }

 Q_SIGNALS:
  void changed();
  /// By a person, as one step; after changed().
  void edited();
  void errorChanged(const QString& key);

 private:
  bool take(model::Config config);
  void edit(model::Config config);
  void setError(const QString& key, const QString& text);
  void clearErrors();

  model::Config m_config;
  std::optional<model::Config> m_recorded;
  model::Config m_start;
  std::vector<model::Config> m_past, m_future;
  std::vector<std::pair<QString, QString>> m_errors;  // key, sentence
};

/// `args.hidden_units` or `args.dnn_hidden_units`, as the config's estimator has it; likewise for
/// the activation, dropout and optimizer.
QString hiddenUnitsKey(const model::Config& config);
QString activationKey(const model::Config& config);
QString dropoutKey(const model::Config& config);
QString optimizerKey(const model::Config& config);
const model::Optimizer& mainOptimizer(const model::Config& config);

}  // namespace cairn::ui
