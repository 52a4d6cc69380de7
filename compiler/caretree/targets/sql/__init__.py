"""SQL: the decision graph as queries for DuckDB and Spark."""
