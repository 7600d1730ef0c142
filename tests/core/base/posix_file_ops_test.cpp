#include "core/base/file_ops.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cairn;

class PosixFileOpsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void readsAnywhere();
  void errorsNameThePathAndTheSystemsText_data();
  void errorsNameThePathAndTheSystemsText();
  void aNewFileDoesNotReplaceAnother();
  void appendingGoesOnAtTheEnd();
  void onlyRegularFilesAreOpened_data();
  void onlyRegularFilesAreOpened();
  void aLockIsHeldByOne();
  void aFullDiskIsNoSpace();
  void reservingKeepsTheSize();
  void listsWhatLinksPointTo();
  void renamesAndRemoves();
  void statTellsAReplacedFile();
  void directoriesAreMadeAndSynced();
  void readFileHoldsToItsLimit();
  void freeSpaceIsTold();

 private:
  fs::path at(const std::string& name) const {
    return fs::path(m_dir->path().toStdString()) / name;
  }
  void write(const std::string& name, std::string_view text) {
    auto file = m_files.open(at(name), OpenMode::CreateNew);
    QVERIFY(file && (*file)->write(asBytes(text)) && (*file)->close());
  }
  FileOps& m_files = posixFileOps();
  std::unique_ptr<QTemporaryDir> m_dir;
};

void PosixFileOpsTest::init() { m_dir = std::make_unique<QTemporaryDir>(); }

void PosixFileOpsTest::readsAnywhere() {
  write("a", "0123456789");
  const auto file = m_files.open(at("a"), OpenMode::Read);
  QVERIFY(file);
  Bytes buffer(4);
  QCOMPARE(*(*file)->readAt(8, buffer), std::size_t{2});  // fewer only at the end
  QCOMPARE(asText(ByteView(buffer).first(2)), std::string_view("89"));
  QCOMPARE(*(*file)->readAt(0, buffer), std::size_t{4});
  QCOMPARE(*(*file)->readAt(100, buffer), std::size_t{0});
  QVERIFY(!(*file)->readAt(~std::uint64_t{0}, buffer));
}

void PosixFileOpsTest::errorsNameThePathAndTheSystemsText_data() {
  QTest::addColumn<QString>("what");
  for (const char* what :
       {"open", "rename", "remove", "list", "stat", "syncDirectory", "freeSpace"})
    QTest::newRow(what) << what;
}

void PosixFileOpsTest::errorsNameThePathAndTheSystemsText() {
  QFETCH(QString, what);
  const fs::path missing = at("missing");
  std::optional<Error> error;
  const auto take = [&](const auto& result) {
    if (!result) error = result.error();
  };
  if (what == "open") take(m_files.open(missing, OpenMode::Read));
  if (what == "rename") take(m_files.rename(missing, at("b")));
  if (what == "remove") take(m_files.remove(missing));
  if (what == "list") take(m_files.list(missing));
  if (what == "stat") take(m_files.stat(missing));
  if (what == "syncDirectory") take(m_files.syncDirectory(missing));
  if (what == "freeSpace") take(m_files.freeSpace(missing));
  QVERIFY(error);
  QCOMPARE(error->code, ErrorCode::NotFound);
  QCOMPARE(error->where, missing.string());
  QVERIFY(error->message.ends_with("(No such file or directory)"));
}

void PosixFileOpsTest::aNewFileDoesNotReplaceAnother() {
  write("a", "old");
  QVERIFY(!m_files.open(at("a"), OpenMode::CreateNew));
  QCOMPARE(*readTextFile(m_files, at("a"), 10), std::string("old"));
}

void PosixFileOpsTest::appendingGoesOnAtTheEnd() {
  for (const char* text : {"one", "two"}) {
    auto file = m_files.open(at("a"), OpenMode::Append);
    QVERIFY(file && (*file)->write(asBytes(text)) && (*file)->sync());
  }
  QCOMPARE(*readTextFile(m_files, at("a"), 10), std::string("onetwo"));
}

void PosixFileOpsTest::onlyRegularFilesAreOpened_data() {
  QTest::addColumn<int>("mode");
  QTest::newRow("reading") << int(OpenMode::Read);
  QTest::newRow("appending") << int(OpenMode::Append);
  QTest::newRow("locking") << int(OpenMode::LockFile);
}

void PosixFileOpsTest::onlyRegularFilesAreOpened() {
  QFETCH(int, mode);
  QCOMPARE(::mkfifo(at("fifo").c_str(), 0600), 0);
  // Must not wait for the other end.
  QVERIFY(!m_files.open(at("fifo"), static_cast<OpenMode>(mode)));
  QVERIFY(!m_files.open(at(""), static_cast<OpenMode>(mode)));
  QVERIFY(!m_files.open("/dev/null", static_cast<OpenMode>(mode)));
}

