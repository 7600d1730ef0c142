#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

/// What a run of cairn-cli left: its exit code and both outputs.
struct Outcome {
  int code = -1;
  QByteArray out;
  QByteArray err;
};

/// Runs cairn-cli in `folder`, in English and UTC unless `environment` says otherwise.
inline Outcome runCli(const QStringList& arguments, const QString& folder = QDir::currentPath(),
                      const QStringList& environment = {}, const QByteArray& input = {}) {
  QProcess process;
  process.setWorkingDirectory(folder);
  process.setEnvironment(QStringList{"LANG=C", "TZ=UTC", "PATH=/usr/bin:/bin"} + environment);
  process.start(CAIRN_CLI, arguments);
  process.write(input);
  process.closeWriteChannel();
  if (!process.waitForFinished(60'000)) return {};
  const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline QString fixtureRoot() {
  return qEnvironmentVariable("CAIRN_FIXTURES", CAIRN_FIXTURES_DEFAULT);
}

/// A copy of a fixture's folder, every file written at 2026-01-02 03:04:05 UTC, that can tell
/// whether anything in it was touched.
class FixtureCopy {
 public:
  explicit FixtureCopy(const QString& name) {
    const QDir source(fixtureRoot() + "/" + name);
    QDirIterator files(source.path(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      const QString file = files.next();
      const QString target = path(source.relativeFilePath(file));
      QDir().mkpath(QFileInfo(target).path());
      QFile::copy(file, target);
      QFile copy(target);
      copy.setPermissions(copy.permissions() | QFile::WriteOwner);
      if (copy.open(QIODevice::ReadWrite))
        copy.setFileTime(QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), QTimeZone::utc()),
                         QFileDevice::FileModificationTime);
    }
    m_before = listing();
  }

  QString path(const QString& file = {}) const { return m_folder.filePath(file); }
  bool isUnchanged() const { return listing() == m_before; }

 private:
  QStringList listing() const {
    QStringList lines;
    QDirIterator entries(m_folder.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
      const QFileInfo info(entries.next());
      lines += QString("%1 %2 %3")
                   .arg(info.filePath())
                   .arg(info.size())
                   .arg(info.lastModified().toMSecsSinceEpoch());
    }
    lines.sort();
    return lines;
  }
  QTemporaryDir m_folder;
  QStringList m_before;
};

/// The one document of a --json answer.
inline QJsonObject documentOf(const Outcome& outcome) {
  return QJsonDocument::fromJson(outcome.out).object();
}

inline void writeFile(const QString& path, const QByteArray& content) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

inline QByteArray readAll(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Compares all that a run left; the whole texts are shown when one differs.
#define COMPARE_OUTCOME(outcome, wantCode, wantOut, wantErr)          \
  do {                                                                \
    const Outcome& had = (outcome);                                   \
    QCOMPARE(QString::fromUtf8(had.err), QString::fromUtf8(wantErr)); \
    QCOMPARE(QString::fromUtf8(had.out), QString::fromUtf8(wantOut)); \
    QCOMPARE(had.code, wantCode);                                     \
  } while (false)
