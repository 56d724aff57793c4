// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saved_views.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QJsonArray>
#include <QJsonObject>

#include "ui/widgets/memory.h"

namespace saga::ui {
namespace {

struct OrderName {
  SortBy by;
  QLatin1String word;
};
constexpr std::array<OrderName, 5> kOrders{{{SortBy::Created, QLatin1String("created")},
                                            {SortBy::Updated, QLatin1String("updated")},
                                            {SortBy::Amount, QLatin1String("amount")},
                                            {SortBy::Status, QLatin1String("status")},
                                            {SortBy::Step, QLatin1String("step")}}};
constexpr QLatin1String kAscending{"-ascending"};
constexpr QLatin1String kOwn{"own-"};

QJsonObject json_of(const SavedView& view) {
  QJsonObject json{{QStringLiteral("id"), view.id},
                   {QStringLiteral("name"), view.name},
                   {QStringLiteral("filter"), view.content.filter},
                   {QStringLiteral("order"), order_word(view.content.order)}};
  if (view.content.columns) json.insert(QStringLiteral("columns"), QJsonArray::fromStringList(*view.content.columns));
  return json;
}

// The file belongs to the person: what is not right in it is left out.
std::optional<SavedView> view_from(const QJsonObject& json) {
  SavedView view{json.value(QStringLiteral("id")).toString(), json.value(QStringLiteral("name")).toString(), {}};
  const auto order = order_from_word(json.value(QStringLiteral("order")).toString());
  if (!view.id.startsWith(kOwn) || view.name.isEmpty() || view.name.size() > SavedViews::kLongestName || !order) {
    return std::nullopt;
  }
  view.content.filter = json.value(QStringLiteral("filter")).toString();
  view.content.order = *order;
  if (const QJsonValue columns = json.value(QStringLiteral("columns")); columns.isArray()) {
    QStringList names;
    const QJsonArray array = columns.toArray();
    for (const auto name : array) names << name.toString();
    view.content.columns = names;
  }
  return view;
}

}  // namespace

QString order_word(const SagaOrder& order) {
  for (const OrderName& name : kOrders) {
    if (name.by == order.by) return order.ascending ? name.word + kAscending : QString(name.word);
  }
  return {};
}

std::optional<SagaOrder> order_from_word(const QString& word) {
  const bool ascending = word.endsWith(kAscending);
  const QString plain = ascending ? word.chopped(kAscending.size()) : word;
  for (const OrderName& name : kOrders) {
    if (plain == name.word) return SagaOrder{name.by, ascending};
  }
  return std::nullopt;
}

void SavedViews::keep_under(const QString& key) {
  key_ = key;
  own_.clear();
  const QJsonArray kept = recall(key_).toArray();
  for (const auto json : kept) {
    auto view = view_from(json.toObject());
    if (view && own(view->id) == own_.end() && own_.size() < kMostNames) own_.push_back(std::move(*view));
  }
  Q_EMIT changed();
}

std::vector<SavedView> SavedViews::all() const {
  const SagaOrder oldest{SortBy::Created, true};
  const SagaOrder largest{SortBy::Amount, false};
  std::vector<SavedView> views{
      {QStringLiteral("stuck"), tr("Stuck"), {QStringLiteral("status:stuck"), oldest}, true},
      {QStringLiteral("attention"), tr("Needs attention"), {QStringLiteral("status:needs-attention"), oldest}, true},
      {QStringLiteral("slowest"),
       tr("Slowest today"),
       {QStringLiteral("status:running,compensating,stuck younger:86400s"), oldest},
       true},
      {QStringLiteral("at-risk"),
       tr("Most money at risk"),
       {QStringLiteral("status:stuck,needs-attention"), largest},
       true},
      {QStringLiteral("changed"), tr("Last changed"), {QString(), {SortBy::Updated, false}}, true},
  };
  views.insert(views.end(), own_.begin(), own_.end());
  return views;
}

std::optional<SavedView> SavedViews::find(const QString& id) const {
  const auto views = all();
  const auto found = std::ranges::find(views, id, &SavedView::id);
  return found == views.end() ? std::nullopt : std::optional(*found);
}

void SavedViews::set_current(const QString& id) {
  if (id == current_) return;
  current_ = id;
  Q_EMIT changed();
}

std::vector<SavedView>::iterator SavedViews::own(const QString& id) {
  return std::ranges::find(own_, id, &SavedView::id);
}

QString SavedViews::save(const QString& name, const ViewContent& content) {
  const QString plain = name.simplified().left(kLongestName);
  if (plain.isEmpty()) return {};
  auto view = std::ranges::find(own_, plain, &SavedView::name);
  if (view == own_.end()) {
    if (own_.size() >= kMostNames) return {};
    int highest = 0;
    for (const SavedView& one : own_) highest = std::max(highest, one.id.mid(kOwn.size()).toInt());
    if (removed_) highest = std::max(highest, removed_->id.mid(kOwn.size()).toInt());
    own_.push_back({kOwn + QString::number(highest + 1), plain, {}});
    view = own_.end() - 1;
  }
  view->content = content;
  current_ = view->id;
  keep_them();
  return current_;
}

void SavedViews::change(const QString& id, const ViewContent& content) {
  const auto view = own(id);
  if (view == own_.end()) return;
  view->content = content;
  keep_them();
}

void SavedViews::rename(const QString& id, const QString& name) {
  const QString plain = name.simplified().left(kLongestName);
  const auto view = own(id);
  if (view == own_.end() || plain.isEmpty() || std::ranges::find(own_, plain, &SavedView::name) != own_.end()) return;
  view->name = plain;
  keep_them();
}

void SavedViews::remove(const QString& id) {
  const auto view = own(id);
  if (view == own_.end()) return;
  removed_from_ = static_cast<std::size_t>(view - own_.begin());
  removed_ = std::move(*view);
  own_.erase(view);
  if (current_ == id) current_.clear();
  keep_them();
}

void SavedViews::take_back() {
  if (!removed_) return;
  const auto at = std::min(removed_from_, own_.size());
  own_.insert(own_.begin() + static_cast<std::ptrdiff_t>(at), std::move(*removed_));
  removed_.reset();
  keep_them();
}

std::vector<NamedPlace> SavedViews::places() const {
  std::vector<NamedPlace> places;
  for (const SavedView& view : all()) {
    places.push_back({QStringLiteral("view.") + view.id, tr("View: %1").arg(view.name), view.content.filter,
                      Place{.page = PageId::Sagas, .view = view.id}});
  }
  return places;
}

void SavedViews::keep_them() {
  QJsonArray views;
  for (const SavedView& view : own_) views << json_of(view);
  if (!key_.isEmpty()) keep(key_, views);
  Q_EMIT changed();
}

}  // namespace saga::ui
