//! The payer's own treasury, which holds the tokens, signs for the wallet and sees the accounts: asked over HTTP, each
//! question with a key by which it knows it again.
//!
//! `POST {url}/{name}` with a JSON body. Its answers: 200 with what was asked for; 202, it is not done yet and the same is
//! asked again; 422, it was not done and never will be, whatever was asked before. Everything else says nothing.

use std::fmt;

use super::http::{Received, SendError};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::provider::{Method, Provider, Request};
use crate::secret::Secret;

/// The variable that holds what it is authorised with.
const TOKEN: &str = "OFFRAMP_TREASURY_TOKEN";
/// How long a code of its own may be.
const MAX_CODE: usize = 64;

/// Where it is.
#[derive(Clone)]
pub struct Treasury {
    url: String,
    token: Secret,
}

/// What it said.
#[derive(Debug)]
pub enum TreasuryWord {
    /// It is done.
    Done(Object),
    /// It is not done yet.
    NotYet,
    /// It was not done and never will be.
    Refused(String),
    /// The question never came.
    NotSent,
    /// Nobody knows.
    Unknown,
}

impl Treasury {
    /// Reads the member `treasury` of a description or a configuration; `credential` answers the value of a variable.
    ///
    /// # Errors
    /// `URL_INVALID`, and `CREDENTIALS_INVALID` where the token is missing.
    pub fn read(json: Option<&Json>, credential: &dyn Fn(&str) -> Option<String>) -> Result<Option<Treasury>, Error> {
        let Some(json) = json else { return Ok(None) };
        let url = json.get("url").and_then(Json::as_str).unwrap_or_default().trim_end_matches('/').to_owned();
        Provider::check_url(&url).map_err(|error| error.in_field("treasury.url"))?;
        let token = credential(TOKEN).filter(|token| !token.is_empty()).ok_or_else(|| {
            Error::new(ErrorCode::CredentialsInvalid, ["the variable ", TOKEN, " is needed"].concat())
                .in_field("treasury")
        })?;
        Ok(Some(Treasury { url, token: Secret::from(token.as_str()) }))
    }

    /// A question to it.
    pub(crate) fn request(&self, name: &str, key: &str, input: &Json) -> Request {
        let token = String::from_utf8_lossy(self.token.expose()).into_owned();
        Request {
            method: Method::Post,
            url: [&self.url, "/", name].concat(),
            headers: vec![
                ("Authorization", ["Bearer ", &token].concat()),
                ("Content-Type", "application/json".to_owned()),
                ("Idempotency-Key", key.to_owned()),
            ],
            body: Some(input.to_string().into_bytes()),
            findings: Vec::new(),
        }
    }
}

/// Shows nothing of what it is authorised with.
impl fmt::Debug for Treasury {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Treasury({})", self.url)
    }
}

impl TreasuryWord {
    /// What an answer says.
    pub(crate) fn read(answer: &Result<Received, SendError>) -> TreasuryWord {
        match answer {
            Ok(received) => read(received),
            Err(SendError::NotSent) => TreasuryWord::NotSent,
            Err(SendError::Unknown) => TreasuryWord::Unknown,
        }
    }
}

fn read(received: &Received) -> TreasuryWord {
    let json = received.read(|response| Json::from_slice(response.body).ok());
    match (received.status(), json) {
        (200, Some(Json::Object(members))) => TreasuryWord::Done(members),
        (202, _) => TreasuryWord::NotYet,
        (422, json) => {
            let code = json.as_ref().and_then(|json| json.get("code")).and_then(Json::as_str);
            let fits = |code: &&str| {
                (1..=MAX_CODE).contains(&code.len())
                    && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
            };
            TreasuryWord::Refused(code.filter(fits).unwrap_or("TREASURY_REFUSED").to_owned())
        }
        _ => TreasuryWord::Unknown,
    }
}
