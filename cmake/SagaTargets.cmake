# What every target shares, and the three functions by which the tree declares its targets.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(SAGA_TESTS "Build the tests" ON)
option(SAGA_WERROR "Treat warnings as errors" OFF)
set(SAGA_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them (address,undefined or thread)")
set(SAGA_SANITIZE_WITHOUT "" CACHE STRING "Checks to leave out of SAGA_SANITIZE, as -fno-sanitize= takes them")

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core DBus Gui Widgets Svg LinguistTools)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(HIREDIS REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
# Where it is built with OpenSSL, its headers call that directly, and its .pc file does not name it.
target_link_libraries(PkgConfig::HTTPLIB INTERFACE OpenSSL::SSL OpenSSL::Crypto)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-pull)

add_library(saga_flags INTERFACE)
target_compile_features(saga_flags INTERFACE cxx_std_23)
target_include_directories(saga_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(saga_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wduplicated-cond -Wlogical-op -Wimplicit-fallthrough)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # Optimised, g++ 12 warns about std::string and std::function themselves (its bug 105651 and kin).
  target_compile_options(saga_flags INTERFACE -Wno-restrict -Wno-null-dereference)
endif()
if(SAGA_WERROR)
  target_compile_options(saga_flags INTERFACE -Werror)
endif()
if(SAGA_SANITIZE)
  target_compile_options(saga_flags INTERFACE -fsanitize=${SAGA_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(saga_flags INTERFACE -fsanitize=${SAGA_SANITIZE})
  if(SAGA_SANITIZE_WITHOUT)
    # In dev: UBSan's checks of every single access double the time to compile. ASan finds most of what they would,
    # but not a misaligned access nor a call through an object of another type.
    target_compile_options(saga_flags INTERFACE -fno-sanitize=${SAGA_SANITIZE_WITHOUT})
  endif()
  # The sanitizers' own instrumentation makes g++ warn about paths that cannot be taken.
  target_compile_options(saga_flags INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
endif()
target_link_libraries(saga_flags INTERFACE Threads::Threads)

# saga_library(<folder name> SOURCES … [LINK …] [QT]): one static library a folder, alias saga::<name>.
function(saga_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK" ${ARGN})
  if(ARG_SOURCES)
    add_library(saga_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(saga_${name} PUBLIC saga_flags ${ARG_LINK})
  else()
    add_library(saga_${name} INTERFACE)
    target_link_libraries(saga_${name} INTERFACE saga_flags ${ARG_LINK})
  endif()
  if(ARG_QT)
    set_target_properties(saga_${name} PROPERTIES AUTOMOC ON AUTORCC ON)
    target_compile_definitions(saga_${name} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_FOREACH QT_NO_KEYWORDS)
  endif()
  add_library(saga::${name} ALIAS saga_${name})
endfunction()

# saga_program(<name> SOURCES … [LINK …]): an executable that only wires libraries together.
function(saga_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE saga_flags ${ARG_LINK})
endfunction()

# Every test without Qt: what the tsan preset builds and runs.
add_custom_target(backend_tests)

# saga_test(<name> SOURCES … [LINK …] [LABELS …] [QT] [TIMEOUT seconds]): one GoogleTest program, one ctest.
# Programs rather than cases are ctest's unit, so that servers started by a program are shared by its cases.
function(saga_test name)
  cmake_parse_arguments(ARG "QT" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE saga_flags ${ARG_LINK} GTest::gmock)
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
  else()
    target_link_libraries(${name} PRIVATE GTest::gtest_main)
    add_dependencies(backend_tests ${name})
    list(APPEND ARG_LABELS backend)
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)  # a limit against hanging, not a target: machines are noisy
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp;SAGA_BIN=${CMAKE_BINARY_DIR}/bin;SAGA_SOURCE=${PROJECT_SOURCE_DIR}")
endfunction()
