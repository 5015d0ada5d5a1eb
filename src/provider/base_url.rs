//! Where a provider's API is.

use crate::error::{Error, ErrorCode};
use crate::text;

/// A base URL: scheme, host and perhaps a path, without a slash at the end.
pub(super) struct BaseUrl<'a> {
    text: &'a str,
    /// With the port, where it is given.
    host: &'a str,
    /// Begins with a slash, or is empty.
    path: &'a str,
}

impl<'a> BaseUrl<'a> {
    /// Reads a URL that money may be sent through: `https`, or `http` to this machine.
    pub(super) fn new(bytes: &'a [u8]) -> Result<BaseUrl<'a>, Error> {
        Self::read(bytes).ok_or_else(|| {
            Error::new(ErrorCode::UrlInvalid, "https and a host are needed, as in https://api.example.com")
                .in_field("baseUrl")
        })
    }

    fn read(bytes: &'a [u8]) -> Option<BaseUrl<'a>> {
        let text = text::without_last(std::str::from_utf8(bytes).ok()?, b'/');
        let (scheme, rest) = text::split(text, b':')?;
        let rest = rest.strip_prefix("//")?;
        let (host, path) = rest.split_at_checked(rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len()))?;
        let name = match text::split_last(host, b':') {
            Some((name, port)) if port.as_bytes().last() != Some(&b']') => {
                text::whole(port).filter(|port| *port <= 0xffff)?;
                name
            }
            _ => host,
        };
        let local = name == "localhost" || name == "[::1]" || name.strip_prefix("127.").is_some_and(is_address);
        let plain = |byte: u8, more: &str| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || text::contains_byte(more, byte)
        };
        let fits = !name.is_empty()
            && (name.bytes().all(|byte| plain(byte, ".-")) || name == "[::1]")
            && path.bytes().all(|byte| plain(byte, "/.-_~") || byte.is_ascii_uppercase())
            && (scheme == "https" || scheme == "http" && local);
        fits.then_some(BaseUrl { text, host, path })
    }

    /// The host as it stands in the `Host` header: without the scheme's own port.
    pub(super) fn host(&self) -> &'a str {
        let own = if self.text.starts_with("https") { ":443" } else { ":80" };
        self.host.strip_suffix(own).unwrap_or(self.host)
    }

    /// The path of an endpoint.
    pub(super) fn path(&self, endpoint: &str) -> String {
        text::join(&[self.path, endpoint], "")
    }

    /// The whole URL of an endpoint.
    pub(super) fn url(&self, endpoint: &str) -> String {
        text::join(&[self.text, endpoint], "")
    }
}

fn is_address(rest: &str) -> bool {
    rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Text with everything but the unreserved characters of RFC 3986 as `%XX`.
pub(super) fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 0xf] {
                out.extend(char::from_digit(u32::from(nibble), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_or_local() {
        for (text, host, path) in [
            ("https://ramp.hexarails.ai", "ramp.hexarails.ai", "/x"),
            ("https://ramp.hexarails.ai:443/", "ramp.hexarails.ai", "/x"),
            ("https://api.example.com:8443/v1/", "api.example.com:8443", "/v1/x"),
            ("http://127.0.0.1:9000", "127.0.0.1:9000", "/x"),
            ("http://[::1]:9000", "[::1]:9000", "/x"),
        ] {
            let url = BaseUrl::new(text.as_bytes()).unwrap();
            assert_eq!((url.host(), url.path("/x").as_str()), (host, path));
        }
        for text in [
            "",
            "ramp.hexarails.ai",
            "http://ramp.hexarails.ai",
            "https://",
            "https://user@host",
            "https://host?x=1",
            "https://host#x",
            "ftp://host",
            "https://host:99999",
            "https://HOST",
            "https://ho st",
            "http://127.evil.com",
        ] {
            assert!(BaseUrl::new(text.as_bytes()).is_err(), "{text}");
        }
    }
}
