//! What becomes of a file of tellings that somebody brings, on both databases.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test says what it expected")]

use std::fmt::Write as _;
use std::path::Path;

use cast::{MONDAY, Town, both, words};
use exchange::{Mapping, Refusal};
use ground::Fault;
use ground::id::PersonId;
use sharing::{Audience, Reader};
use store::{bind, sql};
use stories::imports::{self, ForAll, ImportId, Kept, Plan, Why, drafts, telling_of};
use stories::second_readings::{self, Answer};
use stories::tellings::tell::{self, Where};
use stories::tellings::{TellingId, Voice, Wishes, hear};

/// Comments before and between rows, two headings alike, quotes in quotes, a line break and a
/// semicolon in a cell, a cell with a formula, a row without words, a row that fell apart, a column
/// of NHS numbers, a column of marks.
const ODD: &str = "# Exported in May, by Ana\r\n\
; it was a rainy day\r\n\
When,What happened?,Notes,Notes,NHS number,How was it (1-5)?,Name\r\n\
03/04/2024,\"The bus stops at \"\"six\"\".\r\nMy shift ends at seven; so I walk.\",by phone,again,9434765919,2,Ana\r\n\
3 May 2024,=SUM(1) is what the letter said,,,9434765870,4,\r\n\
\r\n\
# a remark between rows\r\n\
just before Christmas,,on paper,,9434765919,1,Bo\r\n\
2024-05,Zoë’s café was open 👩‍👧‍👦,on paper,late,9434765870,5,Zoë\r\n\
2024,I said, they came,and,so,9434765919,3,Len,more\r\n";

fn mapping() -> Mapping {
    Mapping {
        words: "What happened?".to_owned(),
        when: Some("When".to_owned()),
        teller: Some("Name".to_owned()),
        ..Mapping::default()
    }
}

fn place(town: &Town) -> Where {
    Where { system: town.place, place: town.place }
}

fn plan(town: &Town, who: PersonId, bytes: &[u8], mapping: Mapping) -> Result<Plan, Refusal> {
    Plan::of(&town.sharing.store.keys, (who, town.place), bytes, mapping, None)
}

async fn keep(town: &Town, who: PersonId, plan: &Plan, most: usize) -> Kept {
    let reader = town.reader(who).await;
    imports::keep(&town.sharing, &reader, place(town), plan, most, &mut |_| {}).await.expect("kept")
}

async fn hears(town: &Town, who: PersonId, id: TellingId) -> bool {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    match hear::one(&town.sharing, &mut look, &reader, id).await {
        Ok(_) => true,
        Err(Fault::NotFound) => false,
        Err(other) => panic!("{other}"),
    }
}

async fn listed(town: &Town, who: PersonId) -> usize {
    let reader = town.reader(who).await;
    let mut look = town.sharing.store.database.look().await.expect("look");
    let page = hear::list(&town.sharing, &mut look, &reader, town.place, None).await.expect("list");
    page.here.len()
}

async fn how_many(town: &Town, sql: store::Sql) -> i64 {
    let mut look = town.sharing.store.database.look().await.expect("look");
    look.one(sql, bind()).await.expect("counted").number("n").expect("a number")
}

async fn opened(town: &Town) {
    // The cast's town has no rows of its own; offering asks the place whether it is open.
    let store = &town.sharing.store;
    let ring = store.keys.ring([store::Keeper::new(town.place)]).await.expect("ring");
    let (keeper, spot) = (store::Keeper::new(town.place), store::Spot::new(town.place, "name"));
    let name = ring.seal_line(keeper, spot, &cast::line("Pit Hill")).expect("sealed");
    store::write!(store.database, |work| {
        work.run(
            sql!(
                "INSERT INTO systems (system_id, id, place_id, scale, name, made, revision) \
                 VALUES ($1, $1, $1, 'place', $2, $3, 1)"
            ),
            bind().id(town.place).sealed(name.clone()).moment(MONDAY),
        )
        .await
    })
    .expect("opened");
}

