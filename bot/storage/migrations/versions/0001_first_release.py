"""The first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table of 0.1.0."""
    op.create_table(
        "agreement",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("contacts", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("alerted", sa.Integer(), nullable=True),
        sa.Column("alerted_on", sa.Date(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_agreement_tenant_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreement_tenant_id_end"), "agreement", ["tenant_id", "end"], unique=False
    )
    op.create_index(
        op.f("ix_agreement_tenant_id_next_due_on"),
        "agreement",
        ["tenant_id", "next_due_on"],
        unique=False,
    )
    op.create_table(
        "agreement_change",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("post", sa.Integer(), nullable=True),
        sa.Column("deputy_for", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_change")),
        sa.UniqueConstraint(
            "tenant_id",
            "agreement_id",
            "version",
            name=op.f("uq_agreement_change_tenant_id_agreement_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_agreement_change_tenant_id_person"),
        "agreement_change",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "agreement_digest_line",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "kind", "source_key", "notice_id", name=op.f("pk_agreement_digest_line")
        ),
    )
    op.create_index(
        op.f("ix_agreement_digest_line_tenant_id_notice_id"),
        "agreement_digest_line",
        ["tenant_id", "notice_id"],
        unique=False,
    )
    op.create_table(
        "agreement_disclosure",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.LargeBinary(), nullable=False),
        sa.Column("told_confidential", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("seal_key", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_disclosure")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreement_disclosure_tenant_id_agreement_id"),
        "agreement_disclosure",
        ["tenant_id", "agreement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_agreement_disclosure_tenant_id_due_on"),
        "agreement_disclosure",
        ["tenant_id", "due_on"],
        unique=False,
    )
    op.create_table(
        "agreement_notice",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "agreement_id", "notice_id", name=op.f("pk_agreement_notice")
        ),
    )
    op.create_table(
        "agreement_owner",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "post", "agreement_id", name=op.f("pk_agreement_owner")
        ),
    )
    op.create_index(
        op.f("ix_agreement_owner_tenant_id_agreement_id"),
        "agreement_owner",
        ["tenant_id", "agreement_id"],
        unique=False,
    )
    op.create_table(
        "agreement_publicity",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(length=200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_publicity")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreement_publicity_tenant_id_agreement_id"),
        "agreement_publicity",
        ["tenant_id", "agreement_id"],
        unique=False,
    )
    op.create_table(
        "agreement_reading",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=400), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("read_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_reading")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreement_reading_tenant_id_state"),
        "agreement_reading",
        ["tenant_id", "state"],
        unique=False,
    )
    op.create_table(
        "audience_list",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("list_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "list_key", name=op.f("pk_audience_list")),
    )
    op.create_table(
        "audience_member",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("list_key", sa.String(length=200), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "list_key", "person", name=op.f("pk_audience_member")),
    )
    op.create_index(
        op.f("ix_audience_member_tenant_id_person"),
        "audience_member",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "broadcast",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.String(32), nullable=True),
        sa.Column("approver", sa.Integer(), nullable=True),
        sa.Column("approved_audience", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.String(32), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.String(32), nullable=True),
        sa.Column("clearing", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("on_leave", sa.Integer(), nullable=False),
        sa.Column("without_account", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=True),
        sa.Column("canary_at", sa.String(32), nullable=True),
        sa.Column("back_to", sa.String(length=12), nullable=True),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("awake", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.String(32), nullable=True),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=True),
        sa.Column("rung_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "notice", name=op.f("pk_broadcast")),
    )
    op.create_index(
        op.f("ix_broadcast_tenant_id_awake"), "broadcast", ["tenant_id", "awake"], unique=False
    )
    op.create_index(
        op.f("ix_broadcast_tenant_id_stage"), "broadcast", ["tenant_id", "stage"], unique=False
    )
    op.create_table(
        "broadcast_confirmation",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "notice", "person", name=op.f("pk_broadcast_confirmation")
        ),
    )
    op.create_table(
        "broadcast_editor",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "notice", "person", name=op.f("pk_broadcast_editor")),
    )
    op.create_index(
        op.f("ix_broadcast_editor_tenant_id_person"),
        "broadcast_editor",
        ["tenant_id", "person"],
        unique=False,
    )
    op.create_table(
        "budget",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("common_from", sa.BigInteger(), nullable=False),
        sa.Column("reserved_from", sa.BigInteger(), nullable=False),
        sa.Column("bulk_until", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_budget")),
    )
    op.create_table(
        "contact",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", name=op.f("pk_contact")),
    )
    op.create_table(
        "data_key",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "number", name=op.f("pk_data_key")),
    )
    op.create_table(
        "delivery",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=True),
        sa.Column("service_url", sa.String(), nullable=True),
        sa.Column("teams_id", sa.String(), nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("try_at", sa.String(32), nullable=True),
        sa.Column("lease_until", sa.String(32), nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("stray", sa.String(), nullable=True),
        sa.Column("wanted_revision", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.String(32), nullable=True),
        sa.Column("read_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "tenant_id",
            "notice_id",
            "recipient",
            name=op.f("uq_delivery_tenant_id_notice_id_recipient"),
        ),
    )
    op.create_index(
        "delivery_due",
        "delivery",
        ["tenant_id", "lane", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("try_at IS NOT NULL"),
        postgresql_where=sa.text("try_at IS NOT NULL"),
    )
    op.create_index(
        "delivery_lapsed",
        "delivery",
        ["tenant_id", "notice_id"],
        unique=False,
        sqlite_where=sa.text(
            "state IN ('expired', 'unreachable', 'failed', 'unknown') AND told = 0"
        ),
        postgresql_where=sa.text(
            "state IN ('expired', 'unreachable', 'failed', 'unknown') AND told = 0"
        ),
    )
    op.create_index(
        "delivery_leased",
        "delivery",
        ["tenant_id", "lease_until"],
        unique=False,
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )
    op.create_index(
        "delivery_pending",
        "delivery",
        ["tenant_id", "expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND held = 0"),
        postgresql_where=sa.text("state = 'pending' AND held = 0"),
    )
    op.create_index("delivery_recipient", "delivery", ["tenant_id", "recipient"], unique=False)
    op.create_index(
        "delivery_uncontacted",
        "delivery",
        ["tenant_id", "recipient"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND conversation IS NULL"),
        postgresql_where=sa.text("state = 'pending' AND conversation IS NULL"),
    )
    op.create_index(
        "delivery_unreached",
        "delivery",
        ["tenant_id", "notice_id", "recipient"],
        unique=False,
        sqlite_where=sa.text("state = 'pending' AND conversation IS NULL"),
        postgresql_where=sa.text("state = 'pending' AND conversation IS NULL"),
    )
    op.create_table(
        "deputy",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("deputy", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(
        op.f("ix_deputy_tenant_id_deputy"), "deputy", ["tenant_id", "deputy"], unique=False
    )
    op.create_index(
        op.f("ix_deputy_tenant_id_person"), "deputy", ["tenant_id", "person"], unique=False
    )
    op.create_index(
        op.f("ix_deputy_tenant_id_until"), "deputy", ["tenant_id", "until"], unique=False
    )
    op.create_table(
        "draft",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "duty",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("obligor", sa.String(length=10), nullable=False),
        sa.Column("post", sa.Integer(), nullable=True),
        sa.Column("article", sa.String(length=100), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("every_months", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_duty_tenant_id_due_on"), "duty", ["tenant_id", "due_on"], unique=False)
    op.create_index(op.f("ix_duty_tenant_id_post"), "duty", ["tenant_id", "post"], unique=False)
    op.create_index(op.f("ix_duty_tenant_id_source"), "duty", ["tenant_id", "source"], unique=False)
    op.create_table(
        "errand",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("try_at", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.String(32), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("result", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_errand_tenant_id_key")),
    )
    op.create_index(
        op.f("ix_errand_tenant_id_state_try_at"),
        "errand",
        ["tenant_id", "state", "try_at"],
        unique=False,
    )
    op.create_table(
        "errand_pace",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("free_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name=op.f("pk_errand_pace")),
    )
    op.create_table(
        "exposure",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.Column("found_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure")),
    )
    op.create_table(
        "group_page",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("list_key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "list_key", "number", name=op.f("pk_group_page")),
    )
    op.create_table(
        "heard",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_heard")),
    )
    op.create_table(
        "holding",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("grade", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index(
        op.f("ix_holding_tenant_id_department_person"),
        "holding",
        ["tenant_id", "department", "person"],
        unique=False,
    )
    op.create_index(
        op.f("ix_holding_tenant_id_grade_person"),
        "holding",
        ["tenant_id", "grade", "person"],
        unique=False,
    )
    op.create_index(
        op.f("ix_holding_tenant_id_person"), "holding", ["tenant_id", "person"], unique=False
    )
    op.create_index(
        op.f("ix_holding_tenant_id_post_person"),
        "holding",
        ["tenant_id", "post", "person"],
        unique=False,
    )
    op.create_table(
        "home_done",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "what", "day", name=op.f("pk_home_done")),
    )
    op.create_table(
        "home_taken",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "post", "since", name=op.f("pk_home_taken")),
    )
    op.create_table(
        "home_todays",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("lines", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", name=op.f("pk_home_todays")),
    )
    op.create_table(
        "leave",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(
        op.f("ix_leave_tenant_id_person"), "leave", ["tenant_id", "person"], unique=False
    )
    op.create_table(
        "ledger_entry",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("via", sa.String(length=100), nullable=False),
        sa.Column("post", sa.Integer(), nullable=True),
        sa.Column("deputy_for", sa.String(length=100), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("act", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_ledger_entry")),
    )
    op.create_index(
        op.f("ix_ledger_entry_tenant_id_deputy_for"),
        "ledger_entry",
        ["tenant_id", "deputy_for"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ledger_entry_tenant_id_subject"),
        "ledger_entry",
        ["tenant_id", "subject"],
        unique=False,
    )
    op.create_table(
        "ledger_head",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "listing",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("aad_object_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("mail", sa.String(length=320), nullable=False),
        sa.Column("municipality", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person", "generation", name=op.f("pk_listing")),
    )
    op.create_index(
        op.f("ix_listing_tenant_id_aad_object_id"),
        "listing",
        ["tenant_id", "aad_object_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_tenant_id_folded"), "listing", ["tenant_id", "folded"], unique=False
    )
    op.create_index(
        op.f("ix_listing_tenant_id_mail"), "listing", ["tenant_id", "mail"], unique=False
    )
    op.create_index(
        op.f("ix_listing_tenant_id_municipality_person"),
        "listing",
        ["tenant_id", "municipality", "person"],
        unique=False,
    )
    op.create_table(
        "notice",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("guard", sa.String(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("close_at", sa.String(32), nullable=True),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("feed_at", sa.String(32), nullable=True),
        sa.Column("fed_to", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "tenant_id", "kind", "source_key", name=op.f("uq_notice_tenant_id_kind_source_key")
        ),
    )
    op.create_index(
        "notice_behind",
        "notice",
        ["tenant_id", "feed_at"],
        unique=False,
        sqlite_where=sa.text("feed_at IS NOT NULL"),
        postgresql_where=sa.text("feed_at IS NOT NULL"),
    )
    op.create_index(
        "notice_closing",
        "notice",
        ["tenant_id", "close_at"],
        unique=False,
        sqlite_where=sa.text("close_at IS NOT NULL AND payload IS NOT NULL"),
        postgresql_where=sa.text("close_at IS NOT NULL AND payload IS NOT NULL"),
    )
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_person_tenant_id_key")),
    )
    op.create_table(
        "policy",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_policy")),
    )
    op.create_table(
        "post",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint(
            "tenant_id", "department", "name", name=op.f("uq_post_tenant_id_department_name")
        ),
    )
    op.create_index(op.f("ix_post_tenant_id_label"), "post", ["tenant_id", "label"], unique=False)
    op.create_index(op.f("ix_post_tenant_id_short"), "post", ["tenant_id", "short"], unique=False)
    op.create_table(
        "pseudonym",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "subject", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint(
            "tenant_id", "pseudonym", name=op.f("uq_pseudonym_tenant_id_pseudonym")
        ),
    )
    op.create_table(
        "pump",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("held_until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_pump")),
    )
    op.create_table(
        "reference",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("aad_object_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("service_url", sa.String(length=400), nullable=False),
        sa.Column("teams_id", sa.String(length=200), nullable=False),
        sa.Column("bot_id", sa.String(length=200), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "aad_object_id", "channel", name=op.f("pk_reference")),
    )
    op.create_index(
        op.f("ix_reference_tenant_id_conversation"),
        "reference",
        ["tenant_id", "conversation"],
        unique=False,
    )
    op.create_table(
        "register",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_register")),
    )
    op.create_table(
        "register_build",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "generation", name=op.f("pk_register_build")),
    )
    op.create_table(
        "role",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    op.create_index(op.f("ix_role_tenant_id_person"), "role", ["tenant_id", "person"], unique=False)
    op.create_index(
        op.f("ix_role_tenant_id_role_person"), "role", ["tenant_id", "role", "person"], unique=False
    )
    op.create_table(
        "staged",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "generation", "key", "line", name=op.f("pk_staged")),
    )
    op.create_table(
        "standing",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("superior", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "post", "generation", "since", name=op.f("pk_standing")
        ),
    )
    op.create_index(
        op.f("ix_standing_tenant_id_superior"), "standing", ["tenant_id", "superior"], unique=False
    )
    op.create_table(
        "release",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("oldest", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_release")),
    )
    # The oldest release that may run on this schema; a later migration raises it.
    op.execute("INSERT INTO release (tenant_id, oldest) VALUES ('*', '0.1.0')")
