//! How requests and deliveries are signed, as data: which text is signed and where its signature stands; and the one
//! way to sign, to verify and to explain by it.

use super::http::Headers;
use super::sign::{hmac_sha256, hmac_sha256_hex, is_hmac_sha256, is_hmac_sha256_hex, sha256_hex};
use super::webhook::{self, Delivery, fresh, header};
use super::{Scheme, Signing, base64};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

/// How many seconds a delivery may be old or early.
const WINDOW: u32 = 300;

/// How something is signed: with HMAC-SHA256 (RFC 2104).
#[derive(Debug)]
pub(super) struct Signature {
    /// The word of the scheme, where the caller chooses one of several.
    pub(super) scheme: &'static str,
    /// The header that holds the signature.
    pub(super) header: &'static str,
    /// What stands in front of the signature.
    pub(super) prefix: &'static str,
    /// Whether that may be left out, as it is where this signs.
    pub(super) is_prefix_optional: bool,
    pub(super) encoding: Encoding,
    /// The header with the seconds since 1970; empty where no time is signed.
    pub(super) timestamp: &'static str,
    /// The header with the text that no other message has; empty where there is none.
    pub(super) nonce: &'static str,
    /// What is signed.
    pub(super) parts: &'static [Part],
    /// What stands between the parts.
    pub(super) separator: &'static str,
}

/// How the signature and its key are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// The signature in hexadecimal; the key are the bytes of the secret.
    Hex,
    /// The signature in Base64, and the key in Base64 after `whsec_`. While a secret is being changed the header holds
    /// several signatures with blanks in between, of which one must match.
    Base64,
}

/// One piece of what is signed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Method,
    Host,
    Path,
    /// As sent, without the question mark.
    Query,
    /// In hexadecimal; empty where there is no body, not the hash of nothing.
    BodySha256,
    Body,
    /// The value of a header.
    Header(&'static str),
}

/// A request or a delivery, as its signature is over it.
#[derive(Clone, Copy)]
pub(crate) struct Message<'a> {
    pub(crate) method: &'a str,
    /// As the header has it.
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: Headers<'a>,
    pub(crate) body: &'a [u8],
}

/// Standard Webhooks (standardwebhooks.com), version 1.0.0: symmetric signatures.
pub(super) const STANDARD_WEBHOOKS: Signature = Signature {
    scheme: "standard-webhooks",
    header: "webhook-signature",
    prefix: "v1,",
    is_prefix_optional: false,
    encoding: Encoding::Base64,
    timestamp: "webhook-timestamp",
    nonce: "webhook-id",
    parts: &[Part::Header("webhook-id"), Part::Header("webhook-timestamp"), Part::Body],
    separator: ".",
};

/// The HMAC of the body alone, perhaps with `sha256=` in front.
pub(super) const HEX_HMAC: Signature = Signature {
    scheme: "hex-hmac",
    header: "X-Signature",
    prefix: "sha256=",
    is_prefix_optional: true,
    encoding: Encoding::Hex,
    timestamp: "",
    nonce: "",
    parts: &[Part::Body],
    separator: "",
};

