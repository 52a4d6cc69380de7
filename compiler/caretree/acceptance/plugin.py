"""The pytest plugin: gives every project the step library, so that one ``scenarios(…)`` line is enough."""
