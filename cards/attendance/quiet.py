"""What notifications of attendance say: that there is one, and nothing of whom or what."""

QUIET = "attendance.staff.preview"  # 「出欠連絡が1件あります」
