#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"

#include <QTemporaryDir>
#include <fstream>
#include <stdexcept>

namespace cairn {

/// A private folder with the Iris data and a config that trains on it.
class IrisFolder {
 public:
  IrisFolder() : m_root(m_folder.path().toStdString()) {
    const fs::path source = fs::path(CAIRN_FIXTURES_DEFAULT) / ".." / ".." / "resources" / "iris";
    fs::create_directories(m_root / "data");
    for (const char* name : {"iris_training.csv", "iris_test.csv", "iris.json"})
      fs::copy_file(source / name, m_root / "data" / name);
  }
  const fs::path& root() const { return m_root; }
  fs::path models() const { return m_root / "models"; }
  fs::path configFile() const { return m_root / "data" / "iris.json"; }
  /// As the config of a run in `models()`.
  model::Config config() const {
    auto config = model::loadConfig(posixFileOps(), configFile());
    if (!config) throw std::runtime_error(config.error().message);
    for (auto& [name, source] : config->data)
      for (std::string& file : source.files) file = "../../data/" + file;
    return *config;
  }

 private:
  QTemporaryDir m_folder;
  fs::path m_root;
};

}  // namespace cairn
