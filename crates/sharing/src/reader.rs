//! The reader: who is asking, and where they stand. Everything that is read starts from one.

mod several;

use ground::id::Uuid;
use ground::id::{PersonId, SystemId};
use ground::{Moment, Outcome};
use store::{Bind, Look, Row, Work, bind, sql};

ground::id!(
    /// Names one standing: one part, from a beginning to an end.
    StandingId
);
ground::id!(
    /// Names one slip: what somebody holds who told without an account.
    SlipId
);

/// The most systems somebody can stand in at once.
pub const MOST_STANDINGS: usize = 200;

/// Who is asking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// Somebody signed in.
    Person(PersonId),
    /// Whoever holds this slip.
    Slip(SlipId),
    /// Nobody that we know.
    Nobody,
}

/// How somebody stands in a system. Only a part makes them one of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum StandingKind {
    /// They play a part in it.
    Part,
    /// They look after it. This gives no right to read.
    Steward,
    /// They hold its money.
    Money,
    /// They manage its workers.
    Manages,
    /// They are its safeguarding person on duty.
    KeepsSafe,
    /// What went wrong is told to them: somebody outside the team.
    HearsWrongs,
    /// They ring people back who asked to be rung.
    Rings,
    /// They hold the pen of a life: it is theirs. It makes them part of nothing, and ends with
    /// nothing that a place or a group decides.
    Pen,
}

impl StandingKind {
    const ALL: [Self; 8] = [
        Self::Part,
        Self::Steward,
        Self::Money,
        Self::Manages,
        Self::KeepsSafe,
        Self::HearsWrongs,
        Self::Rings,
        Self::Pen,
    ];

    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Steward => "steward",
            Self::Money => "money",
            Self::Manages => "manages",
            Self::KeepsSafe => "keeps_safe",
            Self::HearsWrongs => "hears_wrongs",
            Self::Rings => "rings",
            Self::Pen => "pen",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One standing that holds now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Standing {
    /// In which system.
    pub system: SystemId,
    /// In which place that system is.
    pub place: SystemId,
    /// How.
    pub kind: StandingKind,
}

/// Who is asking, and where they stand now. It lives as long as one request and no longer, so
/// that what has ended is over at once.
#[derive(Clone, Debug)]
pub struct Reader {
    who: Who,
    standings: Vec<Standing>,
    is_under_18: bool,
}

impl Reader {
    /// Nobody that we know: sees what is open to everybody, and nothing else.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { who: Who::Nobody, standings: Vec::new(), is_under_18: false }
    }

    /// Whoever holds this slip.
    #[must_use]
    pub const fn slip(slip: SlipId) -> Self {
        Self { who: Who::Slip(slip), standings: Vec::new(), is_under_18: false }
    }

    /// Somebody signed in, with where they stand at this moment.
    pub async fn person(look: &mut Look, person: PersonId) -> Outcome<Self> {
        let rows = look
            .all(
                sql!(
                    "SELECT p.under_18, t.system_id, t.place_id, COALESCE(t.kind, '') AS kind \
                     FROM persons p LEFT JOIN standings t \
                     ON t.person_id = p.id AND t.ended IS NULL WHERE p.id = $1 LIMIT 200"
                ),
                bind().id(person),
            )
            .await?;
        Self::of_rows(person, &rows)
    }

    /// The same, from rows that came with something else: whether they are `under_18`, and
    /// `system_id`, `place_id` and `kind` of each standing that holds now, at most
    /// [`MOST_STANDINGS`]. A row without a kind is none.
    pub fn of_rows(person: PersonId, rows: &[Row]) -> Outcome<Self> {
        let mut standings = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(kind) = StandingKind::parse(&row.word("kind")?) {
                standings.push(Standing {
                    system: row.id("system_id")?,
                    place: row.id("place_id")?,
                    kind,
                });
            }
        }
        let is_under_18 = rows.first().map_or(Ok(false), |row| row.flag("under_18"))?;
        Ok(Self { who: Who::Person(person), standings, is_under_18 })
    }

    /// A reader who stands like this, for working out what would be seen: "what happens if I
    /// share this?", and tests of the policies. It opens nothing by itself.
    #[must_use]
    pub const fn imagined(person: PersonId, standings: Vec<Standing>) -> Self {
        Self { who: Who::Person(person), standings, is_under_18: false }
    }

    /// The same, of somebody under 18.
    #[cfg(test)]
    pub(crate) fn imagined_under_18(self) -> Self {
        Self { is_under_18: true, ..self }
    }

    /// Who is asking.
    #[must_use]
    pub const fn who(&self) -> Who {
        self.who
    }

    /// The person asking, if it is one.
    #[must_use]
    pub const fn person_id(&self) -> Option<PersonId> {
        match self.who {
            Who::Person(person) => Some(person),
            Who::Slip(_) | Who::Nobody => None,
        }
    }

    /// Whether they said that they are under eighteen. Of a slip nobody knows.
    #[must_use]
    pub const fn is_under_18(&self) -> bool {
        self.is_under_18
    }

    /// Every standing that holds now.
    #[must_use]
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// The systems in which they stand like this.
    pub fn systems(&self, kind: StandingKind) -> impl Iterator<Item = SystemId> {
        self.standings.iter().filter(move |s| s.kind == kind).map(|s| s.system)
    }

    /// Whether they stand like this in this system.
    #[must_use]
    pub fn stands(&self, kind: StandingKind, system: SystemId) -> bool {
        self.systems(kind).any(|s| s == system)
    }

    /// The places in which they play a part, each once.
    #[must_use]
    pub fn places(&self) -> Vec<SystemId> {
        let mut places: Vec<SystemId> = self
            .standings
            .iter()
            .filter(|s| s.kind == StandingKind::Part)
            .map(|s| s.place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The names under which audiences may hold them: themselves, their systems, anyone.
    #[must_use]
    pub fn audience_keys(&self) -> Vec<Uuid> {
        let Some(person) = self.person_id() else { return Vec::new() };
        let mut keys = vec![person.0];
        keys.extend(self.systems(StandingKind::Part).map(|s| s.0));
        if keys.len() > 1 {
            keys.push(crate::audience::ANYONE);
        }
        keys
    }
}

/// A standing to be given.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// Its id; a part of `places` has the same.
    pub id: StandingId,
    /// In which system.
    pub system: SystemId,
    /// In which place that system is.
    pub place: SystemId,
    /// To whom.
    pub person: PersonId,
    /// How they will stand.
    pub kind: StandingKind,
    /// Who gave it; nothing when the program itself did, at the very start.
    pub by: Option<PersonId>,
    /// When it begins.
    pub began: Moment,
}

