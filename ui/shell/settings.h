#pragma once

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVariant>
#include <filesystem>

namespace cairn::ui {

/// What the user has set, as plain text under XDG paths. Unknown keys of a newer version are kept;
/// a broken file is set aside as `.bad`. Thread: GUI thread only.
class Settings : public QObject {
  Q_OBJECT
 public:
  explicit Settings(std::filesystem::path file, QObject* parent = nullptr);
  ~Settings() override;

  QVariant value(const QString& key) const;
  void set(const QString& key, const QVariant& value);
  void reset(const QString& key);
  bool isDefault(const QString& key) const;
  static QVariant fallback(const QString& key);
  /// The file could not be read and stands beside as `.bad`.
  bool wasBroken() const { return m_broken; }
  const std::filesystem::path& file() const { return m_file; }
  /// Keys of actions that are not the program's: object name -> key sequence.
  QJsonObject keys() const { return m_json[QStringLiteral("keys")].toObject(); }
  void setKeys(const QJsonObject& keys);
  void save();

 Q_SIGNALS:
  void changed(const QString& key);

 private:
  std::filesystem::path m_file;
  QJsonObject m_json;
  QTimer m_timer;
  bool m_broken = false;
};

}  // namespace cairn::ui
