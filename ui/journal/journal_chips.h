// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

class QHBoxLayout;

namespace saga::ui {

class Chip;
struct JournalQuery;

// The chains as chips with how many rows they have, and how far back one looks: both write into the filter's text.
class JournalChips final : public QWidget {
  Q_OBJECT

 public:
  explicit JournalChips(QWidget* parent = nullptr);
  void show_chains(const std::map<std::string, std::int64_t>& rows);
  void show_query(const JournalQuery& query);

 Q_SIGNALS:
  void area_chosen(const std::optional<std::string>& area);
  void span_chosen(std::optional<std::chrono::seconds> within);

 private:
  struct Area {
    std::optional<std::string> area;  // none: all
    Chip* chip;
  };
  struct Span {
    std::optional<std::chrono::seconds> within;
    Chip* chip;
  };
  Chip* add_area(const std::optional<std::string>& area);

  QHBoxLayout* line_;
  std::vector<Area> areas_;
  std::vector<Span> spans_;
  std::optional<std::string> chosen_;
};

}  // namespace saga::ui
