//! That somebody was told something by name. Their home says so once, without a name and without a
//! word of it, since a phone lies on tables; and no more once they looked at it, which is what its
//! teller is shown. Its heading in a list, or in what they searched for, counts as much as its page:
//! whoever saw it there knows of it, and two answers to one question would be one too many.

mod store;

use ::store::Look;
use ground::{Moment, Outcome};
use sharing::{Action, Matter, Reader, Sharing, Waiting};

use super::{TellingId, hear, store as rows};

/// For how many days after it reached them home says so.
const NEWS_DAYS: i64 = 21;

/// What reached this reader by name last and they have not looked at yet; nothing that waits to be
/// read back, and nothing that they hear with a group as well: whether they looked at that is not
/// written down.
pub(crate) async fn news(
    sharing: &Sharing,
    look: &mut Look,
    reader: &Reader,
    now: Moment,
) -> Outcome<Option<Waiting>> {
    let Some(person) = reader.person_id() else { return Ok(None) };
    let unopened = store::unopened(look, person, now.plus_days(-NEWS_DAYS)).await?;
    let ids: Vec<TellingId> = unopened.iter().map(|(id, _)| *id).collect();
    for row in rows::by_ids(look, &ids).await? {
        let (id, matter) = (row.id, hear::matter(&row));
        let Some(&(_, since)) = unopened.iter().find(|(one, _)| *one == id) else { continue };
        let alone = sharing.hearing_leaves_a_mark(reader, &matter);
        let heard = sharing.leave_or_none(reader, Action::Hear, &Matter::Telling(matter))?;
        if alone && heard.is_some() && !row.held.waits_to_be_read_back {
            return Ok(Some(Waiting {
                sentence: "waits-told-to-you",
                about: None,
                path: format!("/stories/{id}"),
                since,
                from: None,
                put_off: None,
            }));
        }
    }
    Ok(None)
}