impl<'a> Message<'a> {
    /// A delivery, as its receiver knows it.
    pub(super) fn of(delivery: &Delivery<'a>) -> Message<'a> {
        Message::new("POST", delivery)
    }

    fn new(method: &'a str, sent: &Delivery<'a>) -> Message<'a> {
        let rest = text::split(sent.url, b':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(sent.url);
        let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
        let (host, target) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (path, query) = text::split(target, b'?').unwrap_or((target, ""));
        Message { method, host, path, query, headers: sent.headers, body: sent.body }
    }
}

impl Signature {
    /// The string to sign.
    pub(super) fn text(&self, message: &Message<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(self.separator.as_bytes());
            }
            part.write(message, &mut out);
        }
        out
    }

    /// The key that a secret stands for; with an empty one anybody could sign.
    fn key(&self, secret: &Secret) -> Result<Vec<u8>, Error> {
        let given = webhook::usable(secret)?;
        if self.encoding == Encoding::Hex {
            return Ok(given.to_vec());
        }
        let unusable =
            || Error::new(ErrorCode::SecretInvalid, "the secret is not Base64 after whsec_").in_field("secret");
        let text = std::str::from_utf8(given).map_err(|_| unusable())?;
        let key = base64::decode(text.strip_prefix("whsec_").unwrap_or(text)).ok_or_else(unusable)?;
        if key.is_empty() {
            return Err(Error::new(ErrorCode::SecretEmpty, "the secret is empty").in_field("secret"));
        }
        Ok(key)
    }

    fn sign(&self, secret: &Secret, message: &Message<'_>) -> Result<String, Error> {
        Ok(self.sign_with(&self.key(secret)?, message))
    }

    /// The value of the signature's header.
    pub(super) fn sign_with(&self, key: &[u8], message: &Message<'_>) -> String {
        let text = self.text(message);
        let signature = match self.encoding {
            Encoding::Hex => hmac_sha256_hex(key, &text),
            Encoding::Base64 => base64::encode(&hmac_sha256(key, &text)),
        };
        text::join(&[if self.is_prefix_optional { "" } else { self.prefix }, &signature], "")
    }

    /// The headers of a delivery; its signature stands in the header of this name.
    pub(super) fn headers(
        &self,
        name: &str,
        secret: &Secret,
        delivery: &Delivery<'_>,
        signing: &Signing<'_>,
    ) -> Result<Vec<(String, String)>, Error> {
        let timestamp = text::signed(signing.now.unix_seconds());
        let mut given = Vec::new();
        for (name, value) in [(self.timestamp, timestamp.as_str()), (self.nonce, signing.nonce)] {
            if !name.is_empty() {
                given.push((name, value));
            }
        }
        let signature = self.sign(secret, &Message::of(&Delivery { headers: Headers(&given), ..*delivery }))?;
        let mut headers = Vec::new();
        for (name, value) in given {
            headers.push((name.to_owned(), value.to_owned()));
        }
        headers.push((name.to_owned(), signature));
        Ok(headers)
    }

    /// Verifies a delivery whose signature stands in the header of this name.
    pub(super) fn verify(
        &self,
        name: &str,
        secret: &Secret,
        delivery: &Delivery<'_>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let key = self.key(secret)?;
        let given = header(&delivery.headers, name, ErrorCode::SignatureMissing)?;
        if !self.nonce.is_empty() {
            header(&delivery.headers, self.nonce, ErrorCode::SignatureMissing)?;
        }
        if !self.timestamp.is_empty() {
            let timestamp = header(&delivery.headers, self.timestamp, ErrorCode::TimestampMissing)?;
            fresh(timestamp, now, delivery.tolerance.unwrap_or(WINDOW))?;
        }
        if self.matches(&key, &self.text(&Message::of(delivery)), given) { Ok(()) } else { Err(webhook::mismatch()) }
    }

    /// Whether a request bears this signature, made within the window around now.
    ///
    /// # Errors
    /// As of a delivery.
    #[cfg(feature = "sandbox")]
    pub(super) fn admits(&self, secret: &Secret, message: &Message<'_>, now: Timestamp) -> Result<(), Error> {
        let key = self.key(secret)?;
        let given = header(&message.headers, self.header, ErrorCode::SignatureMissing)?;
        if !self.nonce.is_empty() {
            header(&message.headers, self.nonce, ErrorCode::SignatureMissing)?;
        }
        if !self.timestamp.is_empty() {
            fresh(header(&message.headers, self.timestamp, ErrorCode::TimestampMissing)?, now, WINDOW)?;
        }
        if self.matches(&key, &self.text(message), given) { Ok(()) } else { Err(webhook::mismatch()) }
    }

    /// Whether a header's value holds the signature of a text. Compared in constant time.
    fn matches(&self, key: &[u8], text: &[u8], given: &str) -> bool {
        let is_good = |signature: &str| {
            let signature = match signature.strip_prefix(self.prefix) {
                Some(rest) => rest,
                None if self.is_prefix_optional => signature,
                None => return false,
            };
            match self.encoding {
                Encoding::Hex => is_hmac_sha256_hex(key, text, signature),
                Encoding::Base64 => base64::decode(signature).is_some_and(|bytes| is_hmac_sha256(key, text, &bytes)),
            }
        };
        if self.encoding == Encoding::Hex {
            return is_good(given);
        }
        let mut rest = Some(given);
        while let Some(list) = rest {
            let (signature, more) = text::split(list, b' ').map_or((list, None), |(first, more)| (first, Some(more)));
            if is_good(signature) {
                return true;
            }
            rest = more;
        }
        false
    }

    /// `{scheme?, algorithm, header, prefix?, encoding, secretEncoding, timestampHeader?, windowSeconds?, nonceHeader?,
    /// separator, parts}`, where `part` says what stands for a part.
    fn describe(&self, name: &str, part: &mut dyn FnMut(Part) -> Json) -> Object {
        let mut json = Object::new();
        let mut put = |name: &'static str, text: &str| {
            if !text.is_empty() {
                json.put_text(name, text);
            }
        };
        put("scheme", self.scheme);
        put("algorithm", "HMAC-SHA256");
        put("header", name);
        put("prefix", self.prefix);
        let (encoding, secret) = match self.encoding {
            Encoding::Hex => ("hex", "text"),
            Encoding::Base64 => ("base64", "base64"),
        };
        put("encoding", encoding);
        put("secretEncoding", secret);
        put("timestampHeader", self.timestamp);
        put("nonceHeader", self.nonce);
        if !self.timestamp.is_empty() {
            json.put("windowSeconds", Json::number(u64::from(WINDOW)));
        }
        json.put_text("separator", self.separator);
        let mut parts = Vec::new();
        for one in self.parts {
            parts.push(part(*one));
        }
        json.put("parts", Json::Array(parts));
        json
    }

    /// The description, as the provider's own has it: each part by its name.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn to_json(&self) -> Object {
        self.describe(self.header, &mut |part| Json::text(&part.name()))
    }

    /// The description with what each part holds, and besides `stringToSign` and `signature`.
    fn explain(&self, name: &str, secret: &Secret, message: &Message<'_>) -> Result<Json, Error> {
        let mut json = self.describe(name, &mut |part| {
            let (mut item, mut value) = (Object::new(), Vec::new());
            part.write(message, &mut value);
            item.put_text("name", &part.name());
            item.put_text("value", &String::from_utf8_lossy(&value));
            Json::Object(item)
        });
        json.put_text("stringToSign", &String::from_utf8_lossy(&self.text(message)));
        json.put_text("signature", &self.sign(secret, message)?);
        Ok(Json::Object(json))
    }
}

