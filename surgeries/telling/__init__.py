"""What people are told about bookings: messages, digests and calendars."""
