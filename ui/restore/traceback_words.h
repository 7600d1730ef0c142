#pragma once

#include "core/restore/traceback.h"

#include <QString>
#include <vector>

namespace cairn::ui {

/// What a traceback means, in the window's language.
struct TracebackWords {
  QString verdict;  // one sentence
  QString detail;   // what it was inferred from, and what it leaves open
};
TracebackWords wordsOf(const restore::Traceback& told);

/// One line of "What the text tells".
struct TracebackFact {
  enum class Source { Found, Inferred, NotThere };
  QString id;
  QString name;
  QString value;
  Source source = Source::Found;
};
std::vector<TracebackFact> factsOf(const restore::Traceback& told);

/// A way out that needs no checkpoint: what to do, and the Python that does it.
struct TracebackWay {
  QString id;
  QString title;
  QString detail;
  QString python;
};
std::vector<TracebackWay> waysOf(const restore::Traceback& told);

}  // namespace cairn::ui
