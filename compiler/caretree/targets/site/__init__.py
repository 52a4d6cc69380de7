"""The site target: plain Markdown and SVG that MkDocs with Material (and its successor) builds into pages."""
