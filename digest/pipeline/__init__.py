"""The order of the rooms: gather, build, brief. What is behind the seams is handed in; nothing here does I/O."""
