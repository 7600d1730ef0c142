#include "ui/bridge/error_text.h"

#include "ui/bridge/convert.h"

#include <QCoreApplication>

namespace cairn::ui {
namespace {

// The context of the sentences below, where lupdate finds them.
struct ErrorText {
  Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

// The file's own name: the whole path is in the detail.
QString subject(const Error& error) {
  const QString where = toQString(error.where);
  const qsizetype slash = where.lastIndexOf(QLatin1Char('/'));
  return slash < 0 || slash + 1 == where.size() ? where : where.mid(slash + 1);
}

QString withSubject(const QString& with, const QString& without, const Error& error) {
  const QString name = subject(error);
  const QString message = toQString(error.message);
  return name.isEmpty() ? without.arg(message) : with.arg(name, message);
}

}  // namespace

QString errorText(const Error& error) {
  switch (error.code) {
    case ErrorCode::NotFound:
      return withSubject(ErrorText::tr("%1 is not there: %2."), ErrorText::tr("Not found: %1."),
                         error);
    case ErrorCode::Io:
      return withSubject(ErrorText::tr("%1 can't be read or written: %2."),
                         ErrorText::tr("Reading or writing failed: %1."), error);
    case ErrorCode::NoSpace:
      return withSubject(ErrorText::tr("%1 can't be written, the disk is full: %2."),
                         ErrorText::tr("The disk is full: %1."), error);
    case ErrorCode::Truncated:
      return withSubject(ErrorText::tr("%1 ends too early: %2."),
                         ErrorText::tr("A file ends too early: %1."), error);
    case ErrorCode::Corrupt:
      return withSubject(ErrorText::tr("%1 is damaged: %2."),
                         ErrorText::tr("A file is damaged: %1."), error);
    case ErrorCode::Unsupported:
      return withSubject(ErrorText::tr("%1 can't be used here: %2."),
                         ErrorText::tr("This can't be used here: %1."), error);
    case ErrorCode::InvalidArgument:
      return withSubject(ErrorText::tr("%1 doesn't hold what is needed: %2."),
                         ErrorText::tr("This can't be used: %1."), error);
    case ErrorCode::Cancelled:
      return ErrorText::tr("Stopped before it was done.");
    case ErrorCode::Busy:
      return withSubject(ErrorText::tr("%1 is being written by another program: %2."),
                         ErrorText::tr("Another program is writing here: %1."), error);
    case ErrorCode::Diverged:
      return withSubject(ErrorText::tr("%1 stopped, the loss is not a number: %2."),
                         ErrorText::tr("Training stopped, the loss is not a number: %1."), error);
  }
  return toQString(error.message);
}

QString errorDetail(const Error& error) { return toQString(describe(error)); }

QString errorCopy(const Error& error) {
  QString text = errorText(error) + QLatin1Char('\n') + errorDetail(error);
  if (!error.hint.empty()) text += QLatin1Char('\n') + toQString(error.hint);
  return text;
}

QString fieldError(const Error& error) {
  const QString message = toQString(error.message);
  return error.hint.empty() ? message : ErrorText::tr("%1; %2").arg(message, toQString(error.hint));
}

QString foldedText(const std::vector<Error>& errors) {
  if (errors.empty()) return {};
  const QString first = errorText(errors.front());
  const int more = static_cast<int>(errors.size()) - 1;
  if (more == 0) return first;
  return first + QLatin1Char(' ') + ErrorText::tr("%n more like this.", nullptr, more);
}

}  // namespace cairn::ui
