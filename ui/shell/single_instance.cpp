#include "ui/shell/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLockFile>
#include <QStandardPaths>

namespace cairn::ui {
namespace {

constexpr int kWaitMs = 1000;
constexpr int kAnswerMs = 8000;  // the first may be about to build its window
constexpr qint64 kMostBytes = 64 << 10;

// A window on another display is of no use to who starts the program on this one.
QString ownSocket() {
  const QByteArray display = qgetenv("WAYLAND_DISPLAY") + '\n' + qgetenv("DISPLAY");
  const QByteArray hash = QCryptographicHash::hash(display, QCryptographicHash::Sha1).toHex();
  return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) +
         QStringLiteral("/cairn-") + QString::fromLatin1(hash.left(8));
}

QByteArray lineOf(const OpenRequest& request) {
  const QJsonObject json{{QStringLiteral("path"), request.path},
                         {QStringLiteral("from"), request.from},
                         {QStringLiteral("activation"), request.activation}};
  return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

}  // namespace

SingleInstance::SingleInstance(const QString& socket, QObject* parent)
    : QObject(parent),
      m_socket(socket.isEmpty() ? ownSocket() : socket),
      m_server(new QLocalServer(this)) {
  m_server->setSocketOptions(QLocalServer::UserAccessOption);
  connect(m_server, &QLocalServer::newConnection, this, [this] {
    QLocalSocket* connection = m_server->nextPendingConnection();
    connect(connection, &QLocalSocket::readyRead, this, [this, connection] { read(connection); });
    connect(connection, &QLocalSocket::disconnected, connection, &QObject::deleteLater);
  });
}

// The lock keeps two that start at once from taking each other's socket for a dead one.
SingleInstance::Role SingleInstance::start(const OpenRequest& request) {
  QLockFile lock(m_socket + QStringLiteral(".lock"));
  lock.tryLock(kAnswerMs);
  if (handOver(request)) return Role::HandedOver;
  listen();
  return Role::First;
}

bool SingleInstance::handOver(const OpenRequest& request) const {
  QLocalSocket connection;
  connection.connectToServer(m_socket);
  if (!connection.waitForConnected(kWaitMs)) return false;
  connection.write(lineOf(request));
  // Only an answer tells that somebody listens: one that hangs has a socket too.
  return connection.waitForBytesWritten(kWaitMs) && connection.waitForReadyRead(kAnswerMs) &&
         connection.readAll() == "ok\n";
}

void SingleInstance::listen() {
  if (m_server->listen(m_socket)) return;
  QLocalServer::removeServer(m_socket);
  m_server->listen(m_socket);
}

void SingleInstance::read(QLocalSocket* connection) {
  if (connection->bytesAvailable() > kMostBytes) return connection->abort();
  if (!connection->canReadLine()) return;
  const QJsonObject json = QJsonDocument::fromJson(connection->readLine()).object();
  connection->write("ok\n");
  connection->flush();
  OpenRequest request{json[QStringLiteral("path")].toString(),
                      json[QStringLiteral("from")].toString(),
                      json[QStringLiteral("activation")].toString()};
  if (!QDir::isAbsolutePath(request.path)) request.path.clear();
  Q_EMIT asked(request);
}

}  // namespace cairn::ui
