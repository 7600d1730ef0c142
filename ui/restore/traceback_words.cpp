#include "ui/restore/traceback_words.h"

#include "core/model/config.h"
#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <QStringList>

namespace cairn::ui {
namespace {

using restore::Fault;
using restore::KeyGuess;
using restore::Traceback;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Traceback)
};

QString keyText(const std::string& key) {
  if (key == "files.index") return Words::tr("the .index file");
  if (key == "files.data") return Words::tr("the data file");
  if (key == "files.checkpoint") return Words::tr("the checkpoint file");
  return toQString(model::shownKey(key));
}

QString keysText(const Traceback& told) {
  QStringList keys;
  for (const KeyGuess& guess : told.keys) keys << keyText(guess.key);
  return keys.join(Words::tr(", or "));
}

QString shapeText(const std::optional<formats::Shape>& shape) {
  if (!shape) return {};
  QStringList sizes;
  for (const std::int64_t size : *shape) sizes << QString::number(size);
  return QLatin1Char('[') + sizes.join(QStringLiteral(", ")) + QLatin1Char(']');
}

/// The number of `args.hidden_units[1]`; -1 for another key.
int layerOf(const std::string& key) {
  const QString text = toQString(key);
  const QString prefix = QStringLiteral("args.hidden_units[");
  if (!text.startsWith(prefix)) return -1;
  bool is = false;
  const int layer = text.mid(prefix.size()).chopped(1).toInt(&is);
  return is ? layer : -1;
}

QString verdictOf(const Traceback& told) {
  if (!told.keys.empty() && !told.keys.front().was.empty()) {
    const KeyGuess& best = told.keys.front();
    if (const int layer = layerOf(best.key); layer >= 0)
      return Words::tr(
                 "Hidden layer %1 had %2 units when the checkpoint was saved; the script asks "
                 "for %3.")
          .arg(layer + 1)
          .arg(toQString(best.was), toQString(best.now));
    return Words::tr("%1 was %2 when the checkpoint was saved; the script asks for %3.")
        .arg(keyText(best.key), toQString(best.was), toQString(best.now));
  }
  const QString path = told.path.empty() ? Words::tr("The checkpoint") : toQString(told.path);
  switch (told.fault) {
    case Fault::Missing:
      return Words::tr("The script wants %1, which the checkpoint does not hold.")
          .arg(toQString(told.tensor));
    case Fault::Shape:
    case Fault::WhileItRan:
      return Words::tr("%1 is not what it was when the checkpoint was saved.")
          .arg(told.keys.empty() ? Words::tr("The config") : keysText(told));
    case Fault::DType:
      return Words::tr("%1 has the type %2 in the checkpoint; the script wants %3.")
          .arg(toQString(told.tensor), toQString(told.hasType), toQString(told.wantsType));
    case Fault::Damaged:
      return Words::tr("A file of the checkpoint is damaged.");
    case Fault::FileGone:
      return Words::tr("%1 is not where the script looks for it.").arg(path);
    case Fault::StateFile:
      return Words::tr("The checkpoint file of the model_dir names no checkpoint.");
    case Fault::Other:
      return Words::tr("This is no restore error that Cairn knows.");
  }
  return {};
}

QString detailOf(const Traceback& told) {
  switch (told.fault) {
    case Fault::Missing:
      return Words::tr(
                 "To be looked at: %1. TensorFlow names the first key only; with the "
                 "model_dir, Cairn lists all that differ.")
          .arg(keysText(told));
    case Fault::Shape:
      return Words::tr(
                 "Told by %1. TensorFlow names one tensor only; with the model_dir, Cairn "
                 "lists all that differ.")
          .arg(told.tensor.empty() ? Words::tr("two shapes") : toQString(told.tensor));
    case Fault::WhileItRan:
      return Words::tr("It restored, since shapes were not checked, and broke in the first step.");
    case Fault::Damaged:
      return Words::tr(
          "No change of the config explains it: the bytes are not those that were "
          "written.");
    case Fault::FileGone:
    case Fault::StateFile:
      return Words::tr("The config may be right: the file that leads to the checkpoint is not.");
    case Fault::DType:
      return Words::tr(
          "TensorFlow names one tensor only; with the model_dir, Cairn lists all that "
          "differ.");
    case Fault::Other:
      return toQString(told.sentence);
  }
  return {};
}

