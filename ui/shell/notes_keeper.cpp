#include "ui/shell/notes_keeper.h"

#include "core/base/atomic_file.h"
#include "ui/bridge/convert.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cairn::ui {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{16} << 20;

QJsonObject toJson(const runs::RunNotes& notes) {
  QJsonArray tags;
  for (const std::string& tag : notes.tags) tags << toQString(tag);
  return {{QStringLiteral("name"), toQString(notes.name)},
          {QStringLiteral("notes"), toQString(notes.notes)},
          {QStringLiteral("tags"), tags},
          {QStringLiteral("color"), toQString(notes.color)},
          {QStringLiteral("baseline"), notes.isBaseline}};
}

runs::RunNotes fromJson(const QJsonObject& json) {
  runs::RunNotes notes;
  notes.name = fromQString(json[QStringLiteral("name")].toString());
  notes.notes = fromQString(json[QStringLiteral("notes")].toString());
  for (const auto tag : json[QStringLiteral("tags")].toArray())
    notes.tags.push_back(fromQString(tag.toString()));
  notes.color = fromQString(json[QStringLiteral("color")].toString());
  notes.isBaseline = json[QStringLiteral("baseline")].toBool();
  return notes;
}

}  // namespace

NotesKeeper::NotesKeeper(Services services, fs::path ownFile, QObject* parent)
    : QObject(parent), m_services(services), m_ownFile(std::move(ownFile)) {}

void NotesKeeper::load() {
  using Notes = QHash<QString, runs::RunNotes>;
  m_load.start(
      [files = m_services.files, file = m_ownFile](std::stop_token) -> Job<Notes>::Payload {
        CAIRN_ASSIGN(const std::string text, readTextFile(*files, file, kMostBytes));
        Notes notes;
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        for (auto it = json.begin(); it != json.end(); ++it)
          notes.insert(it.key(), fromJson(it.value().toObject()));
        return std::make_shared<const Notes>(std::move(notes));
      },
      [this](const auto& notes) {
        if (!notes) return;  // none yet
        for (auto it = (*notes)->begin(); it != (*notes)->end(); ++it)
          if (!m_kept.contains(it.key())) m_kept.insert(it.key(), {it.value(), false, false});
        Q_EMIT loaded();
      });
}

void NotesKeeper::save(const QString& id, const fs::path& modelDir, const runs::RunNotes& notes) {
  m_kept.insert(id, {notes, false, false});
  m_waiting.push_back({id, modelDir, notes});
  if (!m_job.running()) next();
}

void NotesKeeper::next() {
  if (m_waiting.empty()) return;
  const Wish wish = m_waiting.front();
  m_waiting.pop_front();
  m_job.start(
      [files = m_services.files, dir = wish.modelDir,
       notes = wish.notes](std::stop_token) -> Job<bool>::Payload {
        CAIRN_TRY(runs::saveRunNotes(*files, dir, notes));
        return std::make_shared<const bool>(true);
      },
      [this, wish](const auto& done) {
        auto kept = m_kept.find(wish.id);
        if (kept != m_kept.end() && kept->notes == wish.notes) kept->inRun = bool(done);
        if (!done) {
          writeOwn();
          Q_EMIT keptApart(wish.id);
        }
        Q_EMIT saved();
        next();
      });
}

void NotesKeeper::writeOwn() {
  QJsonObject json;
  for (auto it = m_kept.begin(); it != m_kept.end(); ++it)
    if (!it->inRun) json.insert(it.key(), toJson(it->notes));
  m_own.start(
      [files = m_services.files, file = m_ownFile,
       text = QJsonDocument(json).toJson()](std::stop_token) -> Job<bool>::Payload {
        CAIRN_TRY(files->createDirectories(file.parent_path()));
        CAIRN_TRY(writeFileAtomically(
            *files, file,
            std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size())))));
        return std::make_shared<const bool>(true);
      },
      [](const auto&) {});
}

void NotesKeeper::scanBegins() {
  for (Kept& kept : m_kept) kept.isOld = kept.inRun;
}

void NotesKeeper::apply(std::vector<runs::Run>& runs) {
  m_kept.removeIf([](const auto& kept) { return kept.value().isOld; });
  if (m_kept.isEmpty()) return;
  for (runs::Run& run : runs)
    if (const auto kept = m_kept.constFind(pathText(run.modelDir)); kept != m_kept.constEnd())
      run.notes = kept->notes;
}

}  // namespace cairn::ui
