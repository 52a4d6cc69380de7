"""The JavaScript target: every guideline decides in a browser, without a network and without keeping anything."""
