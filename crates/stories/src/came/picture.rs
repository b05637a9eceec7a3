//! A thread as this reader sees it, drawn: the same that its table says.

use std::collections::HashMap;

use ground::id::{Kind, Uuid};
use web::Page;
use web::thread::{Knot, Link, Picture, Shape, draw};

use super::{Reason, Root, Step, Thread};
use crate::tellings::Telling;

/// What stands at the top of what came of a telling.
const MOST_OF_A_VOICE: usize = 120;

/// A thread, drawn under this name; `first` is what it begins with, where that is no step of it.
pub(super) fn of(
    page: &Page,
    name: &'static str,
    first: Option<(Uuid, Knot)>,
    thread: &Thread,
    answers: Vec<Knot>,
) -> Picture {
    let mut at: HashMap<Uuid, usize> = HashMap::new();
    let mut knots = Vec::with_capacity(thread.steps.len() + answers.len() + 1);
    if let Some((id, knot)) = first {
        at.insert(id, knots.len());
        knots.push(knot);
    }
    for step in &thread.steps {
        at.insert(step.what.id, knots.len());
        knots.push(of_step(page, step));
    }
    let mut links = Vec::new();
    for step in &thread.steps {
        for reason in &step.because {
            let Root::Of(cause) = &reason.root else { continue };
            if let (Some(&of), Some(&what)) = (at.get(&cause.id), at.get(&step.what.id)) {
                links.push(Link { of, what });
            }
        }
    }
    for answer in answers {
        links.push(Link { of: 0, what: knots.len() });
        knots.push(answer);
    }
    draw(name, &knots, &links)
}

/// What somebody told, as the knot that its thread begins with.
pub(super) fn of_telling(page: &Page, telling: &Telling) -> (Uuid, Knot) {
    let heading = telling.words.opening(MOST_OF_A_VOICE).to_string();
    let knot = Knot {
        shape: Shape::of(Kind::Telling),
        kind: page.t.say("came-you-told"),
        heading,
        day: String::new(),
        path: None,
        reasons: Vec::new(),
        when: i64::MIN,
        waits: false,
    };
    (telling.id.0, knot)
}

/// A step as a knot.
pub(super) fn of_step(page: &Page, step: &Step) -> Knot {
    Knot {
        shape: Shape::of(step.what.kind),
        kind: page.t.say(step.what.kind.key()),
        heading: step.what.heading.to_string(),
        day: page.day(step.what.at),
        path: step.what.path.clone(),
        reasons: step.because.iter().flat_map(|reason| said(page, reason)).collect(),
        when: step.what.at.0,
        waits: false,
    }
}

/// What is written beside a knot of why it is there. That it is because of another thing the line
/// says already.
fn said(page: &Page, reason: &Reason) -> Vec<String> {
    let bare = match reason.root {
        Root::Of(_) => None,
        Root::Hunch => Some("thread-hunch"),
        Root::JustHappened => Some("thread-just-happened"),
    };
    let whys = reason.whys.iter().map(|why| page.t.with("thread-why", &[("why", why)]));
    bare.map(|key| page.t.say(key)).into_iter().chain(whys).collect()
}