#[tokio::test]
async fn a_file_with_every_oddity_accounts_for_every_row() {
    both(async |town| {
        let plan = plan(&town, town.asha, ODD.as_bytes(), mapping()).expect("read");
        let kept = keep(&town, town.asha, &plan, usize::MAX).await;
        let report = plan.report(&kept.erased);
        assert_eq!((report.rows, report.kept, kept.kept), (5, 3, 3));
        assert_eq!(report.rows, report.kept + report.refused.len());
        let rows: Vec<usize> = report.refused.iter().map(|one| one.row).collect();
        assert_eq!(rows, [8, 10], "the numbers a spreadsheet shows");
        assert_eq!(report.refused[0].why, Why::File(exchange::Why::NoWords));
        let held: Vec<&str> = report.held_back.iter().map(|one| one.heading.as_str()).collect();
        assert_eq!(held, ["NHS number", "How was it (1-5)?"]);
        assert_eq!(report.comments, [1, 2, 7], "the numbers a spreadsheet shows");
        let short: Vec<_> = report.short.iter().map(|one| (one.row, one.cells)).collect();
        assert_eq!(short, []);

        let asha = town.reader(town.asha).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let first = telling_of(plan.id, 4);
        let first = hear::one(&town.sharing, &mut look, &asha, first).await.expect("heard");
        assert_eq!(
            first.words.to_string(),
            "The bus stops at \"six\".\nMy shift ends at seven; so I walk."
        );
        assert!(matches!(&first.voice, Voice::Chosen(name) if name.to_string() == "Ana"));
        let happened = first.happened.map(|text| text.to_string());
        assert_eq!(happened.as_deref(), Some("03/04/2024"), "two dates stay words");
        let beside = first.brought.expect("brought").beside;
        let beside: Vec<(String, String)> =
            beside.iter().map(|(h, w)| (h.to_string(), w.to_string())).collect();
        let cell = |heading: &str, text: &str| (heading.to_owned(), text.to_owned());
        assert_eq!(beside, [cell("Notes", "by phone"), cell("Notes (2)", "again")]);
        let second = telling_of(plan.id, 5);
        let second = hear::one(&town.sharing, &mut look, &asha, second).await.expect("heard");
        assert_eq!(second.happened.map(|text| text.to_string()).as_deref(), Some("2024-05-03"));
        assert!(matches!(second.voice, Voice::Somebody), "never the importer's own voice");
    })
    .await;
}

#[tokio::test]
async fn every_usual_encoding_and_sixty_columns_are_kept() {
    both(async |town| {
        let mut text = "Story".to_owned();
        for column in 2..=60 {
            let _ = write!(text, ";Kind {column}");
        }
        for row in 0..40 {
            let _ = write!(text, "\nZoë’s café, row {row}");
            (2..=60).for_each(|column| {
                let _ = write!(text, ";on a {} day", if column % 2 == 0 { "dry" } else { "wet" });
            });
        }
        let marked = format!("\u{FEFF}{text}");
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let windows: Vec<u8> = text
            .chars()
            .map(|letter| match letter {
                '’' => 0x92,
                other => u8::try_from(u32::from(other)).expect("a western letter"),
            })
            .collect();
        for bytes in [text.as_bytes(), marked.as_bytes(), &wide, &windows] {
            let plan = plan(&town, town.bryn, bytes, Mapping::words("Story")).expect("read");
            assert_eq!(keep(&town, town.bryn, &plan, usize::MAX).await.kept, 40);
            let bryn = town.reader(town.bryn).await;
            let mut look = town.sharing.store.database.look().await.expect("look");
            let last = telling_of(plan.id, 41);
            let last = hear::one(&town.sharing, &mut look, &bryn, last).await.expect("heard");
            assert_eq!(last.words.to_string(), "Zoë’s café, row 39");
            assert_eq!(last.brought.expect("brought").beside.len(), 59);
        }
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM tellings")).await, 160);
    })
    .await;
}

