"""派遣: terms at another place, their reports and who is reminded of them."""
