"""The calendars of lanes: a campaign's schedule in a zone, with the holidays of a country."""

from typing import TYPE_CHECKING

from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.windows import Calendar, Holidays
from seleqt_cli.core.zones import zone

if TYPE_CHECKING:
    from seleqt_cli.core.enrol import LaneKey


def calendar_of(workspace: Workspace, key: "LaneKey") -> Calendar:
    """The calendar of a lane: the campaign's schedule in the lane's zone, with its holidays."""
    return lane_calendar(workspace, key.campaign, key.zone, key.holidays, None)


def lane_calendar(workspace: Workspace, campaign: str, place: str, country: str, holidays: Holidays | None) -> Calendar:
    """The same from the parts of a lane's key. `holidays`: where they are known from, None for the library."""
    if holidays is None:
        from seleqt_cli.files.holiday_days import holiday_days

        holidays = holiday_days
    return Calendar(workspace.campaigns[campaign].schedule, zone(place), country=country, holidays=holidays)
