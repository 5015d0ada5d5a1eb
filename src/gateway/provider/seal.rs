//! What has to be told a provider again, sealed so that it can be kept with the attempt.
//!
//! A provider that is asked by the same request again needs the account, which is stored nowhere in clear. It is
//! sealed by AES-256-GCM under a key made of the provider's credentials, and bound to the payment and to what the
//! description says: another description, or another provider, cannot open it and so is never sent the request.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::description::Description;
use super::fill::{Known, Paid};
use crate::gateway::Account;
use crate::json::{Json, Object};
use crate::provider::base64;
use crate::secret::Secret;

/// How long a nonce is.
const NONCE: usize = 12;

/// Closes and opens.
pub(super) struct Seal {
    /// Everything that makes the key.
    secrets: Secret,
    /// What is said besides, which is bound and not secret.
    bound: String,
}

impl Seal {
    pub(super) fn of(description: &Description) -> Seal {
        let (provider, operation) = (description.provider.as_str(), description.operation.name());
        Seal::bound(["1", provider, operation, &description.input.to_string()].join("\0"))
    }

    /// Bound to this text, and with no secret yet.
    pub(super) fn bound(bound: String) -> Seal {
        Seal { secrets: Secret::from(""), bound }
    }

    /// Adds a credential to the key.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        let mut secrets = self.secrets.expose().to_vec();
        for part in [name, value] {
            // lengths keep the parts apart
            secrets.extend(part.len().to_string().bytes());
            secrets.push(b':');
            secrets.extend(part.bytes());
        }
        self.secrets = Secret::from(&*secrets);
    }

    fn key(&self) -> Option<RandomizedNonceKey> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.secrets.expose()).ok()?;
        mac.update(b"offramp-core: what is told a provider again");
        RandomizedNonceKey::new(&AES_256_GCM, &mac.finalize().into_bytes()).ok()
    }

    fn bound_to(&self, payment_id: &str) -> Aad<Vec<u8>> {
        Aad::from([&self.bound, payment_id].join("\0").into_bytes())
    }

    pub(super) fn close(&self, known: &Known<'_>) -> Option<String> {
        self.close_json(&account_to_json(known.paid.as_ref()?), known.payment_id)
    }

    pub(super) fn close_json(&self, json: &Json, payment_id: &str) -> Option<String> {
        let mut bytes = json.to_string().into_bytes();
        let nonce = self.key()?.seal_in_place_append_tag(self.bound_to(payment_id), &mut bytes).ok()?;
        Some(base64::encode(&[&nonce.as_ref()[..], &bytes].concat()))
    }

    pub(super) fn open(&self, sealed: &str, payment_id: &str) -> Option<Paid> {
        read(&self.open_json(sealed, payment_id)?)
    }

    pub(super) fn open_json(&self, sealed: &str, payment_id: &str) -> Option<Json> {
        let mut bytes = base64::decode(sealed)?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = self.key()?.open_in_place(nonce, self.bound_to(payment_id), sealed).ok()?;
        Json::from_slice(plain).ok()
    }
}

fn account_to_json(paid: &Paid) -> Json {
    let mut json = Object::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    json.put_text("amount", &paid.amount.to_string());
    json.put_text("currency", &paid.currency);
    match &paid.account {
        Account::Upi(id) => json.put_text("upiId", &text(id.expose())),
        Account::Bank { number, ifsc, bank_name } => {
            json.put_text("accountNumber", &text(number.expose()));
            json.put_text("ifsc", ifsc);
            if let Some(name) = bank_name {
                json.put_text("bankName", name);
            }
        }
    }
    Json::Object(json)
}

fn read(json: &Json) -> Option<Paid> {
    let text = |name: &str| json.get(name).and_then(Json::as_str);
    let account = match text("upiId") {
        Some(id) => Account::Upi(Secret::from(id)),
        None => Account::Bank {
            number: Secret::from(text("accountNumber")?),
            ifsc: text("ifsc")?.to_owned(),
            bank_name: text("bankName").map(str::to_owned),
        },
    };
    Some(Paid { amount: text("amount")?.parse().ok()?, currency: text("currency")?.to_owned(), account })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(input: &str, secret: &str) -> Seal {
        let description =
            r#"{"name":"S","provider":"swiftpay","offRamp":{"operation":"offRamp","reference":"id","input":"#;
        let description: Json = [description, input, "}}"].concat().parse().unwrap();
        let mut seal = Seal::of(&Description::read(&description).unwrap());
        seal.add("serviceSecret", secret);
        seal
    }

    #[test]
    fn what_is_sealed_opens_for_the_same_payment_description_and_credentials_alone() {
        let account = Account::Bank {
            number: Secret::from("70341928561234"),
            ifsc: "SBIN0001234".to_owned(),
            bank_name: Some("State Bank".to_owned()),
        };
        let paid = Paid { amount: 25_000, currency: "INR".to_owned(), account };
        let known = Known { reference: "a", payment_id: "pay_1", gateway_reference: None, paid: Some(paid) };
        let ours = seal(r#"{"walletId":"w1"}"#, "s1");
        let sealed = ours.close(&known).unwrap();
        assert!(!sealed.contains("7034192"));
        assert_ne!(ours.close(&known).unwrap(), sealed, "no two are alike");
        let opened = ours.open(&sealed, "pay_1").unwrap();
        assert_eq!(account_to_json(&opened).to_string(), account_to_json(known.paid.as_ref().unwrap()).to_string());
        assert!(ours.open(&sealed, "pay_2").is_none());
        assert!(seal(r#"{"walletId":"w2"}"#, "s1").open(&sealed, "pay_1").is_none());
        assert!(seal(r#"{"walletId":"w1"}"#, "s2").open(&sealed, "pay_1").is_none());
        for broken in ["", "AAAA", sealed.get(4..).unwrap()] {
            assert!(ours.open(broken, "pay_1").is_none());
        }
    }
}