/// Gives a standing.
pub async fn give(work: &mut Work, given: Given) -> Outcome<()> {
    work.run(
        sql!(
            "INSERT INTO standings (system_id, id, place_id, person_id, kind, given_by, began) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        bind()
            .id(given.system)
            .id(given.id)
            .id(given.place)
            .id(given.person)
            .word(given.kind.word())
            .maybe_id(given.by)
            .moment(given.began),
    )
    .await?;
    Ok(())
}

/// Ends a standing; it stays as a row that says from when to when.
pub async fn end(work: &mut Work, system: SystemId, id: StandingId, at: Moment) -> Outcome<()> {
    let ended = work
        .run(
            sql!(
                "UPDATE standings SET ended = $3 WHERE system_id = $1 AND id = $2 AND ended IS NULL"
            ),
            bind().id(system).id(id).moment(at),
        )
        .await?;
    if ended == 1 { Ok(()) } else { Err(ground::Fault::NotFound) }
}

/// Who stands like this in a system now.
pub async fn standing_in(
    look: &mut Look,
    system: SystemId,
    kind: StandingKind,
) -> Outcome<Vec<PersonId>> {
    let bound: Bind = bind().id(system).word(kind.word());
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT person_id FROM standings \
                 WHERE system_id = $1 AND kind = $2 AND ended IS NULL LIMIT 500"
            ),
            bound,
        )
        .await?;
    rows.iter().map(|row| row.id("person_id")).collect()
}

/// Whether one of these two ever gave somebody a part in a place, or in anything in it.
pub async fn brought_in_by(
    look: &mut Look,
    person: PersonId,
    place: SystemId,
    [one, other]: [Option<PersonId>; 2],
) -> Outcome<bool> {
    let row = look
        .maybe(
            sql!(
                "SELECT id FROM standings WHERE person_id = $1 AND place_id = $2 \
                 AND (given_by = $3 OR given_by = $4) LIMIT 1"
            ),
            bind().id(person).id(place).maybe_id(one).maybe_id(other),
        )
        .await?;
    Ok(row.is_some())
}

/// Who stands in one of these three ways in a system now, and in which.
pub async fn standing_as(
    look: &mut Look,
    system: SystemId,
    kinds: [StandingKind; 3],
) -> Outcome<Vec<(StandingKind, PersonId)>> {
    let rows = look
        .all(
            sql!(
                "SELECT DISTINCT kind, person_id FROM standings \
                 WHERE system_id = $1 AND kind IN ($2, $3, $4) AND ended IS NULL LIMIT 500"
            ),
            kinds.into_iter().fold(bind().id(system), |bound, kind| bound.word(kind.word())),
        )
        .await?;
    let mut standing = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(kind) = StandingKind::parse(&row.word("kind")?) {
            standing.push((kind, row.id("person_id")?));
        }
    }
    Ok(standing)
}

/// Whoever has stood like this in a system for longest, if anybody does now.
pub async fn longest_standing(
    look: &mut Look,
    system: SystemId,
    kind: StandingKind,
) -> Outcome<Option<PersonId>> {
    let row = look
        .maybe(
            sql!(
                "SELECT person_id FROM standings \
                 WHERE system_id = $1 AND kind = $2 AND ended IS NULL ORDER BY began, id LIMIT 1"
            ),
            bind().id(system).word(kind.word()),
        )
        .await?;
    row.map(|row| row.id("person_id")).transpose()
}

/// In which places somebody plays a part, and since when, oldest first; at most twenty. For the
/// operator, who has to tell people of one name apart and is shown nothing else of them.
pub async fn in_places_since(
    look: &mut Look,
    person: PersonId,
) -> Outcome<Vec<(SystemId, Moment)>> {
    let rows = look
        .all(
            sql!(
                "SELECT place_id, began FROM standings WHERE person_id = $1 AND kind = 'part' \
                 AND ended IS NULL AND system_id = place_id ORDER BY began, id LIMIT 20"
            ),
            bind().id(person),
        )
        .await?;
    rows.iter().map(|row| Ok((row.id("place_id")?, row.moment("began")?))).collect()
}
