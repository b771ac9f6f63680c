"""The SDK's request builders that we use, imported before the event loop needs them."""

import warnings
from importlib import import_module

_BUILDERS = (
    "app_catalogs.teams_apps.teams_apps",
    "chats.item.members.members",
    "education.schools.schools",
    "education.schools.item.classes.classes",
    "education.classes.item.members.members",
    "education.users.item.education_user_item",
    "groups.item.members.members",
    "groups.item.transitive_members.transitive_members",
    "teams.item.team_item",
    "teams.item.members.members",
    "teams.item.channels.item.channel_item",
    "teams.item.channels.item.all_members.all_members",
    "teamwork.send_activity_notification_to_recipients.send_activity_notification_to_recipients",
    "users.users",
    "users.delta.delta",
    "users.item.calendar.get_schedule.get_schedule",
    "users.item.events.events",
    "users.item.events.item.cancel.cancel",
    "users.item.manager.manager",
    "users.item.online_meetings.online_meetings",
    "users.item.online_meetings.item.attendance_reports.attendance_reports",
    "users.item.online_meetings.item.attendance_reports.item.attendance_records.attendance_records",
    "users.item.teamwork.installed_apps.installed_apps",
    "users.item.teamwork.installed_apps.item.chat.chat",
    "users.item.teamwork.send_activity_notification.send_activity_notification",
    # On the way to them:
    "app_catalogs.app_catalogs",
    "chats.chats",
    "chats.item.chat_item",
    "education.education",
    "education.classes.classes",
    "education.classes.item.education_class_item",
    "education.schools.item.education_school_item",
    "education.users.users",
    "groups.groups",
    "groups.item.group_item",
    "teams.teams",
    "teams.item.channels.channels",
    "teamwork.teamwork",
    "users.item.user_item",
    "users.item.calendar.calendar",
    "users.item.events.item.event_item",
    "users.item.online_meetings.item.online_meeting_item",
    "users.item.online_meetings.item.attendance_reports.item.meeting_attendance_report_item",
    "users.item.teamwork.teamwork",
    "users.item.teamwork.installed_apps.item.user_scope_teams_app_installation_item",
)


def import_all() -> None:
    """Else the SDK imports each on the event loop; they warn of what they are generated with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for name in _BUILDERS:
            import_module(f"msgraph.generated.{name}_request_builder")
