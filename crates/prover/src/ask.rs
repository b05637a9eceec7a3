//! Asking the solver.

use std::collections::BTreeSet;

use cedar_policy::{PolicySet, RequestEnv, Schema};
use cedar_policy_symcc::err::Error;
use cedar_policy_symcc::solver::{LocalSolver, SolverError};
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};

use crate::claim::{Claim, Over, Property};
use crate::text::{self, Ours};
use crate::{Counterexample, Trouble};

/// How long the solver may think about one question, in milliseconds; the longest takes a fraction.
const MOST_MILLISECONDS: &str = "--tlimit-per=60000";

/// What came of asking about one property.
#[derive(Debug)]
pub enum Verdict {
    /// No request breaks it.
    Proved {
        /// How many kinds of request it was asked of.
        kinds: usize,
    },
    /// These requests break it, one of each kind that has any.
    Broken(Vec<Counterexample>),
}

/// One solver, asked one thing after another.
#[derive(Debug)]
pub struct Prover {
    compiler: CedarSymCompiler<LocalSolver>,
}

/// What is asked of one kind of request: two sets of policies, and how they must stand.
struct Two {
    left: PolicySet,
    right: PolicySet,
    stand: Stand,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    LeftInRight,
    Same,
    Apart,
}

impl Prover {
    /// Starts the solver. It has to be called within a runtime.
    pub fn start() -> Result<Self, Trouble> {
        let solver = LocalSolver::cvc5_with_args([MOST_MILLISECONDS]).map_err(|why| match why {
            SolverError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Trouble::NoSolver
            }
            why => not_started(&why),
        })?;
        Ok(Self { compiler: CedarSymCompiler::new(solver).map_err(|why| not_started(&why))? })
    }

    /// Proves one property of these policies, or finds what breaks it.
    pub async fn prove(&mut self, ours: &Ours, property: &Property) -> Result<Verdict, Trouble> {
        if matches!(property.claim, Claim::NoErrors) {
            return self.no_errors(ours, property.over).await;
        }
        let schema = property.claim.schema(ours)?;
        let kinds = property.over.kinds(&schema)?;
        let mut broken = Vec::new();
        // The actions of which it says nothing: a property of what is never allowed, or of what can
        // never be, would be true whatever it said.
        let mut silent: BTreeSet<&str> = kinds.iter().map(action).collect();
        let may_be_silent =
            if matches!(property.claim, Claim::Never(_)) { 0 } else { silent.len() - 1 };
        let mut asked = None;
        for kind in &kinds {
            // Reading policies takes longer than asking about them: the same two serve every kind,
            // unless they are about the one action.
            let of = property.claim.is_of_one_action().then(|| action(kind));
            let two = match asked.take() {
                Some((same, two)) if same == of => two,
                _ => Two::of(ours, property.claim, action(kind))?,
            };
            let left = compiled(&two.left, kind, &schema)?;
            let right = compiled(&two.right, kind, &schema)?;
            let found = self.apart(two.stand, &left, &right).await;
            if let Some(env) = found.map_err(gave_up(kind))? {
                broken.push(Counterexample::new(env, &two.left, &two.right));
            }
            let wanted = silent.len() > may_be_silent && silent.contains(action(kind));
            let speaks = wanted
                && self.ever_allows(kind, &left).await?
                && (two.stand != Stand::Apart || self.ever_allows(kind, &right).await?);
            if speaks {
                silent.remove(action(kind));
            }
            asked = Some((of, two));
        }
        if broken.is_empty() && silent.len() > may_be_silent {
            let (name, silent) = (property.name, Vec::from_iter(silent).join(", "));
            return Err(Trouble::Missing(format!(
                "{name} would hold of {silent} whatever it said"
            )));
        }
        Ok(verdict(kinds.len(), broken))
    }

    /// A request by which the two do not stand as they must.
    async fn apart(
        &mut self,
        stand: Stand,
        left: &CompiledPolicySet,
        right: &CompiledPolicySet,
    ) -> Result<Option<Env>, Error> {
        let compiler = &mut self.compiler;
        match stand {
            Stand::LeftInRight => compiler.check_implies_with_counterexample_opt(left, right).await,
            Stand::Same => compiler.check_equivalent_with_counterexample_opt(left, right).await,
            Stand::Apart => compiler.check_disjoint_with_counterexample_opt(left, right).await,
        }
    }

    async fn ever_allows(
        &mut self,
        kind: &RequestEnv,
        set: &CompiledPolicySet,
    ) -> Result<bool, Trouble> {
        let never = self.compiler.check_always_denies_opt(set).await;
        never.map(|never| !never).map_err(gave_up(kind))
    }

    async fn no_errors(&mut self, ours: &Ours, over: Over) -> Result<Verdict, Trouble> {
        let (schema, set) = (ours.schema()?, ours.beside("")?);
        let kinds = over.kinds(&schema)?;
        let mut broken = Vec::new();
        for kind in &kinds {
            for policy in set.policies() {
                let one = CompiledPolicy::compile(policy, kind, &schema);
                let one = one.map_err(gave_up(kind))?;
                let found = self.compiler.check_never_errors_with_counterexample_opt(&one).await;
                if let Some(env) = found.map_err(gave_up(kind))? {
                    broken.push(Counterexample::new(env, &set, &set));
                }
            }
        }
        Ok(verdict(kinds.len(), broken))
    }
}

