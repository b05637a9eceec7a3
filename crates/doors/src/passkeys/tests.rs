use super::*;
use crate::news;
use crate::news::NewsKind;
use crate::sessions::{self, Way};
use crate::testing::{Town, both, form};
use crate::tries::Origin;
use ::store::Token;
use proving::{Answering, Device};

const HERE: &str = "http://localhost:7431";
const ELSEWHERE: &str = "http://localhost.elsewhere.example";

fn party() -> Party {
    Party::of(HERE).expect("browsers have passkeys here")
}

fn rightly() -> Answering<'static> {
    Answering::at(HERE)
}

fn locked() -> Answering<'static> {
    Answering { unlocked: false, ..rightly() }
}

fn origin(last: u8) -> Origin {
    Origin::of([192, 0, 2, last].into())
}

async fn session(town: &Town, person: PersonId) -> Token {
    sessions::open(town.store(), person, Way::Card, town.now()).await.expect("in")
}

/// What this session's browser is asked for.
async fn asked_for(town: &Town, person: PersonId, session: &Token) -> Outcome<String> {
    let (whose, texts) = ((person, &session.hash()), ("Understory", "the kitchen phone"));
    ask_to_add(town.store(), &party(), whose, texts, town.now()).await
}

async fn kept(
    town: &Town,
    (person, session): (PersonId, &Token),
    id: PasskeyId,
    answer: &str,
) -> Outcome<()> {
    let name = Line::parse("the kitchen phone").expect("a name");
    let whose = (person, &session.hash());
    add(town.store(), &party(), whose, (id, Some(&name)), answer, town.now()).await
}

/// Adds a passkey in a session of its person's: their device.
async fn added(town: &Town, person: PersonId) -> Device {
    let session = session(town, person).await;
    let options = asked_for(town, person, &session).await.expect("asked");
    let (device, answer) = Device::make(&options, rightly());
    kept(town, (person, &session), form().into(), &answer).await.expect("added");
    device
}

async fn waiting(town: &Town) -> Asked {
    ask(town.store(), &party(), &origin(1), town.now()).await.expect("asked")
}

async fn answered(town: &Town, asked: &Token, answer: &str) -> Outcome<Token> {
    let now = town.now();
    sign_in(town.store(), &party(), (asked, answer), &origin(1), now, now).await
}

/// Asks anew, and answers with this device.
async fn comes(town: &Town, device: &mut Device, answering: Answering<'_>) -> Outcome<Token> {
    let asked = waiting(town).await;
    let answer = device.answer(&asked.options, answering);
    answered(town, &asked.token, &answer).await
}

fn is_refused(tried: Outcome<Token>) -> bool {
    matches!(tried, Err(Fault::Unfit("unfit-passkey")))
}