impl Part {
    fn name(self) -> String {
        let (name, header) = match self {
            Part::Method => ("method", ""),
            Part::Host => ("host", ""),
            Part::Path => ("path", ""),
            Part::Query => ("query", ""),
            Part::BodySha256 => ("bodySha256", ""),
            Part::Body => ("body", ""),
            Part::Header(header) => ("header:", header),
        };
        text::join(&[name, header], "")
    }

    fn write(self, message: &Message<'_>, out: &mut Vec<u8>) {
        let hash;
        out.extend_from_slice(match self {
            Part::Method => message.method.as_bytes(),
            Part::Host => message.host.as_bytes(),
            Part::Path => message.path.as_bytes(),
            Part::Query => message.query.as_bytes(),
            Part::BodySha256 if message.body.is_empty() => b"",
            Part::BodySha256 => {
                hash = sha256_hex(message.body);
                hash.as_bytes()
            }
            Part::Body => message.body,
            Part::Header(name) => message.headers.get(name).unwrap_or_default().as_bytes(),
        });
    }
}

/// How a provider signs its deliveries, of the ways that it may have, and the header that the signature stands in.
pub(super) fn of_deliveries<'a>(
    all: &'static [Signature],
    scheme: Option<Scheme<'a>>,
) -> Result<(&'static Signature, &'a str), Error> {
    let only = all.first().ok_or_else(webhook::none)?;
    if only.scheme.is_empty() {
        return Ok((only, only.header));
    }
    let wanted = match scheme {
        Some(Scheme::StandardWebhooks) => STANDARD_WEBHOOKS.scheme,
        Some(Scheme::HexHmac(_)) => HEX_HMAC.scheme,
        None => "",
    };
    let found = all.iter().find(|one| one.scheme == wanted).ok_or_else(|| {
        Error::new(
            ErrorCode::SignatureSchemeUnknown,
            "the provider's document does not say how webhooks are signed; choose standard-webhooks or hex-hmac",
        )
        .in_field("scheme")
    })?;
    Ok((found, if let Some(Scheme::HexHmac(name)) = scheme { name } else { found.header }))
}

