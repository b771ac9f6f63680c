"""Every button of the attendance slice; names and fields are an API that lives for ever."""
