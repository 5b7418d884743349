"""What sending decides without sending: who the readers are, how fast, by which marks, what a server's log proves."""
