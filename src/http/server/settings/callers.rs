//! The services that may call, and their secrets.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::SettingError;
use super::assignments::assignments;

/// Services and their secrets, of which only hashes are kept.
#[derive(Clone, Default)]
pub struct Callers(Vec<Caller>);

#[derive(Clone)]
struct Caller {
    id: String,
    secrets: Vec<[u8; 32]>,
    /// Whether a secret is shorter than [`SHORTEST`].
    has_short: bool,
}

/// How many characters a service's secret has at least: fewer can be tried out.
const SHORTEST: usize = 8;

impl Callers {
    /// Reads `transaction-service=secret|next-secret,other=...`; lines may take the place of commas.
    ///
    /// # Errors
    /// Where a part has no id or no secret, or an id is there twice.
    pub fn read(text: &str) -> Result<Callers, SettingError> {
        let mut callers: Vec<Caller> = Vec::new();
        for (id, secrets) in assignments(text)? {
            if callers.iter().any(|caller| caller.id == id) {
                return Err(SettingError("a service is there twice"));
            }
            let has_short = secrets.iter().any(|secret| secret.chars().count() < SHORTEST);
            let secrets = secrets.iter().map(|secret| Sha256::digest(secret).into()).collect();
            callers.push(Caller { id: id.to_owned(), secrets, has_short });
        }
        Ok(Callers(callers))
    }

    /// Whether nobody may call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a secret has fewer than eight characters.
    #[must_use]
    pub fn has_short_secret(&self) -> bool {
        self.0.iter().any(|caller| caller.has_short)
    }

    /// Whether the secret is one of the service's. Takes the same time whichever is wrong, and which part
    /// of it.
    #[must_use]
    pub fn admit(&self, id: &str, secret: &[u8]) -> bool {
        let given: [u8; 32] = Sha256::digest(secret).into();
        let given_id: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        let mut admitted = Choice::from(0);
        for caller in &self.0 {
            let id: [u8; 32] = Sha256::digest(caller.id.as_bytes()).into();
            let is_caller = id.ct_eq(&given_id);
            for secret in &caller.secrets {
                admitted |= is_caller & secret.ct_eq(&given);
            }
        }
        admitted.into()
    }
}

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|caller| &caller.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_secrets_are_valid_at_once() {
        let callers = Callers::read("transaction-service=one|two, other=three").unwrap();
        for (id, secret, is_admitted) in [
            ("transaction-service", "one", true),
            ("transaction-service", "two", true),
            ("transaction-service", "three", false),
            ("other", "three", true),
            ("other", "one", false),
            ("other", "thre", false),
            ("other", "", false),
            ("", "one", false),
        ] {
            assert_eq!(callers.admit(id, secret.as_bytes()), is_admitted, "{id} {secret}");
        }
        assert_eq!(format!("{callers:?}"), r#"{"transaction-service", "other"}"#);
        for bad in ["a", "a=", "=b", "a=b|", "a=b,a=c"] {
            assert!(Callers::read(bad).is_err(), "{bad}");
        }
        assert!(Callers::read("").unwrap().is_empty());
    }

    #[test]
    fn separators_may_be_part_of_a_secret() {
        let callers = Callers::read("pay=pa\\|ss|a\\,b\\\\|c\\d, other=x\ny=e\\\nz=f").unwrap();
        for (id, secret, is_admitted) in [
            ("pay", "pa|ss", true),
            ("pay", "a,b\\", true),
            // what needs no mark in front of it keeps its own
            ("pay", "c\\d", true),
            ("pay", "ss", false),
            ("pay", "pa", false),
            ("other", "x", true),
            ("y", "e\\", true),
            ("z", "f", true),
        ] {
            assert_eq!(callers.admit(id, secret.as_bytes()), is_admitted, "{id} {secret}");
        }
        assert!(Callers::read("a=12345678|1234567").unwrap().has_short_secret());
        assert!(!Callers::read("a=12345678|12345678").unwrap().has_short_secret());
    }
}
