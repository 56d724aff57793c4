# SPDX-License-Identifier: GPL-3.0-or-later
# Adds the migrations to saga_postgres, with the SQL of resources/sql inside the program: an installed sagactl needs
# no files beside it, and can never apply those of another version.

file(GLOB sql_files RELATIVE "${PROJECT_SOURCE_DIR}/resources/sql" CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/resources/sql/*/*.sql")
list(SORT sql_files)
list(TRANSFORM sql_files PREPEND "${PROJECT_SOURCE_DIR}/resources/sql/" OUTPUT_VARIABLE sql_paths)
list(JOIN sql_files "|" sql_argument)  # a file more or less changes the command, and so runs it

add_custom_command(
  OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.cpp"
  COMMAND "${CMAKE_COMMAND}" "-DROOT=${PROJECT_SOURCE_DIR}/resources/sql"
          "-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.cpp" "-DFILES=${sql_argument}"
          -P "${CMAKE_CURRENT_LIST_DIR}/embed_sql.cmake"
  DEPENDS ${sql_paths} "${CMAKE_CURRENT_LIST_DIR}/embed_sql.cmake"
  COMMENT "Embedding resources/sql"
  VERBATIM)

target_sources(saga_postgres PRIVATE
  migrations.cpp schema_state.cpp "${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.cpp")
