//! `/v1/check`: a file of any size in, a JSON object a row out, as the rows come.
//!
//! The checker works on a thread of its own. Between it and the connection are two short queues: a client
//! that sends faster than rows are judged, or reads slower, is made to wait.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::api;
use crate::bulk::{CheckOptions, FileChecker, FileFormat, HashKey, Row};
use crate::http::app::App;
use crate::http::render::envelope::typed;
use crate::http::render::problem::Problem;
use crate::http::routes::query;
use crate::http::server::client_address::ClientAddress;
use crate::http::server::shares::Share;
use crate::http::server::{body, clock, timeout};
use crate::json::Json;

use axum::http::StatusCode;

/// How many pieces wait in each queue.
const QUEUE_CAPACITY: usize = 4;
/// How large a piece of the answer is.
const CHUNK_SIZE: usize = 32 * 1024;
/// How many bytes a second a client sends at least, on average of the time in which it is waited for.
const RATE: u128 = 1024;

/// What the query says.
struct Asked {
    options: CheckOptions,
    /// Which rows are answered.
    rows: Rows,
    /// The sheet of a workbook.
    sheet: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    Findings,
    None,
}

pub(in crate::http) async fn check(State(app): State<Arc<App>>, request: Request) -> Response {
    match start(&app, ClientAddress::of(&request), request) {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

fn start(app: &App, client: ClientAddress, request: Request) -> Result<Response, Problem> {
    let mut asked = asked(&request)?;
    asked.options.directories = app.settings.directories.clone();
    asked.options.hash_key = HashKey::new(clock::random().map_err(|_| Problem::internal())?);
    if request.body().size_hint().exact() == Some(0) {
        return Err(Problem::argument("", "a file is needed"));
    }
    if body::content_length(request.headers()).is_some_and(|length| length > app.settings.upload_limit) {
        return Err(Problem::too_large());
    }
    let place = app.checks.take(client.key());
    let place = place.ok_or_else(|| Problem::busy("as many files are checked as can be at a time"))?;
    let (pieces, incoming) = mpsc::channel::<Result<Bytes, Problem>>(QUEUE_CAPACITY);
    let (answers, outgoing) = mpsc::channel::<Result<Bytes, io::Error>>(QUEUE_CAPACITY);
    let (limit, timeout) = (app.settings.upload_limit, app.settings.request_timeout);
    let until = clock::instant().checked_add(app.settings.check_timeout);
    let body = Incoming { body: request.into_body(), limit, timeout, until, stopping: app.stopping.clone() };
    app.tasks.spawn(body.receive(pieces));
    let share = app.memory.share();
    let memory = u64::try_from(app.settings.upload_memory).unwrap_or(u64::MAX);
    let runtime = Handle::current();
    app.tasks.spawn_blocking(move || {
        let _place = place;
        Judge { answers, runtime, timeout, until, share, buffer: String::new(), rows: asked.rows, is_gone: false }.run(
            &asked,
            limit.min(memory),
            incoming,
        );
    });
    let body = stream::unfold(outgoing, |mut outgoing| async { outgoing.recv().await.map(|piece| (piece, outgoing)) });
    Ok(typed(StatusCode::OK, "application/x-ndjson", Body::from_stream(body)))
}

fn asked(request: &Request) -> Result<Asked, Problem> {
    let media_type = body::media_type(request.headers()).to_ascii_lowercase();
    let format = match media_type.as_str() {
        "text/csv" | "text/tab-separated-values" => FileFormat::Csv,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/json" => FileFormat::Json,
        "application/octet-stream"
        | "application/gzip"
        | "application/zip"
        | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        | "application/vnd.oasis.opendocument.spreadsheet" => FileFormat::Detect,
        _ => {
            return Err(Problem::media_type(
                "text/csv, application/x-ndjson, application/json or application/octet-stream, which may be a workbook or packed",
            ));
        }
    };
    let mut asked = Asked { options: CheckOptions::default().with_format(format), rows: Rows::All, sheet: None };
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let query = query.map_err(|_| Problem::argument("", "the query cannot be read"))?.0;
    for (at, (name, value)) in query.iter().enumerate() {
        if query.iter().take(at).any(|(other, _)| other == name) {
            return Err(Problem::argument(name.clone(), "the parameter is there twice"));
        }
        match (name.as_str(), value.as_str()) {
            ("duplicates", "true") => asked.options.duplicates = true,
            ("duplicates", "false") => asked.options.duplicates = false,
            ("memoRequired", value) => {
                let read = api::options::memo_required(&query::option(name, value));
                asked.options.memo_required = read.map_err(|needed| Problem::argument(name.clone(), needed))?;
            }
            ("sheet", name) => asked.sheet = Some(name.to_owned()),
            ("rows", "all") => asked.rows = Rows::All,
            ("rows", "findings") => asked.rows = Rows::Findings,
            ("rows", "none") => asked.rows = Rows::None,
            _ => match asked.options.take(name, &query::option(name, value)) {
                Ok(true) => {}
                Ok(false) => {
                    let help = "strictness=strict|compat, duplicates=true|false, rows=all|findings|none, sheet, \
                                memoRequired, expectRows, expectTotal, maxAmount, maxTotal, limits, provider, providers, country, rail, \
                                scheme, date, currency, map and preset are known";
                    return Err(Problem::argument(name.clone(), help));
                }
                Err(needed) => return Err(Problem::argument(name.clone(), needed)),
            },
        }
    }
    Ok(asked)
}

/// The connection's side.
struct Incoming {
    body: Body,
    limit: u64,
    timeout: Duration,
    until: Option<Instant>,
    stopping: CancellationToken,
}

impl Incoming {
    /// Hands the body over, piece by piece.
    async fn receive(self, pieces: mpsc::Sender<Result<Bytes, Problem>>) {
        let mut body = self.body.into_data_stream();
        let (mut total, mut waited) = (0_u64, Duration::ZERO);
        loop {
            let began = clock::instant();
            // over soon, where the service stops
            let next = tokio::select! {
                next = body.next() => Some(next),
                () = timeout::over(self.timeout, self.stopping.clone()) => None,
            };
            let now = clock::instant();
            waited = waited.saturating_add(now.saturating_duration_since(began));
            let is_slow = waited > self.timeout
                && u128::from(total).saturating_mul(1000) < waited.as_millis().saturating_mul(RATE);
            let piece = match next {
                _ if self.until.is_some_and(|until| until < now) => Err(Problem::timeout()),
                Some(None) => return,
                Some(Some(Ok(_))) if is_slow => Err(Problem::timeout()),
                Some(Some(Ok(piece))) => {
                    total = total.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                    if total > self.limit { Err(Problem::too_large()) } else { Ok(piece) }
                }
                Some(Some(Err(_))) => Err(Problem::argument("", "the body is incomplete")),
                None => Err(Problem::timeout()),
            };
            let is_last = piece.is_err();
            if pieces.send(piece).await.is_err() || is_last {
                return;
            }
        }
    }
}

/// The thread's side.
struct Judge {
    answers: mpsc::Sender<Result<Bytes, io::Error>>,
    runtime: Handle,
    timeout: Duration,
    /// When it has taken too long.
    until: Option<Instant>,
    /// Of the memory that all checks share.
    share: Share,
    buffer: String,
    rows: Rows,
    /// Whether nobody reads the answer any more.
    is_gone: bool,
}

impl Judge {
    fn run(mut self, asked: &Asked, limit: u64, mut incoming: mpsc::Receiver<Result<Bytes, Problem>>) {
        // what is unpacked may be as large as what is sent, and no larger than the memory that all share
        let mut checker = FileChecker::new(asked.options.clone()).with_max_unpacked(limit);
        if let Some(sheet) = &asked.sheet {
            checker = checker.with_sheet(sheet);
        }
        while let Some(piece) = incoming.blocking_recv() {
            match piece {
                Ok(piece) => {
                    checker.push(&piece, &mut |row| self.row(row));
                    if !self.share.resize(checker.memory()) {
                        let detail = "there is no memory for so many rows at the moment; duplicates=false needs none";
                        return self.end("problem", &Problem::busy(detail).to_json());
                    }
                }
                Err(problem) => return self.end("problem", &problem.to_json()),
            }
            if self.is_gone {
                return;
            }
        }
        let summary = checker.finish(&mut |row| self.row(row));
        self.end("summary", &summary.to_json());
    }

    fn row(&mut self, row: &Row<'_>) {
        let is_shown = match self.rows {
            Rows::All => true,
            Rows::Findings => !row.findings.is_empty(),
            Rows::None => false,
        };
        if !is_shown || self.is_gone {
            return;
        }
        row.write_json(&mut self.buffer);
        self.buffer.push('\n');
        if self.buffer.len() >= CHUNK_SIZE {
            self.flush();
        }
    }

    /// The last line: what was counted, or why there is no more.
    fn end(mut self, name: &str, value: &Json) {
        self.buffer.push_str(&Json::object([(name, value.clone())]).to_string());
        self.buffer.push('\n');
        self.flush();
    }

    fn flush(&mut self) {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        let send = tokio::time::timeout(self.timeout, self.answers.send(Ok(piece)));
        let is_late = self.until.is_some_and(|until| until < clock::instant());
        self.is_gone = is_late || !matches!(self.runtime.block_on(send), Ok(Ok(())));
    }
}
