// SPDX-License-Identifier: GPL-3.0-or-later
// Plants breaches and shows that the rule finds them: without this, a rule that finds nothing would look
// healthy.
#include "tests/architecture/dependency_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace saga {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Case {
  const char* path;
  const char* line;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.path << ": " << c.line; }

class Allowed : public testing::TestWithParam<Case> {};
class Forbidden : public testing::TestWithParam<Case> {};

std::vector<Breach> breaches(const Case& c) {
  return std::string_view(c.path).ends_with("CMakeLists.txt") ? link_breaches(c.path, c.line)
                                                              : include_breaches(c.path, c.line);
}

TEST_P(Allowed, NoBreach) { EXPECT_THAT(breaches(GetParam()), IsEmpty()); }

TEST_P(Forbidden, Breach) { EXPECT_THAT(breaches(GetParam()), SizeIs(1)); }

INSTANTIATE_TEST_SUITE_P(
    Includes, Allowed,
    testing::Values(Case{"backend/domain/saga.h", "#include <vector>"},
                    Case{"backend/domain/saga.cpp", "#include \"backend/domain/saga.h\""},
                    Case{"backend/domain/saga.cpp", "#include \"backend/outcome/error.h\""},
                    Case{"backend/services/retry.cpp", "#include \"backend/ports/saga_reader.h\""},
                    Case{"backend/services/retry.cpp", "// #include <QObject> would be wrong here"},
                    Case{"backend/postgres/reader.cpp", "#include <pqxx/pqxx>"},
                    Case{"backend/redis/feed.cpp", "#include <hiredis/hiredis.h>"},
                    Case{"backend/payment/publishing/http_connection.cpp", "#include <httplib.h>"},
                    Case{"backend/payment/metrics/endpoint.cpp", "#include <prometheus/exposer.h>"},
                    Case{"backend/payment/engine.cpp", "#include \"backend/postgres/connection.h\""},
                    Case{"backend/attach/attached.cpp", "#include \"backend/services/attachment.h\""},
                    Case{"backend/demo/demo.cpp", "#include \"backend/private_servers/servers.h\""},
                    Case{"resources/translations/translations.h", "#include <QString>"},
                    Case{"app/console/main.cpp", "#include \"resources/translations/translations.h\""},
                    Case{"ui/sagas/page.cpp", "#include <QTableView>"},
                    Case{"ui/sagas/page.cpp", "#include \"page.moc\""},
                    Case{"ui/sagas/page.cpp", "#include \"ui/widgets/theme.h\""},
                    Case{"ui/shell/window.cpp", "#include \"backend/services/attachment.h\""},
                    Case{"app/console/main.cpp", "#include <QApplication>"},
                    Case{"app/console/main.cpp", "#include \"backend/attach/profile.h\""},
                    Case{"app/sagactl/main.cpp", "#include \"backend/postgres/connection.h\""},
                    Case{"tests/postgres/reader_test.cpp", "#include <pqxx/pqxx>"},
                    Case{"backend/domain/CMakeLists.txt", "saga_library(domain SOURCES a.cpp LINK saga::outcome)"},
                    Case{"backend/domain/CMakeLists.txt", "# never saga::postgres"},
                    Case{"backend/postgres/CMakeLists.txt", "  LINK saga::ports PkgConfig::PQXX)"},
                    Case{"ui/sagas/CMakeLists.txt", "  LINK saga::ui_widgets saga::services Qt6::Widgets QT)"}));

