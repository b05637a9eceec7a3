//! Giving a part: to somebody else of the same place, or one more to oneself.

use super::*;
use ground::id::PersonId;
use sharing::{Action, reader};

use crate::parts::{Taken, give};
use crate::view::{Choice, choices};

#[derive(Template)]
#[template(path = "parts/new.html")]
pub(super) struct New {
    page: Page,
    system: SystemId,
    for_me: bool,
    people: Vec<Choice>,
    kinds: &'static [PartKind],
    form: Form,
}

impl New {
    async fn for_me(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        form: Form,
    ) -> Result<Self, Refused> {
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        app.sharing().leave(&visitor.reader, Action::Belong, &within.system.matter())?;
        let page = within.page(app, visitor, "another-title");
        let (kinds, people) = (&PartKind::ALL, Vec::new());
        Ok(Self { page, system: id, for_me: true, people, kinds, form })
    }

    async fn for_another(
        app: &App,
        visitor: &Visitor,
        id: SystemId,
        form: Form,
    ) -> Result<Self, Refused> {
        let (sharing, reader) = (app.sharing(), &visitor.reader);
        let mut look = app.store().database.look().await?;
        let within = Within::find(app, &mut look, visitor, id).await?;
        sharing.leave(reader, Action::Belong, &within.system.matter())?;
        let part = StandingKind::Part;
        let here = reader::standing_in(&mut look, id, part).await?;
        let mut people = reader::standing_in(&mut look, within.system.place, part).await?;
        people.retain(|person| !here.contains(person));
        let chosen = PersonId::parse(&form.person);
        let people = choices(sharing, &mut look, reader, &people, chosen).await?;
        let page = within.page(app, visitor, "add-title");
        Ok(Self { page, system: id, for_me: false, people, kinds: &PartKind::ALL, form })
    }
}

impl Form {
    fn taken(
        &self,
        app: &App,
        system: SystemId,
        id: StandingId,
        person: PersonId,
    ) -> Outcome<Taken> {
        let own = self.own()?;
        Ok(Taken {
            id,
            kind: own.kind,
            words: own.words,
            fits: own.fits,
            money: own.money,
            manages: own.manages,
            ..Taken::plain(system, person, own.kind, app.now())
        })
    }
}

pub(super) async fn another(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<New>, Refused> {
    Ok(Shown(New::for_me(&app, &visitor, system_id(&id)?, Form::default()).await?))
}

pub(super) async fn taken(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let done = match sent.form.taken(&app, system, sent.once.id(), by) {
        Ok(taken) => give(app.sharing(), by, &taken).await,
        Err(fault) => Err(fault),
    };
    let Err(fault @ Fault::Text { .. }) = done else {
        return on(done, &format!("/systems/{system}"));
    };
    let shown = New::for_me(&app, &sent.visitor, system, sent.form).await?;
    again(fault, |problem| New { page: shown.page.saying(Some(problem)), ..shown })
}

pub(super) async fn add(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Shown<New>, Refused> {
    Ok(Shown(New::for_another(&app, &visitor, system_id(&id)?, Form::default()).await?))
}

pub(super) async fn added(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<Form>,
) -> Result<Response, Refused> {
    let (system, by) = (system_id(&id)?, sent.visitor.person()?);
    let chosen = PersonId::parse(&sent.form.person).ok_or(Fault::Unfit("unfit-nobody-chosen"));
    let taken = chosen.and_then(|person| sent.form.taken(&app, system, sent.once.id(), person));
    let done = match taken {
        Ok(taken) => give(app.sharing(), by, &taken).await,
        Err(fault) => Err(fault),
    };
    let Err(fault @ (Fault::Text { .. } | Fault::Unfit(_))) = done else {
        return on(done, &format!("/systems/{system}"));
    };
    let shown = New::for_another(&app, &sent.visitor, system, sent.form).await?;
    if shown.people.is_empty() {
        // Nobody is left to choose, so there is no form that could keep what was typed.
        return Err(fault.into());
    }
    again(fault, |problem| New { page: shown.page.saying(Some(problem)), ..shown })
}
