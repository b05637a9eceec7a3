//! What was done in looking after a system, listed for everybody of its place, in the transaction
//! that does it. It stands here because doors are opened by those who look after a system too.

use ground::id::{PersonId, SystemId, Uuid};
use ground::{Moment, Outcome};
use store::{Sealed, Work, bind, sql};

/// An invitation was made. The list never says for whom.
pub const INVITED: &str = "invited";
/// An invitation was ended before anybody took it.
pub const INVITATION_ENDED: &str = "invitation_ended";
/// Somebody new was let in at a table, with a card made there and then.
pub const HANDED: &str = "handed";

/// Something done in looking after a system, about to be listed.
#[derive(Clone)]
pub struct Listed {
    /// Its id: listed twice, it is there already.
    pub id: Uuid,
    /// In which system.
    pub system: SystemId,
    /// What was done: one of a fixed few code words.
    pub act: &'static str,
    /// Who did it.
    pub by: Option<PersonId>,
    /// To whom, where it was to somebody.
    pub about: Option<PersonId>,
    /// What was said with it, sealed under the system's key.
    pub words: Option<Sealed>,
    /// When.
    pub at: Moment,
}

impl Listed {
    /// Something that this person did, to nobody in particular and with nothing said.
    #[must_use]
    pub fn by(system: SystemId, act: &'static str, by: PersonId, at: Moment) -> Self {
        let (id, by) = (Uuid::new_v4(), Some(by));
        Self { id, system, act, by, about: None, words: None, at }
    }
}

/// Lists what was done.
pub async fn list(work: &mut Work, listed: Listed) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO steward_acts (system_id, id, act, said_by, about_id, words, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(listed.system)
            .id(listed.id)
            .word(listed.act)
            .maybe_id(listed.by)
            .maybe_id(listed.about)
            .maybe_sealed(listed.words)
            .moment(listed.at),
    )
    .await?;
    Ok(())
}
