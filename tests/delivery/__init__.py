"""What sending decides without sending."""
