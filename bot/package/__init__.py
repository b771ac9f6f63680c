"""The app package for Teams, put together for one registration."""
