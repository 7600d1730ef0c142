#pragma once

#include <QWidget>

class QLabel;

namespace cairn::ui {

/// What a window without a folder shows: open one, or try it with Iris.
/// Thread: GUI thread only.
class FirstStartPage : public QWidget {
  Q_OBJECT
 public:
  explicit FirstStartPage(QWidget* parent = nullptr);
  /// Where "Train Iris" would write, said before anything is written.
  void setIrisFolder(const QString& folder);
  void setRecent(const QStringList& folders);

 Q_SIGNALS:
  void openAsked();
  void irisAsked();
  void irisFolderChangeAsked();
  void recentChosen(const QString& folder);

 private:
  QWidget* buildOpenCard();
  QWidget* buildIrisCard();
  QLabel* m_irisFolder = nullptr;
  QWidget* m_recent = nullptr;
};

}  // namespace cairn::ui
