// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QSize>
#include <QString>
#include <QTimer>

class QApplication;
class QWidget;

namespace saga::ui {

// One picture to take. The tour asks `waiting_for` again and again until it has nothing to wait for any more, and
// takes the picture only then: what is on it was really there.
struct TourStop {
  QString name;                                         // of the file, without theme and ending
  std::function<void()> prepare = {};                   // once
  std::function<std::optional<QString>()> waiting_for;  // nullopt: ready; else what is missing, for the report
  std::vector<QSize> sizes = {QSize(1440, 900)};
};

// The tour of a window is that of its pages, in this order.
[[nodiscard]] std::vector<TourStop> one_after_the_other(std::vector<std::vector<TourStop>> tours);
// The tour whose first stop begins with `first`, such as showing the page.
[[nodiscard]] std::vector<TourStop> starting_with(std::function<void()> first, std::vector<TourStop> tour);

// Walks a window through its states and renders each to PNG, light and dark. Works with any platform plug-in,
// `offscreen` above all. GUI thread only.
class OffscreenTour final : public QObject {
  Q_OBJECT

 public:
  OffscreenTour(QApplication& application, QWidget& window, QString directory, std::vector<TourStop> stops,
                QObject* parent = nullptr);

  void start();

 Q_SIGNALS:
  // `problem` is empty when every stop was reached and every picture written.
  void finished(const QString& problem);

 private:
  void look();
  void capture(const TourStop& stop);
  void end(const QString& problem);

  QApplication& application_;
  QWidget& window_;
  QString directory_;
  std::vector<TourStop> stops_;
  std::size_t at_ = 0;
  bool prepared_ = false;
  QElapsedTimer waited_;
  QTimer timer_;
};

}  // namespace saga::ui
