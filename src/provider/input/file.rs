//! Files in requests: data URLs (RFC 2397), because a request is text.

use super::line::line;
use crate::code::Code;
use crate::finding::Finding;
use crate::provider::base64;
use crate::text;

/// A file that a data URL holds.
pub(in crate::provider) struct File<'a> {
    pub(in crate::provider) media_type: &'a str,
    /// What the sender calls it, where it says.
    pub(in crate::provider) name: Option<&'a str>,
    pub(in crate::provider) bytes: Vec<u8>,
}

/// `data:application/pdf;name=invoice.pdf;base64,JVBERi0=`: a media type, perhaps parameters, and the
/// content in Base64. Content in percent encoding, which nobody sends files in, is not read.
pub(in crate::provider) fn read(url: &str) -> Option<File<'_>> {
    let (head, content) = text::split(url.strip_prefix("data:")?, b',')?;
    let (mut rest, mut media_type, mut name, mut is_base64) = (Some(head), None, None, false);
    while let Some(part) = rest {
        let (part, more) = text::split(part, b';').map_or((part, None), |(part, more)| (part, Some(more)));
        match (media_type, part.strip_prefix("name=")) {
            (None, _) => media_type = Some(part),
            (_, Some(text)) => name = Some(text),
            _ => is_base64 |= part == "base64",
        }
        rest = more;
    }
    let media_type = media_type.filter(|text| text::contains_byte(text, b'/'))?;
    let bytes = base64::decode(content).filter(|bytes| is_base64 && !bytes.is_empty())?;
    Some(File { media_type, name, bytes })
}

pub(super) fn check(url: &str, types: &[&str]) -> Result<(), Finding> {
    match read(url) {
        Some(file) if types.is_empty() || types.iter().any(|known| known.eq_ignore_ascii_case(file.media_type)) => {
            match file.name {
                Some(name) => line(name, 255).map(|_| ()),
                None => Ok(()),
            }
        }
        Some(_) => Err(Finding::new(Code::ValueNotAllowed).with("allowed", text::listed(types.iter().copied()))),
        None => Err(Finding::new(Code::DataUrlStructure)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[&str] = &["application/pdf"];

    #[test]
    fn reads_data_urls() {
        let file = read("data:application/pdf;name=invoice.pdf;base64,JVBERi0=").unwrap();
        assert_eq!(
            (file.media_type, file.name, &file.bytes[..]),
            ("application/pdf", Some("invoice.pdf"), &b"%PDF-"[..])
        );
        for (url, code) in [
            // the document's own example is abbreviated
            ("data:application/pdf;name=...", Code::DataUrlStructure),
            ("data:application/pdf;base64,", Code::DataUrlStructure),
            ("data:application/pdf,%50", Code::DataUrlStructure),
            ("https://example.com/a.pdf", Code::DataUrlStructure),
            ("data:text/html;base64,JVBERi0=", Code::ValueNotAllowed),
        ] {
            assert_eq!(check(url, PDF).unwrap_err().code(), code, "{url}");
        }
    }
}
