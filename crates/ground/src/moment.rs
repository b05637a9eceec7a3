//! Moments and the clock that gives them. Time is always passed in (invariant 10), so a test or
//! the demo place can live through months in a second.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::{Timestamp, tz::TimeZone};

/// Microseconds in one second.
const SECOND: i64 = 1_000_000;
/// Microseconds in one day of 24 hours.
const DAY: i64 = 86_400 * SECOND;

/// A point in time: microseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Moment(pub i64);

impl Moment {
    /// This many whole days later; negative is earlier. Stops at the ends of time.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// This many whole seconds later; negative is earlier. Stops at the ends of time.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// Whole days from `earlier` to this moment; negative when it is the other way round.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        (self.0.saturating_sub(earlier.0)).div_euclid(DAY)
    }

    /// The day in the place's own time zone, such as `2026-03-09`.
    #[must_use]
    pub fn day_in(self, zone: &TimeZone) -> jiff::civil::Date {
        Timestamp::from_microsecond(self.0)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(zone.clone())
            .date()
    }

    /// The moment at which this day begins in the place's time zone.
    #[must_use]
    pub fn start_of(day: jiff::civil::Date, zone: &TimeZone) -> Option<Self> {
        day.to_zoned(zone.clone()).ok().map(|begins| Self(begins.timestamp().as_microsecond()))
    }

    /// The week this moment is in. Unsigned things keep a week and no time, so that nobody can
    /// match them with who was in the building.
    #[must_use]
    pub const fn week(self) -> Week {
        Week((self.0 - FIRST_MONDAY).div_euclid(7 * DAY))
    }
}

/// The first Monday of 1970, which began on a Thursday.
const FIRST_MONDAY: i64 = 4 * DAY;

/// A week from Monday to Sunday, counted since 5 January 1970 UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Week(pub i64);

impl Week {
    /// The first moment of the week: what an unsigned thing shows as its time.
    #[must_use]
    pub const fn begins(self) -> Moment {
        Moment(self.0.saturating_mul(7 * DAY).saturating_add(FIRST_MONDAY))
    }
}

/// Where moments come from.
#[derive(Debug)]
pub enum Clock {
    /// The machine's own clock.
    Machine,
    /// A clock that stands where it was put: for tests, and for telling the demo's months.
    Set(AtomicI64),
}

impl Clock {
    /// A clock that stands at `moment` until it is moved.
    #[must_use]
    pub const fn standing_at(moment: Moment) -> Self {
        Self::Set(AtomicI64::new(moment.0))
    }

    /// The moment now.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::Machine => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Moment(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
            }
            Self::Set(at) => Moment(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock. The machine's clock cannot be moved and stays as it is.
    pub fn move_to(&self, moment: Moment) {
        if let Self::Set(at) = self {
            at.store(moment.0, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_says_no_more_than_the_week() {
        let monday = Moment(1_700_000_000_000_000);
        let later = monday.plus_seconds(3_601);
        assert_eq!(monday.week(), later.week());
        assert!(monday.week().begins() <= monday);
    }

    #[test]
    fn a_week_begins_on_a_monday() {
        // Monday 2 March 2026, at nine, and the Sunday before.
        let nine = Moment(1_772_442_000_000_000);
        let day = nine.week().begins().day_in(&TimeZone::UTC);
        assert_eq!(day.to_string(), "2026-03-02");
        assert_ne!(nine.plus_days(-1).week(), nine.week());
    }

    #[test]
    fn a_moment_is_a_day_in_the_places_own_zone() {
        let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
        // 2026-06-30 23:30 UTC is already July in London's summer.
        let late = Moment(1_782_862_200_000_000);
        assert_eq!(late.day_in(&zone).to_string(), "2026-07-01");
    }
}
