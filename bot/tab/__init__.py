"""The tab (一覧): what slices offer as pictures, to whoever has signed on with Teams."""
