//! Bringing a file of tellings from the command line. Nothing of what people told is printed:
//! only row numbers, headings, days as they were read, and why something is not kept.

mod report;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use exchange::{Mapping, Refusal, bytes, mapping};
use ground::id::{PersonId, SystemId};
use ground::{Line, Outcome};
use sharing::reader::longest_standing;
use sharing::{Action, Matter, Reader, Sharing, StandingKind};
use stories::imports::{self, Plan};
use stories::tellings::tell::Where;

use crate::command::Data;
use crate::operator;
use crate::out::{Done, Trouble, note, say};

/// From how many rows on a file is long enough to say how far it came.
const LONG: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Bring what people told from a CSV file. Only whoever brings it hears it, until they say
    /// what the tellers were told. Bringing a file again doubles nothing, whatever is chosen for
    /// titles and dates, and goes on where it was broken off. The same person brings it again.
    Stories(Stories),
}

#[derive(Args, Debug)]
pub(crate) struct Stories {
    /// The CSV file: 2 to 60 columns, at most 20 MiB.
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    /// The place it is brought to, as it is called, or its number.
    #[arg(long, value_name = "NAME")]
    place: String,
    /// The heading of the column in which people say what happened.
    #[arg(long, value_name = "COLUMN", required_unless_present = "mapping")]
    words: Option<String>,
    /// The heading of the column with a title for each.
    #[arg(long, value_name = "COLUMN")]
    title: Option<String>,
    /// The heading of the column that says when it happened.
    #[arg(long, value_name = "COLUMN")]
    when: Option<String>,
    /// How that column writes its dates, such as dd/mm/yyyy. Without it, a date that could be two
    /// dates stays words.
    #[arg(long, value_name = "FORMAT")]
    when_format: Option<String>,
    /// The heading of the column with the name that each teller chose.
    #[arg(long, value_name = "COLUMN")]
    teller: Option<String>,
    /// A file that says which heading holds what, as --save-mapping wrote it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Write down which heading holds what, for the next file.
    #[arg(long, value_name = "FILE")]
    save_mapping: Option<PathBuf>,
    /// Who brings it: an e-mail address, a name, or their number. Otherwise it is the
    /// place's first steward.
    #[arg(long = "as", value_name = "PERSON")]
    by: Option<String>,
    /// Only say what would be kept and how the first rows are read, and keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print what became of every row as one line of JSON. In it, “rows” is how many stand under
    /// the headings, and each “row” the number that a spreadsheet shows beside it: headings,
    /// remarks and empty lines are counted there too, and a line break inside a cell is not.
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(crate) async fn run(self) -> Done {
        match self {
            Self::Stories(stories) => stories.run().await,
        }
    }
}

impl Stories {
    async fn run(self) -> Done {
        // Where it is to go comes first: a folder misspelt would make the rest beside the point.
        let (config, store) = operator::open(&self.data).await?;
        let sharing = Sharing::begin(store)?;
        let (place, reader) = self.whereabouts(&sharing).await?;
        let bytes = read(&self.file, bytes::MOST_BYTES, "file")?;
        let mapping = self.mapping()?;
        let by = reader.person_id().unwrap_or(PersonId(ground::id::Uuid::nil()));
        let name = self.file.file_name().and_then(|name| name.to_str());
        let name = name.and_then(|name| Line::parse(name).ok());
        let plan = Plan::of(&sharing.store.keys, (by, place), &bytes, mapping, name);
        let plan = Plan { by_operator: true, ..plan.map_err(refused)? };
        if let Some(path) = &self.save_mapping {
            std::fs::write(path, plan.mapping.to_toml()).map_err(|error| {
                Trouble::new(format!("{} cannot be written: {error}.", path.display()))
            })?;
        }
        let (already, erased) = match self.dry_run {
            true => imports::found(&sharing, &plan).await?,
            false => keep(&sharing, &reader, place, &plan).await?,
        };
        let report = plan.report(&erased).with_already(already);
        let first = if self.dry_run { plan.first() } else { &[] };
        if self.json {
            return report::json(&report, first, self.dry_run);
        }
        report::sentences(&report, first, self.dry_run);
        if !self.dry_run {
            say("Only whoever brought this hears it, until they say what the tellers were told:");
            say(&format!("{}/imports/{}", operator::url(&self.data.data, &config)?, plan.id));
        }
        Ok(())
    }

    /// The mapping from its file, with whatever else was said in place of what stands in it.
    fn mapping(&self) -> Done<Mapping> {
        let mut mapping = match &self.mapping {
            Some(path) => {
                let text = read(path, mapping::MOST_BYTES, "mapping")?;
                Mapping::from_toml(&String::from_utf8_lossy(&text)).map_err(refused)?
            }
            None => Mapping::default(),
        };
        if let Some(words) = &self.words {
            mapping.words.clone_from(words);
        }
        let said = [
            (&self.title, &mut mapping.title),
            (&self.when, &mut mapping.when),
            (&self.when_format, &mut mapping.when_format),
            (&self.teller, &mut mapping.teller),
        ];
        for (said, holds) in said {
            if said.is_some() {
                holds.clone_from(said);
            }
        }
        Ok(mapping)
    }

    /// The place by its name, and who brings the file to it.
    async fn whereabouts(&self, sharing: &Sharing) -> Done<(SystemId, Reader)> {
        let mut look = sharing.store.database.look().await?;
        let place = operator::place(sharing, &mut look, &self.place).await?;
        let person = match &self.by {
            Some(who) => operator::person(sharing, who).await?,
            None => longest_standing(&mut look, place, StandingKind::Steward)
                .await?
                .ok_or_else(|| Trouble::new("Nobody looks after that place. Say who with --as."))?,
        };
        let reader = Reader::person(&mut look, person).await?;
        let matter = Matter::system(place, place);
        if sharing.leave_or_none(&reader, Action::Belong, &matter)?.is_none() {
            return Err(Trouble::new("That person plays no part in that place."));
        }
        Ok((place, reader))
    }
}

/// Keeps every row, and says on the way how far it came.
async fn keep(
    sharing: &Sharing,
    reader: &Reader,
    place: SystemId,
    plan: &Plan,
) -> Outcome<(usize, Vec<usize>)> {
    let here = Where { system: place, place };
    let all = plan.reading.kept.len();
    let mut so_far = |rows: usize| {
        if all > LONG {
            note(&format!("{rows} of {all} rows"));
        }
    };
    let kept = imports::keep(sharing, reader, here, plan, usize::MAX, &mut so_far).await?;
    Ok((kept.already, kept.erased))
}

/// Reads a file of at most `most` bytes; what is longer is read so far that it is seen to be.
fn read(path: &Path, most: usize, what: &str) -> Done<Vec<u8>> {
    let trouble = |error: std::io::Error| {
        Trouble::new(format!("The {what} {} cannot be read: {error}.", path.display()))
    };
    let file = std::fs::File::open(path).map_err(trouble)?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(trouble)?;
    Ok(bytes)
}

/// The refusal as a sentence of its own.
fn refused(refusal: Refusal) -> Trouble {
    let text = refusal.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    Trouble::new(format!("{first}{}. Nothing was kept.", letters.as_str()))
}