#[tokio::test]
async fn a_passkey_lets_in_whoever_added_it_and_says_on_which_day() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        let asked = waiting(&town).await;
        assert!(asked.options.contains("\"allowCredentials\":[]"), "nobody is named: {asked:?}");
        let own = own(&town.sharing, &town.reader(town.bryn).await).await.expect("his");
        assert_eq!((own.len(), own[0].used), (1, None));
        assert_eq!(
            own[0].name.as_ref().map(ToString::to_string).as_deref(),
            Some("the kitchen phone")
        );
        let session = comes(&town, &mut device, rightly()).await.expect("in");
        assert_eq!(town.who(&session).await, Some(town.bryn));
        let listed = sessions::list(&mut town.look().await, town.bryn, town.now()).await;
        assert!(listed.expect("his").iter().any(|one| one.way == Way::Passkey));
        let own = super::own(&town.sharing, &town.reader(town.bryn).await).await.expect("his");
        assert_eq!(own[0].used, Some(town.now()));
        let devs = super::own(&town.sharing, &town.reader(town.dev).await).await.expect("his");
        assert!(devs.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_key_of_another_opens_nothing_by_bryns_name() {
    both(async |town| {
        let bryns = added(&town, town.bryn).await;
        let devs = added(&town, town.dev).await;
        let session = comes(&town, &mut devs.clone(), rightly()).await.expect("in");
        assert_eq!(town.who(&session).await, Some(town.dev), "each opens their own door");
        assert!(is_refused(comes(&town, &mut devs.passing_for(&bryns), rightly()).await));
        // A passkey that was never added here opens nothing either.
        let asked = asked_for(&town, town.dev, &session).await.expect("asked");
        let (mut unknown, _) = Device::make(&asked, rightly());
        assert!(is_refused(comes(&town, &mut unknown, rightly()).await));
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_is_answered_once_and_by_what_was_asked() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        let [asked, other] = [waiting(&town).await, waiting(&town).await];
        let answer = device.answer(&asked.options, rightly());
        assert!(is_refused(answered(&town, &other.token, &answer).await), "another was asked");
        answered(&town, &asked.token, &answer).await.expect("in");
        assert!(is_refused(answered(&town, &asked.token, &answer).await), "answered before");
        let answer = device.answer(&other.options, rightly());
        assert!(is_refused(answered(&town, &other.token, &answer).await), "spent by the first");
        assert!(is_refused(answered(&town, &Token::presented("nothing"), &answer).await));
    })
    .await;
}

#[tokio::test]
async fn after_five_minutes_nobody_waits_for_an_answer() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        let session = session(&town, town.bryn).await;
        let to_add = asked_for(&town, town.bryn, &session).await.expect("asked");
        let asked = waiting(&town).await;
        let answer = device.answer(&asked.options, rightly());
        let (_, made) = Device::make(&to_add, rightly());
        town.clock.move_to(town.now().plus_seconds(ASKED_SECONDS));
        assert!(is_refused(answered(&town, &asked.token, &answer).await));
        let late = kept(&town, (town.bryn, &session), form().into(), &made).await;
        assert!(matches!(late, Err(Fault::Unfit("unfit-passkey-late"))));
        crate::sweep(town.store(), town.now()).await.expect("swept");
        let left = ::store::sql!("SELECT COUNT(*) AS many FROM passkey_asks");
        let left = town.look().await.one(left, ::store::bind()).await.expect("counted");
        assert_eq!(left.number("many").expect("a number"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_only_looks_like_ours_gets_nobody_in_and_adds_nothing() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        assert!(is_refused(comes(&town, &mut device, Answering::at(ELSEWHERE)).await));
        let session = session(&town, town.carys).await;
        let options = asked_for(&town, town.carys, &session).await.expect("asked");
        let (_, answer) = Device::make(&options, Answering::at(ELSEWHERE));
        let kept = kept(&town, (town.carys, &session), form().into(), &answer).await;
        assert!(matches!(kept, Err(Fault::Unfit("unfit-passkey-made"))));
        assert!(!has_one(&mut town.look().await, town.carys).await.expect("looked"));
    })
    .await;
}

#[tokio::test]
async fn a_device_that_nobody_unlocked_lets_nobody_in_and_is_not_added() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        assert!(is_refused(comes(&town, &mut device, locked()).await));
        comes(&town, &mut device, rightly()).await.expect("in, once it is unlocked");
        let session = session(&town, town.carys).await;
        let options = asked_for(&town, town.carys, &session).await.expect("asked");
        let (_, answer) = Device::make(&options, locked());
        let kept = kept(&town, (town.carys, &session), form().into(), &answer).await;
        assert!(matches!(kept, Err(Fault::Unfit("unfit-passkey-made"))));
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_goes_back_lets_nobody_in_and_bryn_is_told() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        device.counter = 7;
        comes(&town, &mut device, rightly()).await.expect("in");
        let mut copy = device.clone();
        copy.counter = 3;
        assert!(is_refused(comes(&town, &mut copy, rightly()).await));
        let told = news::untold(&mut town.look().await, town.bryn).await.expect("news");
        let kinds: Vec<_> = told.iter().map(|one| one.kind).collect();
        assert_eq!(kinds.len(), 2, "{kinds:?}");
        assert!(kinds.contains(&NewsKind::PasskeyCopied), "{kinds:?}");
        comes(&town, &mut device, rightly()).await.expect("his own goes on");
    })
    .await;
}

