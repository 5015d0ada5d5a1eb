//! A provider on loopback that misbehaves as it is told, and remembers what it took.
//!
//! It speaks HTTP by hand, so that it can also speak it wrongly. What it took is known by the payer's own reference:
//! where the provider takes an idempotency key, the same key is taken once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How it answers the next request that pays.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// As it should: the order goes on.
    Well,
    /// With a status and a body, and perhaps a header line.
    Answer(u16, &'static str, &'static str),
    /// With these bytes, before which the order of a good answer may be asked for by `ORDER`; then it closes.
    Bytes(&'static str),
    /// With these bytes and then nothing more, the connection open.
    BytesAndSilence(&'static str),
    /// With these bytes and then these again and again.
    BytesWithoutEnd(&'static str, &'static str),
    /// With these bytes and then these again and again, slowly.
    Drip(&'static str, &'static str),
    /// By a reset before anything was read.
    ResetUnread,
    /// By closing before anything was read.
    CloseUnread,
    /// By a reset once all was read.
    Reset,
    /// By closing once all was read.
    Close,
    /// With a good answer in which this is done to every id.
    Twisted(fn(&str) -> String),
}

/// A payment that it took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub reference: String,
    pub order: String,
    /// What was asked, as text.
    pub body: String,
}

/// What a request says.
pub struct Asked {
    pub method: String,
    pub path: String,
    pub head: String,
    pub body: Value,
    pub text: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<String> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    }
}

/// What there is to know about the provider that is played.
#[derive(Clone, Copy)]
pub struct Part {
    /// The payer's reference in a request that pays.
    pub reference: fn(&Asked) -> String,
    /// Whether that is an idempotency key.
    pub is_keyed: bool,
    /// An order of an id, in a status, by a reference.
    pub order: fn(&str, &str, &str) -> Value,
    /// What a list of orders looks like.
    pub list: fn(Vec<Value>) -> Value,
    /// The words for an order that goes on, and for one that is paid.
    pub words: (&'static str, &'static str),
}

#[derive(Default)]
struct State {
    next: Option<(Behaviour, bool)>,
    taken: Vec<Taken>,
    posts: Vec<String>,
    is_paid: bool,
}

#[derive(Clone)]
pub struct Upstream {
    pub url: String,
    part: Part,
    state: Arc<Mutex<State>>,
}

impl Upstream {
    pub async fn start(part: Part) -> Upstream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let upstream = Upstream { url, part, state: Arc::default() };
        let it = upstream.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let it = it.clone();
                // a client that has had enough is no trouble here
                tokio::spawn(async move { drop(it.serve(stream).await) });
            }
        });
        upstream
    }

    /// The next request that pays is answered so, and taken or not.
    pub fn will(&self, behaviour: Behaviour, takes: bool) {
        self.state.lock().unwrap().next = Some((behaviour, takes));
    }

    /// From now on it behaves, and all that it took is paid.
    pub fn pays(&self) {
        let mut state = self.state.lock().unwrap();
        (state.next, state.is_paid) = (None, true);
    }

    /// What it took of requests with this text in them.
    pub fn taken(&self, text: &str) -> Vec<Taken> {
        let state = self.state.lock().unwrap();
        state.taken.iter().filter(|taken| taken.body.contains(text)).cloned().collect()
    }

    /// How many requests to pay with this text in them it read, whether it took them or not.
    pub fn asked(&self, text: &str) -> usize {
        self.state.lock().unwrap().posts.iter().filter(|body| body.contains(text)).count()
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let first = self.state.lock().unwrap().next.clone();
        match first {
            Some((Behaviour::ResetUnread, _)) => {
                reset(stream);
                return Ok(());
            }
            Some((Behaviour::CloseUnread, _)) => return Ok(()),
            _ => {}
        }
        while let Some(asked) = read(&mut stream).await? {
            if asked.method == "POST" {
                let reference = (self.part.reference)(&asked);
                let (behaviour, takes) = self.state.lock().unwrap().next.clone().unwrap_or((Behaviour::Well, true));
                let order = self.take(&asked, reference.clone(), takes);
                let good = (self.part.order)(&order, self.word(), &reference).to_string();
                if !act(&mut stream, behaviour, &good).await? {
                    return Ok(());
                }
            } else {
                let answer = self.look_up(&asked.path);
                respond(&mut stream, if answer.is_some() { 200 } else { 404 }, "", &answer.unwrap_or_default()).await?;
            }
        }
        Ok(())
    }

    fn word(&self) -> &'static str {
        let (on, paid) = self.part.words;
        if self.state.lock().unwrap().is_paid { paid } else { on }
    }

    fn take(&self, asked: &Asked, reference: String, takes: bool) -> String {
        let mut state = self.state.lock().unwrap();
        state.posts.push(asked.text.clone());
        let known = state.taken.iter().find(|taken| self.part.is_keyed && taken.reference == reference);
        if let Some(known) = known {
            return known.order.clone();
        }
        let order = format!("order_{}", state.posts.len());
        if takes {
            state.taken.push(Taken { reference, order: order.clone(), body: asked.text.clone() });
        }
        order
    }

    fn look_up(&self, path: &str) -> Option<String> {
        let word = self.word();
        let state = self.state.lock().unwrap();
        let show = |taken: &Taken| (self.part.order)(&taken.order, word, &taken.reference);
        if let Some(one) = state.taken.iter().find(|taken| path.split(['/', '?']).any(|step| step == taken.order)) {
            return Some(show(one).to_string());
        }
        if path.contains("/user/") || path.contains("page=") {
            // ten on a page, where there are pages, the last ones first
            let page: usize = path.split("page=").nth(1).and_then(|page| page.parse().ok()).unwrap_or(0);
            let all = state.taken.iter().rev().map(show);
            let orders = if page == 0 { all.collect() } else { all.skip((page - 1) * 10).take(10).collect() };
            return Some((self.part.list)(orders).to_string());
        }
        None
    }
}

