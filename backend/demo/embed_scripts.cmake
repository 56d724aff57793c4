# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=embedded_scripts.cpp "-DFILES=…/world.sql|…" -P embed_scripts.cmake

string(REPLACE "|" ";" files "${FILES}")
set(text "// Generated from resources/demo by embed_scripts.cmake.\n#include \"backend/demo/scripts.h\"\n\n")
string(APPEND text "#include <map>\n\nnamespace saga::demo {\n\nstd::string_view script(std::string_view name) {\n")
string(APPEND text "  static const std::map<std::string_view, std::string_view> scripts{\n")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" sql)
  string(APPEND text "    {\"${name}\", R\"saga_sql(${sql})saga_sql\"},\n")
endforeach()
string(APPEND text "  };\n  return scripts.at(name);\n}\n\n}  // namespace saga::demo\n")
file(WRITE "${OUTPUT}" "${text}")
