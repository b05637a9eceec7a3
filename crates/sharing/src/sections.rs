//! Reading parts of somebody's own page. Whoever reads as anybody but one who holds its pen is
//! marked for each of those who hold it, by name and for each part, before a word is shown.

use ground::Outcome;
use ground::id::{Kind, PersonId, SystemId, Thing, Uuid};

use crate::policy::{Action, Matter, SectionMatter};
use crate::reader::{Reader, StandingKind};
use crate::seen::Leave;
use crate::trail::{Mark, Verb};
use crate::{Sharing, trail};

/// One part of a page that somebody would read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which part.
    pub id: Uuid,
    /// Who is let in.
    pub matter: SectionMatter,
    /// Whether anything stands in it: what shows nothing leaves no mark.
    pub says: bool,
}

impl Sharing {
    /// Leave to read each of these parts of one life, where the policies give it. What is read is
    /// marked first for those who hold the pen, and not shown otherwise.
    pub async fn read_sections(
        &self,
        reader: &Reader,
        (life, holders): (SystemId, &[PersonId]),
        asked: &[Asked],
    ) -> Outcome<Vec<Option<Leave>>> {
        let leaves = self.would_read(reader, asked)?;
        let own = reader.stands(StandingKind::Pen, life);
        let read = asked.iter().zip(&leaves).filter(|(one, leave)| one.says && leave.is_some());
        let marks = read.filter(|_| !own).flat_map(|(one, _)| {
            holders.iter().map(|holder| trail::Mark {
                concerns: Some(*holder),
                ..Mark::of(
                    life,
                    self.now(),
                    Verb::Read,
                    reader.person_id(),
                    Thing::new(Kind::Section, one.id),
                )
            })
        });
        self.marks.write(marks.collect()).await?;
        Ok(leaves)
    }

    /// Marks that this reader is about to read one thing on each of these lives, which those who hold
    /// its pen see later: the life, who holds its pen, and the thing.
    pub async fn read_there<'a>(
        &self,
        reader: &Reader,
        read: impl IntoIterator<Item = (SystemId, &'a [PersonId], Thing)> + Send,
    ) -> Outcome<()> {
        let (now, by) = (self.now(), reader.person_id());
        let mark = |life, thing| Mark::of(life, now, Verb::Read, by, thing);
        let each = |(life, holders, thing): (SystemId, &'a [PersonId], Thing)| {
            holders.iter().map(move |holder| Mark { concerns: Some(*holder), ..mark(life, thing) })
        };
        let marks = read.into_iter().flat_map(each).collect();
        self.marks.write(marks).await
    }

    /// The same for a reader who is only imagined, to see beforehand what they would read: it is
    /// for whoever holds the pen, and leaves no mark.
    pub fn would_read(&self, reader: &Reader, asked: &[Asked]) -> Outcome<Vec<Option<Leave>>> {
        let leave = |one: &Asked| {
            let matter = Matter::Section(one.matter.clone());
            self.leave_or_none(reader, Action::ReadSection, &matter)
        };
        asked.iter().map(leave).collect()
    }
}
