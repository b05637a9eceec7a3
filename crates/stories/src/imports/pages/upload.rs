//! A file as it is sent.

use axum::body::Bytes;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use exchange::tellings::Sheet;
use exchange::{Refusal, bytes};
use ground::id::Uuid;
use ground::{Fault, Line};
use web::form::from_our_page;
use web::visitor::form_token;
use web::{App, Refused, Visitor, to_quietly};

use super::{Here, aside, file_name, start_with};
use crate::imports::drafts;

/// What came with the form.
struct Upload {
    file_name: Option<Line>,
    bytes: Bytes,
}

/// Why there is no upload.
enum Broken {
    /// It is larger than is taken.
    TooLarge,
    /// It was no form, or broke off.
    Unread,
    /// It did not come from our own page.
    Forged,
}

pub(super) async fn sent(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refused> {
    let here = Here::of(&app, &visitor, id).await?;
    if !from_our_page(&headers, &app.settings().public_url) {
        return Err(Fault::Forged.into());
    }
    let form = form.map_err(|_| Fault::Unfit("unfit-form"))?;
    let upload = match read(&app, &visitor, form).await {
        Ok(upload) => upload,
        Err(Broken::Forged) => return Err(Fault::Forged.into()),
        Err(Broken::Unread) => return Err(Fault::Unfit("unfit-file-half-sent").into()),
        Err(Broken::TooLarge) => {
            let refusal =
                Refusal::TooManyBytes { most: bytes::MOST_BYTES, were: bytes::MOST_BYTES + 1 };
            return start_with(&app, &visitor, here, Some(refusal)).await;
        }
    };
    let file = upload.bytes.clone();
    // A file that cannot be read is not kept for a moment.
    if let Err(refusal) = aside(move || Sheet::read(&file).map(drop)).await? {
        return start_with(&app, &visitor, here, Some(refusal)).await;
    }
    let (reader, name) = (&visitor.reader, upload.file_name.as_ref());
    let draft = drafts::put(app.sharing(), reader, here.place(), name, &upload.bytes).await?;
    Ok(to_quietly(&format!("/systems/{}/import/{draft}", here.system.id)))
}

/// Reads the form. Its token stands before the file, so that a forged one is turned away first.
async fn read(app: &App, visitor: &Visitor, mut form: Multipart) -> Result<Upload, Broken> {
    let mut is_ours = visitor.session.is_none();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("token") => {
                let token = field.text().await.map_err(broken)?;
                is_ours |= token == form_token(app, visitor.session);
            }
            Some("file") => {
                if !is_ours {
                    return Err(Broken::Forged);
                }
                let file_name = file_name(field.file_name());
                let bytes = field.bytes().await.map_err(broken)?;
                return Ok(Upload { file_name, bytes });
            }
            _ => {}
        }
    }
    Err(Broken::Unread)
}

fn broken(error: MultipartError) -> Broken {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Broken::TooLarge } else { Broken::Unread }
}
