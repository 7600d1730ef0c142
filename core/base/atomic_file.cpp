#include "core/base/atomic_file.h"

#include <fmt/format.h>
#include <random>
#include <unistd.h>

namespace cairn {
namespace {

constexpr std::string_view kPrefix = ".cairn-";
constexpr std::string_view kSuffix = ".tmp";

std::string temporaryName() {
  std::random_device random;
  return fmt::format("{}{}-{:08x}{:08x}{}", kPrefix, ::getpid(), random(), random(), kSuffix);
}

}  // namespace

Result<AtomicFile> AtomicFile::create(FileOps& files, fs::path target) {
  fs::path temporary = target.parent_path() / temporaryName();
  CAIRN_ASSIGN(std::unique_ptr<File> file, files.open(temporary, OpenMode::CreateNew));
  return AtomicFile(files, std::move(target), std::move(temporary), std::move(file));
}

AtomicFile::AtomicFile(FileOps& files, fs::path target, fs::path temporary,
                       std::unique_ptr<File> file)
    : m_files(&files),
      m_target(std::move(target)),
      m_temporary(std::move(temporary)),
      m_file(std::move(file)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_files(other.m_files),
      m_target(std::move(other.m_target)),
      m_temporary(std::exchange(other.m_temporary, {})),
      m_file(std::move(other.m_file)) {}

AtomicFile::~AtomicFile() { discard(); }

Result<void> AtomicFile::publish() {
  const Result<void> published = moveIntoPlace();
  if (published) m_temporary.clear();
  discard();
  return published;
}

Result<void> AtomicFile::moveIntoPlace() {
  CAIRN_TRY(m_file->sync());
  CAIRN_TRY(m_file->close());
  return m_files->rename(m_temporary, m_target);
}

void AtomicFile::discard() {
  m_file.reset();
  // Best effort: the temporary name itself says that it can go.
  if (!m_temporary.empty()) (void)m_files->remove(m_temporary);
  m_temporary.clear();
}

Result<void> replaceFile(FileOps& files, const fs::path& target, ByteView bytes) {
  CAIRN_ASSIGN(AtomicFile file, AtomicFile::create(files, target));
  CAIRN_TRY(file.write(bytes));
  return file.publish();
}

Result<void> replaceReserved(FileOps& files, const fs::path& target, ByteView bytes) {
  CAIRN_ASSIGN(AtomicFile file, AtomicFile::create(files, target));
  CAIRN_TRY(file.allocate(bytes.size()));
  CAIRN_TRY(file.write(bytes));
  return file.publish();
}

Result<void> writeFileAtomically(FileOps& files, const fs::path& target, ByteView bytes) {
  CAIRN_TRY(replaceFile(files, target, bytes));
  return files.syncDirectory(target.parent_path());
}

bool isTemporaryName(std::string_view name) {
  return name.starts_with(kPrefix) && name.ends_with(kSuffix);
}

}  // namespace cairn