#[tokio::test]
async fn imported_words_are_heard_by_their_bringer_alone_until_it_is_said_what_tellers_were_told() {
    both(async |town| {
        opened(&town).await;
        let ruth = town.on_duty("Ruth").await;
        let plan = plan(&town, town.asha, ODD.as_bytes(), mapping()).expect("read");
        keep(&town, town.asha, &plan, usize::MAX).await;
        let (id, one) = (plan.id, telling_of(plan.id, 4));
        let asha = town.reader(town.asha).await;
        let sharing = &town.sharing;
        assert!(hears(&town, town.asha, one).await);
        assert_eq!(listed(&town, town.asha).await, 3);

        // Neither one by one, nor by name, nor all at once.
        for heard_by in
            [Audience::System(town.place), Audience::Person(town.bryn), Audience::Anyone]
        {
            let wishes = Wishes { heard_by: vec![heard_by], ..Wishes::default() };
            let wished = tell::wish(sharing, &asha, (one, 1), &wishes.into(), MONDAY).await;
            assert!(matches!(wished, Err(Fault::Unfit("unfit-not-stated"))));
        }
        let all = ForAll { to_system: true, ..ForAll::default() };
        let wished = imports::wish_for_all(sharing, &asha, id, all, None, 1_000).await;
        assert!(matches!(wished, Err(Fault::Unfit("unfit-not-stated"))));
        tell::read_back(sharing, &asha, one, None, MONDAY).await.expect("changes nothing");
        for other in [town.bryn, town.carys, town.dev] {
            assert!(!hears(&town, other, one).await);
            assert_eq!(listed(&town, other).await, 0);
        }

        let told = words("Ana asked us in May, for the town to read.");
        let bryn = town.reader(town.bryn).await;
        let by_bryn = imports::state(sharing, &bryn, id, &told, MONDAY).await;
        assert!(matches!(by_bryn, Err(Fault::NotFound)), "only whoever brought it");
        imports::state(sharing, &asha, id, &told, MONDAY).await.expect("stated");
        let twice = imports::state(sharing, &asha, id, &words("Or not."), MONDAY).await;
        assert!(matches!(twice, Err(Fault::Already)), "what was said of it stands");
        assert!(!hears(&town, town.bryn, one).await, "saying it offers nothing yet");
        let left = imports::wish_for_all(sharing, &asha, id, all, None, 1_000).await;
        assert_eq!(left.expect("wished"), None);
        assert!(!hears(&town, town.bryn, one).await, "the whole file is read first");
        assert_eq!(listed(&town, town.bryn).await, 0);
        let reader = town.reader(ruth).await;
        let mut look = sharing.store.database.look().await.expect("look");
        let waits = second_readings::waiting(sharing, &mut look, &reader).await.expect("waits");
        assert_eq!(waits.len(), 1, "one reading for all that came in it");
        assert!(hears(&town, ruth, one).await);
        let file = second_readings::open_for(sharing, &mut look, &reader, waits[0].id).await;
        let which = (waits[0].id, file.expect("open").revision);
        drop(look);
        let no = Answer::NotYet(None);
        second_readings::answer(sharing, &reader, which, &no, MONDAY).await.expect("no");
        assert!(!hears(&town, town.bryn, one).await && !hears(&town, ruth, one).await);
        let again = imports::wish_for_all(sharing, &asha, id, all, None, 1_000).await;
        assert_eq!(again.expect("asked again"), None);
        let mut look = sharing.store.database.look().await.expect("look");
        let waits = second_readings::waiting(sharing, &mut look, &reader).await.expect("waits");
        drop(look);
        let which = (waits[0].id, which.1);
        let fine = Answer::Fine;
        second_readings::answer(sharing, &reader, which, &fine, MONDAY).await.expect("fine");
        assert!(hears(&town, town.bryn, one).await);
        assert_eq!(listed(&town, town.bryn).await, 3);
        assert!(!hears(&town, town.dev, one).await);
        let mut look = sharing.store.database.look().await.expect("look");
        let heard = hear::one(sharing, &mut look, &bryn, one).await.expect("heard");
        let statement = heard.brought.and_then(|brought| brought.statement).expect("said");
        assert_eq!(statement.to_string(), told.expose());
        let none = imports::wish_for_all(sharing, &asha, id, ForAll::default(), None, 1_000).await;
        assert_eq!(none.expect("narrowed"), None);
        assert!(!hears(&town, town.bryn, one).await);
    })
    .await;
}

#[tokio::test]
async fn a_file_brought_twice_doubles_nothing_and_goes_on_where_it_was_broken_off() {
    both(async |town| {
        let mut text = "Story,Told to\n".to_owned();
        for row in 0..1_203 {
            let _ = writeln!(text, "This is what happened on day {row} of the year,the group");
        }
        let plan = plan(&town, town.asha, text.as_bytes(), Mapping::words("story")).expect("read");
        let begun = keep(&town, town.asha, &plan, 700).await;
        assert_eq!((begun.kept, begun.left), (700, 503));
        let again = self::plan(&town, town.asha, text.as_bytes(), Mapping::words("Story"));
        let again = again.expect("read");
        assert_eq!(again.id, plan.id, "the same column in other letters is the same column");
        let whole = keep(&town, town.asha, &again, usize::MAX).await;
        assert_eq!((whole.kept, whole.left), (1_203, 0));
        let whole = keep(&town, town.asha, &again, usize::MAX).await;
        assert_eq!((whole.kept, whole.left), (1_203, 0));
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM tellings")).await, 1_203);
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM beside")).await, 1_203);
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM imports")).await, 1);

        // What Bryn brings is Bryn's, though the file is the same.
        let by_bryn = self::plan(&town, town.bryn, text.as_bytes(), Mapping::words("Story"));
        assert_ne!(by_bryn.expect("read").id, plan.id);

        // What was erased stays erased, and is accounted for.
        let asha = town.reader(town.asha).await;
        tell::erase(&town.sharing, &asha, telling_of(plan.id, 2), MONDAY).await.expect("erased");
        let whole = keep(&town, town.asha, &again, usize::MAX).await;
        assert_eq!((whole.kept, whole.erased.as_slice()), (1_202, [2].as_slice()));
        let report = again.report(&whole.erased);
        assert_eq!((report.rows, report.kept, report.refused.len()), (1_203, 1_202, 1));
        assert_eq!(report.refused[0].why, Why::Erased);
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM beside")).await, 1_202);
    })
    .await;
}