/// Answers in its way. Answers whether the connection goes on.
pub async fn act(stream: &mut TcpStream, behaviour: Behaviour, good: &str) -> std::io::Result<bool> {
    let filled = |bytes: &str| bytes.replace("ORDER", good).replace("LENGTH", &good.len().to_string());
    match behaviour {
        Behaviour::Well => {
            respond(stream, 200, "", good).await?;
            return Ok(true);
        }
        Behaviour::Answer(status, headers, body) => {
            respond(stream, status, headers, body).await?;
            return Ok(true);
        }
        Behaviour::Twisted(twist) => {
            let twisted = good.split('"').map(|part| if part.contains("-n0") { twist(part) } else { part.to_owned() });
            respond(stream, 200, "", &twisted.collect::<Vec<_>>().join("\"")).await?;
            return Ok(true);
        }
        Behaviour::Bytes(bytes) => stream.write_all(filled(bytes).as_bytes()).await?,
        Behaviour::BytesAndSilence(bytes) => {
            stream.write_all(filled(bytes).as_bytes()).await?;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Behaviour::BytesWithoutEnd(bytes, more) => {
            stream.write_all(filled(bytes).as_bytes()).await?;
            let more = more.repeat(1000);
            loop {
                stream.write_all(more.as_bytes()).await?;
            }
        }
        Behaviour::Drip(bytes, more) => {
            stream.write_all(filled(bytes).as_bytes()).await?;
            loop {
                stream.write_all(more.as_bytes()).await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        // on a connection that was kept there is something to read
        Behaviour::Reset | Behaviour::ResetUnread => set_reset(stream),
        Behaviour::Close | Behaviour::CloseUnread => {}
    }
    Ok(false)
}

/// One request, whole.
pub async fn read(stream: &mut TcpStream) -> std::io::Result<Option<Asked>> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut asked = Asked { method: String::new(), path: String::new(), head, body: json!(null), text: String::new() };
    let length: usize = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while bytes.len() < head_end + 4 + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    asked.text = String::from_utf8_lossy(&bytes[head_end + 4..]).into_owned();
    asked.body = serde_json::from_str(&asked.text).unwrap_or_default();
    let first = asked.head.lines().next().unwrap_or_default().to_owned();
    let mut words = first.split(' ').map(str::to_owned);
    asked.method = words.next().unwrap_or_default();
    asked.path = words.next().unwrap_or_default();
    Ok(Some(asked))
}

pub async fn respond(stream: &mut TcpStream, status: u16, headers: &str, body: &str) -> std::io::Result<()> {
    let length =
        if matches!(status, 204 | 304) { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{length}{headers}\r\n");
    stream.write_all(head.as_bytes()).await?;
    if !length.is_empty() {
        stream.write_all(body.as_bytes()).await?;
    }
    Ok(())
}

fn set_reset(stream: &TcpStream) {
    // no lingering: what was not sent is thrown away, and the other side is told so
    #[allow(deprecated, reason = "it blocks only where there is a time to linger, and there is none")]
    stream.set_linger(Some(Duration::ZERO)).unwrap();
}

pub fn reset(stream: TcpStream) {
    set_reset(&stream);
    drop(stream);
}
