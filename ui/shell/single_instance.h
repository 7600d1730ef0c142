#pragma once

#include <QObject>
#include <QString>

class QLocalServer;
class QLocalSocket;

namespace cairn::ui {

/// What a second start of the program asks of the first.
struct OpenRequest {
  QString path;        // absolute; empty: only to the front
  QString from;        // its working directory
  QString activation;  // the desktop's token that lets a window come to the front
};

/// One window of the program for a user and a display: a later start hands its folder over by a
/// socket in the runtime directory. Thread: GUI thread only.
class SingleInstance : public QObject {
  Q_OBJECT
 public:
  enum class Role { First, HandedOver };
  /// `socket`: a path, or empty for the user's own on this display.
  explicit SingleInstance(const QString& socket = {}, QObject* parent = nullptr);

  /// Hands `request` to the instance that runs; else becomes that instance. First also when neither
  /// works: a second window is better than none. Waits for some seconds, before there is a window.
  Role start(const OpenRequest& request);
  const QString& socket() const { return m_socket; }

 Q_SIGNALS:
  void asked(const cairn::ui::OpenRequest& request);

 private:
  bool handOver(const OpenRequest& request) const;
  void listen();
  void read(QLocalSocket* connection);

  QString m_socket;
  QLocalServer* m_server;
};

}  // namespace cairn::ui
