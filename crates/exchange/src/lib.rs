//! Exchange: file formats in and out, bytes to types and back. Nothing here opens a file, a clock
//! or a socket.
//!
//! A file of tellings goes through these steps, each in its own module:
//!
//! 1. [`bytes`] turns bytes into text and says which encoding they were in;
//! 2. [`table`] turns text into headings and rows, each with the number a person finds it by;
//! 3. [`mapping`] says which heading holds the words, and perhaps the title, the time, the teller;
//! 4. [`suspect`] names the columns that look like an identifier or a score, and holds them back;
//! 5. [`told`] reads when something happened, in no finer grain than it was told;
//! 6. [`tellings`] puts it together: every row is either kept or refused with a reason.
//!
//! [`safe_csv`] is the way out: a CSV that no spreadsheet will run as formulas. Whatever the file
//! holds, the answer is a [`Reading`] or a plain [`Refusal`], never a panic.

pub mod bytes;
pub mod mapping;
pub mod refusal;
pub mod safe_csv;
mod scan;
pub mod suspect;
pub mod table;
pub mod tellings;
pub mod told;

pub use bytes::Encoding;
pub use mapping::Mapping;
pub use refusal::{Refusal, Why};
pub use suspect::Looks;
pub use table::Delimiter;
pub use tellings::{HeldBack, Imported, Reading, Refused, read};
pub use told::{Doubt, Told};
