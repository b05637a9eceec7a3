//! Serving: listening, the work that goes on beside pages, and stopping without losing anything.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ground::Clock;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{App, Settings};

use crate::config::Config;
use crate::listening::{Limits, listen};
use crate::out::{Done, Trouble};
use crate::{app, letters};

/// How long pages that are under way may take to end when the program is told to stop. With what
/// comes after it, that is within ten seconds.
const DRAIN: Duration = Duration::from_secs(8);
/// How long sealing the trail and letting the databases go may take then.
const CLOSE: Duration = Duration::from_millis(1_800);
/// How often the trail is sealed.
const SEAL_EVERY: Duration = Duration::from_secs(1);
/// How often what is over is cleared away.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);
/// How often what is to be done by itself is looked for.
const JOBS_EVERY: Duration = Duration::from_secs(60);

/// The file in the data folder that says where the place was last served.
pub(crate) const SERVED_AT: &str = "served-at";

/// Writes down where the place is served, so that links printed beside it lead there.
pub(crate) fn keep_served_at(data: &Path, url: &str) -> Done {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let path = data.join(SERVED_AT);
    let mut options = std::fs::OpenOptions::new();
    let file = options.create(true).write(true).truncate(true).mode(0o600).open(&path);
    file.and_then(|mut file| writeln!(file, "{url}"))
        .map_err(|error| Trouble::new(format!("{} cannot be written: {error}.", path.display())))
}

/// Where the place was last served, if it ever was.
pub(crate) fn served_at(data: &Path) -> Option<String> {
    let url = std::fs::read_to_string(data.join(SERVED_AT)).ok()?;
    Some(url.trim().to_owned()).filter(|url| url.starts_with("http"))
}

/// A program that listens and can be served.
pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) url: String,
    listener: TcpListener,
    config: Config,
}

impl Server {
    /// Binds the address and puts the program together.
    pub(crate) async fn bind(
        store: Store,
        clock: Arc<Clock>,
        config: Config,
        made_up: bool,
    ) -> Done<Self> {
        let address = config.address()?;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| Trouble::new(format!("{address} cannot be listened on: {error}.")))?;
        let bound = listener.local_addr().map_err(|e| Trouble::new(e.to_string()))?;
        let url = config.public_url.clone().unwrap_or_else(|| format!("http://{bound}"));
        let settings =
            Settings { public_url: url.clone(), made_up, can_mail: config.mail_server.is_some() };
        let app = app::app(store, clock, settings)?;
        Ok(Self { app, url, listener, config })
    }

    /// Serves until the program is told to stop.
    pub(crate) async fn serve(self) -> Done {
        let (stop, stopping) = watch::channel(false);
        let (asked, asks) = doors::letters::queue();
        letters::begin(&self.config, self.app.clone(), asks)?;
        let beside = tokio::spawn(beside(self.app.clone(), stopping.clone()));
        let working = tokio::spawn(work_off(self.app.clone(), stopping.clone()));
        let reading = tokio::spawn(read_for_search(self.app.clone(), stopping.clone()));
        let letters = self.config.mail_server.is_some().then_some(asked);
        let router = app::router(self.app.clone(), letters);
        let trusted = self.config.trusted()?;
        let serving = listen(self.listener, router, trusted, Limits::USUAL, stopping);
        let mut serving = tokio::spawn(serving);
        told_to_stop().await;
        let _ = stop.send(true);
        // Pages that take longer than this are cut off; what they had committed is kept.
        if tokio::time::timeout(DRAIN, &mut serving).await.is_err() {
            serving.abort();
            let _ = serving.await;
        }
        let closing = async {
            let _ = beside.await;
            let _ = reading.await;
            let _ = working.await;
            self.app.store().database.close().await;
            self.app.store().keys.close().await;
        };
        // A database that does not let go is left as it is: what was committed is on its disk.
        let _ = tokio::time::timeout(CLOSE, closing).await;
        Ok(())
    }
}

/// What goes on beside pages: the trail is sealed every second, and what is over is cleared away.
async fn beside(app: App, mut stopping: watch::Receiver<bool>) {
    let mut sealing = tokio::time::interval(SEAL_EVERY);
    let mut sweeping = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            _ = sealing.tick() => seal(&app).await,
            _ = sweeping.tick() => {
                for swept in [
                    doors::sweep(app.store(), app.now()).await,
                    app.finder().sweep(app.now()).await,
                    stories::imports::drafts::sweep(app.store(), app.now()).await,
                    stories::drafts::sweep(app.store(), app.now()).await,
                ] {
                    if let Err(fault) = swept {
                        let code = fault.code();
                        tracing::error!(code, "what is over could not be cleared away");
                    }
                }
            }
            _ = stopping.changed() => break,
        }
    }
    seal(&app).await;
}

/// What was put down to be done by itself is done, one after the other. It may be cut off anywhere:
/// whatever was begun is gone on with, by this node or by another.
async fn work_off(app: App, mut stopping: watch::Receiver<bool>) {
    let mut looking = tokio::time::interval(JOBS_EVERY);
    loop {
        tokio::select! {
            _ = looking.tick() => work_off_now(&app).await,
            _ = stopping.changed() => break,
        }
        if *stopping.borrow() {
            break;
        }
    }
}

async fn work_off_now(app: &App) {
    loop {
        match people::ending::run_next(app.sharing(), app.now()).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                tracing::error!(code = fault.code(), "what was to be done could not be done");
                break;
            }
        }
    }
    match people::ending::given_up(app.sharing(), app.now()).await {
        Ok(0) => {}
        Ok(many) => tracing::error!(many, "pages that ended could not be erased"),
        Err(fault) => tracing::error!(code = fault.code(), "what is left could not be counted"),
    }
}

/// The search index is filled and kept up, beside everything else: it only reads, so it may be cut
/// off anywhere.
async fn read_for_search(app: App, mut stopping: watch::Receiver<bool>) {
    tokio::select! {
        () = app.finder().keep_up() => {}
        _ = stopping.changed() => {}
    }
}

async fn seal(app: &App) {
    match sharing::trail::seal(&app.store().database, app.now()).await {
        // Another node sealed the same rows first; they are sealed.
        Ok(_) | Err(ground::Fault::Already) => {}
        Err(fault) => tracing::error!(code = fault.code(), "the trail could not be sealed"),
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => {
                let _ = interrupt.await;
                return;
            }
        };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
