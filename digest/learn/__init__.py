"""Learn: labelled texts in, what was learned of a topic out; a room, pure.

    from digest.learn import labels_of, read_texts, train

`labels` reads labelled files, row by row; `training` makes a classifier of plain numbers of them. Only training needs
the library scikit-learn: what was learned is read without it.
"""

from __future__ import annotations

from digest.learn.labels import Label, LabelledText, labels_of, read_texts
from digest.learn.training import train

__all__ = ["Label", "LabelledText", "labels_of", "read_texts", "train"]
