#include "core/runs/provenance.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <git2.h>

using namespace cairn;

namespace {

void write(const QString& path, const QByteArray& content) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(content);
}

/// A repository of its own in a temporary folder, driven through libgit2 so that no git is needed.
class Repository {
 public:
  Repository() {
    git_libgit2_init();
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_MKPATH;
    options.initial_head = "trial";
    git_repository_init_ext(&m_repository, path().toUtf8(), &options);
  }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;
  ~Repository() {
    git_repository_free(m_repository);
    git_libgit2_shutdown();
  }

  QString path(const QString& file = {}) const { return m_folder.filePath(file); }

  std::string commit(const char* file) {
    git_index* index = nullptr;
    git_repository_index(&index, m_repository);
    git_index_add_bypath(index, file);
    git_index_write(index);
    git_oid tree, id;
    git_index_write_tree(&tree, index);
    git_index_free(index);
    git_tree* content = nullptr;
    git_tree_lookup(&content, m_repository, &tree);
    git_signature* author = nullptr;
    git_signature_new(&author, "A", "a@example.org", 1000000000, 0);
    git_commit_create_v(&id, m_repository, "HEAD", author, author, nullptr, "First", content, 0);
    git_signature_free(author);
    git_tree_free(content);
    char text[GIT_OID_HEXSZ + 1];
    return git_oid_tostr(text, sizeof text, &id);
  }

  void setRemote(const char* url) {
    git_remote* remote = nullptr;
    git_remote_create(&remote, m_repository, "origin", url);
    git_remote_free(remote);
  }

  model::CodeVersion read() const {
    const auto version = runs::readCodeVersion(path().toStdString());
    return version && *version ? **version : model::CodeVersion{};
  }

 private:
  QTemporaryDir m_folder;
  git_repository* m_repository = nullptr;
};

}  // namespace

class ProvenanceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void outsideOfARepositoryThereIsNone();
  void aRepositoryWithoutCommitHasABranch();
  void aCleanTreeIsItsCommit();
  void aChangedFileMakesItDirtyWithItsDiff();
  void untrackedFilesAreNoChange();
  void aFolderDeepInsideFindsTheRepository();
  void theRemoteIsNamedWithoutItsSecret();
  void aHugeDiffIsCut();
  void noProgramOfTheRepositoryRuns();
  void readingChangesNothing();
};

void ProvenanceTest::outsideOfARepositoryThereIsNone() {
  const QTemporaryDir folder;
  const auto version = runs::readCodeVersion(folder.path().toStdString());
  QVERIFY(version);
  QVERIFY(!*version);
}

void ProvenanceTest::aRepositoryWithoutCommitHasABranch() {
  const Repository repository;
  const auto version = repository.read();
  QCOMPARE(version.branch, std::string("trial"));
  QCOMPARE(version.commit, std::string());
  QVERIFY(!version.dirty);
}

void ProvenanceTest::aCleanTreeIsItsCommit() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  const std::string id = repository.commit("train.py");
  const auto version = repository.read();
  QCOMPARE(version.commit, id);
  QCOMPARE(version.branch, std::string("trial"));
  QCOMPARE(version.repository, QDir(repository.path()).canonicalPath().toStdString() + "/");
  QVERIFY(!version.dirty);
  QCOMPARE(version.diff, std::string());
}

void ProvenanceTest::aChangedFileMakesItDirtyWithItsDiff() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  repository.commit("train.py");
  write(repository.path("train.py"), "b\n");
  const auto version = repository.read();
  QVERIFY(version.dirty);
  QVERIFY(QString::fromStdString(version.diff).endsWith("@@ -1 +1 @@\n-a\n+b\n"));
}

void ProvenanceTest::untrackedFilesAreNoChange() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  repository.commit("train.py");
  write(repository.path("models/checkpoint"), "b\n");
  QVERIFY(!repository.read().dirty);
}

void ProvenanceTest::aFolderDeepInsideFindsTheRepository() {
  Repository repository;
  write(repository.path("a/b/train.py"), "a\n");
  const std::string id = repository.commit("a/b/train.py");
  const auto version = runs::readCodeVersion(repository.path("a/b").toStdString());
  QVERIFY(version && *version);
  QCOMPARE((*version)->commit, id);
}

void ProvenanceTest::theRemoteIsNamedWithoutItsSecret() {
  Repository repository;
  repository.setRemote("https://someone:secret@example.org/models.git");
  QCOMPARE(repository.read().repository, std::string("https://example.org/models.git"));
}

void ProvenanceTest::aHugeDiffIsCut() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  repository.commit("train.py");
  write(repository.path("train.py"), QByteArray("line\n").repeated(200'000));
  const auto version = repository.read();
  QVERIFY(version.dirty);
  QVERIFY(version.diff.size() < (std::size_t{1} << 20) + 100);
  QVERIFY(QString::fromStdString(version.diff).contains("… cut after "));
}

void ProvenanceTest::noProgramOfTheRepositoryRuns() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  write(repository.path(".gitattributes"), "*.py filter=x diff=x\n");
  repository.commit("train.py");
  const QByteArray command = "touch " + repository.path("ran").toUtf8() + "; cat";
  QFile config(repository.path(".git/config"));
  QVERIFY(config.open(QIODevice::Append));
  config.write("[core]\n fsmonitor = " + command + "\n pager = " + command +
               "\n[filter \"x\"]\n clean = " + command + "\n smudge = " + command +
               "\n[diff \"x\"]\n command = " + command + "\n textconv = " + command +
               "\n[diff]\n external = " + command + "\n");
  config.close();
  write(repository.path("train.py"), "b\n");
  QVERIFY(repository.read().dirty);
  QVERIFY(!QFile::exists(repository.path("ran")));
}

void ProvenanceTest::readingChangesNothing() {
  Repository repository;
  write(repository.path("train.py"), "a\n");
  repository.commit("train.py");
  QFile index(repository.path(".git/index"));
  const auto before = QFileInfo(index).lastModified();
  QVERIFY(index.open(QIODevice::ReadOnly));
  const QByteArray bytes = index.readAll();
  index.seek(0);
  repository.read();
  QCOMPARE(index.readAll(), bytes);
  QCOMPARE(QFileInfo(index.fileName()).lastModified(), before);
}

QTEST_APPLESS_MAIN(ProvenanceTest)
#include "provenance_test.moc"
