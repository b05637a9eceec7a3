//! That somebody was told something by name. Their home says so once, without a name and without a
//! word of it, since a phone lies on tables; and no more once they opened it, which is what its
//! teller is shown.

mod store;

use ::store::Look;
use ground::{Moment, Outcome};
use sharing::{Action, Matter, Reader, Sharing, Waiting};

use super::{hear, store as rows};

/// For how many days after it was told home says so.
const NEWS_DAYS: i64 = 21;

/// The newest that was told to this reader by name and that they have not opened yet; nothing that
/// waits to be read back, and nothing that they hear with a group as well: whether they opened that
/// is not written down.
pub(crate) async fn news(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Option<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(None) };
    let unopened = store::unopened(look, person, now.plus_days(-NEWS_DAYS)).await?;
    for row in rows::by_ids(look, &unopened).await? {
        let (id, at, matter) = (row.id, row.at, hear::matter(&row));
        let alone = sharing.hearing_leaves_a_mark(reader, &matter);
        let heard = sharing.leave_or_none(reader, Action::Hear, &Matter::Telling(matter))?;
        if alone && heard.is_some() && !row.held.waits_to_be_read_back {
            return Ok(Some(Waiting {
                sentence: "waits-told-to-you",
                about: None,
                path: format!("/stories/{id}"),
                since: at,
                from: None,
                put_off: None,
            }));
        }
    }
    Ok(None)
}
