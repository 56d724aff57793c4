# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DROOT=resources/sql -DOUTPUT=embedded_sql.cpp "-DFILES=saga/001_state.sql|…" -P embed_sql.cmake
# Writes the migrations into a source file, each with the checksum of its text.

string(REPLACE "|" ";" files "${FILES}")
set(text "// Generated from resources/sql by embed_sql.cmake.\n#include \"backend/postgres/migrations.h\"\n\n")
string(APPEND text "namespace saga::pg {\n\nconst std::vector<Migration>& contract_migrations() {\n")
string(APPEND text "  static const std::vector<Migration> migrations{\n")
foreach(file IN LISTS files)
  if(NOT file MATCHES "^([a-z]+)/([0-9][0-9][0-9])_([a-z0-9_]+)\\.sql$")
    message(FATAL_ERROR "resources/sql/${file}: a migration is named <schema>/<three digits>_<name>.sql")
  endif()
  set(folder "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_3}")
  string(REGEX REPLACE "^0+" "" version "${CMAKE_MATCH_2}")
  file(SHA256 "${ROOT}/${file}" checksum)
  file(READ "${ROOT}/${file}" sql)
  string(APPEND text "    {\"${folder}\", ${version}, \"${name}\", \"${checksum}\", R\"saga_sql(${sql})saga_sql\"},\n")
endforeach()
string(APPEND text "  };\n  return migrations;\n}\n\n}  // namespace saga::pg\n")
file(WRITE "${OUTPUT}" "${text}")
