// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/memory.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSplitter>

#include "backend/concurrency/worker.h"

namespace saga::ui {
namespace {

constexpr std::chrono::milliseconds kGather{400};  // a handle that is dragged is written once
constexpr qint64 kMostBytes = 1 << 20;             // of a file that we wrote ourselves; anything more is not ours

QJsonObject read(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes) return {};
  return QJsonDocument::fromJson(file.readAll()).object();  // empty if it is broken
}

// What is kept, between the GUI thread and the one that writes.
class Store {
 public:
  explicit Store(QString path) : path_(std::move(path)), known_(read(path_)) {}

  [[nodiscard]] QJsonValue value(const QString& key) const { return known_.value(key); }

  void keep(const QString& key, const QJsonValue& value) {
    if (known_.value(key) == value) return;
    known_.insert(key, value);
    const std::lock_guard lock(mutex_);
    changed_.insert(key, value);
    if (std::exchange(due_, true)) return;
    writer_.post_after(kGather, [this] { write(); });
  }

  void finish() {
    writer_.stop();
    write();
  }

 private:
  void write() {
    QJsonObject changed;
    {
      const std::lock_guard lock(mutex_);
      changed = std::exchange(changed_, {});
      due_ = false;
    }
    if (changed.isEmpty()) return;
    QJsonObject whole = read(path_);
    for (auto it = changed.begin(); it != changed.end(); ++it) whole.insert(it.key(), it.value());
    QDir().mkpath(QFileInfo(path_).path());
    QSaveFile file(path_);
    if (!file.open(QIODevice::WriteOnly)) return;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QJsonDocument(whole).toJson());
    file.commit();
  }

  const QString path_;
  QJsonObject known_;  // the GUI thread's
  std::mutex mutex_;
  QJsonObject changed_;  // not written yet
  bool due_ = false;
  Worker writer_{"layout"};  // last: it uses all of the above
};

// One program, one memory; made and asked by the GUI thread alone.
std::unique_ptr<Store>& store() {
  static std::unique_ptr<Store> instance;
  return instance;
}

}  // namespace

Memory::Memory(std::filesystem::path file) { store() = std::make_unique<Store>(QString::fromStdString(file.string())); }

Memory::~Memory() {
  store()->finish();
  store().reset();
}

bool remembering() { return store() != nullptr; }

QJsonValue recall(const QString& key) { return store() ? store()->value(key) : QJsonValue(QJsonValue::Undefined); }

void keep(const QString& key, const QJsonValue& value) {
  if (store()) store()->keep(key, value);
}

bool recall_sizes(QSplitter& splitter, const QString& key) {
  const QJsonArray kept = recall(key).toArray();
  if (kept.size() != splitter.count()) return false;
  QList<int> sizes;
  int sum = 0;
  for (const auto& size : kept) {
    sizes << size.toInt(-1);
    if (sizes.back() < 0 || sizes.back() > 100'000) return false;
    sum += sizes.back();
  }
  if (sum == 0) return false;
  splitter.setSizes(sizes);
  return true;
}

void keep_sizes(QSplitter& splitter, const QString& key) {
  QJsonArray sizes;
  for (const int size : splitter.sizes()) sizes << size;
  keep(key, sizes);
}

}  // namespace saga::ui