INSTANTIATE_TEST_SUITE_P(
    Includes, Forbidden,
    testing::Values(Case{"backend/domain/saga.h", "#include <QString>"},
                    Case{"backend/domain/saga.h", "  #  include <QtCore/QString>"},
                    Case{"backend/payment/engine.cpp", "#include <qobject.h>"},
                    Case{"app/sagactl/main.cpp", "#include <QCoreApplication>"},
                    Case{"app/payment-sagad/main.cpp", "#include <QCoreApplication>"},
                    Case{"backend/domain/saga.h", "#include \"backend/ports/saga_reader.h\""},
                    Case{"backend/domain/saga.h", "#include <backend/ports/saga_reader.h>"},
                    Case{"backend/domain/saga.h", "#include \"../ports/saga_reader.h\""},
                    Case{"backend/domain/saga.cpp", "#include \"saga.h\""},
                    Case{"backend/ports/saga_reader.h", "#include \"backend/concurrency/clock.h\""},
                    Case{"backend/services/retry.cpp", "#include \"backend/postgres/connection.h\""},
                    Case{"backend/services/retry.cpp", "#include \"backend/redis/feed.h\""},
                    Case{"backend/services/retry.cpp", "#include <pqxx/pqxx>"},
                    Case{"backend/redis/feed.cpp", "#include \"backend/postgres/connection.h\""},
                    Case{"backend/redis/feed.cpp", "#include <libpq-fe.h>"},
                    Case{"backend/postgres/reader.cpp", "#include \"backend/services/attachment.h\""},
                    Case{"backend/postgres/reader.cpp", "#include <hiredis/hiredis.h>"},
                    Case{"backend/payment/engine.cpp", "#include \"backend/attach/profile.h\""},
                    Case{"backend/payment/engine.cpp", "#include <hiredis/hiredis.h>"},
                    Case{"backend/payment/runtime/system.cpp", "#include <httplib.h>"},
                    Case{"backend/services/retry.cpp", "#include <httplib.h>"},
                    Case{"backend/payment/runtime/system.cpp", "#include <prometheus/exposer.h>"},
                    Case{"backend/private_servers/servers.cpp", "#include \"backend/payment/engine.h\""},
                    Case{"backend/attach/profile.cpp", "#include \"resources/translations/translations.h\""},
                    Case{"resources/translations/translations.h", "#include \"ui/widgets/theme.h\""},
                    Case{"backend/unheard_of/a.cpp", "#include \"backend/domain/saga.h\""},
                    Case{"backend/attach/profile.cpp", "#include \"ui/widgets/theme.h\""},
                    Case{"backend/demo/demo.cpp", "#include \"app/payment-sagad/roles.h\""},
                    Case{"backend/demo/demo.cpp", "#include \"tests/support/fake_clock.h\""},
                    Case{"ui/sagas/page.cpp", "#include \"backend/postgres/connection.h\""},
                    Case{"ui/sagas/page.cpp", "#include \"backend/attach/profile.h\""},
                    Case{"ui/sagas/page.cpp", "#include \"app/console/main_options.h\""},
                    Case{"ui/sagas/page.cpp", "#include <pqxx/pqxx>"},
                    Case{"ui/widgets/badge.cpp", "#include \"ui/sagas/page.h\""},
                    Case{"app/console/main.cpp", "#include <pqxx/pqxx>"},
                    Case{"app/sagactl/main.cpp", "#include \"app/console/options.h\""},
                    Case{"backend/services/CMakeLists.txt", "saga_library(services SOURCES a.cpp LINK saga::postgres)"},
                    Case{"backend/domain/CMakeLists.txt", "saga_library(domain SOURCES a.cpp LINK Qt6::Core)"},
                    Case{"ui/sagas/CMakeLists.txt", "saga_library(ui_sagas SOURCES a.cpp LINK saga::redis QT)"},
                    Case{"app/sagactl/CMakeLists.txt", "saga_program(sagactl SOURCES main.cpp LINK PkgConfig::PQXX)"}));

TEST(DependencyRule, NamesFileLineAndReason) {
  const auto found = include_breaches("ui/sagas/page.cpp", "#include <QWidget>\n\n#include <hiredis/hiredis.h>\n");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].file, "ui/sagas/page.cpp");
  EXPECT_EQ(found[0].line, 3);
  EXPECT_EQ(found[0].what, "hiredis/hiredis.h");
  EXPECT_THAT(found[0].why, HasSubstr("backend/redis"));
}

TEST(DependencyRule, FindsEachBreachOfALinkList) {
  EXPECT_THAT(link_breaches("ui/shell/CMakeLists.txt",
                            "saga_library(ui_shell SOURCES a.cpp\n  LINK saga::postgres saga::domain saga::redis QT)"),
              SizeIs(2));
}

}  // namespace
}  // namespace saga
