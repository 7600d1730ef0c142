#pragma once

#include "core/formats/proto/bundle.pb.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/formats/tables.h"

#include <QTemporaryDir>
#include <functional>

// Bundles made by hand, checksums right whatever they hold.
namespace cairn::tests {

inline void writeBytes(const fs::path& path, ByteView bytes) {
  (void)posixFileOps().remove(path);
  const auto file = posixFileOps().open(path, OpenMode::CreateNew);
  if (file) (void)(*file)->write(bytes);
}

/// A directory with a bundle `model.ckpt-2` of one float tensor `w` and one string tensor `s`, of
/// which a test changes what it likes before it is written.
class BundleMaker {
 public:
  BundleMaker() {
    m_header.set_num_shards(1);
    m_header.mutable_version()->set_producer(1);
    const std::vector<float> values{1, 2, 3, 4};
    const auto image =
        formats::encodeBundle({{"s", {formats::DType::String, {2}, {}, {"ab", ""}}, {}, {}, 0},
                               {"w", formats::makeFloatTensor({2, 2}, values), {}, {}, 0}});
    data = image->data.front();
    const auto table = formats::readTable(image->index, "made");
    for (const auto& entry : *table)
      if (!entry.key.empty()) entries[entry.key].ParseFromString(entry.value);
  }

  pb::BundleHeaderProto& header() { return m_header; }
  pb::BundleEntryProto& entry(const std::string& key) { return entries[key]; }
  fs::path prefix() const { return fs::path(m_directory.path().toStdString()) / "model.ckpt-2"; }

  Bytes index() const {
    std::vector<formats::TableEntry> table;
    table.push_back({"", m_header.SerializeAsString()});
    for (const auto& [key, proto] : entries) table.push_back({key, proto.SerializeAsString()});
    for (const auto& [key, value] : raw) {
      std::erase_if(table, [&key = key](const auto& entry) { return entry.key == key; });
      table.push_back({key, value});
    }
    std::sort(table.begin(), table.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    return *formats::writeTable(table);
  }
  Result<formats::TensorBundle> open() const {
    writeBytes(formats::indexPath(prefix()), index());
    writeBytes(formats::dataPath(prefix(), 0, 1), data);
    return formats::TensorBundle::open(posixFileOps(), prefix());
  }

  std::map<std::string, pb::BundleEntryProto> entries;
  std::map<std::string, std::string> raw;  // values that are no entry
  Bytes data;

 private:
  QTemporaryDir m_directory;
  pb::BundleHeaderProto m_header;
};

}  // namespace cairn::tests