#[tokio::test]
async fn looking_first_keeps_nothing() {
    both(async |town| {
        let plan = plan(&town, town.asha, ODD.as_bytes(), mapping()).expect("read");
        assert_eq!(plan.report(&[]).kept, 3);
        for count in [
            sql!("SELECT COUNT(*) AS n FROM tellings"),
            sql!("SELECT COUNT(*) AS n FROM imports"),
            sql!("SELECT COUNT(*) AS n FROM import_drafts"),
        ] {
            assert_eq!(how_many(&town, count).await, 0);
        }
        let asha = town.reader(town.asha).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let absent = imports::find(&town.sharing, &mut look, &asha, plan.id).await;
        assert!(matches!(absent, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_hostile_file_is_refused_with_a_sentence() {
    both(async |town| {
        let zip = b"PK\x03\x04\x14\0\x06\0xl/workbook.xml".as_slice();
        let binary = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF".as_slice();
        let open_quote = b"Story,When\n\"it never ends,May\n".as_slice();
        let numbers = b"Story,When\n9434765919,May\n9434765870,June\n".as_slice();
        for (bytes, says) in [
            (zip, "spreadsheet"),
            (binary, "not a table"),
            (open_quote, "never closes"),
            (numbers, "was chosen for the words"),
            (b"".as_slice(), "empty"),
        ] {
            let refusal =
                plan(&town, town.asha, bytes, Mapping::words("Story")).expect_err("refused");
            assert!(refusal.to_string().contains(says), "{refusal}");
        }
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM tellings")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn only_somebody_of_the_system_brings_a_file_to_it() {
    both(async |town| {
        let plan = plan(&town, town.dev, ODD.as_bytes(), mapping()).expect("read");
        for reader in [town.reader(town.dev).await, Reader::nobody()] {
            let kept =
                imports::keep(&town.sharing, &reader, place(&town), &plan, 10, &mut |_| {}).await;
            assert!(matches!(kept, Err(Fault::NotFound | Fault::SignedOut)));
        }
        let asha = town.reader(town.asha).await;
        let mut look = town.sharing.store.database.look().await.expect("look");
        let unknown = imports::find(&town.sharing, &mut look, &asha, ImportId::random()).await;
        assert!(matches!(unknown, Err(Fault::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_file_waits_sealed_for_its_bringer_and_is_gone_after_a_day() {
    both(async |town| {
        let (sharing, here) = (&town.sharing, place(&town));
        let asha = town.reader(town.asha).await;
        let file: Vec<u8> =
            (0..700_000_u32).map(|n| b'a' + u8::try_from(n % 23).unwrap()).collect();
        let first =
            drafts::put(sharing, &asha, here, None, b"Story,When\nOne,May\n").await.expect("put");
        let id = drafts::put(sharing, &asha, here, None, &file).await.expect("put");
        let database = &sharing.store.database;
        let mut look = database.look().await.expect("look");
        let replaced = drafts::find(sharing, &mut look, &asha, here, first).await;
        assert!(matches!(replaced, Err(Fault::NotFound)), "one file a person");
        let kept = drafts::find(sharing, &mut look, &asha, here, id).await.expect("there");
        assert!(kept.bytes.inner() == &file);
        let bryn = town.reader(town.bryn).await;
        let by_bryn = drafts::find(sharing, &mut look, &bryn, here, id).await;
        assert!(matches!(by_bryn, Err(Fault::NotFound)));
        drop(look);
        drafts::sweep(&sharing.store, MONDAY.plus_days(1)).await.expect("swept");
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM import_drafts")).await, 1);
        drafts::sweep(&sharing.store, MONDAY.plus_days(1).plus_seconds(1)).await.expect("swept");
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM import_drafts")).await, 0);
        assert_eq!(how_many(&town, sql!("SELECT COUNT(*) AS n FROM import_draft_parts")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn files_of_public_consultations_account_for_every_row() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/polis");
    let mut files = Vec::new();
    for folder in ["15-per-hour-seattle", "vtaiwan.uberx"] {
        match std::fs::read(shared.join(folder).join("comments.csv")) {
            Ok(bytes) => files.push(bytes),
            Err(_) => println!("The comments of {folder} are not beside this checkout; skipped."),
        }
    }
    both(async |town| {
        for bytes in &files {
            let mapping =
                Mapping { when: Some("datetime".to_owned()), ..Mapping::words("comment-body") };
            let plan = plan(&town, town.carys, bytes, mapping).expect("read");
            let kept = keep(&town, town.carys, &plan, usize::MAX).await;
            let report = plan.report(&kept.erased);
            assert_eq!(report.rows, kept.kept + report.refused.len());
            assert!(report.rows > 40 && kept.kept > 40);
            assert!(!hears(&town, town.bryn, telling_of(plan.id, plan.reading.kept[0].row)).await);
        }
    })
    .await;
}
