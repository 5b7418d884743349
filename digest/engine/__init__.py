"""How work is spread: serially in this process, or over child processes with limits. Nothing else knows."""
