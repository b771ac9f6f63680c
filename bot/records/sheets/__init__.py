"""The registers as workbooks."""
