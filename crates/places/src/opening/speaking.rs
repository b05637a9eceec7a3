//! How a place speaks, for the pages of rooms that stand below this one: the doors.

use ground::Fault;
use ground::id::SystemId;
use sharing::{Reader, Sharing};
use store::Look;
use web::{Places, Speaking, Spoken, Tongue};

/// Every place, as it speaks to whoever may know of it.
#[derive(Clone, Debug)]
pub struct Voices {
    sharing: Sharing,
}

impl Voices {
    /// The places, read through this.
    #[must_use]
    pub const fn new(sharing: Sharing) -> Self {
        Self { sharing }
    }
}

impl Places for Voices {
    fn speaking<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        tongue: &'a Tongue,
        place: SystemId,
    ) -> Speaking<'a> {
        Box::pin(async move {
            match super::face(&self.sharing, look, reader, place).await {
                Ok(face) => {
                    let (tongue, zone) = (face.tongue(tongue), face.zone);
                    Ok(Some(Spoken { name: face.name, tongue, zone, ring_now: face.ring_now }))
                }
                Err(Fault::NotFound) => Ok(None),
                Err(fault) => Err(fault),
            }
        })
    }

    fn at_the_door<'a>(
        &'a self,
        look: &'a mut Look,
        reader: &'a Reader,
        tongue: &'a Tongue,
    ) -> Speaking<'a> {
        Box::pin(async move {
            match super::open_doors(&self.sharing, look, reader).await?.as_slice() {
                [one] => self.speaking(look, reader, tongue, one.id).await,
                _ => Ok(None),
            }
        })
    }
}
