//! A request that breaks a property, made small, and shown so that somebody can follow it.

use std::fmt;

use cedar_policy::{Authorizer, Decision, Entities, Entity, EntityUid, PolicySet, Request};
use cedar_policy_symcc::Env;
use serde_json::Value;

/// A request that breaks a property, with everything that it rests on.
#[derive(Debug)]
pub struct Counterexample {
    /// Who asks for what.
    pub request: Request,
    /// Who and what there is.
    pub entities: Entities,
    /// What the policies answer when they are asked in the ordinary way.
    pub allowed: bool,
    /// What those answer that the property holds them against.
    pub allowed_beside: bool,
    /// What the policies say that let them answer so, and where they stopped at an error.
    because: Vec<String>,
}

/// What both sets of policies answer.
#[derive(Clone, PartialEq, Eq)]
struct Answers {
    allowed: bool,
    allowed_beside: bool,
    errors: Vec<String>,
}

impl Counterexample {
    pub(crate) fn new(env: Env, left: &PolicySet, right: &PolicySet) -> Self {
        let Env { request, entities } = env;
        let found = Answers::of(&request, &entities, left, right);
        let same = |fewer: &Entities| Answers::of(&request, fewer, left, right) == found;
        let entities = smaller(entities, &request, &same);
        let answer = Authorizer::new().is_authorized(&request, left, &entities);
        let says = |id| Some(left.annotation(id, "says")?.to_owned());
        let because = answer.diagnostics().reason().filter_map(says).chain(found.errors).collect();
        let Answers { allowed, allowed_beside, .. } = found;
        Self { allowed, allowed_beside, because, request, entities }
    }
}

impl Answers {
    fn of(request: &Request, entities: &Entities, left: &PolicySet, right: &PolicySet) -> Self {
        let ask = |set: &PolicySet| Authorizer::new().is_authorized(request, set, entities);
        let (answer, beside) = (ask(left), ask(right));
        Self {
            allowed: answer.decision() == Decision::Allow,
            allowed_beside: beside.decision() == Decision::Allow,
            errors: answer.diagnostics().errors().map(ToString::to_string).collect(),
        }
    }
}

/// The same without whatever changes no answer: the solver fills in much that is beside the point.
fn smaller(
    mut entities: Entities,
    request: &Request,
    same: &impl Fn(&Entities) -> bool,
) -> Entities {
    let Ok(Value::Array(mut kept)) = entities.to_json_value() else { return entities };
    let mut keep = |tried: &[Value]| {
        let fewer = Entities::from_json_value(Value::from(tried), None);
        fewer.ok().filter(same).map(|fewer| entities = fewer).is_some()
    };
    for at in (0..kept.len()).rev() {
        let mut without = kept.clone();
        let one = without.remove(at);
        let named = |uid: Option<&EntityUid>| uid.is_some_and(|uid| is(&one, uid));
        if !named(request.principal()) && !named(request.resource()) && keep(&without) {
            kept = without;
        }
    }
    for at in 0..kept.len() {
        for place in sets_and_yeses(&kept[at]) {
            // From the last to the first, so that what was tried shifts nothing that was not.
            let members = kept[at].pointer(&place).and_then(Value::as_array).map_or(0, Vec::len);
            for member in (0..members.max(1)).rev() {
                let mut without = kept.clone();
                match without[at].pointer_mut(&place) {
                    Some(Value::Array(members)) if member < members.len() => {
                        members.remove(member);
                    }
                    Some(yes) => *yes = Value::Bool(false),
                    None => continue,
                }
                if keep(&without) {
                    kept = without;
                }
            }
        }
    }
    entities
}

/// Where in an entity a set is that is not empty, or something is true.
fn sets_and_yeses(entity: &Value) -> Vec<String> {
    let holds = |value: &Value| !is_nothing(value) && (value.is_array() || value.is_boolean());
    let attributes = entity.get("attrs").and_then(Value::as_object).into_iter().flatten();
    let held = attributes.filter(|(_, value)| holds(value));
    let mut places: Vec<String> = held.map(|(name, _)| format!("/attrs/{name}")).collect();
    places.extend(entity.get("parents").filter(|set| holds(set)).map(|_| "/parents".to_owned()));
    places
}

fn is(entity: &Value, uid: &EntityUid) -> bool {
    let part = |name| entity.pointer(name).and_then(Value::as_str);
    part("/uid/id") == Some(uid.id().unescaped())
        && part("/uid/type") == Some(uid.type_name().to_string().as_str())
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = |allowed| if allowed { "allowed" } else { "not allowed" };
        let (principal, resource) = (self.request.principal(), self.request.resource());
        if let (Some(who), Some(action), Some(what)) = (principal, self.request.action(), resource)
        {
            writeln!(f, "  {who} asks to {} {what}", action.id().unescaped())?;
        }
        writeln!(f, "    the policies: {}", answer(self.allowed))?;
        writeln!(f, "    what they are held against: {}", answer(self.allowed_beside))?;
        for says in &self.because {
            writeln!(f, "    because: {says}")?;
        }
        let mut entities: Vec<&Entity> = self.entities.iter().collect();
        entities.sort_by_key(|entity| entity.uid().to_string());
        for entity in entities {
            shown(f, entity)?;
        }
        write!(f, "    (what is empty or not so is left out)")
    }
}

fn shown(f: &mut fmt::Formatter<'_>, entity: &Entity) -> fmt::Result {
    writeln!(f, "    {}", entity.uid())?;
    let json = entity.to_json_value().unwrap_or_default();
    if let Some(parents) = json.get("parents").filter(|parents| !is_nothing(parents)) {
        writeln!(f, "      in: {}", plain(parents))?;
    }
    let attributes = json.get("attrs").and_then(Value::as_object).into_iter().flatten();
    for (name, value) in attributes.filter(|(_, value)| !is_nothing(value)) {
        writeln!(f, "      {name}: {}", plain(value))?;
    }
    Ok(())
}

/// Whether it is an empty set or false.
fn is_nothing(value: &Value) -> bool {
    *value == Value::Bool(false) || value.as_array().is_some_and(Vec::is_empty)
}

/// A value as Cedar writes it.
fn plain(value: &Value) -> String {
    let value = value.get("__entity").unwrap_or(value);
    let part = |name| value.get(name).and_then(Value::as_str);
    match (value, part("type"), part("id")) {
        (_, Some(kind), Some(id)) => format!("{kind}::{id:?}"),
        (Value::Array(items), ..) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        _ => value.to_string(),
    }
}
