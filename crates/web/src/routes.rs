//! Routes, registered in one way only: with whom they are for. The access table is made from this
//! list and tested against every part somebody can play, so an undeclared route cannot be.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use crate::app::App;

/// Whom a route is for, besides what the policies say of the thing on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Access {
    /// Anybody at all.
    Open,
    /// Whoever holds the link, card or slip that the address or form names.
    Holder,
    /// Anybody signed in.
    SignedIn,
    /// Whoever plays a part in the system that the address names.
    Belonging,
    /// Whoever looks after the system that the address names.
    Steward,
    /// The safeguarding person, or whoever is named for it.
    Named,
    /// Whoever the thing itself is offered to.
    Offered,
    /// The one whose it is: whose words they are, or who wrote them down; and of what is somebody's
    /// alone, such as a part they play, a session, or that they were asked to come, that one.
    Own,
}

/// One route as it was declared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Declared {
    /// The path, with its parts in braces.
    pub path: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Whom it is for.
    pub access: Access,
}

/// Routes being gathered.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    router: Router<App>,
    declared: Vec<Declared>,
}

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page to look at.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(path, Method::GET, MethodFilter::GET, access, handler)
    }

    /// A form to send.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.with(path, Method::POST, MethodFilter::POST, access, handler)
    }

    fn with<H, T>(
        mut self,
        path: &'static str,
        method: Method,
        filter: MethodFilter,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let method = if method == Method::GET { "GET" } else { "POST" };
        self.declared.push(Declared { path, method, access });
        self.router = self.router.route(path, on(filter, handler));
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.declared.extend(other.declared);
        self
    }

    /// The list of what was declared, sorted by path.
    #[must_use]
    pub fn declared(&self) -> Vec<Declared> {
        let mut declared = self.declared.clone();
        declared.sort();
        declared
    }

    /// The router itself.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}
