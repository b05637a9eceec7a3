//! Sending letters, where a mail server is configured.

use doors::Asks;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use web::App;

use crate::config::Config;
use crate::out::{Done, Trouble};

/// Begins to send what is asked for. Without a mail server nothing is asked for, and the other
/// end of the queue is simply dropped.
pub(crate) fn begin(config: &Config, app: App, mut asks: Asks) -> Done {
    let (Some(server), Some(from)) = (&config.mail_server, &config.mail_from) else {
        return Ok(());
    };
    let trouble = |what: &str| Trouble::new(format!("{what} does not fit."));
    let from: Mailbox = from.parse().map_err(|_| trouble("mail_from"))?;
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
        .map_err(|_| trouble("mail_server"))?;
    if let Some(password) = &config.mail_password {
        let name = server.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
        let name = name.map_or("", |(name, _)| name).to_owned();
        builder = builder.credentials(Credentials::new(name, password.clone()));
    }
    let transport = builder.build();
    tokio::spawn(async move {
        while let Some(letter) = asks.next(&app).await {
            let Ok(to) = letter.to.to_string().parse::<Mailbox>() else { continue };
            let message = Message::builder()
                .from(from.clone())
                .to(to)
                .subject(letter.subject)
                .body(letter.text);
            let Ok(message) = message else { continue };
            if transport.send(message).await.is_err() {
                tracing::error!(code = "letter-not-sent", "a letter could not be sent");
            }
        }
    });
    Ok(())
}

/// Whether a mail server is written so that letters could be sent to it.
pub(crate) fn is_server(url: &str) -> bool {
    let scheme = url.starts_with("smtp://") || url.starts_with("smtps://");
    scheme && AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
}

/// Whether letters could come from this address.
pub(crate) fn is_sender(from: &str) -> bool {
    from.parse::<Mailbox>().is_ok()
}
