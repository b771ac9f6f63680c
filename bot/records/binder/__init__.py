"""The audit binder: collected from every slice, written as pages and as workbooks."""
