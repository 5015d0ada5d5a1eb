//! Whether a request is authorised and has what its operation needs, by the provider's tables.

use super::route::Route;
use super::{Problem, Simulation, text_of};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::provider::Credentials;
use crate::provider::input::{self, Terms};
use crate::provider::signature::Message;
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

/// Whether a request is authorised and has what its operation needs; its members, in their electronic form.
pub(super) fn judge(
    route: &Route,
    simulation: &Simulation,
    credentials: &Credentials,
    members: Option<&Object>,
    incoming: &Message<'_>,
    wall: Timestamp,
) -> Result<Object, Problem> {
    let operation = route.operation;
    if !(simulation.is_open)(operation) {
        authorise(route, simulation, credentials, incoming, wall).ok_or(Problem::Unauthorised)?;
    }
    let malformed = || Problem::Invalid(vec![Finding::new(Code::FieldType).with_text("expected", "object")]);
    let members = members.ok_or_else(malformed)?;
    let terms = Terms { strictness: Strictness::Compat, now: Some(wall), rails: None };
    match input::check(operation, &Json::Object(members.clone()), &terms) {
        Ok(checked) => Ok(checked.members),
        Err(error) => {
            let mut wrong: Vec<Finding> = error.findings().to_vec();
            wrong.retain(|finding| finding.severity() == Severity::Error && !is_passed_over(finding, members));
            // what is only unusual here is taken as it came
            if wrong.is_empty() { Ok(members.clone()) } else { Err(Problem::Invalid(wrong)) }
        }
    }
}

/// What a server takes although this crate would not send it: members that it does not know, values that a document
/// abbreviates, and a receiver on this machine.
fn is_passed_over(finding: &Finding, members: &Object) -> bool {
    let value = finding.path().strip_prefix('/').map(|path| path.replace('/', ".")).unwrap_or_default();
    let text = text_of(members, &value);
    let is_list = |name: &str| members.get(name).and_then(Json::as_array).unwrap_or_default();
    let is_abbreviated = text::contains(text, "...")
        || value.split_once('.').is_some_and(|(name, _)| {
            is_list(name).iter().any(|item| item.as_str().is_some_and(|text| text::contains(text, "...")))
        });
    match finding.code() {
        Code::FieldUnknown => true,
        Code::UrlStructure => text.starts_with("http://127.") || text.starts_with("http://localhost"),
        _ => is_abbreviated,
    }
}

/// Header by header, and the signature byte for byte.
fn authorise(
    route: &Route,
    simulation: &Simulation,
    credentials: &Credentials,
    incoming: &Message<'_>,
    wall: Timestamp,
) -> Option<()> {
    for (header, before, credential) in simulation.headers {
        let given = incoming.headers.get(header)?.strip_prefix(before)?;
        let is_right = match credentials.get(credential) {
            Some(secret) => secret.expose() == given.as_bytes(),
            None => credential.is_empty() && !given.is_empty(),
        };
        is_right.then_some(())?;
    }
    let Some((signature, credential)) = route.provider.descriptor().signature else { return Some(()) };
    let secret: &Secret = credentials.get(credential)?;
    signature.admits(secret, incoming, wall).ok()
}
