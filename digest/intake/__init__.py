"""Intake: which item a reading is, how much of a feed is let in at once, and how often a source usually speaks."""
