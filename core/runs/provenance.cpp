#include "core/runs/provenance.h"

#include <array>
#include <fmt/format.h>
#include <git2.h>
#include <memory>

namespace cairn::runs {
namespace {

constexpr std::size_t kDiffBytes = std::size_t{1} << 20;  // a record is to be read, not an archive

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Repository = std::unique_ptr<git_repository, Freed<git_repository_free>>;
using Reference = std::unique_ptr<git_reference, Freed<git_reference_free>>;
using Object = std::unique_ptr<git_object, Freed<git_object_free>>;
using Tree = std::unique_ptr<git_tree, Freed<git_tree_free>>;
using Remote = std::unique_ptr<git_remote, Freed<git_remote_free>>;
using StatusList = std::unique_ptr<git_status_list, Freed<git_status_list_free>>;
using Diff = std::unique_ptr<git_diff, Freed<git_diff_free>>;

struct Buffer {
  git_buf buf = GIT_BUF_INIT;
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { git_buf_dispose(&buf); }
};

/// libgit2 itself, started once and kept. Costs 4 ms, since it reads the system's certificates.
void startLibrary() {
  static const int started = git_libgit2_init();
  (void)started;
}

/// Whether a working tree or a bare repository may begin at `folder` or above it.
bool mayLieInRepository(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::path at = std::filesystem::absolute(folder, ignored).lexically_normal();
  while (true) {
    if (std::filesystem::exists(at / ".git", ignored) ||
        std::filesystem::exists(at / "HEAD", ignored))
      return true;
    if (at == at.parent_path()) return false;
    at = at.parent_path();
  }
}

Error gitError(const std::filesystem::path& folder, const char* doing) {
  const git_error* last = git_error_last();
  return {ErrorCode::Io,
          fmt::format("{}: {}", doing, last && last->message ? last->message : "no reason given"),
          folder.string()};
}

/// `https://user:secret@host/x` without what stands before the @.
std::string withoutSecrets(std::string url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const auto start = scheme + 3;
  const auto at = url.rfind('@', url.find('/', start));
  if (at != std::string::npos && at >= start) url.erase(start, at - start + 1);
  return url;
}

std::string repositoryName(git_repository* repository) {
  git_remote* found = nullptr;
  if (git_remote_lookup(&found, repository, "origin") == 0) {
    const Remote remote(found);
    if (const char* url = git_remote_url(found)) return withoutSecrets(url);
  }
  const char* folder = git_repository_workdir(repository);
  return folder ? folder : git_repository_path(repository);
}

/// The branch's name; empty when HEAD stands on a commit itself.
std::string branchName(git_repository* repository) {
  git_reference* found = nullptr;
  if (git_reference_lookup(&found, repository, "HEAD") != 0) return {};
  const Reference head(found);
  const char* target = git_reference_symbolic_target(found);  // also before the first commit
  if (!target) return {};
  constexpr std::string_view kHeads = "refs/heads/";
  const std::string_view name = target;
  return std::string(name.starts_with(kHeads) ? name.substr(kHeads.size()) : name);
}

/// Whether tracked files differ from the commit. Untracked ones are no change to the code that
/// is versioned, and a model_dir may hold thousands.
Result<bool> isDirty(git_repository* repository, const std::filesystem::path& folder) {
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* found = nullptr;
  if (git_status_list_new(&found, repository, &options) != 0)
    return gitError(folder, "the state of the working tree can't be read");
  const StatusList list(found);
  return git_status_list_entrycount(found) > 0;
}

Result<std::string> diffText(git_repository* repository, git_object* commit,
                             const std::filesystem::path& folder) {
  git_object* peeled = nullptr;
  if (git_object_peel(&peeled, commit, GIT_OBJECT_TREE) != 0)
    return gitError(folder, "the commit's tree can't be read");
  const Object treeObject(peeled);
  git_tree* tree = nullptr;
  if (git_tree_lookup(&tree, repository, git_object_id(peeled)) != 0)
    return gitError(folder, "the commit's tree can't be read");
  const Tree owned(tree);
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_IGNORE_SUBMODULES;
  options.max_size = static_cast<git_off_t>(kDiffBytes);  // larger files are told as binary
  git_diff* found = nullptr;
  if (git_diff_tree_to_workdir_with_index(&found, repository, tree, &options) != 0)
    return gitError(folder, "the changes can't be read");
  const Diff diff(found);
  Buffer text;
  if (git_diff_to_buf(&text.buf, found, GIT_DIFF_FORMAT_PATCH) != 0)
    return gitError(folder, "the changes can't be written down");
  std::string patch(text.buf.ptr ? text.buf.ptr : "", text.buf.size);
  if (patch.size() > kDiffBytes) {
    const std::size_t whole = patch.size();
    patch.resize(patch.rfind('\n', kDiffBytes) + 1);
    patch += fmt::format("… cut after {} of {} bytes\n", patch.size(), whole);
  }
  return patch;
}

}  // namespace

Result<std::optional<model::CodeVersion>> readCodeVersion(const std::filesystem::path& folder) {
  if (!mayLieInRepository(folder)) return std::optional<model::CodeVersion>{};
  startLibrary();
  git_repository* found = nullptr;
  const int opened =
      git_repository_open_ext(&found, folder.c_str(), GIT_REPOSITORY_OPEN_CROSS_FS, nullptr);
  if (opened == GIT_ENOTFOUND) return std::optional<model::CodeVersion>{};
  if (opened != 0) return gitError(folder, "the repository can't be opened");
  const Repository repository(found);

  model::CodeVersion version;
  version.repository = repositoryName(found);
  version.branch = branchName(found);
  if (git_repository_is_bare(found) != 0) return std::optional(version);

  git_object* head = nullptr;
  const int parsed = git_revparse_single(&head, found, "HEAD");
  if (parsed == GIT_ENOTFOUND) return std::optional(version);  // before the first commit
  if (parsed != 0) return gitError(folder, "the commit can't be read");
  const Object commit(head);
  std::array<char, GIT_OID_HEXSZ + 1> id{};
  git_oid_tostr(id.data(), id.size(), git_object_id(head));
  version.commit = id.data();

  CAIRN_ASSIGN(version.dirty, isDirty(found, folder));
  if (version.dirty) {
    CAIRN_ASSIGN(version.diff, diffText(found, head, folder));
  }
  return std::optional(version);
}

}  // namespace cairn::runs