#[tokio::test]
async fn a_passkey_that_bryn_ended_opens_nothing_and_nobody_else_ends_it() {
    both(async |town| {
        let (store, mut device) = (town.store(), added(&town, town.bryn).await);
        let own = own(&town.sharing, &town.reader(town.bryn).await).await.expect("his");
        let by_dev = end(store, town.dev, own[0].id).await;
        assert!(matches!(by_dev, Err(Fault::NotFound)));
        comes(&town, &mut device, rightly()).await.expect("in");
        end(store, town.bryn, own[0].id).await.expect("ended");
        assert!(is_refused(comes(&town, &mut device, rightly()).await));
        assert!(!has_one(&mut town.look().await, town.bryn).await.expect("looked"));
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_added_once_however_often_its_form_is_sent_and_bryn_is_told() {
    both(async |town| {
        let session = session(&town, town.bryn).await;
        let whose = (town.bryn, &session);
        let options = asked_for(&town, town.bryn, &session).await.expect("asked");
        let (_, answer) = Device::make(&options, rightly());
        let id: PasskeyId = form().into();
        kept(&town, whose, id, &answer).await.expect("added");
        kept(&town, whose, id, &answer).await.expect("the same form, sent again");
        let again = kept(&town, whose, form().into(), &answer).await;
        assert!(matches!(again, Err(Fault::Unfit("unfit-passkey-late"))), "it was answered");
        let own = own(&town.sharing, &town.reader(town.bryn).await).await.expect("his");
        assert_eq!(own.len(), 1);
        let told = news::untold(&mut town.look().await, town.bryn).await.expect("news");
        assert_eq!((told.len(), told[0].kind), (1, NewsKind::PasskeyAdded));
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_in_one_session_is_not_answered_in_another() {
    both(async |town| {
        let (bryns, devs) = (session(&town, town.bryn).await, session(&town, town.dev).await);
        let options = asked_for(&town, town.bryn, &bryns).await.expect("asked");
        let (mut device, answer) = Device::make(&options, rightly());
        let kept = kept(&town, (town.dev, &devs), form().into(), &answer).await;
        assert!(matches!(kept, Err(Fault::Unfit("unfit-passkey-late"))));
        assert!(is_refused(comes(&town, &mut device, rightly()).await));
    })
    .await;
}

#[tokio::test]
async fn ten_passkeys_are_the_most_and_an_eleventh_is_refused_in_a_sentence() {
    both(async |town| {
        for _ in 0..MOST {
            added(&town, town.bryn).await;
        }
        let session = session(&town, town.bryn).await;
        let more = asked_for(&town, town.bryn, &session).await;
        assert!(matches!(more, Err(Fault::Bound("bound-passkeys"))));
    })
    .await;
}

#[tokio::test]
async fn ten_wrong_answers_from_one_origin_shut_this_door_there_for_the_hour() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        for _ in 0..MOST_WRONG_FROM_ONE {
            assert!(is_refused(comes(&town, &mut device, locked()).await));
        }
        let shut = comes(&town, &mut device, rightly()).await;
        assert!(matches!(shut, Err(Fault::Bound("bound-tries"))));
        let (asked, now) = (waiting(&town).await, town.now());
        let answer = device.answer(&asked.options, rightly());
        let answered = (&asked.token, &*answer);
        sign_in(town.store(), &party(), answered, &origin(2), now, now).await.expect("elsewhere");
        town.clock.move_to(now.plus_seconds(3_600));
        comes(&town, &mut device, rightly()).await.expect("an hour later");
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_an_answer_has_a_bound_for_each_origin() {
    both(async |town| {
        for _ in 0..MOST_ASKS_FROM_ONE {
            waiting(&town).await;
        }
        let more = ask(town.store(), &party(), &origin(1), town.now()).await;
        assert!(matches!(more, Err(Fault::Bound("bound-passkey-asks"))));
        ask(town.store(), &party(), &origin(2), town.now()).await.expect("from elsewhere");
    })
    .await;
}

#[tokio::test]
async fn a_passkey_that_whoever_found_the_card_added_ends_with_the_card() {
    both(async |town| {
        let mut earlier = added(&town, town.carys).await;
        town.clock.move_to(town.now().plus_days(1));
        crate::cards::make(town.store(), town.carys, town.now()).await.expect("card");
        town.clock.move_to(town.now().plus_days(1));
        let mut finders = added(&town, town.carys).await;
        let ended = ::store::write!(town.store().database, |work| {
            crate::cards::end_for(work, town.carys, town.asha, town.now()).await
        });
        ended.expect("ended");
        assert!(is_refused(comes(&town, &mut finders, rightly()).await));
        comes(&town, &mut earlier, rightly()).await.expect("her own from before stays");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_erased_comes_in_by_no_passkey() {
    both(async |town| {
        let mut device = added(&town, town.bryn).await;
        let forgotten =
            ::store::write!(town.store().database, |work| crate::forget(work, town.bryn).await);
        forgotten.expect("forgotten");
        assert!(is_refused(comes(&town, &mut device, rightly()).await));
    })
    .await;
}

#[tokio::test]
async fn a_device_says_only_that_there_may_be_copies_and_not_who_made_it() {
    both(async |town| {
        let session = session(&town, town.bryn).await;
        let options = asked_for(&town, town.bryn, &session).await.expect("asked");
        assert!(options.contains("\"attestation\":\"none\""), "{options}");
        assert!(options.contains("\"residentKey\":\"required\""), "{options}");
        assert!(options.contains("\"userVerification\":\"required\""), "{options}");
        assert!(!options.contains(&town.bryn.to_string()), "{options}");
        let mut device = added(&town, town.bryn).await;
        device.is_copied = true;
        assert!(is_refused(comes(&town, &mut device, rightly()).await), "it was none to copy");
    })
    .await;
}