impl Claim {
    /// Whether the policies it is asked with follow from the action.
    const fn is_of_one_action(self) -> bool {
        matches!(self, Self::AlsoMay { .. })
    }

    /// The schema that it is asked with.
    fn schema(self, ours: &Ours) -> Result<Schema, Trouble> {
        match self {
            Self::WhateverElse(otherwise) | Self::AlsoIf { otherwise, .. } => {
                ours.schema_otherwise(otherwise)
            }
            _ => ours.schema(),
        }
    }
}

impl Two {
    fn of(ours: &Ours, claim: Claim, action: &str) -> Result<Self, Trouble> {
        let (left, right, stand) = match claim {
            Claim::OnlyWhere(these) => (ours.beside("")?, text::read(these)?, Stand::LeftInRight),
            Claim::Never(these) => (ours.beside("")?, text::read(these)?, Stand::Apart),
            Claim::WhateverElse(otherwise) => {
                (ours.beside("")?, ours.otherwise(otherwise)?, Stand::Same)
            }
            Claim::AlsoIf { otherwise, given } => {
                (ours.beside(given)?, ours.otherwise(otherwise)?, Stand::LeftInRight)
            }
            Claim::AlsoMay { what, given } => {
                (ours.beside(given)?, ours.swapped((action, what))?, Stand::LeftInRight)
            }
            Claim::NoErrors => (ours.beside("")?, ours.beside("")?, Stand::Same),
        };
        Ok(Self { left, right, stand })
    }
}

impl Over {
    /// The kinds of request of the schema that are meant, of which there must be some.
    fn kinds(self, schema: &Schema) -> Result<Vec<RequestEnv>, Trouble> {
        let actions: Vec<String> =
            schema.actions().map(|one| one.id().unescaped().into()).collect();
        if let Self::Actions(named) | Self::AllBut(named) = self
            && let Some(unknown) = named.iter().find(|name| !actions.iter().any(|a| a == *name))
        {
            return Err(Trouble::Missing(format!("the schema has no action {unknown}")));
        }
        let mut kinds: Vec<_> = schema.request_envs().filter(|kind| self.means(kind)).collect();
        kinds.sort();
        if kinds.is_empty() {
            return Err(Trouble::Missing(format!("no request is meant by {self:?}")));
        }
        Ok(kinds)
    }

    fn means(self, kind: &RequestEnv) -> bool {
        match self {
            Self::Everything => true,
            Self::Actions(named) => named.contains(&action(kind)),
            Self::AllBut(named) => !named.contains(&action(kind)),
            Self::About(name) => kind.resource().basename() == name,
            Self::By(name) => kind.principal().basename() == name,
        }
    }
}

fn verdict(kinds: usize, broken: Vec<Counterexample>) -> Verdict {
    if broken.is_empty() { Verdict::Proved { kinds } } else { Verdict::Broken(broken) }
}

fn compiled(
    set: &PolicySet,
    kind: &RequestEnv,
    schema: &Schema,
) -> Result<CompiledPolicySet, Trouble> {
    CompiledPolicySet::compile(set, kind, schema).map_err(gave_up(kind))
}

fn action(kind: &RequestEnv) -> &str {
    kind.action().id().unescaped()
}

fn gave_up(kind: &RequestEnv) -> impl Fn(Error) -> Trouble {
    let asked = format!("{} asks to {} {}", kind.principal(), action(kind), kind.resource());
    move |why| Trouble::Solver { asked: asked.clone(), why: in_full(&why) }
}

fn not_started(why: &dyn std::error::Error) -> Trouble {
    Trouble::Solver { asked: "starting cvc5".to_owned(), why: in_full(why) }
}

/// What a fault says, with all that lies under it.
fn in_full(why: &dyn std::error::Error) -> String {
    let mut said = why.to_string();
    let mut under = why.source();
    while let Some(cause) = under {
        said.push_str(": ");
        said.push_str(&cause.to_string());
        under = cause.source();
    }
    said
}
