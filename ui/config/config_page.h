#pragma once

#include "core/model/run_record.h"
#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/config/config_draft.h"
#include "ui/config/data_probe.h"

#include <QHash>
#include <functional>
#include <memory>

class QHBoxLayout;
class QStackedWidget;
class QVBoxLayout;

namespace cairn::ui {

class Card;
class ConfigForm;
class EmptyState;
class NetworkView;
class SourceCard;
class VerdictCard;

/// The config of one run or experiment: the form, whether it would restore, the network, the
/// program that does the same. Edits are drafts, one a run; they outlive a change of tab or run.
/// Thread: GUI thread only. Reads no file; asks core in Jobs.
class ConfigPage : public Page {
  Q_OBJECT
 public:
  explicit ConfigPage(Services services, QWidget* parent = nullptr);
  ~ConfigPage() override;

  void setRun(const RunRef& run) override;
  void setActive(bool active) override;
  void reload() override;
  /// Starts an experiment: a draft whose directory does not exist yet.
  void startDraft(const RunRef& run, const model::Config& config);

  /// The config as it stands in the form; null while none is known.
  const model::Config* config() const;
  bool isDirty() const;
  ConfigDraft* draft() const { return m_draft; }
  VerdictCard* verdict() const { return m_verdict; }
  /// Puts a whole config into the form (Revert, Paste), as one step that can be undone.
  void replaceConfig(const model::Config& config);
  /// The run was written to: its record is read again; edits stay.
  void refreshRecord();

  struct Kept;
  using Drafts = QHash<QString, std::shared_ptr<const Kept>>;
  /// All edits, for a window that takes this one's place.
  Drafts takeDrafts();
  void adoptDrafts(Drafts drafts) { m_kept = std::move(drafts); }

  using FileAnswer = std::function<void(const QString& file)>;
  /// How a data file is asked for; tests give their own.
  void setFileQuestion(std::function<void(const FileAnswer&)> ask);

 Q_SIGNALS:
  /// The config of the shown run has changed, was loaded, or is gone.
  void configChanged();
  void explainAsked();
  void newExperimentAsked();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildContent();
  void stack(bool narrow);
  void load();
  void take(const Job<model::RunRecord>::Payload& record);
  void showUnknown(const Error& error);
  void showDraft();
  void draftChanged();
  void keep();
  void probe();
  void askForFile();
  void chooseFile(const FileAnswer& answer);

  QStackedWidget* m_stack;
  EmptyState* m_empty;
  ConfigDraft* m_draft;
  QHBoxLayout* m_row = nullptr;
  QVBoxLayout *m_column = nullptr, *m_sideColumn = nullptr;
  QWidget* m_side = nullptr;
  ConfigForm* m_form = nullptr;
  VerdictCard* m_verdict = nullptr;
  NetworkView* m_network = nullptr;
  Card* m_networkCard = nullptr;
  SourceCard* m_source = nullptr;
  Drafts m_kept;     // by run
  QString m_loaded;  // the run whose config the form shows
  std::optional<std::int64_t> m_step;
  std::function<void(const FileAnswer&)> m_askFile;
  std::optional<model::DataSource> m_probed;  // what the facts are of
  Job<DataFacts> m_probe;
  Job<model::RunRecord> m_load;  // last: destroyed first
};

}  // namespace cairn::ui
