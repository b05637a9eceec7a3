//! The page on which somebody beside a steward says what they want to be called, and gets a card.

use sharing::Seen;

use super::*;
use crate::cards::CardShown;
use crate::invitations::hand;

#[derive(Template)]
#[template(path = "invitations/hand.html")]
pub(super) struct Hand {
    page: Page,
    system: SystemId,
    form: TakeForm,
}

impl Hand {
    async fn new(app: &App, visitor: &Visitor, system: SystemId) -> Result<Self, Refused> {
        visitor.person()?;
        let mut look = app.store().database.look().await?;
        let place = around(app, &mut look, visitor, system).await?;
        let page = Page::new(app, visitor, "hand-title").spoken(place.as_ref());
        Ok(Self { page, system, form: TakeForm::default() })
    }

    fn refusing(mut self, form: TakeForm, fault: Fault) -> Result<Response, Refused> {
        self.page = self.page.saying(Some(Problem::of(fault)?));
        let shown = Shown(Self { form, ..self });
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(system): Path<String>,
) -> Result<Shown<Hand>, Refused> {
    Ok(Shown(Hand::new(&app, &visitor, parse(&system)?).await?))
}

#[derive(Template)]
#[template(path = "invitations/handed.html")]
struct Handed {
    page: Page,
    system: SystemId,
    card: CardShown,
    door: String,
    qr: Qr,
    ring_now: Option<Seen<Words>>,
}

/// Shows the card itself as the answer: it is nowhere else, so there is no page to go on to.
pub(super) async fn make(
    State(app): State<App>,
    Path(system): Path<String>,
    sent: Sent<TakeForm>,
) -> Result<Response, Refused> {
    let (by, system) = (sent.visitor.person()?, parse(&system)?);
    let handed = match sent.form.newcomer() {
        Ok(newcomer) => {
            hand(app.sharing(), app.clock(), by, system, &newcomer, sent.once.id()).await
        }
        Err(fault) => Err(fault),
    };
    match handed {
        Ok(card) => {
            let url = &app.settings().public_url;
            let qr = Qr::of(&format!("{url}/card/{}", card.code.expose()))?;
            let mut look = app.store().database.look().await?;
            let place = around(&app, &mut look, &sent.visitor, system).await?;
            let page = Page::new(&app, &sent.visitor, "handed-title").spoken(place.as_ref());
            let (door, ring_now) = (format!("{url}/sign-in"), place.and_then(|p| p.ring_now));
            Ok(Shown(Handed { page, system, card, door, qr, ring_now }).into_response())
        }
        Err(fault) => Hand::new(&app, &sent.visitor, system).await?.refusing(sent.form, fault),
    }
}
