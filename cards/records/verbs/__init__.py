"""Every button of records, one module for each area; names and fields live for ever."""
