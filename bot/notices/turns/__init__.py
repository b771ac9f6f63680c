"""What people do about notices: readers confirm, desks write and send, approvers decide."""
