// write_graph CASE.json CHECKPOINT PREFIX: the config of a recorded case as Cairn's .meta, and the
// checkpoint before it written again by Cairn. Prints how much of training the graph holds.
#include "core/base/file_ops.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/training_graph.h"
#include "tests/core/model/fixture_configs.h"

#include <cstdio>
#include <string>

namespace {

using namespace cairn;

Result<void> writeFile(const fs::path& path, ByteView bytes) {
  CAIRN_ASSIGN(auto file, posixFileOps().open(path, OpenMode::CreateNew));
  CAIRN_TRY(file->write(bytes));
  return file->close();
}

Result<std::string> run(const fs::path& caseFile, const fs::path& checkpoint,
                        const fs::path& prefix) {
  const auto caseJson = tests::readJsonFile(caseFile);
  const auto parsed = model::parseConfig(tests::configOfCase(caseJson));
  if (!parsed.config) return parsed.problems.front();
  CAIRN_ASSIGN(const model::Config config,
               model::resolveVocabularies(posixFileOps(), *parsed.config, caseFile.parent_path()));
  CAIRN_ASSIGN(const auto variables, model::variableMap(config));
  CAIRN_ASSIGN(const pb::MetaGraphDef meta, model::trainingMetaGraph(config, variables));
  CAIRN_TRY(posixFileOps().createDirectories(prefix.parent_path()));
  CAIRN_TRY(writeFile(prefix.string() + ".meta", formats::encodeMetaGraph(meta)));

  CAIRN_ASSIGN(const formats::TensorBundle bundle,
               formats::TensorBundle::open(posixFileOps(), checkpoint));
  CAIRN_ASSIGN(const auto items, bundle.readItems());
  CAIRN_ASSIGN(const formats::BundleImage image, formats::encodeBundle(items));
  CAIRN_TRY(formats::writeBundle(posixFileOps(), prefix, image));
  const auto limit = model::trainingGraphLimit(config);
  return limit ? describe(*limit) : std::string("whole");
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const auto told = run(words[1], words[2], words[3]);
  if (!told) {
    std::fprintf(stderr, "%s\n", describe(told.error()).c_str());
    return 1;
  }
  std::puts(told->c_str());
  return 0;
}
