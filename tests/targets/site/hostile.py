"""A guideline whose texts try to become markup, script, a template or another language."""

from __future__ import annotations

HOSTILE = (
    "</title></svg></style><script>alert(1)</script> <img src=x onerror=alert(2)> [a](javascript:alert(3)) "
    "![b](https://example.org/c.png) *d* `e` {{ config }} {#f .g} <!-- --> &lt;script&gt; ''' | h | ${i} "
    "]] --> n9[j]; end; %%{init: {}}%% click n0 call k()"
)


def small(words: str) -> str:
    """A small guideline with these words in every text."""
    return f"""guideline "Title {words}":
  id small
  version 0.1.0
  notation 1
  status draft
  last updated 2025-09-08
  author "Author {words}"
  question "Question {words}"
  summary "Summary {words}"
  disclaimer "Disclaimer {words}"
  note "Note {words}"
  change 0.1.0 on 2025-09-08 "Change {words}"

source A "Source {words}":
  publisher "Publisher {words}"
  reviewed "Reviewed {words}"
  section 1 "Section {words}":
    1 "Statement {words}"
    2 "Statement {words}"

inputs:
  fever:
    is yes or no
    asks "Asks {words}"
    asks patients "Asks patients {words}"
    may be unknown
    note "Note {words}"
  cough:
    is yes or no
    asks "Asks {words}"
    when not recorded, assume no
      note "Note {words}"

actions:
  observation:
    for clinicians "Clinicians {words}"
    for patients "Patients {words}"
    note "Note {words}"

decision care:
  when fever:
    should use observation, because "Because {words}" [1.1]
      note "Note {words}"
  otherwise:
    conflict what to do
  also when cough:
    gap what else

options more care:
  observation [1.1]:
    in favour when fever, because "Because {words}" [1.1]
  weigh by "Weigh {words}" [1.1]

decision more:
  may use any of more care [1.1]

gap what else:
  the source "says {words}"
  until resolved "Until {words}"
  [1.1]

conflict what to do:
  one reading "One {words}" [1.1]
  other reading "Other {words}" [1.1]
  until resolved follow other reading, because "Because {words}"
  then nothing further

not encoded:
  "Left out {words}" [1.2]
"""
