//! Everything that a provider can do wrong in answer to a request: by name, how it answers, and whether it did before what
//! it was asked.

use crate::upstream::Behaviour;

/// A status with a word or without, and whether the provider took the payment before it said so.
pub fn statuses() -> Vec<(String, Behaviour, bool)> {
    let nothing_done = [400, 401, 403, 404, 405, 413, 422, 425, 429];
    let others = [
        201, 202, 203, 204, 206, 207, 300, 301, 302, 303, 304, 305, 307, 308, 402, 406, 407, 408, 409, 410, 411, 412,
        415, 416, 417, 418, 421, 423, 424, 426, 428, 431, 444, 451, 460, 499, 500, 501, 502, 503, 504, 505, 507, 508,
        511, 520, 521, 522, 523, 524, 525, 527, 530, 599,
    ];
    let mut all = Vec::new();
    for status in nothing_done {
        all.push((format!("{status}"), Behaviour::Answer(status, "", r#"{"message":"no"}"#), false));
        if !matches!(status, 425 | 429) {
            all.push((format!("{status} timeout"), Behaviour::Answer(status, "", r#"{"message":"TIMEOUT"}"#), true));
        }
    }
    for status in others {
        let location = if (300..400).contains(&status) { "location: /elsewhere\r\n" } else { "" };
        all.push((format!("{status} taken"), Behaviour::Answer(status, location, "{}"), true));
        all.push((format!("{status} not taken"), Behaviour::Answer(status, location, ""), false));
    }
    let conflict = r#"{"code":"DUPLICATE","message":"already exists"}"#;
    all.push(("409 duplicate".to_owned(), Behaviour::Answer(409, "", conflict), true));
    let proxy = "upstream connect error or disconnect/reset before headers. reset reason: connection termination";
    all.push(("503 of a proxy".to_owned(), Behaviour::Answer(503, "", proxy), true));
    all
}

/// Everything else that can go wrong once there is a connection.
pub fn misbehaviours() -> Vec<(&'static str, Behaviour, bool)> {
    use Behaviour::{Bytes, BytesAndSilence, BytesWithoutEnd, Close, CloseUnread, Drip, Reset, ResetUnread, Well};
    vec![
        ("well", Well, true),
        ("reset before anything was read", ResetUnread, false),
        ("closed before anything was read", CloseUnread, false),
        ("reset afterwards, taken", Reset, true),
        ("reset afterwards, not taken", Reset, false),
        ("closed afterwards, taken", Close, true),
        ("closed afterwards, not taken", Close, false),
        ("silence, taken", BytesAndSilence(""), true),
        ("silence, not taken", BytesAndSilence(""), false),
        ("half a status line", Bytes("HTTP/1.1 20"), true),
        ("half a head", Bytes("HTTP/1.1 200 OK\r\ncontent-le"), true),
        ("half a head, then silence", BytesAndSilence("HTTP/1.1 200 OK\r\ncontent-le"), true),
        ("half a body", Bytes("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"data\":"), true),
        ("half a body, then silence", BytesAndSilence("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"da"), true),
        ("half a refusal", Bytes("HTTP/1.1 400 X\r\ncontent-length: 900\r\n\r\n{\"success\":false"), true),
        ("a refusal cut off", Bytes("HTTP/1.1 400 X\r\nconnection: close\r\n\r\n{\"success\":fal"), true),
        ("a body without end", BytesWithoutEnd("HTTP/1.1 200 OK\r\n\r\n", "          "), true),
        (
            "a body without end in chunks",
            BytesWithoutEnd("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\n \r\n"),
            true,
        ),
        ("a body that drips", Drip("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", " "), true),
        ("a head that drips", Drip("HTTP/1.1 200 OK\r\n", "x: y\r\n"), true),
        ("a head without end", BytesWithoutEnd("HTTP/1.1 200 OK\r\n", "x-header: 0123456789\r\n"), true),
        ("early hints without end", BytesWithoutEnd("", "HTTP/1.1 103 Early\r\n\r\n"), true),
        ("continue, then nothing", BytesAndSilence("HTTP/1.1 100 Continue\r\n\r\n"), true),
        ("no HTTP", Bytes("SSH-2.0-OpenSSH_9.6\r\n"), true),
        ("HTTP of the last century", Bytes("{\"data\":1}"), true),
        ("a chunk of no size", Bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n"), true),
        ("chunks that end too early", Bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a"), true),
        ("two lengths", Bytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}"), true),
        ("a length of no number", Bytes("HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}"), true),
        (
            "packed, as it says",
            Bytes("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\u{1f}abc"),
            true,
        ),
        (
            "another type",
            Bytes(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: LENGTH\r\nconnection: close\r\n\r\nORDER",
            ),
            true,
        ),
        ("a page", Behaviour::Answer(200, "", "<html>welcome</html>"), true),
        ("broken JSON", Behaviour::Answer(200, "", "{\"data\":{\"id\":"), true),
        ("JSON of another shape", Behaviour::Answer(200, "", "[1,2,3]"), true),
        ("a member twice", Behaviour::Answer(200, "", "{\"data\":1,\"data\":2}"), true),
        ("nothing at all", Behaviour::Answer(200, "", ""), true),
        ("a redirect to itself", Behaviour::Answer(307, "location: /\r\n", ""), true),
        ("another protocol", Bytes("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), true),
    ]
}
