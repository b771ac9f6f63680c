"""Attendance: schools, pupils, reports, rolls, and where cards may stand."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Everything that 0003 didn't have; nothing is taken away, so that the last release runs on."""
    op.create_table(
        "attendance_busy",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_attendance_busy")),
    )
    op.create_table(
        "attendance_card",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "notice", name=op.f("pk_attendance_card")),
    )
    op.create_index(
        op.f("ix_attendance_card_tenant_id_about_day"),
        "attendance_card",
        ["tenant_id", "about", "day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_card_tenant_id_day"),
        "attendance_card",
        ["tenant_id", "day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_card_tenant_id_school_day"),
        "attendance_card",
        ["tenant_id", "school", "day"],
        unique=False,
    )
    op.create_table(
        "attendance_case",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("step_done_at", sa.String(32), nullable=True),
        sa.Column("told_family", sa.Boolean(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closing", sa.String(length=20), nullable=True),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_case")),
        sa.UniqueConstraint(
            "tenant_id", "pupil", "day", name=op.f("uq_attendance_case_tenant_id_pupil_day")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_case_tenant_id_look_at"),
        "attendance_case",
        ["tenant_id", "look_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_case_tenant_id_school_day"),
        "attendance_case",
        ["tenant_id", "school", "day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_case_tenant_id_state_school"),
        "attendance_case",
        ["tenant_id", "state", "school"],
        unique=False,
    )
    op.create_table(
        "attendance_case_step",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("done_at", sa.String(32), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_case_step")),
    )
    op.create_index(
        op.f("ix_attendance_case_step_tenant_id_case_id"),
        "attendance_case_step",
        ["tenant_id", "case_id"],
        unique=False,
    )
    op.create_table(
        "attendance_class",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_class")),
        sa.UniqueConstraint(
            "tenant_id",
            "school",
            "year",
            "grade",
            "name",
            name=op.f("uq_attendance_class_tenant_id_school_year_grade_name"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendance_class_line",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "class_id", "generation", name=op.f("pk_attendance_class_line")
        ),
    )
    op.create_table(
        "attendance_clock",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "school", name=op.f("pk_attendance_clock")),
    )
    op.create_index(
        op.f("ix_attendance_clock_tenant_id_look_at"),
        "attendance_clock",
        ["tenant_id", "look_at"],
        unique=False,
    )
    op.create_table(
        "attendance_draft",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_draft_tenant_id_ends_on"),
        "attendance_draft",
        ["tenant_id", "ends_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_draft_tenant_id_person_pupil"),
        "attendance_draft",
        ["tenant_id", "person", "pupil"],
        unique=False,
    )
    op.create_table(
        "attendance_enrolment",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "pupil",
            "generation",
            "class_id",
            "since",
            name=op.f("pk_attendance_enrolment"),
        ),
    )
    op.create_index(
        op.f("ix_attendance_enrolment_tenant_id_class_id_generation"),
        "attendance_enrolment",
        ["tenant_id", "class_id", "generation"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_enrolment_tenant_id_school_pupil"),
        "attendance_enrolment",
        ["tenant_id", "school", "pupil"],
        unique=False,
    )
    op.create_table(
        "attendance_follow",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "school", "day", "line", name=op.f("pk_attendance_follow")
        ),
    )
    op.create_table(
        "attendance_gone_links",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "school", name=op.f("pk_attendance_gone_links")),
    )
    op.create_table(
        "attendance_guardian",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("adult", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("may_report", sa.Boolean(), nullable=False),
        sa.Column("may_see_status", sa.Boolean(), nullable=False),
        sa.Column("may_be_notified", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_guardian")),
        sa.UniqueConstraint(
            "tenant_id", "pupil", "key", name=op.f("uq_attendance_guardian_tenant_id_pupil_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_guardian_tenant_id_person"),
        "attendance_guardian",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "attendance_looked",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_attendance_looked")),
    )
    op.create_table(
        "attendance_mark",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "pupil", "day", "version", name=op.f("pk_attendance_mark")
        ),
    )
    op.create_index(
        op.f("ix_attendance_mark_tenant_id_class_id_day"),
        "attendance_mark",
        ["tenant_id", "class_id", "day"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_mark_tenant_id_set_by"),
        "attendance_mark",
        ["tenant_id", "set_by"],
        unique=False,
    )
    op.create_table(
        "attendance_month",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("book", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "class_id", "month", name=op.f("pk_attendance_month")),
    )
    op.create_index(
        op.f("ix_attendance_month_tenant_id_month"),
        "attendance_month",
        ["tenant_id", "month"],
        unique=False,
    )
    op.create_table(
        "attendance_owed",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "pupil", name=op.f("pk_attendance_owed")),
    )
    op.create_table(
        "attendance_post",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("class_name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "school",
            "function",
            "grade",
            "class_name",
            name=op.f("pk_attendance_post"),
        ),
    )
    op.create_index(
        op.f("ix_attendance_post_tenant_id_post"),
        "attendance_post",
        ["tenant_id", "post"],
        unique=False,
    )
    op.create_table(
        "attendance_pupil",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_pupil")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_attendance_pupil_tenant_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendance_pupil_line",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reading", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("folded_reading", sa.String(length=200), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "pupil", "generation", name=op.f("pk_attendance_pupil_line")
        ),
    )
    op.create_index(
        op.f("ix_attendance_pupil_line_tenant_id_folded"),
        "attendance_pupil_line",
        ["tenant_id", "folded"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_pupil_line_tenant_id_folded_reading"),
        "attendance_pupil_line",
        ["tenant_id", "folded_reading"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_pupil_line_tenant_id_person"),
        "attendance_pupil_line",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "attendance_read",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("hour", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "person", "subject", "hour", name=op.f("pk_attendance_read")
        ),
    )
    op.create_index(
        op.f("ix_attendance_read_tenant_id_hour"),
        "attendance_read",
        ["tenant_id", "hour"],
        unique=False,
    )
    op.create_table(
        "attendance_reason",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_reason")),
        sa.UniqueConstraint(
            "tenant_id",
            "pupil",
            "at",
            "act",
            name=op.f("uq_attendance_reason_tenant_id_pupil_at_act"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_reason_tenant_id_person"),
        "attendance_reason",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "attendance_report",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day_class", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("guardian", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("ack", sa.String(length=10), nullable=False),
        sa.Column("ack_at", sa.String(32), nullable=True),
        sa.Column("ack_post", sa.Integer(), nullable=False),
        sa.Column("ack_person", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_report")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_attendance_report_tenant_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_report_tenant_id_author_until"),
        "attendance_report",
        ["tenant_id", "author", "until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_report_tenant_id_day_class_until"),
        "attendance_report",
        ["tenant_id", "day_class", "until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_report_tenant_id_pupil_until"),
        "attendance_report",
        ["tenant_id", "pupil", "until"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_report_tenant_id_school_until"),
        "attendance_report",
        ["tenant_id", "school", "until"],
        unique=False,
    )
    op.create_table(
        "attendance_roll",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done_at", sa.String(32), nullable=True),
        sa.Column("done_post", sa.Integer(), nullable=False),
        sa.Column("done_person", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_roll")),
        sa.UniqueConstraint(
            "tenant_id", "class_id", "day", name=op.f("uq_attendance_roll_tenant_id_class_id_day")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_roll_tenant_id_look_at"),
        "attendance_roll",
        ["tenant_id", "look_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_roll_tenant_id_school_day"),
        "attendance_roll",
        ["tenant_id", "school", "day"],
        unique=False,
    )
    op.create_table(
        "attendance_roster",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.String(32), nullable=True),
        sa.Column("imported_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "year", name=op.f("pk_attendance_roster")),
    )
    op.create_table(
        "attendance_roster_build",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "generation", name=op.f("pk_attendance_roster_build")),
    )
    op.create_table(
        "attendance_rung",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "day", "matter", name=op.f("pk_attendance_rung")),
    )
    op.create_table(
        "attendance_school",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("holds_pupils", sa.Boolean(), nullable=False),
        sa.Column("shows_teacher", sa.Boolean(), nullable=False),
        sa.Column("meals_days", sa.Integer(), nullable=True),
        sa.Column("closure_percent", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_school")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_attendance_school_tenant_id_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attendance_shown",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "subject", "notice", name=op.f("pk_attendance_shown")),
    )
    op.create_index(
        op.f("ix_attendance_shown_tenant_id_notice"),
        "attendance_shown",
        ["tenant_id", "notice"],
        unique=False,
    )
    op.create_table(
        "attendance_suspension",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.String(32), nullable=True),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_suspension")),
        sa.UniqueConstraint(
            "tenant_id",
            "pupil",
            "asked_at",
            name=op.f("uq_attendance_suspension_tenant_id_pupil_asked_at"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendance_suspension_tenant_id_look_on"),
        "attendance_suspension",
        ["tenant_id", "look_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_suspension_tenant_id_school_state"),
        "attendance_suspension",
        ["tenant_id", "school", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_suspension_tenant_id_year"),
        "attendance_suspension",
        ["tenant_id", "year"],
        unique=False,
    )
    op.create_table(
        "attendance_telephone",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.Column("matters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_telephone")),
        sa.UniqueConstraint(
            "tenant_id",
            "school",
            "day",
            "class_id",
            "who",
            name=op.f("uq_attendance_telephone_tenant_id_school_day_class_id_who"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_attendance_telephone_day", "attendance_telephone", ["tenant_id", "day"], unique=False
    )
    op.create_table(
        "attendance_watch",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "pupil", name=op.f("pk_attendance_watch")),
    )
    op.create_index(
        op.f("ix_attendance_watch_tenant_id_look_on"),
        "attendance_watch",
        ["tenant_id", "look_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_attendance_watch_tenant_id_school"),
        "attendance_watch",
        ["tenant_id", "school"],
        unique=False,
    )
    op.create_table(
        "attendance_word",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("locked_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "pupil", name=op.f("pk_attendance_word")),
    )
    op.create_table(
        "place",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("service_url", sa.String(length=400), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("recheck", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("met_at", sa.String(32), nullable=False),
        sa.Column("fine_at", sa.String(32), nullable=True),
        sa.Column("swept_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "tenant_id", "conversation", name=op.f("uq_place_tenant_id_conversation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_place_tenant_id_owner"), "place", ["tenant_id", "owner"], unique=False)
    op.create_index(
        op.f("ix_place_tenant_id_thread"), "place", ["tenant_id", "thread"], unique=False
    )
    op.create_index(
        "place_waits",
        "place",
        ["tenant_id"],
        unique=False,
        sqlite_where=sa.text("recheck = 1 OR told = 0"),
        postgresql_where=sa.text("recheck = 1 OR told = 0"),
    )
    op.create_table(
        "place_check",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.String(32), nullable=False),
        sa.Column("ok", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "place", name=op.f("pk_place_check")),
    )
    op.create_table(
        "register_part",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "part", name=op.f("pk_register_part")),
    )
    op.create_table(
        "school_day",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=True),
        sa.Column("rolls", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_day")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_school_day_tenant_id_school_day"),
        "school_day",
        ["tenant_id", "school", "day"],
        unique=False,
    )
    op.add_column("delivery", sa.Column("still_until", sa.String(32), nullable=True))
    op.add_column("listing", sa.Column("outside", sa.Boolean(), server_default="0", nullable=False))