QString optimizerOf(const Traceback& told) {
  for (const char* name : {"Adagrad", "Adam", "Ftrl", "RMSProp", "Momentum", "Adadelta"})
    if (told.tensor.ends_with(std::string("/") + name)) return QString::fromLatin1(name);
  return {};
}

}  // namespace

TracebackWords wordsOf(const Traceback& told) { return {verdictOf(told), detailOf(told)}; }

std::vector<TracebackFact> factsOf(const Traceback& told) {
  using Source = TracebackFact::Source;
  std::vector<TracebackFact> facts;
  const auto add = [&facts](const char* id, const QString& name, const QString& value,
                            Source source = Source::Found) {
    facts.push_back(
        {QString::fromLatin1(id), name, value, value.isEmpty() ? Source::NotThere : source});
  };
  add("error", Words::tr("Error"), toQString(told.exception));
  const bool hasTensor =
      told.fault == Fault::Missing || told.fault == Fault::Shape || told.fault == Fault::DType;
  if (hasTensor) add("tensor", Words::tr("Tensor"), toQString(told.tensor));
  if (told.wants || told.fault == Fault::Shape) {
    add("wants", Words::tr("Script wants"), shapeText(told.wants));
    add("has", Words::tr("Checkpoint has"), shapeText(told.has));
  }
  QString keys = keysText(told);
  if (const QString optimizer = optimizerOf(told); !optimizer.isEmpty() && told.wants)
    keys += Words::tr(", optimizer %1").arg(optimizer);
  add("key", Words::tr("Config key"), keys, Source::Inferred);
  const QString version =
      told.version == "1.x"   ? Words::tr("1.x: attributes of the node are printed")
      : told.version == "2.x" ? Words::tr("2.x: the node stands in double braces")
                              : QString();
  if (!version.isEmpty()) add("version", QStringLiteral("TensorFlow"), version, Source::Inferred);
  if (told.steps > 0) add("steps", Words::tr("Steps of the script"), QString::number(told.steps));
  add("path", Words::tr("model_dir, step"), toQString(told.path));
  return facts;
}

std::vector<TracebackWay> waysOf(const Traceback& told) {
  std::vector<TracebackWay> ways;
  if (!told.keys.empty() && !told.keys.front().was.empty()) {
    const KeyGuess& best = told.keys.front();
    if (const int layer = layerOf(best.key); layer >= 0) {
      QStringList units;
      for (int i = 0; i < layer; ++i) units << QStringLiteral("...");
      units << toQString(best.was);
      ways.push_back(
          {QStringLiteral("revert"), Words::tr("Put hidden_units back"),
           Words::tr("Entry %1 must be %2 again. The others aren't known from this text.")
               .arg(layer + 1)
               .arg(toQString(best.was)),
           QStringLiteral("hidden_units=[%1]").arg(units.join(QStringLiteral(", ")))});
    } else {
      const QString key = toQString(model::shownKey(best.key));
      ways.push_back({QStringLiteral("revert"), Words::tr("Put %1 back").arg(key),
                      Words::tr("It must be %1 again.").arg(toQString(best.was)),
                      key + QLatin1Char('=') + toQString(best.was)});
    }
  }
  ways.push_back({QStringLiteral("newRun"), Words::tr("Train in a new model_dir"),
                  Words::tr("Another model_dir in the script starts at step 0; the old checkpoint "
                            "stays."),
                  QStringLiteral("model_dir=\"models/new\"")});
  return ways;
}

}  // namespace cairn::ui
