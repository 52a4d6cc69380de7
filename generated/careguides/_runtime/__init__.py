# Copied by Caretree from its runtime; generated, do not edit.
"""What generated Python needs: standard library only, copied into the generated package.

Two readings of unknown values exist on purpose: this one and ``decisions/interpret.py``. Neither reads the other; tests
compare their answers on thousands of patients.
"""
