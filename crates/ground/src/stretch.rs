//! A stretch of a list: so much of it as one page holds, and where it goes on. No list is cut
//! without saying so: whoever asks for a stretch is told in the same answer whether there is more.

use std::fmt;
use std::ops::Deref;

use crate::Moment;
use crate::id::Uuid;

/// Where a list goes on: after the thing that stood last. What stands in a list has a moment and
/// an id, and two of the same moment stand in the order of their ids.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    /// The moment of the last thing, in microseconds.
    pub at: Moment,
    /// Which it was.
    pub id: Uuid,
}

impl After {
    /// Where a list begins that goes from the newest to the oldest.
    pub const LATEST: Self = Self { at: Moment(i64::MAX), id: Uuid::max() };
    /// Where a list begins that goes from the oldest to the newest.
    pub const FIRST: Self = Self { at: Moment(i64::MIN), id: Uuid::nil() };

    /// After this thing.
    #[must_use]
    pub fn this(at: Moment, id: impl Into<Uuid>) -> Self {
        Self { at, id: id.into() }
    }

    /// Reads what an address says once it is opened; addresses hold it sealed, since they are read
    /// and typed by anybody. What names no place in a list is nothing, and the list is shown from
    /// where it begins.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: Moment(at.parse().ok()?), id: Uuid::try_parse(id).ok()? })
    }
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.0, self.id.simple())
    }
}

/// A stretch of a list. It reads like the slice of what stands here.
#[derive(Clone, Debug)]
pub struct Stretch<T> {
    /// What stands here, in the order of the list.
    pub here: Vec<T>,
    /// Where the next stretch begins, if the list goes on.
    pub next: Option<After>,
}

impl<T> Stretch<T> {
    /// The first `most` of these: whoever asked for them asked for one more, which says that the
    /// list goes on. `turn` says where something stands in the list.
    #[must_use]
    pub fn of(mut asked: Vec<T>, most: usize, turn: impl Fn(&T) -> After) -> Self {
        let goes_on = asked.len() > most;
        asked.truncate(most);
        let next = asked.last().filter(|_| goes_on).map(turn);
        Self { here: asked, next }
    }

    /// Takes what stands here out, to make something of it that [`Stretch::with`] puts back.
    #[must_use]
    pub fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.here)
    }

    /// The same stretch, of what was made of these: fewer where some may not be seen.
    #[must_use]
    pub const fn with<U>(&self, here: Vec<U>) -> Stretch<U> {
        Stretch { here, next: self.next }
    }
}

impl<T> Default for Stretch<T> {
    fn default() -> Self {
        Self { here: Vec::new(), next: None }
    }
}

impl<T> Deref for Stretch<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.here
    }
}

impl<T> IntoIterator for Stretch<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.here.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Stretch<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.here.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(at: &i64) -> After {
        After::this(Moment(*at), Uuid::nil())
    }

    #[test]
    fn a_stretch_says_that_there_is_more_only_where_there_is() {
        let all = Stretch::of(vec![3, 2], 2, turn);
        assert_eq!((all.here, all.next), (vec![3, 2], None));
        let some = Stretch::of(vec![3, 2, 1], 2, turn);
        assert_eq!((&some.here, some.next), (&vec![3, 2], Some(turn(&2))));
        assert_eq!(Stretch::of(Vec::new(), 2, turn).next, None);
    }

    #[test]
    fn where_a_list_goes_on_comes_back_from_an_address_and_nonsense_is_nothing() {
        let after = After::this(Moment(-5), Uuid::max());
        assert_eq!(After::parse(&after.to_string()), Some(after));
        for nonsense in ["", ".", "1", "1.2", "x.00000000000000000000000000000000", "1.é"] {
            assert_eq!(After::parse(nonsense), None, "{nonsense:?}");
        }
    }
}