/// How a request (where there is a method) or a delivery is signed, step by step; null where the requests are not signed.
pub(super) fn explain(
    request: Option<&Signature>,
    deliveries: &'static [Signature],
    method: Option<&str>,
    sent: &Delivery<'_>,
    scheme: Option<Scheme<'_>>,
    secret: &Secret,
) -> Result<Json, Error> {
    let Some(method) = method else {
        let (signature, name) = of_deliveries(deliveries, scheme)?;
        return signature.explain(name, secret, &Message::of(sent));
    };
    let Some(signature) = request else {
        return Ok(Json::Null);
    };
    let mut message = Message::new(method, sent);
    // as requests are signed: the usual port is not named
    let usual = if sent.url.starts_with("https:") { ":443" } else { ":80" };
    message.host = message.host.strip_suffix(usual).unwrap_or(message.host);
    signature.explain(signature.header, secret, &message)
}

#[cfg(test)]
mod tests {
    use super::*;

    // the example of the specification's own libraries
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;

    fn verified(secret: &str, signature: &str, now: i64) -> Result<(), ErrorCode> {
        let headers = [("webhook-id", ID), ("webhook-timestamp", "1614265330"), ("webhook-signature", signature)];
        let delivery = Delivery { url: "", headers: Headers(&headers), body: BODY, tolerance: None };
        let now = Timestamp::from_unix_seconds(now).unwrap();
        let result = STANDARD_WEBHOOKS.verify("webhook-signature", &Secret::from(secret), &delivery, now);
        result.map_err(|error| error.code())
    }

    #[test]
    fn published_example_and_rotation() {
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let given = [("webhook-id", ID), ("webhook-timestamp", "1614265330")];
        let delivery = Delivery { url: "", headers: Headers(&given), body: BODY, tolerance: None };
        assert_eq!(STANDARD_WEBHOOKS.sign(&Secret::from(SECRET), &Message::of(&delivery)).unwrap(), good);
        let now = 1_614_265_330;
        for list in [good.to_owned(), format!("v1,AAAA v1a,xyz {good}"), format!("{good} v1,Zm9v")] {
            assert_eq!(verified(SECRET, &list, now), Ok(()), "{list}");
        }
        assert_eq!(verified(&SECRET[6..], good, now), Ok(()), "without the prefix");
        for (list, code) in [
            ("", ErrorCode::SignatureMissing),
            ("v1,", ErrorCode::SignatureMismatch),
            (&good[3..], ErrorCode::SignatureMismatch),
            (&good[..20], ErrorCode::SignatureMismatch),
            (&good.replace("v1,", "v2,"), ErrorCode::SignatureMismatch),
        ] {
            assert_eq!(verified(SECRET, list, now), Err(code), "{list}");
        }
        assert_eq!(verified(SECRET, good, now + 301), Err(ErrorCode::TimestampStale));
        assert_eq!(verified(SECRET, good, now - 301), Err(ErrorCode::TimestampFuture));
        assert_eq!(verified("", good, now), Err(ErrorCode::SecretEmpty));
        assert_eq!(verified("whsec_", good, now), Err(ErrorCode::SecretEmpty));
        assert_eq!(verified("whsec_%%", good, now), Err(ErrorCode::SecretInvalid));
    }

    #[test]
    fn a_url_is_taken_apart_as_it_was_sent() {
        for (url, host, path, query) in [
            ("https://pay.example.com:8443/a/b?c=d&e=f?g", "pay.example.com:8443", "/a/b", "c=d&e=f?g"),
            ("https://pay.example.com", "pay.example.com", "", ""),
            ("pay.example.com/a", "pay.example.com", "/a", ""),
        ] {
            let message = Message::of(&Delivery { url, headers: Headers(&[]), body: b"", tolerance: None });
            assert_eq!((message.host, message.path, message.query), (host, path, query), "{url}");
        }
    }
}
