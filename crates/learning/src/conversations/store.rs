//! The rows of conversations.

use ground::id::{Kind, PersonId, SystemId};
use ground::{After, Moment, Outcome, Stretch, Words};
use sharing::own::OwnRows;
use sharing::{Opening, Sealing};
use store::{KeyRing, Look, Row, Sealed, Work, bind, sql};

use super::{Answers, Conversation, ConversationId, PAGE};
use crate::heard::Heard;
use crate::held::Table;

pub(crate) struct NewConversation {
    system: SystemId,
    id: ConversationId,
    place: SystemId,
    answers: Answers<Sealed>,
    by: PersonId,
    at: Moment,
}

impl NewConversation {
    pub(crate) fn seal(
        ring: &KeyRing,
        id: ConversationId,
        (system, place): (SystemId, SystemId),
        answers: &Answers<Words>,
        by: PersonId,
        at: Moment,
    ) -> Outcome<Self> {
        let sealing = Sealing::new(ring, system, id);
        let answers = Answers {
            heard: answers.heard.seal(&sealing)?,
            saying: sealing.maybe("saying", answers.saying.as_ref())?,
            intended: sealing.maybe("intended", answers.intended.as_ref())?,
            will_do: sealing.maybe("will_do", answers.will_do.as_ref())?,
        };
        Ok(Self { system, id, place, answers, by, at })
    }
}

pub(crate) async fn insert(work: &mut Work, new: &NewConversation) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO conversations \
             (system_id, id, place_id, heard, missing, decided, saying, intended, will_do, \
             said_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        new.answers
            .heard
            .bound(bind().id(new.system).id(new.id).id(new.place))
            .maybe_sealed(new.answers.saying.clone())
            .maybe_sealed(new.answers.intended.clone())
            .maybe_sealed(new.answers.will_do.clone())
            .id(new.by)
            .moment(new.at),
    )
    .await?;
    Ok(())
}

pub(crate) struct ConversationRow {
    pub(crate) system: SystemId,
    pub(crate) id: ConversationId,
    answers: Answers<Sealed>,
    said_by: PersonId,
    at: Moment,
}

pub(crate) async fn find(look: &mut Look, id: ConversationId) -> Outcome<ConversationRow> {
    let row = look
        .one(
            sql!(
                "SELECT system_id, id, heard, missing, decided, saying, intended, will_do, said_by, \
                 at FROM conversations WHERE id = $1"
            ),
            bind().id(id),
        )
        .await?;
    read(&row)
}

/// The next of the conversations of a system, newest first.
pub(crate) async fn of_system(
    look: &mut Look,
    system: SystemId,
    after: Option<After>,
) -> Outcome<Stretch<ConversationRow>> {
    let rows = look
        .all(
            sql!(
                "SELECT system_id, id, heard, missing, decided, saying, intended, will_do, said_by, \
                 at FROM conversations WHERE system_id = $1 AND at <= $2 \
                 AND (at < $2 OR id < $3) ORDER BY at DESC, id DESC LIMIT $4"
            ),
            bind().id(system).latest(after, PAGE),
        )
        .await?;
    let rows = rows.iter().map(read).collect::<Outcome<_>>()?;
    Ok(Stretch::of(rows, PAGE, |row: &ConversationRow| After::this(row.at, row.id)))
}

fn read(row: &Row) -> Outcome<ConversationRow> {
    Ok(ConversationRow {
        system: row.id("system_id")?,
        id: row.id("id")?,
        answers: Answers {
            heard: Heard::read(row)?,
            saying: row.maybe_sealed("saying")?,
            intended: row.maybe_sealed("intended")?,
            will_do: row.maybe_sealed("will_do")?,
        },
        said_by: row.id("said_by")?,
        at: row.moment("at")?,
    })
}

/// Opens a row for a reader who has leave; nothing when its key was thrown away.
pub(crate) fn open(opening: &Opening<'_>, row: ConversationRow) -> Outcome<Option<Conversation>> {
    let answers = Answers {
        heard: row.answers.heard.shown(opening)?,
        saying: opening.maybe("saying", row.answers.saying.as_ref())?,
        intended: opening.maybe("intended", row.answers.intended.as_ref())?,
        will_do: opening.maybe("will_do", row.answers.will_do.as_ref())?,
    };
    if answers.is_empty() {
        return Ok(None);
    }
    let (id, system) = (row.id, row.system);
    Ok(Some(Conversation { id, system, answers, said_by: row.said_by, at: row.at }))
}

/// Conversations, for everything that is written once, under what they will do or the first answer
/// there is.
pub(crate) static TABLE: Table = Table {
    kind: Kind::Conversation,
    ids: sql!("SELECT id FROM conversations WHERE id > $1 ORDER BY id LIMIT 100"),
    rows: sql!(
        "SELECT system_id, id, heard, missing, decided, saying, intended, will_do, at \
         FROM conversations WHERE id IN ({many})"
    ),
    words: &["will_do", "intended", "saying", "missing", "heard", "decided"],
    also: None,
    further: None,
    own: &[OwnRows {
        rows: sql!(
            "SELECT system_id, id, heard, missing, decided, saying, intended, will_do, at \
             FROM conversations WHERE said_by = $1 AND id > $2 ORDER BY id LIMIT $3"
        ),
        thing: "id",
        keeper: "system_id",
        parts: &[
            ("intended", "intended"),
            ("heard", "heard"),
            ("missing", "missing"),
            ("saying", "saying"),
            ("will_do", "will_do"),
            ("decided", "decided"),
        ],
    }],
    waits: None,
    facts: None,
};
