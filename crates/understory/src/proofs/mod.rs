//! Who may open what: every declared route, tried through the real router by everybody of a
//! standing cast, with real things of each kind; and what hostile input meets. A new route is tried
//! at once: if its path has a part that nobody knows yet, the test says where to add it.

mod access;
mod browser;
mod came;
mod cast;
mod coming_back;
mod forms;
mod hostile;
mod later;
mod limits;
mod lists;
mod needed;
mod newcomers;
mod odd;
mod open_door;
mod pages;
mod paper;
mod paths;
mod promises;
mod put_away;
mod relations;
mod searching;
mod small_forms;
mod store;
mod table;
mod things;
mod together;
mod town;
mod wishing;

/// A Monday in March 2026, at nine.
const MONDAY: ground::Moment = ground::Moment(1_772_442_000_000_000);
