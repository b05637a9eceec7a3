//! Databases of a test's own, made by one connection on a thread of its own, so that any runtime,
//! or none, can ask.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::sync::{OnceCell, mpsc, oneshot};

use crate::cluster::Cluster;
use crate::stop;

/// How many names we hand out before a test process must be doing something wrong.
const MOST_DATABASES: usize = 10_000;

/// The one PostgreSQL server of this test process.
pub struct Postgres {
    cluster: Cluster,
    asks: mpsc::UnboundedSender<Ask>,
    made: Mutex<usize>,
    templates: Mutex<HashMap<String, Arc<OnceCell<()>>>>,
}

/// One statement to run, and where to say how it went.
struct Ask {
    statement: String,
    answer: oneshot::Sender<Result<(), String>>,
}

/// The server of this test process, started when first asked for. It listens on 127.0.0.1 only,
/// and is stopped and cleared away when the process ends, however it ends.
///
/// # Panics
/// With a sentence that says to run `bin/setup` when PostgreSQL is not installed.
pub fn postgres() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| match Cluster::start() {
        Ok(cluster) => Postgres::over(cluster),
        Err(why) => stop(&why),
    })
}

impl Postgres {
    fn over(cluster: Cluster) -> Self {
        let (asks, waiting) = mpsc::unbounded_channel();
        let url = url_in(&cluster, "postgres");
        thread::spawn(move || answer_asks(&url, waiting));
        Self { cluster, asks, made: Mutex::new(0), templates: Mutex::default() }
    }

    /// A new empty database: its address, such as `postgres://postgres@127.0.0.1:40001/test_1`.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn database(&self) -> String {
        self.create(None).await
    }

    /// As [`Self::database`], for a caller without a runtime. It blocks, so never call it from
    /// async code.
    ///
    /// # Panics
    /// When the server refuses.
    #[must_use]
    pub fn database_blocking(&self) -> String {
        let name = self.next_name();
        self.ask_blocking(format!("CREATE DATABASE {name}"));
        self.url_of(&name)
    }

    /// A new database that begins as a copy of `template`, which takes about as long as copying
    /// its files. Anybody still connected to the template is disconnected first.
    ///
    /// # Panics
    /// When there is no such template.
    pub async fn database_from(&self, template: &str) -> String {
        self.create(Some(template)).await
    }

    /// Makes the template `name` once in this process: `prepare` is given the address of an empty
    /// database and fills it, say with migrations. Later calls wait for the first and do nothing.
    ///
    /// # Panics
    /// When `name` is not lower-case letters, digits and underscores, or the server refuses.
    pub async fn template<Prepare, Done>(&self, name: &str, prepare: Prepare)
    where
        Prepare: FnOnce(String) -> Done,
        Done: Future<Output = ()>,
    {
        if !plain(name) {
            stop(&format!("A template cannot be called “{name}”."));
        }
        let once = {
            let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
            templates.entry(name.to_owned()).or_default().clone()
        };
        once.get_or_init(|| async {
            self.ask(format!("CREATE DATABASE {name}")).await;
            prepare(self.url_of(name)).await;
        })
        .await;
    }

    /// The address of the database called `name`, whether or not it exists.
    #[must_use]
    pub fn url_of(&self, name: &str) -> String {
        url_in(&self.cluster, name)
    }

    /// The folder that holds the server's files: tests of erasure search its bytes. Only root or
    /// the account that runs the server can read it.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        &self.cluster.folder
    }

    async fn create(&self, template: Option<&str>) -> String {
        let name = self.next_name();
        if let Some(template) = template {
            if !plain(template) {
                stop(&format!("A template cannot be called “{template}”."));
            }
            // PostgreSQL copies no database while somebody is in it.
            self.ask(format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                 WHERE datname = '{template}'"
            ))
            .await;
            // Copying the files keeps them out of the server's journal, which would hold them twice.
            self.ask(format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
                .await;
        } else {
            self.ask(format!("CREATE DATABASE {name}")).await;
        }
        self.url_of(&name)
    }

    fn next_name(&self) -> String {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        *made += 1;
        if *made > MOST_DATABASES {
            stop(&format!("This test process has asked for over {MOST_DATABASES} databases."));
        }
        format!("test_{made}")
    }

    async fn ask(&self, statement: String) {
        let heard = self.send(statement);
        self.settle(heard.await);
    }

    fn ask_blocking(&self, statement: String) {
        self.settle(self.send(statement).blocking_recv());
    }

    fn settle(&self, answer: Result<Result<(), String>, oneshot::error::RecvError>) {
        let why = match answer {
            Ok(Ok(())) => return,
            Ok(Err(why)) => format!("The tests' PostgreSQL refused: {why}."),
            Err(_) => "The tests' PostgreSQL has gone away in the middle of a test.".to_owned(),
        };
        stop(&format!(
            "{why} Its last words, where a full disk would show:\n{}",
            self.cluster.last_words()
        ));
    }

    fn send(&self, statement: String) -> oneshot::Receiver<Result<(), String>> {
        let (answer, heard) = oneshot::channel();
        // If nobody listens any more the answer's sender is dropped, which `settle` reports.
        let _ = self.asks.send(Ask { statement, answer });
        heard
    }
}

fn url_in(cluster: &Cluster, name: &str) -> String {
    format!("postgres://postgres@127.0.0.1:{}/{name}", cluster.port)
}

fn plain(name: &str) -> bool {
    let fits =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(fits)
}

/// Runs every statement that is asked for, one after another.
fn answer_asks(url: &str, mut waiting: mpsc::UnboundedReceiver<Ask>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return;
    };
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await.map_err(|why| why.to_string());
        while let Some(Ask { statement, answer }) = waiting.recv().await {
            let went = match &mut connection {
                Ok(connection) => run(connection, statement).await,
                Err(why) => Err(why.clone()),
            };
            // A test that has ended meanwhile no longer needs to know.
            let _ = answer.send(went);
        }
    });
}

async fn run(connection: &mut PgConnection, statement: String) -> Result<(), String> {
    // Every name in these statements was made or checked above.
    let statement = sqlx::raw_sql(AssertSqlSafe(statement));
    connection.execute(statement).await.map(|_| ()).map_err(|why| why.to_string())
}
