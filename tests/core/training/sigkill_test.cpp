#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/training/small_run.h"

#include <QTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
using training::TrainOptions;

namespace {

/// The process really dies where FaultyFileOps only plays dead.
class LethalFileOps : public FaultyFileOps {
 public:
  explicit LethalFileOps(FileOps& inner) : FaultyFileOps(inner) {}

  Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
    CAIRN_ASSIGN(std::unique_ptr<File> file, mortal(FaultyFileOps::open(path, mode)));
    return std::unique_ptr<File>(std::make_unique<LethalFile>(*this, std::move(file)));
  }
  Result<void> rename(const fs::path& from, const fs::path& to) override {
    return mortal(FaultyFileOps::rename(from, to));
  }
  Result<void> remove(const fs::path& path) override { return mortal(FaultyFileOps::remove(path)); }
  Result<void> createDirectories(const fs::path& path) override {
    return mortal(FaultyFileOps::createDirectories(path));
  }
  Result<void> syncDirectory(const fs::path& directory) override {
    return mortal(FaultyFileOps::syncDirectory(directory));
  }

 private:
  template <class T>
  T mortal(T result) const {
    if (isDead()) ::raise(SIGKILL);
    return result;
  }

  class LethalFile : public File {
   public:
    LethalFile(const LethalFileOps& owner, std::unique_ptr<File> inner)
        : m_owner(&owner), m_inner(std::move(inner)) {}
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> buffer) override {
      return m_inner->readAt(offset, buffer);
    }
    Result<void> write(ByteView bytes) override { return m_owner->mortal(m_inner->write(bytes)); }
    Result<void> allocate(std::uint64_t bytes) override {
      return m_owner->mortal(m_inner->allocate(bytes));
    }
    Result<void> sync() override { return m_owner->mortal(m_inner->sync()); }
    Result<FileStat> stat() override { return m_inner->stat(); }
    Result<void> close() override { return m_owner->mortal(m_inner->close()); }
    Result<void> lock() override { return m_inner->lock(); }

   private:
    const LethalFileOps* m_owner;
    std::unique_ptr<File> m_inner;
  };
};

TrainOptions upTo(std::int64_t step) {
  TrainOptions options;
  options.maxSteps = step;
  return options;
}

}  // namespace

/// A child process is killed with SIGKILL at every call that writes; this one then goes on.
class SigkillTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKilledProcessCanBeResumed();
};

void SigkillTest::everyKilledProcessCanBeResumed() {
  std::size_t kills = 0;
  for (std::size_t call = 1;; ++call) {
    const SmallRun run;
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
      LethalFileOps files(posixFileOps());
      files.killAt(call, FaultyFileOps::Death::Torn);
      const auto result = train(run, smallConfig(), upTo(20), files);
      ::_exit(result ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    if (WIFEXITED(status)) {
      QCOMPARE(WEXITSTATUS(status), 0);  // more calls than the training makes
      break;
    }
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ++kills;
    const auto resumed = train(run, smallConfig(), upTo(20));
    QVERIFY2(resumed, resumed ? "" : describe(resumed.error()).c_str());
    const auto latest = formats::findLatest(posixFileOps(), run.modelDir());
    QVERIFY(latest && latest->prefix);
    const auto bundle = formats::TensorBundle::open(posixFileOps(), *latest->prefix);
    QVERIFY(bundle && bundle->verify().empty());
    QVERIFY(!fs::exists(run.modelDir() / "cairn.lock"));
  }
  QVERIFY(kills > 100);
  qInfo("%zu processes killed, all resumed", kills);
}

QTEST_APPLESS_MAIN(SigkillTest)
#include "sigkill_test.moc"
