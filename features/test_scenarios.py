"""Run every scenario that `caretree build` wrote into this folder."""

from pytest_bdd import scenarios

scenarios(".")