void PosixFileOpsTest::aLockIsHeldByOne() {
  auto first = m_files.open(at("cairn.lock"), OpenMode::LockFile);
  auto second = m_files.open(at("cairn.lock"), OpenMode::LockFile);
  QVERIFY((*first)->lock());
  QCOMPARE((*second)->lock().error().code, ErrorCode::Busy);
  QVERIFY((*first)->close());
  QVERIFY((*second)->lock());
}

void PosixFileOpsTest::aFullDiskIsNoSpace() {
  // A limit of the file's size stands for the disk.
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
  rlimit small = old;
  small.rlim_cur = 100;
  QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
  auto file = m_files.open(at("a"), OpenMode::CreateNew);
  const auto written = (*file)->write(Bytes(200));
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, before);
  QCOMPARE(written.error().code, ErrorCode::NoSpace);
}

void PosixFileOpsTest::reservingKeepsTheSize() {
  auto file = m_files.open(at("a"), OpenMode::CreateNew);
  QVERIFY((*file)->allocate(0));
  QVERIFY((*file)->allocate(1 << 20));
  QVERIFY((*file)->write(asBytes("abc")));
  QCOMPARE((*file)->stat()->size, std::uint64_t{3});
  // More than any disk has.
  const auto huge = (*file)->allocate(std::uint64_t{1} << 61);
  QVERIFY(!huge && huge.error().code == ErrorCode::NoSpace);
}

void PosixFileOpsTest::listsWhatLinksPointTo() {
  write("file", "x");
  QVERIFY(m_files.createDirectories(at("folder")));
  fs::create_symlink(at("file"), at("to_file"));
  fs::create_symlink(at("folder"), at("to_folder"));
  fs::create_symlink(at("nowhere"), at("to_nowhere"));
  fs::create_symlink(at("loop"), at("loop"));
  const auto entries = m_files.list(at(""));
  QVERIFY(entries);
  std::map<std::string, FileKind> kinds;
  for (const DirectoryEntry& entry : *entries) kinds[entry.name] = entry.kind;
  const std::map<std::string, FileKind> wanted = {
      {"file", FileKind::Regular},     {"folder", FileKind::Directory},
      {"to_file", FileKind::Regular},  {"to_folder", FileKind::Directory},
      {"to_nowhere", FileKind::Other}, {"loop", FileKind::Other}};
  QVERIFY(kinds == wanted);
}

void PosixFileOpsTest::renamesAndRemoves() {
  write("a", "new");
  write("b", "old");
  QVERIFY(m_files.rename(at("a"), at("b")));
  QVERIFY(!exists(m_files, at("a")));
  QCOMPARE(*readTextFile(m_files, at("b"), 10), std::string("new"));
  QVERIFY(m_files.remove(at("b")));
  QVERIFY(!exists(m_files, at("b")));
}

void PosixFileOpsTest::statTellsAReplacedFile() {
  write("a", "x");
  write("b", "x");
  const FileStat before = *m_files.stat(at("a"));
  QCOMPARE(before.size, std::uint64_t{1});
  QVERIFY(before.kind == FileKind::Regular);
  QVERIFY(m_files.rename(at("b"), at("a")));
  QVERIFY(m_files.stat(at("a"))->inode != before.inode);
}

void PosixFileOpsTest::directoriesAreMadeAndSynced() {
  QVERIFY(m_files.createDirectories(at("a/b/c")));
  QVERIFY(m_files.createDirectories(at("a/b/c")));  // being there is no error
  QVERIFY(m_files.syncDirectory(at("a/b/c")));
  write("file", "x");
  QVERIFY(!m_files.createDirectories(at("file/b")));
  QVERIFY(!m_files.syncDirectory(at("file")));
}

void PosixFileOpsTest::readFileHoldsToItsLimit() {
  write("a", "0123456789");
  QCOMPARE(readFile(m_files, at("a"))->size(), std::size_t{10});
  QVERIFY(readFile(m_files, at("a"), 10));
  QCOMPARE(readFile(m_files, at("a"), 9).error().code, ErrorCode::InvalidArgument);
}

void PosixFileOpsTest::freeSpaceIsTold() { QVERIFY(*m_files.freeSpace(at("")) > 0); }

QTEST_APPLESS_MAIN(PosixFileOpsTest)
#include "posix_file_ops_test.moc"
