// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

#include "backend/ports/saga_list.h"
#include "ui/places/place.h"

namespace saga::ui {

// What a view of the list is: what it holds, in which order, and with which columns.
struct ViewContent {
  QString filter = {};  // as links write it
  SagaOrder order = {};
  std::optional<QStringList> columns = {};  // beside the usual ones; none: those that are shown stay
  friend bool operator==(const ViewContent&, const ViewContent&) = default;
};

struct SavedView {
  QString id;  // the same in every language, and for good
  QString name;
  ViewContent content;
  bool built_in = false;  // cannot be changed or removed
  friend bool operator==(const SavedView&, const SavedView&) = default;
};

[[nodiscard]] QString order_word(const SagaOrder& order);  // "amount-ascending"
[[nodiscard]] std::optional<SagaOrder> order_from_word(const QString& word);

// The views of the list that have a name: those that come with the program, and those that people made, which are kept
// in Memory. What is removed can be taken back. GUI thread only.
class SavedViews final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostNames = 50;
  static constexpr int kLongestName = 60;

  using QObject::QObject;
  // Reads what is known under this key, and keeps the views there from now on.
  void keep_under(const QString& key);

  // The built-in ones first, in the application's language.
  [[nodiscard]] std::vector<SavedView> all() const;
  [[nodiscard]] std::optional<SavedView> find(const QString& id) const;
  // The view that was chosen last; what is shown may have moved on from it. "": none.
  [[nodiscard]] const QString& current() const { return current_; }
  void set_current(const QString& id);

  // Under a name that one of ours has already, that one is changed. "": the name is none, or there are too many.
  QString save(const QString& name, const ViewContent& content);
  void change(const QString& id, const ViewContent& content);
  void rename(const QString& id, const QString& name);  // to one that is free
  void remove(const QString& id);
  [[nodiscard]] const std::optional<SavedView>& removed() const { return removed_; }  // the last one
  void take_back();

  // Where each leads, for the palette.
  [[nodiscard]] std::vector<NamedPlace> places() const;

 Q_SIGNALS:
  void changed();

 private:
  void keep_them();
  [[nodiscard]] std::vector<SavedView>::iterator own(const QString& id);

  QString key_;
  std::vector<SavedView> own_;
  QString current_;
  std::optional<SavedView> removed_;
  std::size_t removed_from_ = 0;
};

}  // namespace saga::ui
