"""What the slice remembers: courses, their sessions and seats, who booked them, who finished."""
