#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace cairn::ui {

/// What a window without a folder shows: open one, try it with Iris, or explain a
/// traceback.
/// Thread: GUI thread only.
class FirstStartPage : public QWidget {
  Q_OBJECT
 public:
  explicit FirstStartPage(QWidget* parent = nullptr);
  /// Where "Train Iris" would write, said before anything is written.
  void setIrisFolder(const QString& folder);
  void setRecent(const QStringList& folders);
  /// Shown over an open workspace: there is a way back.
  void setBack(bool back);

 Q_SIGNALS:
  void openAsked();
  void irisAsked();
  void irisFolderChangeAsked();
  void tracebackAsked();
  void recentChosen(const QString& folder);
  void backAsked();

 private:
  QWidget* buildOpenCard();
  QWidget* buildIrisCard();
  QWidget* buildTracebackCard();
  void resizeEvent(QResizeEvent* event) override;
  QBoxLayout* m_cards = nullptr;
  QLabel* m_irisFolder = nullptr;
  QWidget* m_recent = nullptr;
  QPushButton* m_back = nullptr;
};

}  // namespace cairn::ui
