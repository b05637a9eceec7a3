//! What the nouns of this crate have in common: each is a table of what groups hold, read alike for
//! threads and lists, for a person's own words, and for machine readers.

use std::collections::HashMap;

use ::store::{Keeper, Look, Row, Spot, Sql, bind};
use futures_util::future::{BoxFuture, FutureExt as _};
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};
use ground::{Moment, Outcome};
use sharing::machine::Scope;
use sharing::own::{self, OwnRows};
use sharing::{Exported, Glimpse, Noun, Reader, Sharing, Unread, Waiting, Who, vest, wordings};

use crate::far::{self, Far};

/// The table of one noun.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) kind: Kind,
    /// The ids after this one, in their order; at most a hundred.
    pub(crate) ids: Sql,
    /// Rows with these ids: `system_id`, `id`, `at`, and the columns of words.
    pub(crate) rows: Sql,
    /// The columns of words that everybody reads who gets a glimpse: machines read these. Talk and
    /// what was observed are never among them, since whoever is outside could otherwise find a thing
    /// by words that they may not read. The first of them that is there is the heading.
    pub(crate) words: &'static [&'static str],
    /// The column that names another system whose group reads the row too.
    pub(crate) also: Option<&'static str>,
    /// Further rows, each with the `words` that everybody reads, and the column that names the thing
    /// they hang on.
    pub(crate) further: Option<(Sql, &'static str)>,
    /// What somebody wrote: rows of the table itself, and of those that hang on it.
    pub(crate) own: &'static [OwnRows],
    /// What of it waits for somebody, where anything does.
    pub(crate) waits: Option<Waits>,
    /// What of it is somebody's own besides words, where anything is.
    pub(crate) facts: Option<Facts>,
}

/// Finds what waits for a reader at this moment.
pub(crate) type Waits = for<'a> fn(
    &'a Sharing,
    &'a mut Look,
    &'a Reader,
    Moment,
) -> BoxFuture<'a, Outcome<Vec<Waiting>>>;

/// Finds what is a person's own and no words, said in stable words for their export.
pub(crate) type Facts = for<'a> fn(
    &'a Sharing,
    &'a mut Look,
    &'a Reader,
    PersonId,
) -> BoxFuture<'a, Outcome<Vec<Exported>>>;

impl Table {
    async fn rows(&self, look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Row>> {
        look.all_of(self.rows, bind(), ids.iter().copied()).await
    }

    /// These things, seen from afar.
    pub(crate) async fn far(&self, look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Far>> {
        let rows = self.rows(look, ids).await?;
        let far = rows.iter().map(|row| Far::of(row, self.words, self.also));
        far.filter_map(Outcome::transpose).collect()
    }

    async fn unread(&self, look: &mut Look, ids: &[Uuid]) -> Outcome<Vec<Unread>> {
        let mut all: HashMap<Uuid, Unread> = HashMap::new();
        for row in self.rows(look, ids).await? {
            let (id, system): (Uuid, SystemId) = (row.id("id")?, row.id("system_id")?);
            let also = self.also.map(|column| row.id(column)).transpose()?;
            let readers = [Some(system), also].into_iter().flatten().map(Scope::System);
            let unread = Unread::new(Thing::new(self.kind, id), system, row.moment("at")?);
            let mut unread = unread.offered_to(readers);
            unread.add_row(Keeper::new(system), &row, self.words)?;
            all.insert(id, unread);
        }
        if let Some((further, of)) = self.further {
            for row in look.all_of(further, bind(), ids.iter().copied()).await? {
                let keeper = Keeper::new(row.id::<SystemId>("system_id")?);
                let spot = Spot::new(row.id::<Uuid>("id")?, "words");
                if let Some(unread) = all.get_mut(&row.id(of)?) {
                    unread.add(keeper, spot, row.maybe_sealed("words")?);
                }
            }
        }
        Ok(all.into_values().collect())
    }
}

/// A noun that is its table and nothing besides. What more a noun can do stands in its `noun.rs`.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) sharing: Sharing,
    pub(crate) table: &'static Table,
}

impl Noun for Held {
    fn kind(&self) -> Kind {
        self.table.kind
    }

    fn peek<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        ids: &'a [Uuid],
        came_of: &'a [Who],
    ) -> BoxFuture<'a, Outcome<Vec<Glimpse>>> {
        async move {
            let rows = self.table.far(look, ids).await?;
            far::glimpses(&self.sharing, reader, self.table.kind, rows, came_of).await
        }
        .boxed()
    }

    fn waits<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Vec<Waiting>>> {
        match self.table.waits {
            Some(waits) => waits(&self.sharing, look, reader, now),
            None => async { Ok(Vec::new()) }.boxed(),
        }
    }

    fn export<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        person: PersonId,
    ) -> BoxFuture<'a, Outcome<Vec<Exported>>> {
        async move {
            let texts = own::texts(&self.sharing, look, reader, person, self.table.own).await?;
            // The thing's own rows come first; what hangs on it is never put in other words.
            let parts = self.table.own.first().map_or(&[][..], |own| own.parts);
            let whose = (self.table.kind, person);
            let texts = wordings::honest(&self.sharing, look, reader, whose, (texts, parts));
            let mut texts = texts.await?;
            let kind = self.table.kind;
            texts.extend(vest::export(&self.sharing, look, reader, person, kind).await?);
            if let Some(facts) = self.table.facts {
                texts.extend(facts(&self.sharing, look, reader, person).await?);
            }
            Ok(texts)
        }
        .boxed()
    }

    fn all<'a>(&'a self, look: &'a mut Look, after: Uuid) -> BoxFuture<'a, Outcome<Vec<Uuid>>> {
        async move {
            let rows = look.all(self.table.ids, bind().id(after)).await?;
            rows.iter().map(|row| row.id("id")).collect()
        }
        .boxed()
    }

    fn index<'a>(
        &'a self,
        look: &'a mut Look,
        ids: &'a [Uuid],
    ) -> BoxFuture<'a, Outcome<Vec<Unread>>> {
        self.table.unread(look, ids).boxed()
    }
}
